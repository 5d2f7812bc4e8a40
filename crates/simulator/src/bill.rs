//! What the bills of a day contain.

use miaohui_kernel::{Fen, HOUR_MS};

use crate::bill_plan::{AddedLine, BillPlan};
use crate::fee::fee;
use crate::order::Order;
use crate::records::Records;
use crate::refund::{Refund, RefundState};
use crate::side::Side;
use crate::time::Day;

/// Bills show the states of this time of the next day.
pub const MADE_AFTER_MS: i64 = 10 * HOUR_MS;

/// A payment or a refund.
#[derive(Clone, Debug)]
pub struct BillLine {
    /// The refund, for a refund.
    pub refund: Option<BillRefund>,
    /// When the payment was paid or the refund was requested, in Unix ms.
    pub at: i64,
    pub reference: String,
    pub transaction: String,
    /// When the order was created, in Unix ms.
    pub created_at: i64,
    pub app: String,
    pub scene: String,
    pub payer: Option<String>,
    pub subject: String,
    pub fen: Fen,
    /// The fee of the payment, or the part of it that the refund returns.
    pub fee: Fen,
    /// Another state than the documents give the line.
    pub other_state: Option<String>,
}

/// The refund of a line.
#[derive(Clone, Debug)]
pub struct BillRefund {
    pub number: String,
    pub id: String,
    pub state: RefundState,
    /// When it was closed, in Unix ms.
    pub closed_at: Option<i64>,
}

impl BillLine {
    /// The key of the line in a [`BillPlan`].
    fn key(&self) -> &str {
        self.refund.as_ref().map_or(&self.reference, |refund| &refund.number)
    }

    fn of_payment(order: &Order, at: i64) -> Self {
        Self {
            refund: None,
            at,
            reference: order.reference.clone(),
            transaction: order.transaction.clone(),
            created_at: order.created_at,
            app: order.app.clone(),
            scene: order.scene.clone(),
            payer: order.payer.clone(),
            subject: order.subject.clone(),
            fen: order.paid_fen,
            fee: order.fee,
            other_state: None,
        }
    }

    fn of_refund(order: &Order, refund: &Refund, made_at: i64) -> Self {
        let state = match refund.state {
            RefundState::Done if refund.done_at.is_some_and(|at| at > made_at) => RefundState::Working,
            RefundState::Closed if refund.closed_at.is_some_and(|at| at > made_at) => RefundState::Working,
            state => state,
        };
        let of_it = BillRefund {
            number: refund.number.clone(),
            id: refund.id.clone(),
            state,
            closed_at: refund.closed_at,
        };
        Self {
            refund: Some(of_it),
            fen: refund.fen,
            fee: refund.fee,
            ..Self::of_payment(order, refund.created_at)
        }
    }

    fn added(added: &AddedLine, day: Day, app: &str) -> Self {
        let refund = added.refund.as_ref().map(|number| BillRefund {
            number: number.clone(),
            id: format!("50{}", &added.transaction[2..]),
            state: RefundState::Done,
            closed_at: None,
        });
        Self {
            refund,
            at: day.begins_at(),
            reference: added.reference.clone(),
            transaction: added.transaction.clone(),
            created_at: day.begins_at(),
            app: app.to_owned(),
            scene: "native".into(),
            payer: None,
            subject: "商品".into(),
            fen: added.fen,
            fee: fee(added.fen),
            other_state: None,
        }
    }
}

/// The lines of a day in the order of their times, with the planted differences.
pub fn lines(records: &Records, side: Side, day: Day, app: &str) -> Vec<BillLine> {
    let mut lines = true_lines(records, side, Some(day), day.ends_at());
    let of_day = |plan: &&BillPlan| plan.side == side && Day::read(&plan.day) == Some(day);
    for plan in records.bill_plans.iter().filter(of_day) {
        lines.extend(plan.add.iter().map(|added| BillLine::added(added, day, app)));
        lines.retain(|line| !plan.drop.contains(line.key()));
        for line in &mut lines {
            if let Some(fen) = plan.fen.get(line.key()) {
                (line.fen, line.fee) = (*fen, fee(*fen));
            }
            if let Some(state) = plan.state.get(line.key()) {
                line.other_state = Some(state.clone());
            }
        }
    }
    lines.sort_by_key(|line| line.at);
    lines
}

/// The lines of a day, or all lines before `until`, without differences.
fn true_lines(records: &Records, side: Side, day: Option<Day>, until: i64) -> Vec<BillLine> {
    let is_of_day = |at: i64| day.map_or(at < until, |day| Day::of(at) == day);
    let made_at = until.saturating_add(MADE_AFTER_MS);
    let orders = || records.orders.values().filter(|order| order.side == side);
    let payments = orders().filter_map(|order| Some(BillLine::of_payment(order, order.paid_at?)));
    let refunds = records.refunds.values().filter_map(|refund| {
        let order = records.orders.get(&refund.reference).filter(|order| order.side == side)?;
        Some(BillLine::of_refund(order, refund, made_at))
    });
    payments.chain(refunds).filter(|line| is_of_day(line.at)).collect()
}

/// The kind of a movement of the merchant's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    Payment,
    Fee,
    Refund,
    FeeReturned,
    RefundClosed,
}

impl FlowKind {
    pub fn is_income(self) -> bool {
        matches!(self, Self::Payment | Self::FeeReturned | Self::RefundClosed)
    }
}

/// A movement of the merchant's account.
#[derive(Clone, Debug)]
pub struct Flow {
    pub kind: FlowKind,
    pub at: i64,
    /// The provider's number of the payment or the refund.
    pub id: String,
    /// The number of the movement.
    pub number: String,
    pub line: BillLine,
    pub fen: Fen,
    /// 备注.
    pub note: String,
    /// The balance afterwards.
    pub balance: Fen,
}

/// The movements of a day. WeChat Pay's refunds move the amount without the fee that is given back,
/// which the note tells (退款总金额…元;含手续费…元); at Alipay the fee is a movement of its own.
pub fn flows(records: &Records, side: Side, day: Day, app: &str) -> Vec<Flow> {
    let mut before = Vec::new();
    for line in true_lines(records, side, None, day.begins_at()) {
        movements(side, &line, &mut before);
    }
    let (earlier, mut flows): (Vec<Flow>, Vec<Flow>) =
        before.into_iter().partition(|flow| flow.at < day.begins_at());
    flows.retain(|flow| Day::of(flow.at) == day);
    for line in lines(records, side, day, app) {
        let mut of_line = Vec::new();
        movements(side, &line, &mut of_line);
        flows.extend(of_line.into_iter().filter(|flow| Day::of(flow.at) == day));
    }
    flows.sort_by_key(|flow| flow.at);
    let mut balance = earlier.iter().fold(Fen::ZERO, after);
    for flow in &mut flows {
        balance = after(balance, flow);
        flow.balance = balance;
    }
    flows
}

fn after(balance: Fen, flow: &Flow) -> Fen {
    let after =
        if flow.kind.is_income() { balance.checked_add(flow.fen) } else { balance.checked_sub(flow.fen) };
    after.unwrap_or(balance)
}

fn movements(side: Side, line: &BillLine, flows: &mut Vec<Flow>) {
    let id = line.refund.as_ref().map_or(&line.transaction, |refund| &refund.id);
    let has_net_refunds = side == Side::Wechat && line.fee.is_positive();
    let mut add = |kind: FlowKind, at: i64, fen: Fen, note: &str| {
        if fen.is_positive() {
            let number = format!("{id}{}", kind as u8);
            let (line, note) = (line.clone(), note.to_owned());
            flows.push(Flow { kind, at, id: id.clone(), number, line, fen, note, balance: Fen::ZERO });
        }
    };
    match &line.refund {
        None => {
            add(FlowKind::Payment, line.at, line.fen, "");
            add(FlowKind::Fee, line.at, line.fee, "");
        }
        Some(refund) if has_net_refunds => {
            let note = format!("退款总金额{}元;含手续费{}元", line.fen, line.fee);
            let net = line.fen.checked_sub(line.fee).unwrap_or(line.fen);
            add(FlowKind::Refund, line.at, net, &note);
            if let Some(at) = refund.closed_at {
                add(FlowKind::RefundClosed, at, net, &note);
            }
        }
        Some(refund) => {
            let note = if side == Side::Alipay { refund.number.as_str() } else { "" };
            add(FlowKind::Refund, line.at, line.fen, note);
            add(FlowKind::FeeReturned, line.at, line.fee, note);
            if let Some(at) = refund.closed_at {
                add(FlowKind::RefundClosed, at, line.fen, note);
            }
        }
    }
}
