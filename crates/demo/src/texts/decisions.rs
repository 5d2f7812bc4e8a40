//! Reasons of the operators' decisions about projects.

/// Reasons to reject a project.
pub const REJECTIONS: [&str; 4] = [
    "封面图片不清晰，请更换后重新提交。",
    "项目内容过于简略，请补充资金用途与时间安排。",
    "回报中的套餐与描述不一致，请核对。",
    "请补充食品经营资质的说明。",
];

/// Reasons to stop a project that is under way.
pub const STAGNATIONS: [&str; 2] = [
    "铺面的租约有争议，材料补齐以前暂停筹款。",
    "发起人连续十天没有回复支持者的提问，说明情况以前暂停筹款。",
];
