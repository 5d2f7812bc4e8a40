//! The vault: the keys of a process.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use parking_lot::RwLock;

use crate::error::{Result, VaultError};
use crate::key::{Key, SIGNATURE_BYTES};
use crate::source::KeySource;

/// What begins every sealed text.
pub(crate) const PREFIX: &str = "sealed:";
/// What begins every sealed file; the key's name and a line break follow.
const FILE_PREFIX: &[u8] = b"miaohui sealed file ";

/// Encrypts and decrypts. Cheap to clone: clones share the keys.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    source: KeySource,
    /// The current key first.
    keys: RwLock<Vec<Key>>,
}

impl Vault {
    /// Reads the keys. `is_new`: nothing is encrypted yet, so that a missing file is made.
    pub fn open(source: KeySource, is_new: bool) -> Result<Self> {
        let mut keys = source.read()?;
        if keys.is_empty() {
            match &source {
                KeySource::File(path) if !is_new => return Err(VaultError::NoKeys { path: path.clone() }),
                _ => source.add(&mut keys)?,
            }
            tracing::warn!(
                file = source.name(),
                "a key for personal data was made: keep a copy apart from the database's, or the data are lost with it"
            );
        }
        Ok(Self(Arc::new(Inner { source, keys: RwLock::new(keys) })))
    }

    /// Where the keys come from.
    pub fn source(&self) -> &KeySource {
        &self.0.source
    }

    /// The name of the key that encrypts.
    pub fn current(&self) -> String {
        self.0.keys.read().first().map(|key| key.id.clone()).unwrap_or_default()
    }

    /// The names of the keys, the current one first.
    pub fn ids(&self) -> Vec<String> {
        self.0.keys.read().iter().map(|key| key.id.clone()).collect()
    }

    /// Makes a new key that encrypts from now on. Other processes find it when they meet a value of
    /// it.
    pub fn add_key(&self) -> Result<()> {
        let mut keys = self.0.source.read()?;
        self.0.source.add(&mut keys)?;
        *self.0.keys.write() = keys;
        Ok(())
    }

    /// Reads the keys again, for a look before they are taken.
    pub fn read_again(&self) -> Result<Self> {
        Self::open(self.0.source.clone(), false)
    }

    /// Exchanges the keys with those of another vault; returns whether they have other names.
    pub fn take_keys(&self, other: &Self) -> bool {
        let is_changed = self.ids() != other.ids();
        std::mem::swap(&mut *self.0.keys.write(), &mut *other.0.keys.write());
        is_changed
    }

    /// Encrypts the text of a row's column, such as `cf_user.idcard`. An empty text stays empty.
    pub fn seal(&self, column: &str, row: i64, text: &str) -> Result<String> {
        if text.is_empty() {
            return Ok(String::new());
        }
        let keys = self.0.keys.read();
        let key = keys.first().ok_or(VaultError::Cipher)?;
        let sealed = key.seal(&place(column, row), text.as_bytes()).ok_or(VaultError::Cipher)?;
        Ok(format!("{PREFIX}{}:{}", key.id, STANDARD_NO_PAD.encode(sealed)))
    }

    /// Decrypts the text of a row's column. A text that was stored before there was a key is
    /// returned as it is.
    pub fn open_text(&self, column: &str, row: i64, stored: &str) -> Result<String> {
        let Some(sealed) = stored.strip_prefix(PREFIX) else { return Ok(stored.to_owned()) };
        let place = place(column, row);
        let damaged = || VaultError::Damaged(place.clone());
        let (id, text) = sealed.split_once(':').ok_or_else(damaged)?;
        let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| damaged())?;
        let plain = self.with_key(id, |key| key.open(&place, &bytes))?.ok_or_else(damaged)?;
        String::from_utf8(plain).map_err(|_| damaged())
    }

    /// Encrypts a file.
    pub fn seal_file(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let keys = self.0.keys.read();
        let key = keys.first().ok_or(VaultError::Cipher)?;
        let sealed = key.seal("file", bytes).ok_or(VaultError::Cipher)?;
        Ok([FILE_PREFIX, key.id.as_bytes(), b"\n", &sealed].concat())
    }

    /// Decrypts a file.
    pub fn open_file(&self, stored: &[u8]) -> Result<Vec<u8>> {
        let damaged = || VaultError::Damaged("a file".to_owned());
        let rest = stored.strip_prefix(FILE_PREFIX).ok_or_else(damaged)?;
        let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(damaged)?;
        let id = std::str::from_utf8(&rest[..end]).map_err(|_| damaged())?;
        self.with_key(id, |key| key.open("file", &rest[end + 1..]))?.ok_or_else(damaged)
    }

    /// Signs a text for a purpose with the current key: the signature to give out.
    pub fn signature(&self, purpose: &str, text: &str) -> [u8; SIGNATURE_BYTES] {
        // There is one: `open` makes a key, and a source without keys never replaces it.
        self.0.keys.read()[0].sign(purpose, text)
    }

    /// Signs a text for a purpose with each key, the current one first.
    pub fn signatures(&self, purpose: &str, text: &str) -> Vec<[u8; SIGNATURE_BYTES]> {
        self.0.keys.read().iter().map(|key| key.sign(purpose, text)).collect()
    }

    /// Whether `is_right` says so of a text's signature by any key. If it is none's, the source is read
    /// again, where another process may have added a key.
    pub fn accepts(
        &self,
        purpose: &str,
        text: &str,
        is_right: impl Fn(&[u8; SIGNATURE_BYTES]) -> bool,
    ) -> bool {
        // All are compared, in the same time whichever is right.
        let is_of_one =
            |keys: &[Key]| keys.iter().fold(false, |found, key| found | is_right(&key.sign(purpose, text)));
        if is_of_one(&self.0.keys.read()) {
            return true;
        }
        match self.0.source.read() {
            Ok(keys) if is_of_one(&keys) => {
                *self.0.keys.write() = keys;
                true
            }
            Ok(_) => false,
            Err(error) => {
                tracing::warn!(%error, "the keys cannot be read again");
                false
            }
        }
    }

    /// Runs `f` with a key; an unknown one is looked for in the source again, where another process
    /// may have added it.
    fn with_key<T>(&self, id: &str, f: impl Fn(&Key) -> T) -> Result<T> {
        if let Some(key) = self.0.keys.read().iter().find(|key| key.id == id) {
            return Ok(f(key));
        }
        let unknown = || VaultError::UnknownKey { id: id.to_owned(), source_name: self.0.source.name() };
        let keys = self.0.source.read()?;
        let found = keys.iter().find(|key| key.id == id).map(f).ok_or_else(unknown)?;
        *self.0.keys.write() = keys;
        Ok(found)
    }
}

/// What is authenticated with a value.
fn place(column: &str, row: i64) -> String {
    format!("{column}/{row}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn vault(dir: &tempfile::TempDir) -> Vault {
        Vault::open(KeySource::File(dir.path().join("keys")), true).unwrap()
    }

    #[test]
    fn a_value_opens_in_its_place_only() {
        let dir = tempfile::tempdir().unwrap();
        let vault = vault(&dir);
        let sealed = vault.seal("t.c", 1, "秘密").unwrap();
        assert!(!sealed.contains("秘密"));
        assert_ne!(sealed, vault.seal("t.c", 1, "秘密").unwrap());
        assert_eq!(vault.open_text("t.c", 1, &sealed).unwrap(), "秘密");
        for (column, row) in [("t.c", 2), ("t.d", 1)] {
            assert!(matches!(vault.open_text(column, row, &sealed), Err(VaultError::Damaged(_))));
        }
        let mut changed = sealed.clone();
        let last = if changed.pop() == Some('A') { 'B' } else { 'A' };
        changed.push(last);
        assert!(vault.open_text("t.c", 1, &changed).is_err());
        assert_eq!(vault.open_text("t.c", 1, "old").unwrap(), "old");
        assert_eq!(vault.seal("t.c", 1, "").unwrap(), "");
        let file = vault.seal_file(b"\x00\xffpicture").unwrap();
        assert_eq!(vault.open_file(&file).unwrap(), b"\x00\xffpicture");
        assert!(vault.open_file(&file[..file.len() - 1]).is_err());
    }

    #[test]
    fn a_second_process_finds_an_added_key_and_old_values_still_open() {
        let dir = tempfile::tempdir().unwrap();
        let (first, second) = (vault(&dir), vault(&dir));
        let old = first.seal("t.c", 1, "x").unwrap();
        second.add_key().unwrap();
        assert_ne!(first.current(), second.current());
        let new = second.seal("t.c", 1, "y").unwrap();
        assert_eq!(first.open_text("t.c", 1, &new).unwrap(), "y");
        assert_eq!((first.current(), first.ids().len()), (second.current(), 2));
        assert_eq!(second.open_text("t.c", 1, &old).unwrap(), "x");
    }

    #[test]
    fn a_second_process_accepts_signatures_of_an_added_key() {
        let dir = tempfile::tempdir().unwrap();
        let (first, second) = (vault(&dir), vault(&dir));
        second.add_key().unwrap();
        let new = second.signature("ticket", "1");
        assert!(!first.accepts("ticket", "2", |own| *own == new));
        assert_ne!(first.current(), second.current(), "a wrong signature replaces no keys");
        assert!(first.accepts("ticket", "1", |own| *own == new));
        assert_eq!((first.current(), first.ids().len()), (second.current(), 2));
        std::fs::remove_file(dir.path().join("keys")).unwrap();
        assert!(!first.accepts("ticket", "2", |own| *own == new));
        assert!(first.accepts("ticket", "1", |own| *own == new), "the keys stay");
    }

    #[test]
    fn a_signature_is_for_its_text_and_purpose_and_outlives_a_new_key() {
        let dir = tempfile::tempdir().unwrap();
        let vault = vault(&dir);
        let old = vault.signatures("ticket", "1");
        assert_eq!(old.len(), 1);
        for (purpose, text) in [("ticket", "2"), ("other", "1"), ("ticke", "t1")] {
            assert_ne!(vault.signatures(purpose, text), old);
        }
        vault.add_key().unwrap();
        let both = vault.signatures("ticket", "1");
        assert_eq!((both.len(), both[1]), (2, old[0]));
        assert_ne!(both[0], old[0]);
        assert_eq!(vault.signature("ticket", "1"), both[0]);
    }

    #[test]
    fn keys_are_refused_with_a_reason() {
        for (text, reason) in [
            ("", "there is no key"),
            ("a", "a name and a text"),
            ("a:x!", "Base64"),
            ("a:QUJD", "32 bytes"),
            ("a b:QUJD", "letters and digits"),
        ] {
            let error = Vault::open(KeySource::Text(miaohui_kernel::Secret::new(text)), true).err().unwrap();
            assert!(error.to_string().contains(reason), "{text}: {error}");
        }
        let dir = tempfile::tempdir().unwrap();
        let missing = Vault::open(KeySource::File(dir.path().join("keys")), false).err().unwrap();
        assert!(missing.to_string().contains("missing"), "{missing}");
    }
}
