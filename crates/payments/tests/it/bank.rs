//! A provider in the test's memory: it accepts every order, and has the bills that the test gives it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use miaohui_gateways::payment::bill::{Bill, BillDay, BillKind, BillLine, BillLineKind};
use miaohui_gateways::payment::provider::{
    Acknowledgement, Charge, CloseState, Notice, PaymentState, Provider, ProviderError, RefundOrder,
    RefundState, Reply, Started,
};
use miaohui_kernel::Fen;
use serde_json::json;

#[derive(Default)]
struct State {
    trade: HashMap<String, Bill>,
    flow: HashMap<String, Bill>,
    notices: Vec<Notice>,
    asked: Vec<(String, BillKind)>,
    is_down: bool,
}

/// The provider.
#[derive(Clone, Default)]
pub struct Bank(Arc<Mutex<State>>);

impl Bank {
    /// Gives the trade bill of a day.
    pub fn bill(&self, day: BillDay, lines: &[BillLine]) {
        let bill = Bill { lines: lines.to_vec(), hash: format!("{lines:?}") };
        self.0.lock().unwrap().trade.insert(day.to_string(), bill);
    }

    /// Gives the fund flow of a day.
    pub fn fund_flow(&self, day: BillDay, lines: &[BillLine]) {
        let bill = Bill { lines: lines.to_vec(), hash: format!("{lines:?}") };
        self.0.lock().unwrap().flow.insert(day.to_string(), bill);
    }

    /// The next notice that is read.
    pub fn tell(&self, notice: Notice) {
        self.0.lock().unwrap().notices.push(notice);
    }

    /// Whether bills cannot be had.
    pub fn set_down(&self, is_down: bool) {
        self.0.lock().unwrap().is_down = is_down;
    }

    /// The days whose trade bills were asked for, in order.
    pub fn asked(&self) -> Vec<String> {
        let state = self.0.lock().unwrap();
        state.asked.iter().filter(|(_, kind)| *kind == BillKind::Trade).map(|(day, _)| day.clone()).collect()
    }
}

impl Provider for Bank {
    fn channel(&self) -> &'static str {
        "bank"
    }

    fn start<'a>(&'a self, charge: &'a Charge) -> Reply<'a, Started> {
        let client = json!({ "order": charge.reference });
        Box::pin(async move { Ok(Started::Waiting { client, valid_until: i64::MAX }) })
    }

    fn query<'a>(&'a self, _: &'a str) -> Reply<'a, PaymentState> {
        Box::pin(async { Ok(PaymentState::Waiting) })
    }

    fn close<'a>(&'a self, _: &'a str) -> Reply<'a, CloseState> {
        Box::pin(async { Ok(CloseState::Closed) })
    }

    fn refund<'a>(&'a self, _: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(async { Ok(RefundState::Working) })
    }

    fn query_refund<'a>(&'a self, _: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(async { Ok(RefundState::Done) })
    }

    fn notice<'a>(&'a self, _: &'a [(String, String)], _: &'a [u8]) -> Reply<'a, Notice> {
        Box::pin(async { Ok(self.0.lock().unwrap().notices.pop().unwrap()) })
    }

    fn bill(&self, day: BillDay, kind: BillKind) -> Reply<'_, Option<Bill>> {
        Box::pin(async move {
            let mut state = self.0.lock().unwrap();
            state.asked.push((day.to_string(), kind));
            if state.is_down {
                return Err(ProviderError::Unreachable("down".into()));
            }
            let bills = if kind == BillKind::Trade { &state.trade } else { &state.flow };
            Ok(bills.get(&day.to_string()).cloned())
        })
    }

    fn acknowledge(&self, is_recorded: bool) -> Acknowledgement {
        Acknowledgement { status: if is_recorded { 200 } else { 500 }, media_type: "text/plain", body: "" }
    }
}

/// A payment in a bill, with a fee of 0.6 %.
pub fn payment(reference: &str, fen: i64, at: i64) -> BillLine {
    BillLine {
        kind: BillLineKind::Payment,
        reference: reference.to_owned(),
        transaction: format!("t-{reference}"),
        refund: String::new(),
        fen: Fen(fen),
        fee: Fen(fen * 6 / 1000),
        at,
        state: "SUCCESS".to_owned(),
    }
}

/// A refund in a bill, with the fee that is given back.
pub fn refund(reference: &str, number: &str, fen: i64, at: i64) -> BillLine {
    BillLine {
        kind: BillLineKind::Refund,
        refund: number.to_owned(),
        fee: Fen(-fen * 6 / 1000),
        ..payment(reference, fen, at)
    }
}
