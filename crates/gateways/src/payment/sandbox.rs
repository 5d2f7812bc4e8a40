//! A channel that moves no money, for tests and demonstrations.

use crate::payment::provider::{
    Acknowledgement, Charge, CloseState, Notice, PaymentState, Provider, ProviderError, RefundOrder,
    RefundState, Reply, Started, refused,
};

/// Amounts that end in this many fen are declined, so that clients can test a declined payment.
const DECLINED_ENDING: i64 = 44;

/// Accepts each payment at once, except amounts that end in 44 fen. It stores nothing, so queries
/// return [`PaymentState::Unknown`].
#[derive(Clone, Copy, Debug)]
pub struct Sandbox;

impl Provider for Sandbox {
    fn channel(&self) -> &'static str {
        "sandbox"
    }

    fn is_local(&self) -> bool {
        true
    }

    fn start<'a>(&'a self, charge: &'a Charge) -> Reply<'a, Started> {
        Box::pin(async move {
            if charge.fen.get() % 100 == DECLINED_ENDING {
                return Err(refused("DECLINED", "沙箱拒绝以 44 分结尾的金额"));
            }
            Ok(Started::Paid { transaction: format!("sandbox-{}", charge.reference) })
        })
    }

    fn query<'a>(&'a self, _: &'a str) -> Reply<'a, PaymentState> {
        Box::pin(async { Ok(PaymentState::Unknown) })
    }

    fn close<'a>(&'a self, _: &'a str) -> Reply<'a, CloseState> {
        Box::pin(async { Ok(CloseState::Closed) })
    }

    fn refund<'a>(&'a self, _: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(async { Ok(RefundState::Done) })
    }

    fn query_refund<'a>(&'a self, _: &'a RefundOrder) -> Reply<'a, RefundState> {
        Box::pin(async { Ok(RefundState::Done) })
    }

    fn notice<'a>(&'a self, _: &'a [(String, String)], _: &'a [u8]) -> Reply<'a, Notice> {
        Box::pin(async { Err(ProviderError::Forged("the sandbox sends no notices".into())) })
    }

    fn acknowledge(&self, _: bool) -> Acknowledgement {
        Acknowledgement { status: 400, media_type: "text/plain", body: "" }
    }
}
