//! Supported media types, detected by content.

use image::ImageFormat;

/// A media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A GIF picture, possibly animated.
    Gif,
    /// A WebP picture, possibly animated.
    WebP,
    /// An MP4 video.
    Mp4,
}

/// The number of bytes that [`MediaType::sniff`] needs.
pub(crate) const SNIFF_BYTES: usize = 32;

/// Prefixes of video brands, of which some are one maker's of cameras or phones. Audio (`M4A`) and pictures
/// (`heic`, `avif`, `crx`) use the same container.
const VIDEO_BRANDS: [&[u8]; 23] = [
    b"iso", b"mp4", b"M4V", b"avc1", b"hvc1", b"hev1", b"av01", b"dash", b"msdh", b"mmp4", b"mp71", b"MSNV",
    b"XAVC", b"3gp", b"3g2", b"F4V", b"qt  ", b"mqt ", b"caqv", b"CAEP", b"pana", b"KDDI", b"niko",
];

impl MediaType {
    const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::Gif, Self::WebP, Self::Mp4];

    /// The type of a file that begins with these bytes (32 are enough).
    pub fn sniff(first: &[u8]) -> Option<Self> {
        if first.get(4..8) == Some(b"ftyp") {
            let brand = first.get(8..12)?;
            return VIDEO_BRANDS.iter().any(|known| brand.starts_with(known)).then_some(Self::Mp4);
        }
        match Self::from_mime(infer::get(first)?.mime_type())? {
            Self::WebP if !first.starts_with(b"RIFF") => None,
            kind => kind.is_image().then_some(kind),
        }
    }

    /// The type with this MIME type.
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
