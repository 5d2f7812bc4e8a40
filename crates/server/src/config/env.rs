//! Environment variables, one for each key.

use std::collections::BTreeMap;

use super::error::ConfigError;
use super::known_keys::{KnownKeys, nearest};

const PREFIX: &str = "MIAOHUI_";
const TEST_PREFIX: &str = "MIAOHUI_TEST_";

/// The variable that names the configuration file.
pub(super) const FILE_VARIABLE: &str = "MIAOHUI_CONFIG";

/// Returns the variable of a key: `MIAOHUI_LOG_LEVEL` for `log.level`.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_ascii_uppercase())
}

/// Returns the variable, key and text of each variable of the configuration. An unknown variable
/// with the prefix is an error.
pub(super) fn assignments<'a>(
    known_keys: &KnownKeys,
    env: &'a BTreeMap<String, String>,
) -> Result<Vec<(String, String, &'a str)>, ConfigError> {
    let known: BTreeMap<String, &String> = known_keys.types.keys().map(|key| (variable(key), key)).collect();
    let mut found = Vec::new();
    for (name, text) in env {
        if !name.starts_with(PREFIX) || name.starts_with(TEST_PREFIX) || name == FILE_VARIABLE {
            continue;
        }
        let Some(key) = known.get(name) else {
            let names = known.keys().map(String::as_str).chain([FILE_VARIABLE]);
            let nearest = nearest(name, names).to_owned();
            return Err(ConfigError::UnknownVariable { name: name.clone(), nearest });
        };
        found.push((name.clone(), (*key).clone(), text.as_str()));
    }
    Ok(found)
}
