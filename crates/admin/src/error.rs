//! Why an action fails.

use crate::label::{Label, Lang};

/// A result of an action.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something is refused, in the languages of the console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    zh: String,
    en: String,
}

impl Refusal {
    /// A refusal in Chinese and in English.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The text in a language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl From<Label> for Refusal {
    fn from(label: Label) -> Self {
        Self::new(label.0, label.1)
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en)
    }
}

/// A failure of an action; the whole transaction is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The thing does not exist.
    #[error("there is no such thing")]
    NotFound,
    /// The input is invalid, or the thing does not allow the action; the operator reads the text.
    #[error("{0}")]
    Invalid(Refusal),
    /// The database refused a statement or failed.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
    /// Anything else: logged, and not shown.
    #[error(transparent)]
    Unexpected(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// An unexpected failure.
    pub fn unexpected(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unexpected(error.into())
    }
}
