//! The simulator's rules, over HTTP.

#![allow(clippy::unwrap_used, missing_docs)]

mod alipay;
mod bills;
mod complaints;
mod faults;
mod merchant;
mod wechat;
