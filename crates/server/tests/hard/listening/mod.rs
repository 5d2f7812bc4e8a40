//! Sockets of every kind, and ends of the server that no client notices.

mod client;
mod ends;
mod reload;
mod sockets;
mod tls;
