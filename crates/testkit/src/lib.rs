//! The tests' workbench.
