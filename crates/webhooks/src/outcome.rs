//! What became of an attempt to send an event.

use crate::client::Answer;
use crate::moderation::{Verdict, read_answer};

/// What became of an attempt.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// The endpoint took it.
    Taken {
        /// The HTTP status; `None`: there was nothing to send any more.
        status: Option<u16>,
        /// What it decided.
        verdict: Option<Verdict>,
    },
    /// It did not arrive.
    Failed {
        /// The HTTP status, if there was one.
        status: Option<u16>,
        /// What went wrong.
        error: String,
        /// Whether the endpoint refused this very call, so that others may go through.
        is_refused: bool,
        /// Whether the endpoint says that it is no more.
        is_gone: bool,
    },
}

impl Outcome {
    /// A failure without an answer.
    pub fn unreachable(error: String) -> Self {
        Self::Failed { status: None, error, is_refused: false, is_gone: false }
    }
}

/// What an answer means, and the reason of its verdict; `asks`: whether it has to hold one.
pub(crate) fn read_outcome(asks: bool, answer: Result<Answer, String>) -> (Outcome, String) {
    let Answer { status, body } = match answer {
        Ok(answer) => answer,
        Err(error) => return (Outcome::unreachable(error), String::new()),
    };
    if (200..300).contains(&status) {
        if !asks {
            return (Outcome::Taken { status: Some(status), verdict: None }, String::new());
        }
        if let Some((verdict, reason)) = read_answer(&body) {
            return (Outcome::Taken { status: Some(status), verdict: Some(verdict) }, reason);
        }
    }
    let error = match status {
        200..300 => "the answer holds no verdict".to_owned(),
        300..400 => format!("HTTP {status}: redirects are not followed"),
        _ => format!("HTTP {status}"),
    };
    let is_refused =
        (400..500).contains(&status) && !matches!(status, 401 | 403 | 404 | 408 | 410 | 425 | 429);
    (Outcome::Failed { status: Some(status), error, is_refused, is_gone: status == 410 }, String::new())
}
