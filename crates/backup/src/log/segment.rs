//! A segment: its name, and its bytes.
//!
//! Content: `page size`, `pages of the database` and `number of pages` as 32-bit numbers, the pages with
//! their numbers, and the SHA-256 of all that.

use std::collections::BTreeMap;
use std::io::{self, Read};

use miaohui_db::WalPages;
use ring::digest::{SHA256, digest};

use crate::catalog::Catalog;
use crate::error::{Error, Result};
use crate::log::position::FOLDER;
use crate::part::object_name;

const LEVEL: i32 = 1;
const DIGEST: usize = 32;

/// The name of a segment: the first and the last read that it contains, and the time of the last one
/// in Unix ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SegmentName {
    pub first: u64,
    pub last: u64,
    pub at_ms: i64,
}

impl SegmentName {
    fn file(self) -> String {
        format!("{:010}-{:010}-{}.zst", self.first, self.last, self.at_ms)
    }

    pub fn parse(object: &str) -> Option<Self> {
        let name = object.rsplit('/').next()?;
        let name = name.strip_suffix(".sealed").unwrap_or(name).strip_suffix(".zst")?;
        let mut parts = name.split('-');
        let found = Self {
            first: parts.next()?.parse().ok()?,
            last: parts.next()?.parse().ok()?,
            at_ms: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(found)
    }
}

/// What the key of an encrypted segment is derived from.
fn purpose(generation: &str, name: SegmentName) -> String {
    format!("log {generation} {}", name.file())
}

pub(crate) fn write(
    catalog: &Catalog,
    generation: &str,
    name: SegmentName,
    pages: &WalPages,
    rng: &miaohui_kernel::Rng,
) -> Result<u64> {
    let mut content = Vec::with_capacity(pages.bytes() as usize + pages.pages.len() * 4 + 64);
    for number in [pages.page_size, pages.database_pages, pages.pages.len() as u32] {
        content.extend_from_slice(&number.to_be_bytes());
    }
    for (number, page) in &pages.pages {
        content.extend_from_slice(&number.to_be_bytes());
        content.extend_from_slice(page);
    }
    let sum = digest(&SHA256, &content);
    content.extend_from_slice(sum.as_ref());
    let mut bytes = zstd::bulk::compress(&content, LEVEL)?;
    if let Some(key) = &catalog.key {
        let mut sealed = Vec::new();
        key.seal(bytes.as_slice(), &purpose(generation, name), rng)?.read_to_end(&mut sealed)?;
        bytes = sealed;
    }
    let object = object_name(&format!("{FOLDER}/{generation}/{}", name.file()), catalog.key.as_ref());
    catalog.target.put(&object, &mut bytes.as_slice())?;
    Ok(bytes.len() as u64)
}

pub(crate) fn read(catalog: &Catalog, generation: &str, object: &str, name: SegmentName) -> Result<WalPages> {
    let damaged =
        |error: io::Error| Error::Damaged { part: catalog.target.name(object), reason: error.to_string() };
    let mut stored = catalog.target.read(object)?;
    let content = match (&catalog.key, object.ends_with(".sealed")) {
        (Some(key), true) => {
            let opened = key.open(stored, &purpose(generation, name)).map_err(damaged)?;
            unpack(opened)
        }
        (None, true) => return Err(Error::Key(format!("{object} is encrypted, and no key is given"))),
        (_, false) => unpack(&mut stored),
    };
    content.and_then(|content| parse(&content)).map_err(damaged)
}

fn unpack(from: impl Read) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    zstd::stream::read::Decoder::new(from)?.read_to_end(&mut content)?;
    Ok(content)
}

fn parse(content: &[u8]) -> io::Result<WalPages> {
    let wrong = || io::Error::other("its digest is another one");
    let (body, sum) = content.split_at_checked(content.len().saturating_sub(DIGEST)).ok_or_else(wrong)?;
    if digest(&SHA256, body).as_ref() != sum {
        return Err(wrong());
    }
    let number = |bytes: &[u8]| -> io::Result<u32> {
        Ok(u32::from_be_bytes(bytes.get(..4).and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong)?))
    };
    let (page_size, database_pages) = (number(body)?, number(body.get(4..).ok_or_else(wrong)?)?);
    let mut pages = BTreeMap::new();
    for entry in body.get(12..).ok_or_else(wrong)?.chunks_exact(4 + page_size as usize) {
        pages.insert(number(entry)?, entry[4..].to_vec());
    }
    Ok(WalPages { page_size, pages, database_pages })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written() {
        let name = SegmentName { first: 3, last: 7, at_ms: 1_700_000_000_000 };
        assert_eq!(SegmentName::parse(&format!("log/g/{}.sealed", name.file())), Some(name));
        assert_eq!(SegmentName::parse("log/g/x.zst"), None);
    }
}
