//! What is personal: by the name of a key, and by what a text looks like.

use std::ops::Range;

use miaohui_kernel::is_mail_address;

/// Fewest hexadecimal digits of a word that is taken for a random id. Shorter words with a phone number
/// in them are what people write, such as `dd13800000001`.
const SHORTEST_ID: usize = 16;

/// The hexadecimal digits in the last part of a UUID.
const LAST_OF_UUID: usize = 12;

/// The kind of the value under a key, if it is personal. `parent` is the key of the object around it.
pub fn kind_of_key(parent: &str, key: &str) -> Option<&'static str> {
    let kind = match (parent, key) {
        (_, "token" | "refresh_token") => "token",
        (_, "password" | "old_password" | "again") => "password",
        (_, "phone" | "mobile") => "phone",
        (_, "email") => "mail",
        (_, "openid") => "openid",
        (_, "idcard") => "idcard",
        (_, "qq") => "contact",
        // `target` is where a withdrawal goes, in the export of an account.
        (_, "alipay" | "bank_name" | "bank_sub_name" | "account" | "target") => "payout",
        ("fundinfo" | "detailinfo", "name") => "name",
        (_, "code") => "code",
        _ => return None,
    };
    Some(kind)
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Nothing personal.
    Plain(&'a str),
    /// Something personal of a kind.
    Personal(&'static str, &'a str),
}

/// Splits a text at what looks like a phone number of China, a mail address or an identity card.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._%+-@".contains(c);
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let begins_part = rest.starts_with(is_part);
        let end = rest.find(|c| is_part(c) != begins_part).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if !begins_part {
            found.push(Piece::Plain(run));
        } else if let Some(mail) = mail(run) {
            words(&run[..mail.start], &mut found);
            found.push(Piece::Personal("mail", &run[mail.clone()]));
            words(&run[mail.end..], &mut found);
        } else {
            words(run, &mut found);
        }
    }
    found
}

/// Where a run has mail addresses: from the first to the last, because nothing tells where one ends that
/// touches another.
fn mail(run: &str) -> Option<Range<usize>> {
    let mut found: Option<Range<usize>> = None;
    let mut from = 0;
    for (at, _) in run.match_indices('@') {
        let (name, host) = (&run[from..at], &run[at + 1..]);
        let begin = at - name.trim_start_matches(['.', '-', '_']).len();
        let is_host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        let host = &host[..host.find(|c| !is_host(c)).unwrap_or(host.len())];
        let end = at + 1 + host.trim_end_matches(['.', '-']).len();
        if is_mail_address(&run[begin..end]) {
            found = Some(found.map_or(begin, |found| found.start)..end);
        }
        from = at + 1;
    }
    found
}

/// Splits a run of letters, digits and signs at numbers that are personal.
fn words<'a>(run: &'a str, found: &mut Vec<Piece<'a>>) {
    let mut rest = run;
    // The two parts before: a word, and the sign behind it.
    let (mut word_before, mut sign) = ("", "");
    while !rest.is_empty() {
        let is_word = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let end = rest.find(|c: char| c.is_ascii_alphanumeric() != is_word).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let is_in_uuid = sign == "-" && is_hex(word_before);
        if !is_word || is_random_id(word, is_in_uuid) {
            found.push(Piece::Plain(word));
        } else {
            numbers(word, found);
        }
        if is_word {
            (word_before, sign) = (word, "");
        } else {
            sign = word;
        }
        rest = after;
    }
}

/// Whether a word is a random id, whose digits say nothing.
fn is_random_id(word: &str, is_in_uuid: bool) -> bool {
    let is_number = word.bytes().all(|b| b.is_ascii_digit());
    is_hex(word) && !is_number && (word.len() >= SHORTEST_ID || word.len() == LAST_OF_UUID && is_in_uuid)
}

fn is_hex(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Splits a word of letters and digits at numbers that are personal, such as that of `vx13800000001`.
fn numbers<'a>(word: &'a str, found: &mut Vec<Piece<'a>>) {
    let mut rest = word;
    while !rest.is_empty() {
        let is_number = rest.starts_with(|c: char| c.is_ascii_digit());
        let mut end = rest.find(|c: char| c.is_ascii_digit() != is_number).unwrap_or(rest.len());
        // The last digit of an identity card may be an X.
        if is_number && end == 17 && rest[end..].starts_with(['X', 'x']) {
            end += 1;
        }
        let (part, after) = rest.split_at(end);
        rest = after;
        found.push(match number_kind(part) {
            Some(kind) => Piece::Personal(kind, part),
            None => Piece::Plain(part),
        });
    }
}

/// What a number is, if it is personal. The last of 18 digits may be an X.
fn number_kind(number: &str) -> Option<&'static str> {
    let bytes = number.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    match bytes.len() {
        11 if bytes[0] == b'1' && bytes[1] >= b'3' => Some("phone"),
        13 if number.starts_with("861") && bytes[3] >= b'3' => Some("phone"),
        18 => Some("idcard"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn personal(text: &str) -> Vec<(&'static str, &str)> {
        let found = pieces(text).into_iter().filter_map(|piece| match piece {
            Piece::Personal(kind, text) => Some((kind, text)),
            Piece::Plain(_) => None,
        });
        found.collect()
    }

    #[test]
    fn numbers_and_addresses_are_found_in_texts() {
        assert_eq!(personal("打13800000001给我"), [("phone", "13800000001")]);
        assert_eq!(personal("+86-13800000001, a.b@x.cn!"), [("phone", "13800000001"), ("mail", "a.b@x.cn")]);
        assert_eq!(personal("身份证11010119900307123X"), [("idcard", "11010119900307123X")]);
    }

    #[test]
    fn numbers_beside_letters_are_found() {
        assert_eq!(personal("vx13800000001"), [("phone", "13800000001")]);
        assert_eq!(personal("dd13800000001ok"), [("phone", "13800000001")]);
        assert_eq!(personal("wx-a13800000001"), [("phone", "13800000001")]);
        assert_eq!(personal("ID11010119900307123X"), [("idcard", "11010119900307123X")]);
        assert_eq!(
            personal("qq8613800000001_110101199003071234x"),
            [("phone", "8613800000001"), ("idcard", "110101199003071234"),]
        );
    }

    #[test]
    fn addresses_that_touch_something_are_found() {
        assert_eq!(personal("a@b.cn-c@d.cn"), [("mail", "a@b.cn-c@d.cn")]);
        assert_eq!(personal("-a@b.cn. 写给_a@b.cn_谢谢"), [("mail", "a@b.cn"), ("mail", "a@b.cn")]);
        assert_eq!(personal("a@b@c.cn"), [("mail", "b@c.cn")]);
    }

    #[test]
    fn ids_and_times_are_no_phone_numbers() {
        let innocent = "1700000331000 288c016b-6e19-46aa-8025-a13800000001 c032a3e8fc7b0ad13800000001aff657 12345678901 a@b";
        assert_eq!(personal(innocent), []);
        assert_eq!(personal("113800000001 v138000000012"), []);
    }
}
