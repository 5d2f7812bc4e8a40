//! Encryption of objects in pieces, so that no object needs to fit into memory.
//!
//! A sealed object is a line with the key's name, 16 random bytes, and pieces of 64 KiB with a tag
//! each. The key of an object is derived from the random bytes and from what the object is, so that
//! no object can stand for another. The number of a piece and whether it is the last one are its
//! nonce, so that pieces cannot be moved or cut off.

use std::fmt;
use std::io::{self, Read};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use miaohui_kernel::{Rng, Secret};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::{hkdf, hmac};

use crate::error::{Error, Result};

/// What begins every sealed object; the key's name and a line break follow.
const HEAD: &[u8] = b"miaohui backup ";
/// Characters of a key's name.
const NAME_LEN: usize = 8;
const SALT_LEN: usize = 16;
const PIECE: usize = 64 << 10;
const TAG: usize = 16;

/// The key of encrypted backups, 32 bytes.
#[derive(Clone)]
pub struct BackupKey {
    bytes: [u8; 32],
    name: String,
}

impl fmt::Debug for BackupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BackupKey({})", self.name)
    }
}

impl BackupKey {
    /// Reads a key, 32 bytes in Base64.
    pub fn parse(text: &Secret) -> Result<Self> {
        let wrong =
            || Error::Key("the key of backups is 32 random bytes in Base64: openssl rand -base64 32".into());
        let bytes: [u8; 32] =
            STANDARD.decode(text.expose().trim()).map_err(|_| wrong())?.try_into().map_err(|_| wrong())?;
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &bytes), b"name");
        Ok(Self { bytes, name: hex::encode(&tag.as_ref()[..NAME_LEN / 2]) })
    }

    /// Reads a key from a file.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(crate::error::at(path))?;
        Self::parse(&Secret::new(text))
    }

    /// The name of the key, which says nothing about it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of a file of the media, which only the key tells.
    pub(crate) fn blob_name(&self, sha256: &str) -> String {
        let text = format!("blob {sha256}");
        hex::encode(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.bytes), text.as_bytes()))
    }

    /// The key of one object. `purpose` says what the object is.
    fn object_key(&self, salt: &[u8], purpose: &str) -> io::Result<LessSafeKey> {
        let failed = |_| io::Error::other("the cipher failed");
        let info = [b"miaohui backup 1 ".as_slice(), purpose.as_bytes()];
        let mut key = [0; 32];
        hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
            .extract(&self.bytes)
            .expand(&info, hkdf::HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut key))
            .map_err(failed)?;
        Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).map_err(failed)?))
    }

    /// Encrypts what `from` reads.
    pub(crate) fn seal<R: Read>(&self, from: R, purpose: &str, rng: &Rng) -> io::Result<Sealer<R>> {
        let mut salt = [0; SALT_LEN];
        rng.fill(&mut salt);
        let head = [HEAD, self.name.as_bytes(), b"\n", &salt].concat();
        Ok(Sealer {
            from,
            cipher: self.object_key(&salt, purpose)?,
            number: 0,
            ready: head,
            given: 0,
            last: false,
        })
    }

    /// Decrypts what `from` reads.
    pub(crate) fn open<R: Read>(&self, mut from: R, purpose: &str) -> io::Result<Opener<R>> {
        let mut head = [0; HEAD.len() + NAME_LEN + 1 + SALT_LEN];
        from.read_exact(&mut head)?;
        let (name, salt) = (&head[HEAD.len()..HEAD.len() + NAME_LEN], &head[HEAD.len() + NAME_LEN + 1..]);
        if !head.starts_with(HEAD) {
            return Err(damaged("it is not an encrypted object of a backup"));
        }
        if name != self.name.as_bytes() {
            let name = String::from_utf8_lossy(name);
            return Err(damaged(&format!(
                "it is encrypted with key {name}, and the given key is {}",
                self.name
            )));
        }
        let cipher = self.object_key(salt, purpose)?;
        let mut opener =
            Opener { from, cipher, number: 0, next: Vec::new(), ready: Vec::new(), given: 0, last: false };
        opener.next = opener.piece()?;
        Ok(opener)
    }
}

fn damaged(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

/// The nonce of a piece.
fn nonce(number: u64, last: bool) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    bytes[0] = u8::from(last);
    bytes[4..].copy_from_slice(&number.to_be_bytes());
    Nonce::assume_unique_for_key(bytes)
}

/// Reads until the buffer is full or nothing is left.
fn fill(from: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most);
    from.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Encrypts while it is read.
pub(crate) struct Sealer<R> {
    from: R,
    cipher: LessSafeKey,
    number: u64,
    ready: Vec<u8>,
    given: usize,
    last: bool,
}

impl<R: Read> Read for Sealer<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            if self.last {
                return Ok(0);
            }
            // A piece that is not full is the last one; a full one is followed by another.
            let mut piece = fill(&mut self.from, PIECE)?;
            self.last = piece.len() < PIECE;
            self.cipher
                .seal_in_place_append_tag(nonce(self.number, self.last), Aad::empty(), &mut piece)
                .map_err(|_| io::Error::other("the cipher failed"))?;
            self.number += 1;
            (self.ready, self.given) = (piece, 0);
        }
        Ok(give(buffer, &self.ready, &mut self.given))
    }
}

/// Decrypts while it is read.
pub(crate) struct Opener<R> {
    from: R,
    cipher: LessSafeKey,
    number: u64,
    next: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
    last: bool,
}

impl<R: Read> Opener<R> {
    fn piece(&mut self) -> io::Result<Vec<u8>> {
        fill(&mut self.from, PIECE + TAG)
    }
}

impl<R: Read> Read for Opener<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            if self.last {
                return Ok(0);
            }
            let mut piece = std::mem::take(&mut self.next);
            self.last = piece.len() < PIECE + TAG;
            if !self.last {
                self.next = self.piece()?;
            }
            let length = self
                .cipher
                .open_in_place(nonce(self.number, self.last), Aad::empty(), &mut piece)
                .map_err(|_| damaged("it was changed or cut off, or the key is another one"))?
                .len();
            piece.truncate(length);
            self.number += 1;
            (self.ready, self.given) = (piece, 0);
        }
        Ok(give(buffer, &self.ready, &mut self.given))
    }
}

fn give(buffer: &mut [u8], ready: &[u8], given: &mut usize) -> usize {
    let count = buffer.len().min(ready.len() - *given);
    buffer[..count].copy_from_slice(&ready[*given..*given + count]);
    *given += count;
    count
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn key(byte: u8) -> BackupKey {
        BackupKey::parse(&Secret::new(STANDARD.encode([byte; 32]))).unwrap()
    }

    fn sealed(key: &BackupKey, plain: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        key.seal(plain, "a", &Rng::seeded(1)).unwrap().read_to_end(&mut out).unwrap();
        out
    }

    fn opened(key: &BackupKey, sealed: &[u8], purpose: &str) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        key.open(sealed, purpose)?.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn an_object_opens_whole_or_not_at_all() {
        let key = key(1);
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let plain: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let sealed = sealed(&key, &plain);
            assert_eq!(opened(&key, &sealed, "a").unwrap(), plain);
            assert!(opened(&key, &sealed, "b").is_err(), "of another purpose");
            for cut in [1, TAG, PIECE + TAG] {
                if sealed.len() > cut {
                    assert!(
                        opened(&key, &sealed[..sealed.len() - cut], "a").is_err(),
                        "{length} cut by {cut}"
                    );
                }
            }
            let mut flipped = sealed.clone();
            *flipped.last_mut().unwrap() ^= 1;
            assert!(opened(&key, &flipped, "a").is_err());
        }
        let wrong = opened(&self::key(2), &sealed(&key, b"x"), "a").unwrap_err().to_string();
        assert!(wrong.contains(key.name()), "{wrong}");
    }
}
