//! Tickets and their comments.

pub mod my_following_masters_ticket_list;
pub mod my_ticket_list;
pub mod ticket_circle;
pub mod ticket_comment_del;
pub mod ticket_comment_list;
pub mod ticket_comment_publish;
pub mod ticket_detail;
pub mod ticket_list;
pub mod ticket_recommend_list;
