//! A second provider for what the first one does not send.

use std::sync::Arc;

use crate::send_error::{Remedy, SendError};
use crate::sms::message::{Accepted, Delivery, SentSms, Sms, SmsSender};

/// Sends through the second provider what the first one refuses or does not answer. A number that
/// the first one knows to be wrong is not sent again.
pub struct FallbackSms {
    /// The provider that is asked first.
    pub first: Arc<dyn SmsSender>,
    /// The name of the first provider.
    pub first_name: &'static str,
    /// The provider that is asked second.
    pub second: Arc<dyn SmsSender>,
}

impl SmsSender for FallbackSms {
    fn send(&self, sms: &Sms) -> Result<Accepted, SendError> {
        let failure = match self.first.send(sms) {
            Err(failure) if failure.remedy() != Remedy::Final => failure,
            done => return done,
        };
        tracing::warn!(%failure, "the second provider sends a message");
        // The failure of the second one decides about a retry, and the log has both.
        self.second.send(sms)
    }

    fn delivery(&self, sent: &SentSms) -> Result<Option<Delivery>, SendError> {
        let provider = if sent.provider == self.first_name { &self.first } else { &self.second };
        provider.delivery(sent)
    }
}
