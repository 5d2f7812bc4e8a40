//! What an action was given that was refused, so that its page can show it again.

use std::collections::HashMap;

use miaohui_admin::{Label, Record};

/// An action that was refused, with what was typed.
#[derive(Default)]
pub struct Tried {
    /// The name of its resource.
    pub resource: &'static str,
    /// The name of the action.
    pub action: &'static str,
    /// The keys of the chosen rows.
    pub keys: Vec<String>,
    /// The answers as they were typed.
    pub typed: Record,
    /// What is wrong with them, by column.
    pub wrong: HashMap<&'static str, Label>,
}

/// What is wrong with a form that is shown again.
#[derive(Default)]
pub struct Mistakes {
    /// What is wrong with the fields, by column.
    pub wrong: HashMap<&'static str, Label>,
    /// What is wrong as a whole; empty: nothing.
    pub text: String,
    /// The action that was refused.
    pub tried: Option<Tried>,
}
