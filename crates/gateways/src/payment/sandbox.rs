//! A channel that moves no money, for trying things out.

use crate::payment::provider::{
    Acknowledgement, Charge, Notice, PaymentState, Provider, ProviderError, RefundOrder, RefundState, Reply,
    Started,
};

/// Amounts that end in this many fen are declined, so that clients can try that too.
const DECLINED_ENDING: i64 = 44;

/// Succeeds at once; declines amounts ending in 44 fen. It remembers nothing, so what it is asked about is unknown to it.
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
                return Err(ProviderError::Refused {
                    code: "DECLINED".into(),
                    message: "ends in 44 fen".into(),
                });
            }
            Ok(Started::Paid { transaction: format!("sandbox-{}", charge.reference) })
        })
    }

    fn query<'a>(&'a self, _: &'a str) -> Reply<'a, PaymentState> {
        Box::pin(async { Ok(PaymentState::Unknown) })
    }

    fn close<'a>(&'a self, _: &'a str) -> Reply<'a, ()> {
        Box::pin(async { Ok(()) })
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
