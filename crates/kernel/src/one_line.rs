//! Texts of one line, such as names.

/// Whether a character breaks a line or controls a terminal or a mail.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Replaces each run of line breaks and control characters with a space, and trims the text.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if !breaks(c) {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.trim().to_owned()
}

/// The SQL that does to the stored texts of a column what [`one_line`] does to new ones; it is
/// written into migrations.
pub fn one_line_sql(column: &str) -> String {
    let breaking = (1..=0x2029).filter_map(char::from_u32).filter(|c| breaks(*c));
    let replaced = breaking.fold(column.to_owned(), |sql, c| format!("REPLACE({sql}, '{c}', ' ')"));
    format!("TRIM({replaced})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(one_line("小安"), "小安");
        assert_eq!(one_line(" a\r\n\tBcc: b\u{2028}c\u{85}\u{1b} "), "a Bcc: b c");
        assert_eq!(one_line("\r\n"), "");
    }
}
