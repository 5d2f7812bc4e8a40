//! A stored file that is open for reading.

use std::fs::File;
use std::io::{self, Read};

use bytes::{Buf, Bytes};

use crate::object::Object;

/// A stored file that is open for reading. Reading blocks.
#[derive(Debug)]
pub struct Opened {
    /// Its length in bytes.
    pub len: u64,
    /// Its content.
    pub content: Content,
}

/// Where the bytes of a file come from.
#[derive(Debug)]
pub enum Content {
    /// The disk.
    File(File),
    /// A bucket.
    Object(Object),
    /// Memory.
    Bytes(Bytes),
}

impl From<Object> for Opened {
    fn from(object: Object) -> Self {
        Self { len: object.len(), content: Content::Object(object) }
    }
}

impl From<Bytes> for Opened {
    fn from(bytes: Bytes) -> Self {
        Self { len: bytes.len() as u64, content: Content::Bytes(bytes) }
    }
}

impl Read for Opened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.content {
            Content::File(file) => file.read(buffer),
            Content::Object(object) => object.read(buffer),
            Content::Bytes(bytes) => bytes.reader().read(buffer),
        }
    }
}
