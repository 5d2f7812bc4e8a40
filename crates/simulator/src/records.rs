//! The providers' orders, refunds, bills and complaints.

use std::collections::BTreeMap;

use miaohui_kernel::{DAY_MS, Fen, Rng};

use crate::bill_plan::BillPlan;
use crate::complaint::Complaint;
use crate::faults::Faults;
use crate::fee::{fee, returned_fee};
use crate::notice::{Event, NoticeMode};
use crate::order::{Order, OrderState, PayerStep};
use crate::refund::{Refund, RefundError, RefundState};
use crate::side::Side;

/// How long a payment can be refunded: one year (申请退款,
/// `pay.weixin.qq.com/doc/v3/merchant/4012552567`).
const REFUNDABLE_MS: i64 = 365 * DAY_MS;
/// The most refunds of a payment (same document).
const MOST_REFUNDS: usize = 50;

/// A file that a merchant can download.
#[derive(Clone, Debug)]
pub struct BillFile {
    pub side: Side,
    pub bytes: Vec<u8>,
    /// When its address is over, in Unix ms.
    pub ends_at: i64,
}

#[derive(Debug, Default)]
pub struct Records {
    pub orders: BTreeMap<String, Order>,
    /// Alipay's orders with a QR code that nobody has scanned, which are no trades yet.
    pub precreated: BTreeMap<String, Order>,
    pub refunds: BTreeMap<String, Refund>,
    pub complaints: BTreeMap<String, Complaint>,
    /// The address for complaints that the merchant registered at WeChat Pay.
    pub complaint_url: Option<String>,
    pub default_mode: NoticeMode,
    pub modes: BTreeMap<String, NoticeMode>,
    pub held: Vec<Event>,
    /// The number of WeChat Pay's certificate changes.
    pub rotations: usize,
    pub faults: Faults,
    pub bill_plans: Vec<BillPlan>,
    /// Bills by the token of their address.
    pub files: BTreeMap<String, BillFile>,
}

impl Records {
    pub fn mode(&self, number: &str) -> NoticeMode {
        self.modes.get(number).unwrap_or(&self.default_mode).clone()
    }

    /// An order. Alipay closes an open order past its time (`time_expire` of
    /// `opendocs.alipay.com/open/270`). WeChat Pay does not: the time only ends the payer's
    /// chance to pay, and closing is the merchant's call (`time_expire` of
    /// `pay.weixin.qq.com/doc/v3/merchant/4012525167`).
    pub fn order(&mut self, side: Side, reference: &str, now_ms: i64) -> Option<&mut Order> {
        let order = self.orders.get_mut(reference).filter(|order| order.side == side)?;
        if side == Side::Alipay && order.state == OrderState::Open && now_ms >= order.expires_at {
            order.state = OrderState::Closed;
            order.closed_at = Some(order.expires_at);
        }
        Some(order)
    }

    /// Pays an order, with `less_fen` too little. `None` if it cannot be paid.
    pub fn pay(&mut self, reference: &str, less_fen: Fen, now_ms: i64) -> Option<()> {
        let order = self.orders.get_mut(reference).filter(|order| order.can_be_paid(now_ms))?;
        order.state = OrderState::Paid;
        order.paid_at = Some(now_ms);
        order.step = PayerStep::Opened;
        order.paid_fen = order.fen.checked_sub(less_fen).unwrap_or(Fen(1)).max(Fen(1));
        order.fee = fee(order.paid_fen);
        Some(())
    }

    /// The sum of an order's refunds that are not closed.
    pub fn refunded_fen(&self, reference: &str) -> Fen {
        let of_it = self.refunds.values().filter(|refund| refund.reference == reference);
        Fen::checked_sum(of_it.filter(|refund| refund.state != RefundState::Closed).map(|refund| refund.fen))
            .unwrap_or(Fen(i64::MAX))
    }

    /// Inserts a refund, or returns the existing one; whether it is new.
    pub fn refund(
        &mut self,
        side: Side,
        mut new: Refund,
        now_ms: i64,
    ) -> Result<(Refund, bool), RefundError> {
        let order = self.order(side, &new.reference, now_ms).ok_or(RefundError::NoOrder)?.clone();
        if order.state != OrderState::Paid {
            return Err(RefundError::NotPaid);
        }
        if let Some(existing) = self.refunds.get_mut(&new.number) {
            existing.posts = existing.posts.saturating_add(new.posts);
            let is_same = existing.reference == new.reference
                && existing.fen == new.fen
                && existing.request == new.request;
            return if is_same { Ok((existing.clone(), false)) } else { Err(RefundError::OtherRequest) };
        }
        if order.is_finished || order.paid_at.is_some_and(|at| now_ms.saturating_sub(at) > REFUNDABLE_MS) {
            return Err(RefundError::Finished);
        }
        let before = self.refunded_fen(&new.reference);
        let count = self.refunds.values().filter(|refund| refund.reference == new.reference).count();
        let is_too_much = before.checked_add(new.fen).is_none_or(|after| after > order.paid_fen);
        if is_too_much || count >= MOST_REFUNDS {
            return Err(RefundError::TooMuch);
        }
        new.fee = returned_fee(order.paid_fen, before, new.fen);
        self.refunds.insert(new.number.clone(), new.clone());
        Ok((new, true))
    }

    /// Keeps a file, and forgets the files whose address is over.
    pub fn insert_file(&mut self, token: String, file: BillFile, now_ms: i64) {
        self.files.retain(|_, file| now_ms < file.ends_at);
        self.files.insert(token, file);
    }

    /// Changes the state of a refund. `None` if there is no such refund.
    pub fn set_refund_state(&mut self, number: &str, state: RefundState, now_ms: i64) -> Option<()> {
        let refund = self.refunds.get_mut(number)?;
        refund.state = state;
        refund.done_at = (state == RefundState::Done).then_some(now_ms);
        refund.closed_at = (state == RefundState::Closed).then_some(now_ms);
        Some(())
    }
}

/// A new number of a provider: 28 digits, as both providers use.
pub fn number(rng: &Rng) -> String {
    format!("42{}", rng.text(b"0123456789", 26))
}
