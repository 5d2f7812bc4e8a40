//! The kinds of media that are kept, told from their bytes.

use image::ImageFormat;

/// A kind of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A GIF picture, perhaps moving.
    Gif,
    /// A WebP picture, perhaps moving.
    WebP,
    /// An MP4 video.
    Mp4,
}

/// Bytes that [`MediaType::sniff`] needs to tell every kind.
pub(crate) const SNIFF_BYTES: usize = 32;

impl MediaType {
    const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::Gif, Self::WebP, Self::Mp4];

    /// The kind that begins with these bytes; the file's name says nothing.
    pub fn sniff(first: &[u8]) -> Option<Self> {
        let mime = infer::get(first)?.mime_type();
        // Browsers and phones name MP4 containers in several ways.
        if matches!(mime, "video/mp4" | "video/x-m4v" | "video/quicktime") && first.get(4..8) == Some(b"ftyp")
        {
            return Some(Self::Mp4);
        }
        Self::from_mime(mime)
    }

    /// The kind with this MIME type.
    pub fn from_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.mime() == mime)
    }

    /// Its MIME type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Mp4 => "video/mp4",
        }
    }

    /// The usual extension, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Mp4 => "mp4",
        }
    }

    /// Whether it is a picture.
    pub fn is_image(self) -> bool {
        self.format().is_some()
    }

    pub(crate) fn format(self) -> Option<ImageFormat> {
        match self {
            Self::Jpeg => Some(ImageFormat::Jpeg),
            Self::Png => Some(ImageFormat::Png),
            Self::Gif => Some(ImageFormat::Gif),
            Self::WebP => Some(ImageFormat::WebP),
            Self::Mp4 => None,
        }
    }
}
