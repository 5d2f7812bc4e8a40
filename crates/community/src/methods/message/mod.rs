//! Private messages.

pub mod message_del;
pub mod my_message;
pub mod my_message_center;
pub mod my_message_with_customer_service;
pub mod send_message_to_customer_service;
pub mod send_message_to_master;
pub mod send_message_to_merchant;
pub mod send_message_to_user;

mod conversation;
