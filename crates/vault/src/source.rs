//! Where the keys come from: the environment, or a file that is made at the first start.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use miaohui_kernel::Secret;

use crate::error::{Result, VaultError};
use crate::key::Key;

const HEAD: &str = "# Keys of the encrypted values in the database and of identity pictures: a name and a key a line, the\n\
                    # current one first. Without them the data cannot be read: keep a copy apart from the database's.\n";

/// Where the keys come from.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// A text such as `2024:BASE64,2023:BASE64`; the first key is current.
    Text(Secret),
    /// A file with such a pair a line, separated by a space.
    File(PathBuf),
}

impl KeySource {
    /// Its name in messages.
    pub fn name(&self) -> String {
        match self {
            Self::Text(_) => "MIAOHUI_KEYS".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Reads the keys; none if the file does not exist.
    pub(crate) fn read(&self) -> Result<Vec<Key>> {
        let malformed =
            |reason: &str| VaultError::Malformed { source_name: self.name(), reason: reason.to_owned() };
        let (text, between, within) = match self {
            Self::Text(text) => (text.expose().to_owned(), ',', ':'),
            Self::File(path) => match fs::read_to_string(path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
                text => (text.map_err(|error| failed(path, error))?, '\n', ' '),
            },
        };
        let mut keys: Vec<Key> = Vec::new();
        for pair in
            text.split(between).map(str::trim).filter(|pair| !pair.is_empty() && !pair.starts_with('#'))
        {
            let (id, key) =
                pair.split_once(within).ok_or_else(|| malformed("a key has a name and a text"))?;
            if keys.iter().any(|known| known.id == id) {
                return Err(malformed("two keys have the same name"));
            }
            keys.push(Key::new(id.trim(), key.trim()).map_err(malformed)?);
        }
        if keys.is_empty() { Err(malformed("there is no key")) } else { Ok(keys) }
    }

    /// Writes the file with a new key before the others. Only its owner may read it.
    pub(crate) fn add(&self, keys: &mut Vec<Key>) -> Result<()> {
        let Self::File(path) = self else { return Err(VaultError::FixedKeys) };
        let is_first = keys.is_empty();
        keys.insert(0, Key::generate().ok_or(VaultError::Cipher)?);
        let lines: Vec<String> = keys.iter().map(|key| format!("{} {}\n", key.id, key.text())).collect();
        match write(path, &format!("{HEAD}{}", lines.concat()), is_first) {
            // Another process that starts now was faster.
            Err(error) if is_first && error.kind() == io::ErrorKind::AlreadyExists => *keys = self.read()?,
            written => written.map_err(|error| failed(path, error))?,
        }
        Ok(())
    }
}

fn failed(path: &Path, error: io::Error) -> VaultError {
    VaultError::Io { path: path.to_owned(), error }
}

/// Replaces a file at once, or makes it if it `is_new`. Temporary files are readable for their owner
/// only.
fn write(path: &Path, text: &str, is_new: bool) -> io::Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(dir)?;
    let mut file = tempfile::NamedTempFile::new_in(dir)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    let persisted = if is_new { file.persist_noclobber(path) } else { file.persist(path) };
    persisted.map_err(|error| error.error)?;
    fs::File::open(dir)?.sync_all()
}
