//! Masters.

pub mod master_detail;
pub mod master_follow;
pub mod master_list;
pub mod master_recommend_list;
pub mod master_unfollow;
pub mod my_following_masters;
