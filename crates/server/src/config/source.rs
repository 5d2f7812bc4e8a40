//! The sources of a running process, which can be read again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::Value;

use super::args::ConfigArgs;
use super::env::FILE_VARIABLE;
use super::error::ConfigError;
use super::file::FILE;
use super::values::Config;

/// Flags, variables and the directory of `miaohui.toml`, as a process has got them.
#[derive(Clone, Debug)]
pub struct ConfigSource {
    /// The flags.
    pub args: ConfigArgs,
    /// The environment.
    pub env: BTreeMap<String, String>,
    /// The working directory.
    pub cwd: PathBuf,
}

/// The value of each key, also of secrets.
#[derive(Clone, PartialEq)]
pub struct ConfigValues(pub(super) BTreeMap<String, Value>);

impl ConfigSource {
    /// Whether no file is named, and none is in the working directory.
    pub fn is_unnamed(args: &ConfigArgs, env: &BTreeMap<String, String>, cwd: &Path) -> bool {
        let is_named = args.config.is_some() || env.get(FILE_VARIABLE).is_some_and(|name| !name.is_empty());
        !is_named && !cwd.join(FILE).exists()
    }

    /// Loads and checks the configuration.
    pub fn load(&self) -> Result<(Config, ConfigValues), ConfigError> {
        Config::load_values(&self.args, self.env.clone(), &self.cwd)
    }
}

impl ConfigValues {
    /// The keys whose values differ.
    pub fn changed(&self, other: &Self) -> Vec<String> {
        let differs = |key: &&String| self.0.get(*key) != other.0.get(*key);
        self.0.keys().filter(differs).cloned().collect()
    }

    /// Takes the value of a key from others.
    pub fn take(&mut self, key: &str, other: &Self) {
        if let Some(value) = other.0.get(key) {
            self.0.insert(key.to_owned(), value.clone());
        }
    }
}
