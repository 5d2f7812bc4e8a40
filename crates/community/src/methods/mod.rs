//! The methods, one file each, named as on the wire. [`table`] registers them.

mod article;
mod banner;
mod design_circle;
mod game;
mod master;
mod media;
mod merchant;
mod message;
mod order;
mod project;
mod sns;
mod system;
mod ticket;
mod user;

use miaohui_web::RateLimit::{Login, Order, Publish, Signup, Sms, Upload};

use crate::Method;

/// All methods, sorted by name: kind, rate limit, name, function, whether it is idempotent, and the hot
/// row that it changes.
pub fn table() -> Vec<Method> {
    vec![
        Method::write("article_collect", article::article_collect::run).on("article_id"),
        Method::write("article_comment_del", article::article_comment_del::run),
        Method::read("article_comment_list", article::article_comment_list::run),
        Method::limited_write(Publish, "article_comment_publish", article::article_comment_publish::run),
        Method::limited_write(Publish, "article_comment_reply", article::article_comment_reply::run),
        Method::write("article_comment_up", article::article_comment_up::run).on("article_comment_id"),
        Method::write("article_del", article::article_del::run),
        Method::read("article_detail", article::article_detail::run),
        Method::write("article_like", article::article_like::run).on("article_id"),
        Method::read("article_list", article::article_list::run),
        Method::limited_write(Publish, "article_publish", article::article_publish::run),
        Method::write("article_uncollect", article::article_uncollect::run).on("article_id"),
        Method::write("article_unlike", article::article_unlike::run).on("article_id"),
        Method::open("current_time", system::current_time::run),
        Method::read("design_circle_banner", banner::design_circle_banner::run),
        Method::write("design_circle_cloth_collect", design_circle::design_circle_cloth_collect::run)
            .on("cloth_id"),
        Method::read("design_circle_cloth_detail", design_circle::design_circle_cloth_detail::run),
        Method::read("design_circle_cloth_list", design_circle::design_circle_cloth_list::run),
        Method::write("design_circle_cloth_uncollect", design_circle::design_circle_cloth_uncollect::run)
            .on("cloth_id"),
        Method::read("following_article_list", article::following_article_list::run),
        Method::read("game_banner", banner::game_banner::run),
        Method::write("game_collect", game::game_collect::run).on("game_id"),
        Method::write("game_comment_del", game::game_comment_del::run),
        Method::write("game_comment_down", game::game_comment_down::run).on("comment_id"),
        Method::read("game_comment_list", game::game_comment_list::run),
        Method::limited_write(Publish, "game_comment_publish", game::game_comment_publish::run),
        Method::write("game_comment_up", game::game_comment_up::run).on("comment_id"),
        Method::read("game_detail", game::game_detail::run),
        Method::write("game_like", game::game_like::run).on("game_id"),
        Method::read("game_recommend_list", game::game_recommend_list::run),
        Method::write("game_uncollect", game::game_uncollect::run).on("game_id"),
        Method::write("game_unlike", game::game_unlike::run).on("game_id"),
        Method::limited_write(Upload, "get_media_id", media::get_media_id::run),
        Method::read("home_banner", banner::home_banner::run),
        Method::read("master_detail", master::master_detail::run),
        Method::write("master_follow", master::master_follow::run).on("master_id"),
        Method::read("master_list", master::master_list::run),
        Method::read("master_recommend_list", master::master_recommend_list::run),
        Method::write("master_unfollow", master::master_unfollow::run).on("master_id"),
        Method::write("merchant_cloth_collect", merchant::merchant_cloth_collect::run).on("cloth_id"),
        Method::read("merchant_cloth_detail", merchant::merchant_cloth_detail::run),
        Method::read("merchant_cloth_list", merchant::merchant_cloth_list::run),
        Method::read("merchant_cloth_recommend_list", merchant::merchant_cloth_recommend_list::run),
        Method::write("merchant_cloth_uncollect", merchant::merchant_cloth_uncollect::run).on("cloth_id"),
        Method::write("merchant_follow", merchant::merchant_follow::run).on("merchant_id"),
        Method::write("merchant_unfollow", merchant::merchant_unfollow::run).on("merchant_id"),
        Method::write("message_del", message::message_del::run),
        Method::read("my_article_collect_list", article::my_article_collect_list::run),
        Method::read("my_article_list", article::my_article_list::run),
        Method::read("my_block", sns::my_block::run),
        Method::heavy_read("my_data_export", user::my_data_export::run).limited(Signup),
        Method::read("my_follower", user::my_follower::run),
        Method::read("my_following_masters", master::my_following_masters::run),
        Method::read("my_following_masters_project_list", project::my_following_masters_project_list::run),
        Method::read("my_following_masters_ticket_list", ticket::my_following_masters_ticket_list::run),
        Method::read("my_following_merchants", merchant::my_following_merchants::run),
        Method::read("my_following_users", user::my_following_users::run),
        Method::read("my_message", message::my_message::run),
        Method::read("my_message_center", message::my_message_center::run),
        Method::read("my_message_with_customer_service", message::my_message_with_customer_service::run),
        Method::read("my_order_list", order::my_order_list::run),
        Method::read("my_ticket_list", ticket::my_ticket_list::run),
        Method::read("my_user_info", user::my_user_info::run),
        Method::write("my_user_info_update", user::my_user_info_update::run),
        Method::write("order_cancel", order::order_cancel::run).idempotent(),
        Method::limited_write(Order, "order_create", order::order_create::run).idempotent(),
        Method::limited_write(
            Order,
            "order_create_by_shopping_cart",
            order::order_create_by_shopping_cart::run,
        )
        .idempotent(),
        Method::read("order_detail", order::order_detail::run),
        Method::member_flow("order_pay", order::order_pay::run).idempotent(),
        Method::member_flow("order_payment", order::order_payment::run),
        Method::read("project_detail", project::project_detail::run),
        Method::read("project_list", project::project_list::run),
        Method::read("project_recommend_list", project::project_recommend_list::run),
        Method::limited_write(Publish, "report", sns::report::run),
        Method::limited_write(
            Publish,
            "send_message_to_customer_service",
            message::send_message_to_customer_service::run,
        ),
        Method::limited_write(Publish, "send_message_to_master", message::send_message_to_master::run),
        Method::limited_write(Publish, "send_message_to_merchant", message::send_message_to_merchant::run),
        Method::limited_write(Publish, "send_message_to_user", message::send_message_to_user::run),
        Method::open("send_sms_code", user::send_sms_code::run).limited(Sms),
        Method::write("shopping_cart_add", order::shopping_cart_add::run),
        Method::write("shopping_cart_del", order::shopping_cart_del::run),
        Method::read("shopping_cart_info", order::shopping_cart_info::run),
        Method::write("sns_block", sns::sns_block::run),
        Method::write("sns_unblock", sns::sns_unblock::run),
        Method::read("ticket_banner", banner::ticket_banner::run),
        Method::read("ticket_circle", ticket::ticket_circle::run),
        Method::write("ticket_comment_del", ticket::ticket_comment_del::run),
        Method::read("ticket_comment_list", ticket::ticket_comment_list::run),
        Method::limited_write(Publish, "ticket_comment_publish", ticket::ticket_comment_publish::run),
        Method::read("ticket_detail", ticket::ticket_detail::run),
        Method::read("ticket_list", ticket::ticket_list::run),
        Method::read("ticket_recommend_list", ticket::ticket_recommend_list::run),
        Method::member_flow("user_delete", user::user_delete::run).limited(Login),
        Method::write("user_follow", user::user_follow::run),
        Method::read("user_info", user::user_info::run),
        Method::open("user_login", user::user_login::run).limited(Login),
        Method::write("user_logout", user::user_logout::run),
        Method::open("user_password_update", user::user_password_update::run).limited(Signup),
        Method::open("user_signup", user::user_signup::run).limited(Signup),
        Method::write("user_unfollow", user::user_unfollow::run),
    ]
}
