//! Merges the defaults, the configuration file, the environment and the flags, in this order.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use toml::{Table, Value};

use super::args::ConfigArgs;
use super::env;
use super::error::ConfigError;
use super::file::{DEFAULT_FILE, FILE, parse_file};
use super::known_keys::{KeyType, KnownKeys, join};
use super::source::ConfigValues;
use super::validate;
use super::values::Config;

const DEFAULTS: &str = "the default configuration";

impl Config {
    /// Loads and checks the configuration. `cwd` is the directory of `miaohui.toml` and of relative
    /// file names.
    pub fn load(
        args: &ConfigArgs,
        env: impl IntoIterator<Item = (String, String)>,
        cwd: &Path,
    ) -> Result<Self, ConfigError> {
        Self::load_values(args, env, cwd).map(|(config, _)| config)
    }

    /// Loads and checks the configuration, and returns the values of its keys as well.
    pub(super) fn load_values(
        args: &ConfigArgs,
        env: impl IntoIterator<Item = (String, String)>,
        cwd: &Path,
    ) -> Result<(Self, ConfigValues), ConfigError> {
        let env: BTreeMap<String, String> = env.into_iter().collect();
        let mut layers = Layers::new(KnownKeys::read(DEFAULTS, DEFAULT_FILE)?);
        if let Some((name, text)) = read_file(args, &env, cwd)? {
            layers.add_table("", parse_file(&name, &text)?, &name)?;
        }
        for (variable, key, text) in env::assignments(&layers.known, &env)? {
            layers.add_text(&key, text, &variable)?;
        }
        add_flags(&mut layers, args)?;
        let values = layers.values.iter().map(|(key, (value, _))| (key.clone(), value.clone()));
        let values = ConfigValues(values.collect());
        Ok((layers.finish()?, values))
    }
}

impl Config {
    /// Checks a configuration whose values were changed; what is wrong with it.
    pub(crate) fn check_again(&self) -> Result<(), String> {
        validate::check(self).map_err(|wrong| format!("{} {}", wrong.key, wrong.message))
    }
}

/// Reads the configuration file, if there is one; returns its name and text.
fn read_file(
    args: &ConfigArgs,
    env: &BTreeMap<String, String>,
    cwd: &Path,
) -> Result<Option<(String, String)>, ConfigError> {
    let variable = env.get(env::FILE_VARIABLE).filter(|name| !name.is_empty()).map(Path::new);
    let named = args.config.as_deref().or(variable);
    let path = named.unwrap_or(Path::new(FILE));
    let file = path.display().to_string();
    match std::fs::read_to_string(cwd.join(path)) {
        Ok(text) => Ok(Some((file, text))),
        Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ConfigError::Unreadable { file, error }),
    }
}

/// Adds the values of the flags.
fn add_flags(layers: &mut Layers, args: &ConfigArgs) -> Result<(), ConfigError> {
    for setting in &args.settings {
        let text = setting.value.expose();
        // An unknown key has no type; adding it below reports that.
        let quoted = layers.known.types.get(&setting.key) == Some(&KeyType::String);
        match text.parse::<Value>() {
            Ok(value @ Value::String(_)) if quoted => layers.add(&setting.key, value, "--set")?,
            _ => layers.add_text(&setting.key, text, "--set")?,
        }
    }
    let flags = [
        ("listen", args.listen.as_deref(), "--listen"),
        ("data_dir", args.data_dir.as_deref(), "--data-dir"),
        ("database_url", args.database_url.as_ref().map(miaohui_kernel::Secret::expose), "--database-url"),
        ("demo", args.demo.then_some("true"), "--demo"),
    ];
    for (key, text, flag) in flags {
        if let Some(text) = text {
            layers.add_text(key, text, flag)?;
        }
    }
    Ok(())
}

/// The value of each key so far, with its origin.
struct Layers {
    known: KnownKeys,
    values: BTreeMap<String, (Value, String)>,
}

impl Layers {
    fn new(known: KnownKeys) -> Self {
        let default = |(key, value): (&String, &Value)| (key.clone(), (value.clone(), DEFAULTS.to_owned()));
        let values = known.defaults.iter().map(default).collect();
        Self { known, values }
    }

    fn add_table(&mut self, section: &str, table: Table, origin: &str) -> Result<(), ConfigError> {
        for (name, value) in table {
            let key = join(section, &name);
            match value {
                Value::Table(inner) if self.known.is_section(&key) => self.add_table(&key, inner, origin)?,
                value => self.add(&key, value, origin)?,
            }
        }
        Ok(())
    }

    fn add(&mut self, key: &str, value: Value, origin: &str) -> Result<(), ConfigError> {
        self.known.check(key, &value, origin)?;
        self.values.insert(key.to_owned(), (value, origin.to_owned()));
        Ok(())
    }

    /// Adds a value from outside a TOML file, where strings need no quotes.
    fn add_text(&mut self, key: &str, text: &str, origin: &str) -> Result<(), ConfigError> {
        let bare = || Value::String(text.to_owned());
        let trimmed = text.trim();
        let value = match self.known.types.get(key) {
            None | Some(KeyType::String) => bare(),
            Some(KeyType::Strings) if !trimmed.starts_with('[') => {
                let items = trimmed.split(',').map(str::trim).filter(|item| !item.is_empty());
                Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
            }
            Some(KeyType::Tables(_)) if trimmed.is_empty() => Value::Array(Vec::new()),
            Some(_) => match trimmed.parse() {
                Ok(value) => value,
                Err(error) if trimmed.starts_with('[') => {
                    return Err(ConfigError::Invalid {
                        key: key.to_owned(),
                        origin: origin.to_owned(),
                        message: format!("not a TOML list: {}", toml::de::Error::message(&error)),
                    });
                }
                Err(_) => bare(),
            },
        };
        self.add(key, value, origin)
    }

    /// Makes the configuration and validates it.
    fn finish(self) -> Result<Config, ConfigError> {
        let mut root = Table::new();
        for (key, (value, _)) in &self.values {
            insert(&mut root, key, value.clone());
        }
        let config: Config = serde_path_to_error::deserialize(Value::Table(root)).map_err(|error| {
            let key = error.path().to_string();
            self.invalid(&key, error.into_inner().message())
        })?;
        validate::check(&config).map_err(|violation| self.invalid(&violation.key, &violation.message))?;
        Ok(config)
    }

    /// Makes the error of a value, with the value's origin.
    fn invalid(&self, key: &str, message: &str) -> ConfigError {
        let list = key.split('[').next().unwrap_or(key);
        let origin = self.values.get(list).map_or(DEFAULTS, |(_, origin)| origin.as_str());
        ConfigError::Invalid { key: key.to_owned(), origin: origin.to_owned(), message: message.to_owned() }
    }
}

/// Inserts the value of a dotted key.
fn insert(table: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        None => {
            table.insert(key.to_owned(), value);
        }
        Some((section, rest)) => {
            let inner = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}
