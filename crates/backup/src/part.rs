//! Parts of a backup: compressed, encrypted if there is a key, and hashed both ways.

use std::io::{self, Read};

use miaohui_kernel::Rng;

use crate::cipher::BackupKey;
use crate::error::{Error, Result};
use crate::manifest::Part;
use crate::stream::Measured;
use crate::target::Target;

/// The compression: the fastest that halves a database.
const LEVEL: i32 = 3;

/// The name of an object with this key.
pub(crate) fn object_name(name: &str, key: Option<&BackupKey>) -> String {
    if key.is_some() { format!("{name}.sealed") } else { name.to_owned() }
}

/// Writes a part of a backup. `name` is also what its key is derived from.
pub(crate) fn write(
    target: &Target,
    folder: &str,
    name: &str,
    from: impl Read,
    key: Option<&BackupKey>,
    rng: &Rng,
) -> Result<Part> {
    let stored_name = object_name(name, key);
    let mut content = Measured::new(from);
    let stored = {
        let compressed = zstd::stream::read::Encoder::new(&mut content, LEVEL)?;
        let sealed: Box<dyn Read + '_> = match key {
            Some(key) => Box::new(key.seal(compressed, name, rng)?),
            None => Box::new(compressed),
        };
        let mut stored = Measured::new(sealed);
        target.put(&format!("{folder}/{stored_name}"), &mut stored)?;
        stored.passed()
    };
    let content = content.passed();
    Ok(Part {
        name: stored_name,
        stored_bytes: stored.bytes,
        stored_sha256: stored.sha256,
        bytes: content.bytes,
        sha256: content.sha256,
    })
}

/// Reads a part and gives its content to `write`. Fails if it is not what the manifest says.
pub(crate) fn read<T>(
    target: &Target,
    folder: &str,
    part: &Part,
    key: Option<&BackupKey>,
    write: impl FnOnce(&mut dyn Read) -> io::Result<T>,
) -> Result<T> {
    let object = format!("{folder}/{}", part.name);
    let damaged = |reason: String| Error::Damaged { part: target.name(&object), reason };
    let wrong = |error: io::Error| damaged(error.to_string());
    let mut stored = Measured::new(target.read(&object)?);
    let (result, content) = {
        let opened: Box<dyn Read + '_> = match (key, part.name.strip_suffix(".sealed")) {
            (Some(key), Some(name)) => Box::new(key.open(&mut stored, name).map_err(wrong)?),
            (None, Some(_)) => return Err(Error::Key(format!("{object} is encrypted, and no key is given"))),
            (_, None) => Box::new(&mut stored),
        };
        let plain = zstd::stream::read::Decoder::new(opened).map_err(wrong)?;
        let mut content = Measured::new(plain);
        match write(&mut content) {
            Ok(result) => (result, content.passed()),
            Err(error) if content.has_failed() => return Err(wrong(error)),
            Err(error) => return Err(error.into()),
        }
    };
    // What the decoder did not need belongs to the digest too.
    io::copy(&mut stored, &mut io::sink()).map_err(wrong)?;
    let stored = stored.passed();
    if stored.bytes != part.stored_bytes {
        return Err(damaged(format!("it has {} bytes instead of {}", stored.bytes, part.stored_bytes)));
    }
    if stored.sha256 != part.stored_sha256 || content.sha256 != part.sha256 || content.bytes != part.bytes {
        return Err(damaged("its digest is another one".into()));
    }
    Ok(result)
}
