//! The methods, one file each, named as on the wire. [`table`] is the only registration.

mod article;
mod media;
mod system;
mod user;

use miaohui_web::RateLimit::{Login, Publish, Signup, Sms, Upload};

use crate::Method;

/// Every method, sorted by its wire name: its kind, its limit if it has one, and its function.
pub fn table() -> Vec<Method> {
    vec![
        Method::write("article_collect", article::article_collect::run),
        Method::write("article_comment_del", article::article_comment_del::run),
        Method::read("article_comment_list", article::article_comment_list::run),
        Method::limited_write(Publish, "article_comment_publish", article::article_comment_publish::run),
        Method::limited_write(Publish, "article_comment_reply", article::article_comment_reply::run),
        Method::write("article_comment_up", article::article_comment_up::run),
        Method::write("article_del", article::article_del::run),
        Method::read("article_detail", article::article_detail::run),
        Method::write("article_like", article::article_like::run),
        Method::read("article_list", article::article_list::run),
        Method::limited_write(Publish, "article_publish", article::article_publish::run),
        Method::write("article_uncollect", article::article_uncollect::run),
        Method::write("article_unlike", article::article_unlike::run),
        Method::open("current_time", system::current_time::run),
        Method::read("following_article_list", article::following_article_list::run),
        Method::limited_write(Upload, "get_media_id", media::get_media_id::run),
        Method::read("my_article_collect_list", article::my_article_collect_list::run),
        Method::read("my_article_list", article::my_article_list::run),
        Method::read("my_follower", user::my_follower::run),
        Method::read("my_following_users", user::my_following_users::run),
        Method::read("my_user_info", user::my_user_info::run),
        Method::write("my_user_info_update", user::my_user_info_update::run),
        Method::open("send_sms_code", user::send_sms_code::run).limited(Sms),
        Method::write("user_follow", user::user_follow::run),
        Method::read("user_info", user::user_info::run),
        Method::open("user_login", user::user_login::run).limited(Login),
        Method::write("user_logout", user::user_logout::run),
        Method::open("user_password_update", user::user_password_update::run).limited(Signup),
        Method::open("user_signup", user::user_signup::run).limited(Signup),
        Method::write("user_unfollow", user::user_unfollow::run),
    ]
}
