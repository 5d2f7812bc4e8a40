//! Accounts, sessions and follows.

pub mod my_data_export;
pub mod my_follower;
pub mod my_following_users;
pub mod my_user_info;
pub mod my_user_info_update;
pub mod send_sms_code;
pub mod user_delete;
pub mod user_follow;
pub mod user_info;
pub mod user_login;
pub mod user_logout;
pub mod user_password_update;
pub mod user_signup;
pub mod user_unfollow;

mod sign_in;
