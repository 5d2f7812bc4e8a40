//! Packages, and the feedback that supporters get.

use miaohui_kernel::Fen;

/// A package that users support a project with.
#[derive(Clone, Copy, Debug)]
pub struct PackageText {
    /// Its name.
    pub name: &'static str,
    /// Its price.
    pub price: Fen,
    /// The number of places; 0 for any number.
    pub limit: i64,
    /// True for partners (合伙人), false for ordinary supporters.
    pub partner: bool,
}

const fn package(name: &'static str, price: Fen, limit: i64, partner: bool) -> PackageText {
    PackageText { name, price, limit, partner }
}

/// Twelve packages.
pub const PACKAGES: [PackageText; 12] = [
    package("一份心意", Fen(1_000), 0, false),
    package("尝鲜小份", Fen(3_900), 500, false),
    package("街坊套餐", Fen(8_800), 200, false),
    package("双人套餐", Fen(12_800), 150, false),
    package("全家福礼盒", Fen(19_900), 100, false),
    package("年货大礼包", Fen(29_900), 80, false),
    package("开业品鉴席", Fen(38_800), 40, false),
    package("厨房体验日", Fen(58_800), 20, false),
    package("一桌家宴", Fen(128_800), 10, false),
    package("共建合伙人", Fen(500_000), 10, true),
    package("灶台合伙人", Fen(1_000_000), 5, true),
    package("冠名第一席", Fen(2_000_000), 1, true),
];

/// Feedback for supporters.
pub const FEEDBACKS: [&str; 24] = [
    "手写感谢信一封，附今日菜单。",
    "首批成品一份，冷链到家。",
    "店内刻名木牌一块，挂在进门的墙上。",
    "开业首月到店免单一次。",
    "掌柜手绘食谱明信片一套六张。",
    "定制粗陶碗一只，碗底有编号。",
    "试菜会邀请函一张，可带一位朋友。",
    "后厨参观一次，掌勺师傅全程讲解。",
    "年度九折会员卡一张。",
    "当季限定礼盒一份，按节气寄出。",
    "老坛腌菜一罐，写上您的名字慢慢发酵。",
    "跟师傅学做一道菜，成品带走。",
    "帆布购物袋一只，印着我们的老街。",
    "手工围裙一条，蓝染。",
    "每月账目与进展报告一份。",
    "新品命名投票权。",
    "包场家宴一次，十人以内。",
    "土特产三样，由村里的阿姨们挑选。",
    "木筷一双，刻您喜欢的两个字。",
    "参与选址与装修方案投票。",
    "按出资比例享有首年利润分红。",
    "开业剪彩邀请，坐第一桌。",
    "自家种的辣椒或茶叶一包。",
    "一顿热饭，随时来。",
];
