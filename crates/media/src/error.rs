//! Errors of uploads and of stored blobs.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::Path;

use miaohui_kernel::size_text;

/// Why an upload is refused or cannot be stored.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// Not a picture or a video of a supported type.
    #[error("not a JPEG, PNG, GIF, WebP, HEIC, AVIF or MP4 file")]
    UnknownType,
    /// A format, by its name, that this build cannot read, or a form of it that nobody can.
    #[error("{0} pictures of this kind cannot be read")]
    Unsupported(&'static str),
    /// Larger than the limit of its type.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// More pixels than the limit.
    #[error("{width} × {height} pixels are too many")]
    TooManyPixels {
        /// The width in the header.
        width: u32,
        /// The height in the header.
        height: u32,
    },
    /// Incomplete, or not of the type that it claims.
    #[error("the file is broken: {0}")]
    Broken(String),
    /// The store cannot be reached, does not answer in time or has no room; a retry may succeed.
    #[error("the store of the files is not available: {0}")]
    Unavailable(std::io::Error),
    /// An I/O error.
    #[error(transparent)]
    Io(std::io::Error),
}

impl MediaError {
    /// What is wrong with a file, in Chinese, for the person who sent it. The English text is the error's.
    pub fn in_chinese(&self) -> Cow<'static, str> {
        match self {
            Self::UnknownType => "只支持 JPEG、PNG、GIF、WebP 等图片和 MP4 视频".into(),
            Self::Unsupported(format) => format!("不支持这种 {format} 图片，请转换为 JPEG 后再上传").into(),
            Self::TooLarge { limit } => format!("文件太大，最大 {}", size_text(*limit)).into(),
            Self::TooManyPixels { width, height } => format!("图片尺寸太大（{width} × {height}）").into(),
            _ => "文件已损坏或不完整".into(),
        }
    }
}

impl From<std::io::Error> for MediaError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::TimedOut => Self::Unavailable(error),
            // The disk is full, or a limit of the system on files is reached.
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                tracing::error!(%error, "there is no room for files");
                Self::Unavailable(error)
            }
            _ => Self::Io(error),
        }
    }
}

/// Adds the path to an I/O error.
pub(crate) fn at(path: &Path) -> impl Fn(std::io::Error) -> std::io::Error + '_ {
    move |error| std::io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

pub(crate) fn broken(error: impl std::fmt::Display) -> MediaError {
    MediaError::Broken(error.to_string())
}
