//! Checks of orders before they are sent to a provider.

use miaohui_kernel::Fen;

use crate::payment::provider::{Charge, ProviderError, RefundOrder, refused};

/// The largest amount of one order that Alipay documents: one hundred million yuan.
const MOST: Fen = Fen(10_000_000_000);

/// Checks that both providers accept a reference: Alipay takes up to 64 of these characters, WeChat
/// Pay 6 to 32.
pub(crate) fn check_reference(reference: &str) -> Result<(), ProviderError> {
    let fits = (6..=32).contains(&reference.len())
        && reference.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if fits { Ok(()) } else { Err(refused("CHARGE", "单号须为 6 至 32 个字母、数字、_ 或 -")) }
}

pub(crate) fn check_charge(charge: &Charge) -> Result<(), ProviderError> {
    check_reference(&charge.reference)?;
    if !charge.fen.is_positive() || charge.fen > MOST {
        return Err(refused("CHARGE", "金额须在 0.01 元至 1 亿元之间"));
    }
    if charge.subject.trim().is_empty() {
        return Err(refused("CHARGE", "订单标题为空"));
    }
    Ok(())
}

pub(crate) fn check_refund(order: &RefundOrder) -> Result<(), ProviderError> {
    check_reference(&order.reference)?;
    check_reference(&order.refund)?;
    if !order.fen.is_positive() || order.fen > order.of_fen || order.of_fen > MOST {
        return Err(refused("CHARGE", "退款金额须在 0.01 元与实付金额之间"));
    }
    Ok(())
}

/// The beginning of `text`, at most `bytes` long, cut between characters.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= bytes).last();
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut("支付", 6), "支付");
        assert_eq!(cut("支付", 5), "支");
        assert_eq!(cut("支付", 2), "");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn a_reference_must_fit_both_providers() {
        for good in ["abc_12", "0719141034-6418", "a234567890123456789012345678901b"] {
            assert_eq!(check_reference(good), Ok(()), "{good}");
        }
        for bad in ["", "short", "a2345678901234567890123456789012b", "a/b/c/d", "支付支付", "abc 123"] {
            assert!(check_reference(bad).is_err(), "{bad}");
        }
    }
}
