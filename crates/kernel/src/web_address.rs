//! Addresses of web pages.

/// Whether a text is an address of a web page: http or https, one line, no spaces.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.get(..8).filter(|start| start.eq_ignore_ascii_case("https://")).map(|_| &text[8..]);
    let rest = rest
        .or_else(|| text.get(..7).filter(|start| start.eq_ignore_ascii_case("http://")).map(|_| &text[7..]));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.chars().any(|c| c.is_whitespace() || c.is_control())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_scheme_and_a_host() {
        for right in ["https://a.example", "HTTP://a/b?c", "https://例子.中国/x"] {
            assert!(is_web_address(right), "{right}");
        }
        for wrong in ["", "foo", "ftp://a", "https://", "https:///a", "https://a b", "https://a\n"] {
            assert!(!is_web_address(wrong), "{wrong:?}");
        }
    }
}
