//! A socket in the data directory, by which `miaohui reload` asks the servers there to read their
//! configuration again. Only the user of the server reaches it.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixListener;

use crate::private_files;
use crate::reload::Reloader;

/// The directory of the sockets, one of each process.
const DIR: &str = "control";
/// What a client sends, and how long it may take.
const RELOAD: [u8; 7] = *b"reload\n";
const ASKED_WITHIN: Duration = Duration::from_secs(1);
/// How long a reload may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How the answer to a failed reload begins.
const FAILED: &str = "failed: ";

/// The socket of this process, removed when it is dropped.
pub struct ControlSocket {
    listener: UnixListener,
    path: PathBuf,
}

impl ControlSocket {
    /// Opens the socket, and removes those that killed processes have left.
    pub fn open(data_dir: &Path) -> Result<Self> {
        let dir = data_dir.join(DIR);
        private_files::make_dir(&dir)?;
        for path in sockets(data_dir)? {
            if UnixStream::connect(&path).is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
            {
                let _ = fs::remove_file(&path);
            }
        }
        let path = dir.join(format!("{}.sock", std::process::id()));
        let listener = UnixListener::bind(&path).with_context(|| path.display().to_string())?;
        private_files::tighten_socket(&path);
        Ok(Self { listener, path })
    }

    /// Answers each connection with the result of a reload.
    pub async fn serve(self, reloader: Arc<Reloader>) {
        loop {
            let Ok((mut stream, _)) = self.listener.accept().await else {
                tokio::time::sleep(Duration::from_secs(1)).await;
                continue;
            };
            // Others only look whether somebody is here.
            let mut asked = [0; RELOAD.len()];
            let read = tokio::time::timeout(ASKED_WITHIN, stream.read_exact(&mut asked)).await;
            if !matches!(read, Ok(Ok(_))) || asked != RELOAD {
                continue;
            }
            let answer = match reloader.reload_logged().await {
                Ok(done) => done.to_string(),
                Err(error) => format!("{FAILED}{error:#}"),
            };
            // Whoever asked may have gone.
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    }
}

impl Drop for ControlSocket {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Asks every server of a data directory to reload; returns the process and the answer of each.
pub fn reload_all(data_dir: &Path) -> Result<Vec<(String, Result<String, String>)>> {
    let mut all = Vec::new();
    for path in sockets(data_dir)? {
        let Ok(mut stream) = UnixStream::connect(&path) else { continue };
        let process = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut answer = String::new();
        stream.write_all(&RELOAD)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let read = stream.read_to_string(&mut answer);
        let answer = match (read, answer.strip_prefix(FAILED)) {
            (Err(error), _) => Err(format!("no answer: {error}")),
            (Ok(_), Some(why)) => Err(why.to_owned()),
            (Ok(0), None) => Err("it stopped meanwhile".to_owned()),
            (Ok(_), None) => Ok(answer),
        };
        all.push((process, answer));
    }
    Ok(all)
}

/// The processes that serve a data directory.
pub fn processes(data_dir: &Path) -> Vec<u32> {
    let listens = |path: &PathBuf| UnixStream::connect(path).is_ok();
    let process = |path: PathBuf| path.file_stem()?.to_str()?.parse().ok();
    sockets(data_dir).unwrap_or_default().into_iter().filter(listens).filter_map(process).collect()
}

/// The sockets in a data directory.
fn sockets(data_dir: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(data_dir.join(DIR)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut all: Vec<PathBuf> = paths.collect::<io::Result<_>>()?;
    all.retain(|path| path.extension().is_some_and(|extension| extension == "sock"));
    all.sort();
    Ok(all)
}
