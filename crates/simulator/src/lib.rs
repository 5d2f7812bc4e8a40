//! The payment providers' side of their protocols.
