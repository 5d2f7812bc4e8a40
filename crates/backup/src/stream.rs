//! Readers that measure and hash what passes.

use std::io::{self, Read};

use ring::digest::{Context, SHA256};

/// What has passed a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passed {
    pub bytes: u64,
    pub sha256: String,
}

/// Counts and hashes what is read.
pub(crate) struct Measured<R> {
    from: R,
    bytes: u64,
    digest: Context,
    has_failed: bool,
}

impl<R: Read> Measured<R> {
    pub fn new(from: R) -> Self {
        Self { from, bytes: 0, digest: Context::new(&SHA256), has_failed: false }
    }

    /// Whether a read has failed, so that an error of a copy is the source's and not the target's.
    pub fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// What has passed.
    pub fn passed(&self) -> Passed {
        Passed { bytes: self.bytes, sha256: hex::encode(self.digest.clone().finish()) }
    }
}

impl<R: Read> Read for Measured<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match self.from.read(buffer) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                self.has_failed = true;
                return Err(error);
            }
            count => count?,
        };
        self.bytes += count as u64;
        self.digest.update(&buffer[..count]);
        Ok(count)
    }
}

/// Calls a function with the number of bytes of each piece that is read.
pub(crate) struct Told<R, F> {
    pub from: R,
    pub tell: F,
}

impl<R: Read, F: FnMut(u64)> Read for Told<R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        (self.tell)(count as u64);
        Ok(count)
    }
}
