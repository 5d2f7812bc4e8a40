//! Phone numbers.

use std::fmt;

use crate::{Code, Error, Result};

/// A country code and a number, both digits only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Country code, without `+`.
    pub country: String,
    /// Number within the country.
    pub number: String,
}

impl Phone {
    /// Parses a mainland number of 11 digits that begins with 1, or another country's of 5 to 15
    /// digits.
    ///
    /// Anything else is refused with 103.
    pub fn parse(country: &str, number: &str) -> Result<Self> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let country = country.strip_prefix('+').unwrap_or(country);
        let fits = match country {
            "86" => number.len() == 11 && number.starts_with('1'),
            _ => (5..=15).contains(&number.len()),
        };
        if digits(country) && country.len() <= 4 && digits(number) && fits {
            Ok(Self { country: country.to_owned(), number: number.to_owned() })
        } else {
            Err(Error::from(Code::BadPhone))
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.country, self.number)
    }
}
