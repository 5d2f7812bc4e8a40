//! Reads every uploaded file, slowly, and compares it with its name.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use miaohui_kernel::Sha256Stream;
use miaohui_media::Bucket;
use miaohui_server::config::{Config, MediaPlace};
use miaohui_server::media_store;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

/// Bytes between two pauses.
const PIECE: usize = 1 << 20;

/// Compares every file with its name, at most `rate` MB a second, and returns the number of those that
/// differ.
pub async fn check(config: &Config, rate: u32) -> Result<u64> {
    let mut files = Files { rate, wrong: 0, read: 0 };
    match config.media.store {
        MediaPlace::Disk => {
            let dir = config.data_dir.join("media/blobs");
            for path in paths(&dir).with_context(|| dir.display().to_string())? {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let shown = path.display().to_string();
                files.compare(&shown, &name, move || File::open(path)).await?;
            }
        }
        MediaPlace::S3 => {
            let blobs = media_store::open_at(config, MediaPlace::S3, &Handle::current())?;
            let address = blobs.bucket().map_or("", Bucket::address).to_owned();
            for first in 0..=u8::MAX {
                let listing = blobs.clone();
                let listed = spawn_blocking(move || listing.list(first)).await??;
                for blob in listed.into_iter().filter(|blob| blob.is_stored) {
                    let (blobs, name) = (blobs.clone(), blob.name.clone());
                    let open = move || blobs.open_blob(&name);
                    files
                        .compare(&format!("{address}/blobs/{first:02x}/{}", blob.name), &blob.name, open)
                        .await?;
                }
            }
        }
    }
    println!("{} media files were read", files.read);
    Ok(files.wrong)
}

/// The files so far.
struct Files {
    rate: u32,
    wrong: u64,
    read: u64,
}

impl Files {
    async fn compare<R: Read + Send + 'static>(
        &mut self,
        shown: &str,
        name: &str,
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
    ) -> Result<()> {
        let digest = match self.digest(open).await {
            // It was deleted meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            digest => digest.with_context(|| shown.to_owned())?,
        };
        self.read += 1;
        if digest != name {
            self.wrong += 1;
            println!("the media file {shown} is damaged");
        }
        Ok(())
    }

    async fn digest<R: Read + Send + 'static>(
        &self,
        open: impl FnOnce() -> io::Result<R> + Send + 'static,
    ) -> io::Result<String> {
        let (mut file, mut buffer) = (spawn_blocking(open).await??, vec![0; PIECE]);
        let mut digest = Sha256Stream::default();
        loop {
            let read = spawn_blocking(move || {
                let count = file.read(&mut buffer)?;
                io::Result::Ok((file, buffer, count))
            });
            let count;
            (file, buffer, count) = read.await??;
            if count == 0 {
                return Ok(digest.hex());
            }
            digest.add(&buffer[..count]);
            let seconds = count as f64 / f64::from(self.rate) / PIECE as f64;
            tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
        }
    }
}

fn paths(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            all.extend(paths(&entry.path())?);
        } else {
            all.push(entry.path());
        }
    }
    Ok(all)
}
