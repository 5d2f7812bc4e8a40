//! Kinds of tickets.

use miaohui_kernel::Fen;

/// A kind of ticket.
#[derive(Clone, Copy, Debug)]
pub struct TicketText {
    /// Its name, which follows the project's.
    pub name: &'static str,
    /// What it admits to.
    pub about: &'static str,
    /// Its price.
    pub price: Fen,
}

const fn kind(name: &'static str, price: Fen, about: &'static str) -> TicketText {
    TicketText { name, about, price }
}

/// Twelve kinds of tickets.
pub const TICKETS: [TicketText; 12] = [
    kind("成人票", Fen(16_800), "限一人当日使用，含全部材料。"),
    kind("早鸟票", Fen(12_800), "限量优惠，售完恢复原价，不可改期。"),
    kind("学生票", Fen(9_900), "凭学生证入场，限本人使用。"),
    kind("亲子票（一大一小）", Fen(23_800), "一位家长陪同一位六岁以上儿童。"),
    kind("双人票", Fen(29_800), "两人同行，共用一张工作台。"),
    kind("家庭票（两大一小）", Fen(36_800), "适合一家三口，各做一份。"),
    kind("夜场票", Fen(19_800), "晚七点入场，含一盏小灯。"),
    kind("平日票", Fen(13_800), "周一至周四可用，人少安静。"),
    kind("敬老票", Fen(8_800), "六十岁以上长者专享。"),
    kind("观摩票", Fen(4_900), "只看不做，可以拍照，含一杯茶。"),
    kind("VIP小班票", Fen(48_800), "四人小班，老师一对一指导。"),
    kind("团体票（每人）", Fen(11_800), "十人以上起订，可包场。"),
];

/// Returns the name of a ticket of the `n`th kind.
pub fn ticket_name(project: &str, n: usize) -> String {
    format!("{project}·{}", TICKETS[n % TICKETS.len()].name)
}
