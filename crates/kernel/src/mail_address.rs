//! Addresses of mail.

use crate::visible::is_invisible;

/// Whether a text has the form of a mail address. Only a delivered mail proves that it exists.
pub fn is_mail_address(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let graphic =
        |c: char| !c.is_whitespace() && !c.is_control() && !is_invisible(c) && !"<>()[],;:\\\"@".contains(c);
    let labels = host.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    });
    !name.is_empty() && name.len() <= 64 && name.chars().all(graphic) && host.contains('.') && labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_name_and_a_host() {
        for right in ["a@b.cn", "a+b@c-d.example", "小安@例子.中国"] {
            assert!(is_mail_address(right), "{right}");
        }
        for wrong in [
            "",
            "a",
            "@b.cn",
            "a@b",
            "a b@c.com",
            "a\u{200b}b@c.com",
            "a@c .com",
            "a@-b.cn",
            "a@b..cn",
            "a@b@c.cn",
        ] {
            assert!(!is_mail_address(wrong), "{wrong}");
        }
    }
}
