//! What a check has found.

use std::fmt;

/// How a finding is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Fine,
    /// Worth a look.
    Note,
    /// To be mended.
    Wrong,
}

/// What a check has found, in one line, and what to do about it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What was checked.
    pub what: &'static str,
    pub state: State,
    pub text: String,
    pub advice: Option<String>,
}

impl Finding {
    pub fn fine(what: &'static str, text: impl Into<String>) -> Self {
        Self { what, state: State::Fine, text: text.into(), advice: None }
    }

    pub fn note(what: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what, state: State::Note, text: text.into(), advice: Some(advice.into()) }
    }

    pub fn wrong(what: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what, state: State::Wrong, text: text.into(), advice: Some(advice.into()) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.state {
            State::Fine => "",
            State::Note => "note: ",
            State::Wrong => "WRONG: ",
        };
        write!(f, "{:<13} {mark}{}", self.what, self.text)?;
        match &self.advice {
            Some(advice) => write!(f, "\n{:<13} -> {advice}", ""),
            None => Ok(()),
        }
    }
}
