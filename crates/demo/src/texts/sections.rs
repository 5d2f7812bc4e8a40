//! The sections and tasks of a project that succeeded.

/// A section with its tasks.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// The title.
    pub title: &'static str,
    /// The description.
    pub description: &'static str,
    /// Four tasks.
    pub tasks: [&'static str; 4],
}

const fn section(title: &'static str, description: &'static str, tasks: [&'static str; 4]) -> Section {
    Section { title, description, tasks }
}

/// Six sections in their order.
pub const SECTIONS: [Section; 6] = [
    section(
        "筹备",
        "确定选址、证照与预算，把想法变成清单。",
        ["看完五处候选铺面并拍照对比", "办理营业执照与食品经营许可", "确认详细预算表", "与房东签订租约"],
    ),
    section(
        "装修",
        "灶台、排烟、水电与桌椅。",
        ["砌筑灶台并试烟", "水电改造验收", "墙面粉刷与地面防滑处理", "桌椅与招牌到位"],
    ),
    section(
        "试做",
        "把每一道菜做到稳定。",
        ["确定三家以上食材供应", "完成十二道菜的标准配方", "举办两场试菜会并收集意见", "核算成本与定价"],
    ),
    section("培训", "人比锅更重要。", ["招募两名帮厨", "师傅带教十五天", "卫生与安全培训", "模拟开业一天"]),
    section(
        "开业",
        "开门迎客，答谢支持者。",
        ["向支持者发出邀请函", "挂上刻名木牌", "开业当日流程演练", "寄出全部回报"],
    ),
    section(
        "回顾",
        "公布账目，说说下一步。",
        ["整理三个月经营数据", "公示全部收支", "召开合伙人会议", "制定下一季菜单"],
    ),
];
