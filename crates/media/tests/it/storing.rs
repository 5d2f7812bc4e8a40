//! Blobs on disk: names, removal and recovery after a crash.

use std::fs;
use std::path::Path;

use image::ImageFormat;
use miaohui_media::{BlobStore, Limits, MediaType};
use sha2::{Digest, Sha256};

use crate::samples::{encoded, flag, read, store};

fn temporary_files(dir: &Path) -> usize {
    fs::read_dir(dir.join("tmp")).unwrap().count()
}

#[test]
fn partial_uploads_are_deleted_at_the_next_start() {
    let (dir, store) = store();
    let mut incoming = store.begin().unwrap();
    incoming.write(&encoded(&flag(8, 8), ImageFormat::Png)).unwrap();
    std::mem::forget(incoming);
    assert_eq!(temporary_files(dir.path()), 1);
    drop(store);
    BlobStore::open(dir.path(), Limits::default()).unwrap();
    assert_eq!(temporary_files(dir.path()), 0);
}

#[test]
fn a_second_process_keeps_the_uploads_of_the_first() {
    let (dir, store) = store();
    let mut incoming = store.begin().unwrap();
    incoming.write(&encoded(&flag(8, 8), ImageFormat::Png)).unwrap();
    let other = BlobStore::open(dir.path(), Limits::default()).unwrap();
    let blob = store.finish(incoming).unwrap();
    assert_eq!(read(&other, &blob.sha256).len() as u64, blob.size);
    drop(store);
    let incoming = other.begin().unwrap();
    BlobStore::open(dir.path(), Limits::default()).unwrap();
    assert_eq!(temporary_files(dir.path()), 1);
    drop(incoming);
    assert_eq!(temporary_files(dir.path()), 0);
}

#[test]
fn an_unwritable_directory_is_named_in_the_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let error = BlobStore::open(&file, Limits::default()).unwrap_err();
    assert!(error.to_string().contains(file.to_str().unwrap()), "{error}");
}

#[test]
fn a_blob_is_named_by_its_content() {
    let (dir, store) = store();
    let png = encoded(&flag(300, 100), ImageFormat::Png);
    let (one, two) = (store.put(&png).unwrap(), store.put(&png).unwrap());
    assert_eq!(one, two);
    let name = &one.sha256;
    let path = dir.path().join("blobs").join(&name[..2]).join(&name[2..4]).join(name);
    assert_eq!(fs::read(path).unwrap(), read(&store, name));
    assert_eq!(store.open_blob(name).unwrap().len, one.size);
    assert_eq!(temporary_files(dir.path()), 0);
    assert_eq!(*name, hex::encode(Sha256::digest(read(&store, name))));
}

#[test]
fn a_blob_is_removed_with_its_thumbnails() {
    let (_dir, store) = store();
    let blob = store.put(&encoded(&flag(300, 100), ImageFormat::Png)).unwrap();
    store.thumb(&blob.sha256, MediaType::Png, 120).unwrap().unwrap();
    store.remove(&blob.sha256).unwrap();
    store.remove(&blob.sha256).unwrap();
    assert!(store.open_blob(&blob.sha256).is_err());
    assert!(store.thumb(&blob.sha256, MediaType::Png, 120).is_err());
}

#[test]
fn a_thumbnail_is_not_kept_without_its_blob() {
    let (dir, store) = store();
    let blob = store.put(&encoded(&flag(300, 100), ImageFormat::Png)).unwrap();
    let name = &blob.sha256;
    let path = dir.path().join("blobs").join(&name[..2]).join(&name[2..4]).join(name);
    store.thumb(name, MediaType::Png, 120).unwrap().unwrap();
    fs::remove_file(&path).unwrap();
    assert!(store.thumb(name, MediaType::Png, 240).is_err());
    let listed = store.list(u8::from_str_radix(&name[..2], 16).unwrap()).unwrap();
    assert_eq!(listed.len(), 1, "the first thumbnail");
    assert!(!listed[0].is_stored);
    store.remove(name).unwrap();
    assert_eq!(store.list(u8::from_str_radix(&name[..2], 16).unwrap()).unwrap(), []);
}

#[test]
fn removals_and_new_files_wait_for_each_other_between_processes() {
    let (dir, one) = store();
    let two = BlobStore::open(dir.path(), Limits::default()).unwrap();
    let first = one.put(&encoded(&flag(8, 8), ImageFormat::Png)).unwrap();
    let second = one.put(&encoded(&flag(9, 9), ImageFormat::Png)).unwrap();
    for store in [&one, &two] {
        assert!(store.begin_removal().unwrap().is_none());
    }
    drop(first);
    assert!(two.begin_removal().unwrap().is_none(), "the second file is new");
    drop(second);
    let removal = two.begin_removal().unwrap().unwrap();
    assert!(one.begin_removal().unwrap().is_none());
    let waiting = std::thread::spawn(move || one.put(&encoded(&flag(8, 8), ImageFormat::Png)).unwrap());
    std::thread::yield_now();
    assert!(!waiting.is_finished());
    drop(removal);
    let stored = waiting.join().unwrap();
    assert!(two.begin_removal().unwrap().is_none());
    drop(stored);
    assert!(two.begin_removal().unwrap().is_some());
}

#[test]
fn a_listing_has_each_blob_and_no_other_file() {
    let (dir, store) = store();
    let blob = store.put(&encoded(&flag(300, 100), ImageFormat::Png)).unwrap();
    store.thumb(&blob.sha256, MediaType::Png, 120).unwrap().unwrap();
    let shard = dir.path().join("blobs").join(&blob.sha256[..2]).join(&blob.sha256[2..4]);
    fs::write(shard.join("notes.txt"), "x").unwrap();
    fs::write(shard.join("f".repeat(64)), "x").unwrap();
    let all: Vec<_> = (0..=u8::MAX).flat_map(|first| store.list(first).unwrap()).collect();
    assert!(all.iter().any(|listed| listed.name == blob.sha256 && listed.is_stored && listed.changed_at > 0));
    assert_eq!(all.len(), 1, "a misplaced file is not of this part");
}

#[test]
fn a_name_that_is_not_a_digest_is_refused() {
    let (_dir, store) = store();
    let name = store.put(&encoded(&flag(8, 8), ImageFormat::Png)).unwrap().sha256;
    let outside = format!("../../{}", &name[..58]);
    let names = [
        "",
        "../../etc/passwd",
        &outside,
        &"A".repeat(64),
        &"é".repeat(32),
        &name[1..],
        &format!("{}/", &name[1..]),
    ];
    for name in names {
        let refused = |error: std::io::Error| error.kind() == std::io::ErrorKind::InvalidInput;
        assert!(refused(store.open_blob(name).unwrap_err()), "{name}");
        assert!(refused(store.remove(name).unwrap_err()), "{name}");
        assert!(store.thumb(name, MediaType::Png, 120).is_err(), "{name}");
    }
}
