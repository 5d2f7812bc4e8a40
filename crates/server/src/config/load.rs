//! Default, file, environment and flags, laid over each other in this order.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use toml::{Table, Value};

use super::args::ConfigArgs;
use super::env;
use super::error::ConfigError;
use super::schema::{Kind, Schema, join};
use super::{Config, DEFAULT_FILE, validate};

const FILE: &str = "./miaohui.toml";
const DEFAULTS: &str = "the default configuration";

impl Config {
    /// Merges the default file, the configuration file, the variables and the flags, and checks the result.
    /// `cwd` is where `miaohui.toml` and relative names of configuration files are looked up.
    pub fn load(
        args: &ConfigArgs,
        env: impl IntoIterator<Item = (String, String)>,
        cwd: &Path,
    ) -> Result<Self, ConfigError> {
        let env: BTreeMap<String, String> = env.into_iter().collect();
        let mut layers = Layers::new(Schema::read(DEFAULTS, DEFAULT_FILE)?);
        if let Some((name, text)) = read_file(args, &env, cwd)? {
            layers.add_table("", parse_file(&name, &text)?, &name)?;
        }
        for (variable, key, text) in env::assignments(&layers.schema, &env)? {
            layers.add_text(&key, text, &variable)?;
        }
        add_flags(&mut layers, args)?;
        layers.finish()
    }
}

/// The name and text of the configuration file, if there is one.
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

/// A file's table. The error has no excerpt of the file: the line may hold a secret.
pub(super) fn parse_file(name: &str, text: &str) -> Result<Table, ConfigError> {
    text.parse::<Table>().map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let before = text.get(..at).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        ConfigError::Syntax {
            file: name.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: error.message().to_owned(),
        }
    })
}

fn add_flags(layers: &mut Layers, args: &ConfigArgs) -> Result<(), ConfigError> {
    for setting in &args.settings {
        let text = setting.value.expose();
        // A key outside the schema has no kind; adding it below says so.
        let quoted = layers.schema.keys.get(&setting.key) == Some(&Kind::Text);
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

/// The value of each key so far, and where it was said.
struct Layers {
    schema: Schema,
    values: BTreeMap<String, (Value, String)>,
}

impl Layers {
    fn new(schema: Schema) -> Self {
        let default = |(key, value): (&String, &Value)| (key.clone(), (value.clone(), DEFAULTS.to_owned()));
        let values = schema.defaults.iter().map(default).collect();
        Self { schema, values }
    }

    fn add_table(&mut self, section: &str, table: Table, origin: &str) -> Result<(), ConfigError> {
        for (name, value) in table {
            let key = join(section, &name);
            match value {
                Value::Table(inner) if self.schema.is_section(&key) => self.add_table(&key, inner, origin)?,
                value => self.add(&key, value, origin)?,
            }
        }
        Ok(())
    }

    fn add(&mut self, key: &str, value: Value, origin: &str) -> Result<(), ConfigError> {
        self.schema.check(key, &value, origin)?;
        self.values.insert(key.to_owned(), (value, origin.to_owned()));
        Ok(())
    }

    /// Adds a value that was written outside a TOML file, where strings need no quotes.
    fn add_text(&mut self, key: &str, text: &str, origin: &str) -> Result<(), ConfigError> {
        let bare = || Value::String(text.to_owned());
        let trimmed = text.trim();
        let value = match self.schema.keys.get(key) {
            None | Some(Kind::Text) => bare(),
            Some(Kind::Texts) if !trimmed.starts_with('[') => {
                let items = trimmed.split(',').map(str::trim).filter(|item| !item.is_empty());
                Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
            }
            Some(Kind::Rows(_)) if trimmed.is_empty() => Value::Array(Vec::new()),
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

    fn finish(self) -> Result<Config, ConfigError> {
        let mut root = Table::new();
        for (key, (value, _)) in &self.values {
            insert(&mut root, key, value.clone());
        }
        let config: Config = serde_path_to_error::deserialize(Value::Table(root)).map_err(|error| {
            let key = error.path().to_string();
            self.invalid(&key, error.into_inner().message())
        })?;
        validate::check(&config).map_err(|complaint| self.invalid(&complaint.key, &complaint.message))?;
        Ok(config)
    }

    fn invalid(&self, key: &str, message: &str) -> ConfigError {
        let list = key.split('[').next().unwrap_or(key);
        let origin = self.values.get(list).map_or(DEFAULTS, |(_, origin)| origin.as_str());
        ConfigError::Invalid { key: key.to_owned(), origin: origin.to_owned(), message: message.to_owned() }
    }
}

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
