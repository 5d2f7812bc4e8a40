//! Environment variables, one for each key.

use std::collections::BTreeMap;
use std::net::IpAddr;

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

/// Whether Kubernetes or a linked container set a variable because a service is named `miaohui`, such as
/// `MIAOHUI_PORT=tcp://10.0.0.1:80` and `MIAOHUI_SERVICE_HOST=10.0.0.1`.
fn is_service_link(name: &str, text: &str) -> bool {
    let Some(rest) = name.strip_prefix(PREFIX) else { return false };
    let is_number = |text: &str| text.parse::<u16>().is_ok();
    let is_address = |text: &str| text.parse::<IpAddr>().is_ok();
    let is_url = |text: &str| text.starts_with("tcp://") || text.starts_with("udp://");
    match rest {
        "SERVICE_HOST" => return is_address(text),
        "SERVICE_PORT" => return is_number(text),
        "PORT" => return is_url(text),
        _ if rest.starts_with("SERVICE_PORT_") => return is_number(text),
        _ => {}
    }
    let parts: Vec<&str> = rest.split('_').collect();
    match parts.as_slice() {
        ["PORT", port, "TCP" | "UDP"] => is_number(port) && is_url(text),
        ["PORT", port, "TCP" | "UDP", "PORT"] => is_number(port) && is_number(text),
        ["PORT", port, "TCP" | "UDP", "PROTO"] => is_number(port) && ["tcp", "udp"].contains(&text),
        ["PORT", port, "TCP" | "UDP", "ADDR"] => is_number(port) && is_address(text),
        _ => false,
    }
}

/// The variables that are ignored because they describe a service named `miaohui`.
pub fn service_links(env: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    env.into_iter().filter(|(name, text)| is_service_link(name, text)).map(|(name, _)| name).collect()
}

/// Returns the variable, key and text of each variable of the configuration. An unknown variable
/// with the prefix is an error, unless it describes a service of that name.
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
            if is_service_link(name, text) {
                continue;
            }
            let names = known.keys().map(String::as_str).chain([FILE_VARIABLE]);
            let nearest = nearest(name, names).to_owned();
            return Err(ConfigError::UnknownVariable { name: name.clone(), nearest });
        };
        found.push((name.clone(), (*key).clone(), text.as_str()));
    }
    Ok(found)
}
