//! The demo data: a lived-in fair, drawn and written by the program.
