//! Configuration files.

use toml::Table;

use super::error::ConfigError;

/// The file of the working directory.
pub(super) const FILE: &str = "./miaohui.toml";

/// The commented file that declares every key and its default value.
pub const DEFAULT_FILE: &str = include_str!("../miaohui.default.toml");

/// Parses a file. The error shows no part of the file, because the line may hold a secret.
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
