//! Codes of tickets: what the app shows as a QR code and the door scans.
//!
//! A code is the format's number, twelve characters of a signature of the ticket and its owner, and
//! the ticket's id, in Crockford's alphabet: 17 characters, which people can also type. It is not
//! stored: whoever reads the list of own tickets gets it, and it is invalid once the ticket has
//! another owner.

use miaohui_vault::Vault;

use crate::ids::{TicketId, UserId};

/// The first character, for codes of another form one day.
const FORMAT: char = '1';
/// Characters of the signature, 5 bits each.
const TAG_CHARS: usize = 12;
/// The least number of characters of the id, and the most, for 63 bits.
const ID_CHARS: usize = 4;
const MOST_ID_CHARS: usize = 13;
/// What the signatures are for.
const PURPOSE: &str = "ticket code";
/// Digits and letters that nobody confuses.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code as it was read. Its signature is not checked yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadCode {
    /// The ticket that it names.
    pub ticket: TicketId,
    tag: u64,
}

impl ReadCode {
    /// Reads a code as it is scanned or typed: in any case, with spaces and dashes, with O for 0 and
    /// I or L for 1.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(digit);
        if digits.next()? != digit(FORMAT) {
            return None;
        }
        let mut tag = 0;
        for _ in 0..TAG_CHARS {
            tag = tag << 5 | digits.next()??;
        }
        let mut id = 0_i64;
        for digit in digits {
            id = id.checked_mul(32)?.checked_add(i64::try_from(digit?).ok()?)?;
        }
        (id > 0).then_some(Self { ticket: TicketId(id), tag })
    }

    /// Whether it was made for a ticket of this owner.
    pub fn is_of(self, vault: &Vault, owner: UserId) -> bool {
        vault.accepts(PURPOSE, &signed(self.ticket, owner), |signature| tag(signature) == self.tag)
    }

    /// The code in the form that is compared and digested.
    pub fn text(self) -> String {
        written(self.ticket, self.tag)
    }
}

/// The code of a ticket of an owner.
pub fn code(vault: &Vault, ticket: TicketId, owner: UserId) -> String {
    written(ticket, tag(&vault.signature(PURPOSE, &signed(ticket, owner))))
}

/// The codes that are accepted for a ticket of an owner, one for each key of the vault.
pub fn codes(vault: &Vault, ticket: TicketId, owner: UserId) -> Vec<String> {
    let signatures = vault.signatures(PURPOSE, &signed(ticket, owner));
    signatures.iter().map(|signature| written(ticket, tag(signature))).collect()
}

/// The text that is signed.
fn signed(ticket: TicketId, owner: UserId) -> String {
    format!("{ticket} {owner}")
}

/// The first 60 bits of a signature.
fn tag(signature: &[u8]) -> u64 {
    let bits = signature[..8].iter().fold(0, |bits, byte| bits << 8 | u64::from(*byte));
    bits >> (64 - 5 * TAG_CHARS)
}

fn written(ticket: TicketId, tag: u64) -> String {
    let id = u64::try_from(ticket.get()).unwrap_or(0);
    let id_chars = (ID_CHARS..MOST_ID_CHARS).find(|chars| id >> (5 * chars) == 0).unwrap_or(MOST_ID_CHARS);
    let tag = (0..TAG_CHARS).rev().map(|n| character(tag >> (5 * n)));
    let id = (0..id_chars).rev().map(|n| character(id >> (5 * n)));
    std::iter::once(FORMAT).chain(tag).chain(id).collect()
}

fn character(bits: u64) -> char {
    char::from(ALPHABET[(bits % 32) as usize])
}

fn digit(c: char) -> Option<u64> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    };
    let place = ALPHABET.iter().position(|own| char::from(*own) == c)?;
    u64::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use miaohui_kernel::Secret;
    use miaohui_vault::KeySource;

    use super::*;

    fn vault(keys: &str) -> Vault {
        Vault::open(KeySource::Text(Secret::new(keys)), false).unwrap()
    }

    const OLD: &str = "old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const NEW: &str = "new:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    #[test]
    fn a_code_is_of_one_ticket_and_owner_however_it_is_typed() {
        let vault = vault(OLD);
        for id in [1, 31, 32, (1 << 20) - 1, 1 << 20, 123_456_789, i64::MAX] {
            let code = code(&vault, TicketId(id), UserId(7));
            assert!(code.len() == 17 || id >= 1 << 20, "{code}");
            assert!(code.len() <= 26, "{code}");
            let typed = format!(" {}-{} ", code[..5].to_lowercase(), code[5..].replace('0', "o"));
            let read = ReadCode::parse(&typed).unwrap();
            assert_eq!((read.ticket, read.text()), (TicketId(id), code.clone()));
            assert!(read.is_of(&vault, UserId(7)));
            assert!(!read.is_of(&vault, UserId(8)));
            let other = format!("{}0002", &code[..13]);
            assert!(!ReadCode::parse(&other).unwrap().is_of(&vault, UserId(7)));
        }
        for text in ["", "1", "2ABC", "https://example.com", "1000000000000", "10000000000000000", "1é"] {
            assert_eq!(ReadCode::parse(text), None, "{text}");
        }
        assert_eq!(ReadCode::parse(&"Z".repeat(4000)), None);
    }

    #[test]
    fn a_code_of_an_older_key_is_accepted_until_the_key_is_removed() {
        let old = code(&vault(OLD), TicketId(5), UserId(7));
        let both = vault(&format!("{NEW},{OLD}"));
        assert_ne!(code(&both, TicketId(5), UserId(7)), old);
        assert_eq!(codes(&both, TicketId(5), UserId(7))[1], old);
        assert!(ReadCode::parse(&old).unwrap().is_of(&both, UserId(7)));
        assert!(!ReadCode::parse(&old).unwrap().is_of(&vault(NEW), UserId(7)));
    }
}
