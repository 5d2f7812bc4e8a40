//! Projects of masters.

pub mod my_following_masters_project_list;
pub mod project_detail;
pub mod project_list;
pub mod project_recommend_list;
