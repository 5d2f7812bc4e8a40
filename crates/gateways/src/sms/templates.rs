//! The approved templates of a provider, by purpose and country.

use serde::{Deserialize, Serialize};

use crate::send_error::{Reason, Remedy, SendError};
use crate::sms::message::Sms;

/// The country of a template for all other countries.
const ANY_COUNTRY: &str = "*";

/// A template that a provider approved.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmsTemplate {
    /// The purpose, such as `code`.
    pub purpose: String,
    /// The country code without `+`; `*` for all that have no template of their own.
    pub country: String,
    /// The sign name (短信签名).
    pub sign: String,
    /// The provider's number of the template.
    pub template: String,
    /// The template's variables in its order, separated by commas: `code`, `minutes`.
    pub params: String,
}

impl SmsTemplate {
    /// The variables with their values for a message.
    pub(crate) fn values(&self, sms: &Sms) -> Vec<(String, String)> {
        let value = |name: &str| match name {
            "minutes" => sms.minutes.to_string(),
            _ => sms.code.clone(),
        };
        let names = self.params.split(',').map(str::trim);
        names.map(|name| (name.to_owned(), value(name))).collect()
    }
}

/// Finds the template of a message.
pub(crate) fn find<'a>(
    templates: &'a [SmsTemplate],
    sms: &Sms,
    provider: &'static str,
) -> Result<&'a SmsTemplate, SendError> {
    let fits = |country: &str| templates.iter().find(|t| t.purpose == sms.purpose && t.country == country);
    fits(&sms.country).or_else(|| fits(ANY_COUNTRY)).ok_or_else(|| SendError::Refused {
        provider,
        code: "NO_TEMPLATE".into(),
        message: format!("no template for {} to +{}", sms.purpose, sms.country),
        remedy: Remedy::Alarm,
        reason: Reason::Country,
    })
}
