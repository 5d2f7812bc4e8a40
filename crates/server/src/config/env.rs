//! The variables: one for each key of the default file.

use std::collections::BTreeMap;

use super::error::ConfigError;
use super::schema::{Schema, nearest};

const PREFIX: &str = "MIAOHUI_";
const TEST_PREFIX: &str = "MIAOHUI_TEST_";

/// Names the configuration file.
pub(super) const FILE_VARIABLE: &str = "MIAOHUI_CONFIG";

/// The variable of a key: `log.level` is `MIAOHUI_LOG_LEVEL`.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.replace('.', "_").to_ascii_uppercase())
}

/// What the environment says, as (variable, key, text); a variable that looks like ours and is not is an error.
pub(super) fn assignments<'a>(
    schema: &Schema,
    env: &'a BTreeMap<String, String>,
) -> Result<Vec<(String, String, &'a str)>, ConfigError> {
    let known: BTreeMap<String, &String> = schema.keys.keys().map(|key| (variable(key), key)).collect();
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
