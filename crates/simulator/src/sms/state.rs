//! What the providers know.

use std::collections::HashSet;

use miaohui_kernel::{Clock, Rng};
use parking_lot::Mutex;
use serde::Serialize;

/// A message that a provider took.
#[derive(Clone, Debug, Serialize)]
pub struct TakenMessage {
    pub provider: &'static str,
    pub serial: String,
    /// The phone in E.164.
    pub phone: String,
    pub template: String,
    pub values: Vec<String>,
    pub at: i64,
    /// The receipt: whether it arrived, and the code if it did not. `None` until it is reported.
    pub receipt: Option<Receipt>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    pub code: Option<String>,
}

/// Answers that are planned: the provider, the code and how many.
#[derive(Clone, Debug)]
pub struct PlannedError {
    pub provider: String,
    pub code: String,
    pub count: u32,
}

#[derive(Default)]
pub struct SmsRecords {
    pub messages: Vec<TakenMessage>,
    pub errors: Vec<PlannedError>,
    /// The nonces that Aliyun has seen.
    pub nonces: HashSet<String>,
}

pub struct SmsState {
    pub clock: Clock,
    pub rng: Rng,
    pub records: Mutex<SmsRecords>,
}

impl SmsState {
    pub fn new(clock: Clock, rng: Rng) -> Self {
        Self { clock, rng, records: Mutex::default() }
    }

    /// The code that the next message of a provider is answered with, if one is planned.
    pub fn planned(&self, provider: &str) -> Option<String> {
        let mut records = self.records.lock();
        let plan = records.errors.iter_mut().find(|plan| plan.provider == provider && plan.count > 0)?;
        plan.count -= 1;
        Some(plan.code.clone())
    }

    /// Takes a message and returns its number.
    pub fn take(&self, provider: &'static str, phone: String, template: &str, values: Vec<String>) -> String {
        let serial = format!("{}^0", self.rng.text(b"0123456789", 18));
        let message = TakenMessage {
            provider,
            serial: serial.clone(),
            phone,
            template: template.to_owned(),
            values,
            at: self.clock.now_ms(),
            receipt: None,
        };
        self.records.lock().messages.push(message);
        serial
    }
}

/// Whether a text is a mobile number of the mainland.
pub fn is_mainland(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.bytes().all(|byte| byte.is_ascii_digit())
}
