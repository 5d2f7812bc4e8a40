//! The binary miaohui: command line, configuration, wiring.

pub mod config;
