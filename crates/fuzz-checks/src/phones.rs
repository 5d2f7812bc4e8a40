//! Phone numbers.

use miaohui_gateways::sms::{Phone, is_country_code};

/// Reads a country code, a line feed and a number: a phone has one spelling, which is read back as
/// the same phone however its parts are decorated.
pub fn phones(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (country, number) = text.split_once('\n').unwrap_or(("86", text));
    let read = [
        Phone::parse(country, number),
        Phone::parse_whole(country, number),
        Phone::parse_stored(country, number),
    ];
    for phone in read.into_iter().flatten() {
        check(&phone);
    }
    // A stored row is always a phone, as it is stored if it cannot be read.
    let of_row = Phone::of_row(country, number);
    assert_eq!(of_row, Phone::of_row(of_row.country(), of_row.number()), "{of_row}");
}

fn check(phone: &Phone) {
    let (country, number) = (phone.country(), phone.number());
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    assert!(is_country_code(country), "{phone}");
    assert!(digits(number) && (4..=15).contains(&number.len()), "{phone}");
    let same = |read: Result<Phone, _>, how: &str| assert_eq!(read.as_ref(), Ok(phone), "{how} of {phone}");
    same(Phone::parse(country, number), "the parts");
    same(Phone::parse_stored(country, number), "the stored parts");
    same(Phone::parse_whole("86", &phone.to_string()), "the whole");
    same(Phone::parse_whole("86", &format!("00{country}{number}")), "the whole with zeros");
    same(Phone::parse(&format!("+00{country}"), &format!("+{country}{number}")), "the repeated code");
    let spread: String = number.chars().flat_map(|c| [c, ' ', '-']).collect();
    same(Phone::parse(country, &format!("\u{202d}{spread}\u{202c}")), "the spread number");
}
