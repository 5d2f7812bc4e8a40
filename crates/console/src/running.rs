//! Settings that are changed while the servers run. A changed one is a row; every process reads the
//! rows within two seconds, and has the configuration's values for those without one.

use std::collections::BTreeMap;

use miaohui_admin::Label;
use miaohui_db::{Result, Tx};

/// The changed settings: values by name.
pub type Stored = BTreeMap<String, String>;

/// A setting as pages show it.
#[derive(Clone, Debug)]
pub struct RunningSetting {
    /// Its key in the configuration.
    pub name: &'static str,
    /// What it is.
    pub about: Label,
    /// The configuration's value.
    pub configured: u32,
    /// The value in force.
    pub value: u32,
}

/// What the server knows of these settings.
pub trait RunningSettings: Send + Sync {
    /// All of them.
    fn list(&self) -> Vec<RunningSetting>;

    /// What is wrong with these values together, in English as the configuration says it.
    fn check(&self, stored: &Stored) -> Result<(), String>;

    /// Takes the stored values, and the configuration's where there is none.
    fn take(&self, stored: &Stored);
}

/// Reads the changed settings.
pub fn stored(tx: &mut Tx<'_>) -> Result<Stored> {
    let rows: Vec<(String, String)> = tx.query("SELECT name, value FROM console_setting", &[])?;
    Ok(rows.into_iter().collect())
}

/// Stores a value of a setting; `None` gives it the configuration's again.
pub fn store(tx: &mut Tx<'_>, name: &str, value: Option<u32>, actor: &str, now: i64) -> Result<()> {
    match value {
        Some(value) => tx.execute(
            "INSERT INTO console_setting (name, value, actor, updated_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, actor = excluded.actor,
               updated_at = excluded.updated_at",
            &[name.into(), (&value.to_string()).into(), actor.into(), now.into()],
        )?,
        None => tx.execute("DELETE FROM console_setting WHERE name = $1", &[name.into()])?,
    };
    Ok(())
}
