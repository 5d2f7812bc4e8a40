//! Statuses of sections and tasks.

miaohui_db::stored_enum! {
    /// Progress of a section or a task.
    pub enum Progress: i64 as progress {
        /// 未开始.
        NotBegun = 0,
        /// 进行中.
        UnderWay = 1,
        /// 已完成.
        Done = 2,
    }
}
