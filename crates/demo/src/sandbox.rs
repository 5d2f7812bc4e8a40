//! Prices that the payment channel `sandbox` declines.

use miaohui_kernel::Fen;

/// The sandbox declines amounts that end in so many fen.
const DECLINED_ENDING: i64 = 44;

/// Returns a price of the same yuan that the sandbox declines.
pub(crate) fn declined_price(price: Fen) -> Fen {
    Fen(price.get() / 100 * 100 + DECLINED_ENDING)
}

/// Returns whether the sandbox declines a price.
pub(crate) fn is_declined(price: Fen) -> bool {
    price.get() % 100 == DECLINED_ENDING
}
