//! A channel that moves no money, for trying things out.

use crate::payment::{Answer, Charge, ChargeError, PaymentGateway};

/// Amounts that end in this many fen are declined, so that clients can try that too.
const DECLINED_ENDING: i64 = 44;

/// Succeeds at once; declines amounts ending in 44 fen.
#[derive(Clone, Copy, Debug)]
pub struct Sandbox;

impl PaymentGateway for Sandbox {
    fn channel(&self) -> &'static str {
        "sandbox"
    }

    fn charge<'a>(&'a self, charge: &'a Charge) -> Answer<'a, Result<(), ChargeError>> {
        let declined = charge.fen % 100 == DECLINED_ENDING;
        Box::pin(async move { if declined { Err(ChargeError::Declined) } else { Ok(()) } })
    }

    fn refund<'a>(&'a self, _: &'a Charge) -> Answer<'a, ()> {
        Box::pin(async {})
    }
}
