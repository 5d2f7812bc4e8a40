//! Texts as Alipay accepts them.

use crate::payment::checks::cut;

/// The longest subject and reason in bytes. The documents limit the characters, of which there are
/// never more.
const MAX_TEXT: usize = 256;

/// Replaces the characters that the documents forbid in texts: `/`, `=` and `&`.
///
/// With `=` and `&` a user who names things could also make a notice whose signature fits other
/// parameters.
pub(super) fn without_reserved(text: &str) -> String {
    cut(&text.replace('/', "／").replace('=', "＝").replace('&', "＆"), MAX_TEXT).to_owned()
}
