//! Phone numbers, in one spelling.

use std::fmt;

use miaohui_kernel::is_invisible;
use phonenumber::metadata::DATABASE;

/// The most characters of a typed country code or number, before they are cleaned.
const MOST_TYPED: usize = 64;

/// The country code of the mainland.
const HOME: &str = "86";

/// The most readings until a number is read as itself.
const MOST_READINGS: usize = 4;

/// The text is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number")]
pub struct InvalidPhone;

/// A phone number in E.164, however it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    country: String,
    number: String,
}

impl Phone {
    /// Parses a country code and a number as people type them.
    ///
    /// Both may have spaces, separators, full-width digits and invisible marks. The country code may
    /// begin with `+` or zeros. The number may repeat the country code (`+86…`, `0086…`, `86…`) and
    /// may begin with a trunk zero.
    ///
    /// A country code of zeros alone is the prefix of a call and no code: the number says its country, or
    /// is one of the mainland.
    pub fn parse(country: &str, number: &str) -> Result<Self, InvalidPhone> {
        let code = clean(country)?;
        if !code.is_empty() && code.bytes().all(|byte| byte == b'0') {
            return Self::parse_whole(HOME, number);
        }
        Self::parse_with_code(&code, number)
    }

    fn parse_with_code(country: &str, number: &str) -> Result<Self, InvalidPhone> {
        let country = clean(country)?;
        let country = country.trim_start_matches('+').trim_start_matches('0');
        if !is_country_code(country) {
            return Err(InvalidPhone);
        }
        let number = clean(number)?;
        let international = number.strip_prefix('+').or_else(|| number.strip_prefix("00"));
        let national = match international {
            Some(rest) => rest.strip_prefix(country).ok_or(InvalidPhone)?,
            None => &number,
        };
        Self::canonical(country, national).ok_or(InvalidPhone)
    }

    /// Parses a number with its country code in front, such as `+8613800138000` or
    /// `008613800138000`; without `+` or `00` it is a number of `country`.
    pub fn parse_whole(country: &str, text: &str) -> Result<Self, InvalidPhone> {
        let text = clean(text)?;
        match text.strip_prefix('+').or_else(|| text.strip_prefix("00")) {
            Some(rest) => Self::split(rest).ok_or(InvalidPhone),
            None => Self::parse_with_code(country, &text),
        }
    }

    /// Parses a stored pair of a country code and a number, which a version without this type
    /// wrote: a country code that does not exist may be the beginning of one.
    pub fn parse_stored(country: &str, number: &str) -> Result<Self, InvalidPhone> {
        Self::parse_with_code(country, number).or_else(|InvalidPhone| {
            let digits = format!("{}{}", clean(country)?, clean(number)?);
            Self::split(digits.trim_start_matches('+').trim_start_matches('0'))
                .filter(Self::is_valid)
                .ok_or(InvalidPhone)
        })
    }

    /// The phone of a stored pair. One that cannot be read is taken as it is; no message was ever
    /// sent to it.
    pub fn of_row(country: &str, number: &str) -> Self {
        let as_stored = || Self { country: country.to_owned(), number: number.to_owned() };
        Self::parse_stored(country, number).unwrap_or_else(|InvalidPhone| as_stored())
    }

    /// The country calling code, without `+`.
    pub fn country(&self) -> &str {
        &self.country
    }

    /// The number within the country, without a trunk prefix.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// Whether the number can exist by the numbering plan of its country. Mainland numbers are
    /// mobile numbers.
    pub fn is_valid(&self) -> bool {
        match &*self.country {
            "86" => is_mainland(&self.number),
            _ => phonenumber::parse(None, self.to_string()).is_ok_and(|phone| phone.is_valid()),
        }
    }

    fn split(digits: &str) -> Option<Self> {
        let codes = (1..=3).filter_map(|length| digits.get(..length)).filter(|code| is_country_code(code));
        // Calling codes are free of prefixes, so that at most one fits.
        let code = codes.into_iter().next()?;
        Self::canonical(code, &digits[code.len()..])
    }

    /// The number of a country in its one spelling, which is read as itself.
    fn canonical(country: &str, number: &str) -> Option<Self> {
        let mut phone = Self::once(country, number)?;
        for _ in 0..MOST_READINGS {
            let again = Self::once(country, &phone.number)?;
            if again == phone {
                return Some(phone).filter(|phone| !phone.number.starts_with("00"));
            }
            phone = again;
        }
        None
    }

    /// The number of a country, without the country's code if it is repeated.
    fn once(country: &str, number: &str) -> Option<Self> {
        let plain = Self::national(country, number);
        if plain.as_ref().is_some_and(Self::is_valid) {
            return plain;
        }
        let repeated = number.strip_prefix(country).and_then(|rest| Self::national(country, rest));
        repeated.filter(Self::is_valid).or(plain)
    }

    /// The number of a country, without a trunk prefix. New ranges of mobile numbers of the mainland
    /// exist before a library knows them, so its plan is written here.
    fn national(country: &str, number: &str) -> Option<Self> {
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if country == "86" {
            let number = number.trim_start_matches('0');
            return is_mainland(number).then(|| Self { country: country.into(), number: number.into() });
        }
        let parsed = phonenumber::parse(None, format!("+{country}{number}")).ok()?;
        let number = parsed.national().to_string();
        let fits = parsed.code().value().to_string() == country && (4..=15).contains(&number.len());
        fits.then(|| Self { country: country.to_owned(), number })
    }
}

impl fmt::Display for Phone {
    /// Writes E.164, such as `+8613800138000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}{}", self.country, self.number)
    }
}

fn is_mainland(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the digits are the calling code of a country, such as `86`.
pub fn is_country_code(digits: &str) -> bool {
    let is_written = matches!(digits.len(), 1..=3) && !digits.starts_with('0');
    let code = is_written.then(|| digits.parse::<u16>().ok()).flatten();
    code.is_some_and(|code| DATABASE.region(&code).is_some())
}

/// Reduces a typed text to ASCII digits, with a `+` in front where one was typed.
fn clean(typed: &str) -> Result<String, InvalidPhone> {
    if typed.chars().count() > MOST_TYPED {
        return Err(InvalidPhone);
    }
    let mut clean = String::new();
    for c in typed.chars() {
        match c {
            '0'..='9' => clean.push(c),
            '０'..='９' => clean.push((b'0' + (u32::from(c) - u32::from('０')) as u8) as char),
            '+' | '＋' if clean.is_empty() => clean.push('+'),
            '-' | '(' | ')' | '.' | '/' | '（' | '）' | '－' | '．' | '·' | '\u{2010}'..='\u{2015}' => {}
            c if c.is_whitespace() || is_invisible(c) => {}
            _ => return Err(InvalidPhone),
        }
    }
    Ok(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(country: &str, number: &str) -> String {
        Phone::parse(country, number).map_or_else(|_| "103".to_owned(), |phone| phone.to_string())
    }

    #[test]
    fn a_number_has_one_spelling() {
        for (country, number) in [
            ("86", "13800138000"),
            ("+86", "138 0013 8000"),
            ("086", "138-0013-8000"),
            ("0086", "+86 13800138000"),
            ("86", "008613800138000"),
            ("86", "8613800138000"),
            ("86", "013800138000"),
            ("８６", "１３８００１３８０００"),
            ("＋86", "\u{202d}13800138000\u{202c}"),
            ("0", "13800138000"),
            ("00", "013800138000"),
            ("00", "8613800138000"),
            ("00", "+86 138 0013 8000"),
            ("0", "0086 13800138000"),
            (" 86 ", "\u{200b}138\u{a0}0013\u{3000}8000"),
        ] {
            assert_eq!(read(country, number), "+8613800138000", "{country:?} {number:?}");
        }
        for (country, number) in [("44", "07911123456"), ("+44", "7911 123456"), ("0044", "+447911123456")] {
            assert_eq!(read(country, number), "+447911123456", "{country:?} {number:?}");
        }
        // Numbers that cannot exist with the code of the country in front of them.
        for (country, number) in [("33", "33800138000"), ("33", "+33 33800138000"), ("33", "033800138000")] {
            assert_eq!(read(country, number), "+33800138000", "{country:?} {number:?}");
        }
        assert_eq!(Phone::parse_whole("86", "+33 33800138000"), Phone::parse("33", "800138000"));
        assert_eq!(read("1", "(202) 456-1111"), "+12024561111");
        assert_eq!(read("39", "0236618 300"), "+390236618300", "a zero that belongs to the number");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (country, number) in [
            ("8", "613800138000"),
            ("999", "13800138000"),
            ("999999", "13800138000"),
            ("", "13800138000"),
            ("0", "2024561111"),
            ("86", ""),
            ("86", "12345"),
            ("86", "23800138000"),
            ("86", "+4413800138000"),
            ("86", "1380013800x"),
            ("86", "138+00138000"),
            ("x", "13800138000"),
            ("86", "138001380001"),
            ("1", "٣"),
        ] {
            assert_eq!(read(country, number), "103", "{country:?} {number:?}");
        }
        assert_eq!(read("86", &"1".repeat(10_000)), "103");
    }

    #[test]
    fn stored_and_typed_numbers_are_found() {
        let stored = |country, number| Phone::parse_stored(country, number).map(|phone| phone.to_string());
        assert_eq!(stored("8", "613800138000").as_deref(), Ok("+8613800138000"));
        assert_eq!(stored("008", "613800138000").as_deref(), Ok("+8613800138000"));
        assert_eq!(stored("999", "1"), Err(InvalidPhone));
        assert_eq!(stored("0", "13800138000"), Err(InvalidPhone));
        let whole = |text| Phone::parse_whole("86", text).map(|phone| phone.to_string());
        assert_eq!(whole("138 0013 8000").as_deref(), Ok("+8613800138000"));
        assert_eq!(whole("+852 5123 4567").as_deref(), Ok("+85251234567"));
        assert_eq!(whole("0085251234567").as_deref(), Ok("+85251234567"));
    }
}
