//! Why a backup cannot be made or read.

use std::io;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of a backup. Its text is one line.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The target cannot be used.
    #[error("{target}: {reason}")]
    Target {
        /// The target's address and the object.
        target: String,
        /// What happened.
        reason: String,
    },
    /// The object does not exist.
    #[error("{0} does not exist")]
    Missing(String),
    /// There is no such backup.
    #[error("{0}")]
    NoBackup(String),
    /// An object is not what the manifest says.
    #[error("{part} is damaged: {reason}")]
    Damaged {
        /// The object.
        part: String,
        /// What is wrong.
        reason: String,
    },
    /// The backup is encrypted, and the key is another one or missing.
    #[error("{0}")]
    Key(String),
    /// The manifest was written by a newer version.
    #[error(
        "backup {id} has format {format}, which this version does not know: use miaohui {version} or newer"
    )]
    Newer {
        /// The backup.
        id: String,
        /// Its format.
        format: u32,
        /// The version that wrote it.
        version: String,
    },
    /// The disk has too little space for the copy that is made first.
    #[error("{dir} has {free_mb} MB of free space, and a copy of the database needs {needed_mb} MB")]
    Space {
        /// The directory of the copy.
        dir: String,
        /// Free space in MB.
        free_mb: u64,
        /// Needed space in MB.
        needed_mb: u64,
    },
    /// Another process makes a backup of the same data directory.
    #[error("another backup of this data directory is being made")]
    Busy,
    /// The target holds the backups of another database, which the retention would remove.
    #[error("{target} holds backups of another database ({id}): each installation needs a target of its own")]
    Foreign {
        /// The target's address.
        target: String,
        /// The id of the other database.
        id: String,
    },
    /// The backup was told to stop.
    #[error("the backup was stopped; nothing of it counts")]
    Stopped,
    /// A file on this machine cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The database cannot be copied.
    #[error(transparent)]
    Database(#[from] miaohui_db::Error),
}

/// Adds the path to an I/O error.
pub(crate) fn at(path: &std::path::Path) -> impl Fn(io::Error) -> io::Error + '_ {
    move |error| io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
