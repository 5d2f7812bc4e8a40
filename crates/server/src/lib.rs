//! The binary miaohui: command line, configuration, wiring.
