//! The providers' fees.

use miaohui_kernel::Fen;

/// The rate of the test merchants: 0.6 %.
const PER_MILLE: i64 = 6;

/// The fee of an amount: 0.6 %, rounded half up to fen (四舍五入).
///
/// The trade bill shows `0.60%` in 费率 (`docs/merchant/products/bill-download/format-trade`).
pub fn fee(fen: Fen) -> Fen {
    Fen(fen.get().saturating_mul(PER_MILLE).saturating_add(500).div_euclid(1000))
}

/// The part of the fee of `paid` that a refund of `refund` returns when `before` was refunded
/// already. The parts of a payment that is refunded in full sum up to its fee.
pub fn returned_fee(paid: Fen, before: Fen, refund: Fen) -> Fen {
    let kept = |refunded: Fen| fee(paid.checked_sub(refunded).unwrap_or(Fen::ZERO));
    let after = before.checked_add(refund).unwrap_or(paid);
    kept(before).checked_sub(kept(after)).unwrap_or(Fen::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_are_rounded_half_up_and_returned_completely() {
        let fees: Vec<i64> = [1, 83, 84, 250, 1234, 10_000].map(|fen| fee(Fen(fen)).get()).into();
        assert_eq!(fees, [0, 0, 1, 2, 7, 60]);
        let parts = [Fen(1000), Fen(233), Fen(1)];
        let mut before = Fen::ZERO;
        let mut returned = Fen::ZERO;
        for part in parts {
            returned = returned.checked_add(returned_fee(Fen(1234), before, part)).unwrap();
            before = before.checked_add(part).unwrap();
        }
        assert_eq!(returned, fee(Fen(1234)));
    }
}
