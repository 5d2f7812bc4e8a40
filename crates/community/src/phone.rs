//! Phone numbers as parameters.

use miaohui_gateways::sms::{InvalidPhone, Phone};

use crate::{Code, Error};

impl From<InvalidPhone> for Error {
    fn from(InvalidPhone: InvalidPhone) -> Self {
        Code::BadPhone.into()
    }
}

/// A country code and a number as a client sent them.
#[derive(Clone, Debug)]
pub struct TypedPhone {
    /// The country code.
    pub country: String,
    /// The number.
    pub number: String,
}

impl TypedPhone {
    /// The number in its one spelling; 103 if it is none.
    pub fn read(&self) -> Result<Phone, Error> {
        Ok(Phone::parse(&self.country, &self.number)?)
    }
}
