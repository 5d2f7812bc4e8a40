//! Carts and orders.

mod create;
pub mod my_order_list;
pub mod order_cancel;
pub mod order_create;
pub mod order_create_by_shopping_cart;
pub mod order_detail;
pub mod order_pay;
pub mod order_payment;
pub mod shopping_cart_add;
pub mod shopping_cart_del;
pub mod shopping_cart_info;
