//! Command-line flags of the configuration.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser as _};
use miaohui_kernel::Secret;

/// The flags of the configuration; they override variables and the file.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub struct ConfigArgs {
    /// Configuration file; without it, MIAOHUI_CONFIG, or the first of ./miaohui.toml and
    /// /etc/miaohui/miaohui.toml that is there
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Addresses to listen on, with commas between them: ADDRESS:PORT or unix:/PATH
    /// [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESSES")]
    pub listen: Option<String>,

    /// Directory of the SQLite database, the media and the outbox [default: ./data]
    #[arg(long, value_name = "DIRECTORY")]
    pub data_dir: Option<String>,

    /// PostgreSQL URL (postgres://user:password@host/database) [default: SQLite in the data
    /// directory]
    #[arg(long, value_name = "URL", value_parser = StringValueParser::new().map(Secret::new))]
    pub database_url: Option<Secret>,

    /// Fill an empty database with the demo data; the same as `demo = true` in the file
    #[arg(long)]
    pub demo: bool,

    /// Set any key of the file, e.g. --set log.level=debug or --set trusted_proxies=10.0.0.0/8,::1
    ///
    /// The value is written as in the file; strings need no quotes. May be repeated: the last one
    /// wins, and the flags above win over it.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub settings: Vec<Setting>,
}

/// One `--set key=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key's full path, e.g. `log.level`.
    pub key: String,
    /// A TOML value or a string without quotes; it may be secret.
    pub value: Secret,
}

impl FromStr for Setting {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, value) = text.split_once('=').ok_or("expected key=value")?;
        Ok(Self { key: key.trim().to_owned(), value: Secret::new(value) })
    }
}
