//! Merchants and their clothes.

pub mod merchant_cloth_collect;
pub mod merchant_cloth_detail;
pub mod merchant_cloth_list;
pub mod merchant_cloth_recommend_list;
pub mod merchant_cloth_uncollect;
pub mod merchant_follow;
pub mod merchant_unfollow;
pub mod my_following_merchants;
