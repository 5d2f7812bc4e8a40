//! What is personal: by the name of a key, and by what a text looks like.

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
        (_, "alipay" | "bank_name" | "bank_sub_name" | "account") => "payout",
        ("fundinfo" | "detailinfo", "name") => "name",
        // A number under this key is the code of a reply.
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
        } else if is_mail(run.trim_matches(['.', '-', '_'])) {
            found.push(Piece::Personal("mail", run));
        } else {
            words(run, &mut found);
        }
    }
    found
}

/// Splits a run of letters, digits and signs at numbers that are personal.
fn words<'a>(run: &'a str, found: &mut Vec<Piece<'a>>) {
    let mut rest = run;
    while !rest.is_empty() {
        let is_word = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let end = rest.find(|c: char| c.is_ascii_alphanumeric() != is_word).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        found.push(match number_kind(word) {
            Some(kind) => Piece::Personal(kind, word),
            None => Piece::Plain(word),
        });
    }
}

fn number_kind(word: &str) -> Option<&'static str> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let bytes = word.as_bytes();
    match bytes.len() {
        11 if digits(word) && bytes[0] == b'1' && bytes[1] >= b'3' => Some("phone"),
        13 if digits(word) && word.starts_with("861") && bytes[3] >= b'3' => Some("phone"),
        18 if digits(&word[..17]) && (bytes[17].is_ascii_digit() || matches!(bytes[17], b'X' | b'x')) => {
            Some("idcard")
        }
        _ => None,
    }
}

fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    !name.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
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
    fn ids_and_times_are_no_phone_numbers() {
        let innocent = "1700000331000 288c016b-6e19-46aa-8025-f5fdac727cb6 c032a3e8fc7b0ad13800000001aff657 12345678901 a@b";
        assert_eq!(personal(innocent), []);
    }
}
