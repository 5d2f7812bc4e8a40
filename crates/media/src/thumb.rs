//! Thumbnails, made at the first request and stored.

use std::fs::{self, File};
use std::io::{self, BufReader, Write};

use image::DynamicImage;
use image::imageops::FilterType;

use crate::blob_store::BlobStore;
use crate::decoded::Picture;
use crate::disk::{open_with_len, persist, remove_if_there};
use crate::encode::encode;
use crate::error::{MediaError, at};
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::memory::Memory;
use crate::picture;

/// The widths of thumbnails in pixels.
pub const WIDTHS: [u32; 4] = [120, 240, 480, 960];

const JPEG_QUALITY: u8 = 82;

/// Largest colour profile of a thumbnail in bytes. Profiles of cameras and screens are smaller;
/// those of printing presses are larger than a thumbnail.
const LARGEST_PROFILE: usize = 4096;

/// The smallest of [`WIDTHS`] that is at least `wanted`; `None` if the original must be used.
pub fn thumb_width(wanted: u32) -> Option<u32> {
    WIDTHS.into_iter().find(|width| *width >= wanted)
}

/// A thumbnail's file.
#[derive(Debug)]
pub struct Thumb {
    /// Open for reading.
    pub file: File,
    /// Its length in bytes.
    pub len: u64,
    /// JPEG, or PNG for transparent pictures.
    pub media_type: MediaType,
}

/// What is there for a request of a thumbnail.
#[derive(Debug)]
pub enum FoundThumb {
    /// The thumbnail.
    Stored(Thumb),
    /// The original must be used.
    Original,
    /// A thumbnail of this width must be made, which takes a while.
    Missing(u32),
}

impl BlobStore {
    /// The thumbnail of a stored picture, as wide as [`thumb_width`] returns. `None` if the
    /// original must be used: for a video, for a picture that is not wider, and for one that
    /// exceeds the present limits.
    pub fn thumb(
        &self,
        sha256: &str,
        media_type: MediaType,
        width: u32,
    ) -> Result<Option<Thumb>, MediaError> {
        match self.find_thumb(sha256, media_type, width)? {
            FoundThumb::Stored(thumb) => Ok(Some(thumb)),
            FoundThumb::Original => Ok(None),
            FoundThumb::Missing(width) => self.make_thumb(sha256, media_type, width),
        }
    }

    /// Finds a thumbnail without decoding anything.
    pub fn find_thumb(&self, sha256: &str, media_type: MediaType, width: u32) -> io::Result<FoundThumb> {
        let Some(width) = thumb_width(width).filter(|_| media_type.is_image()) else {
            return Ok(FoundThumb::Original);
        };
        for kind in [MediaType::Jpeg, MediaType::Png] {
            match open_with_len(&self.thumb_path(sha256, &name(width, kind))?) {
                Ok((file, len)) => return Ok(FoundThumb::Stored(Thumb { file, len, media_type: kind })),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        // No thumbnail is stored for a small picture, so each request is answered from its header.
        let path = self.blob_path(sha256)?;
        let file = BufReader::new(File::open(&path).map_err(at(&path))?);
        let is_small = imagesize::reader_size(file).is_ok_and(|size| size.width <= width as usize);
        Ok(if is_small { FoundThumb::Original } else { FoundThumb::Missing(width) })
    }

    fn make_thumb(
        &self,
        sha256: &str,
        media_type: MediaType,
        width: u32,
    ) -> Result<Option<Thumb>, MediaError> {
        let path = self.blob_path(sha256)?;
        let bytes = fs::read(&path).map_err(at(&path))?;
        let Some((encoded, kind)) = make(&bytes, media_type, width, self.limits(), self.memory())? else {
            return Ok(None);
        };
        let mut file = self.temporary()?;
        file.write_all(&encoded)?;
        let path = self.thumb_path(sha256, &name(width, kind))?;
        persist(file, &path)?;
        // A removal of the blob looks for thumbnails once.
        if !self.has(sha256)? {
            remove_if_there(&path)?;
            return Err(io::Error::from(io::ErrorKind::NotFound).into());
        }
        let (file, len) = open_with_len(&path)?;
        Ok(Some(Thumb { file, len, media_type: kind }))
    }
}

/// Makes the thumbnail of a picture and returns its type; `None` if the original must be used.
pub(crate) fn make(
    bytes: &[u8],
    media_type: MediaType,
    width: u32,
    limits: &Limits,
    memory: &Memory,
) -> Result<Option<(Vec<u8>, MediaType)>, MediaError> {
    let shrunk = |picture: Picture| {
        if picture.image.width() <= width {
            return Ok(None);
        }
        let picture = shrink(picture, width);
        let kind = if is_opaque(&picture.image) { MediaType::Jpeg } else { MediaType::Png };
        Ok(Some((encode(picture, kind, JPEG_QUALITY)?, kind)))
    };
    // Twice the width, so that the fine filter has something to do.
    match picture::at_least(bytes, media_type, width * 2, limits, memory, shrunk) {
        Err(MediaError::TooManyPixels { .. }) => Ok(None),
        made => made,
    }
}

fn shrink(Picture { image, icc_profile }: Picture, width: u32) -> Picture {
    let height = (u64::from(image.height()) * u64::from(width) / u64::from(image.width())).max(1) as u32;
    let mut image = in_eight_bits(image);
    // The fine filter takes seconds for tens of megapixels, so large pictures are averaged to twice
    // the size first.
    if image.width() > width * 3 {
        image = image.thumbnail_exact(width * 2, (height * 2).min(image.height()));
    }
    let image = image.resize_exact(width, height, FilterType::CatmullRom);
    Picture { image, icc_profile: icc_profile.filter(|profile| profile.len() <= LARGEST_PROFILE) }
}

fn in_eight_bits(image: DynamicImage) -> DynamicImage {
    match image {
        image @ (DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_)) => {
            image
        }
        image if image.color().has_alpha() => image.into_rgba8().into(),
        image if image.color().has_color() => image.into_rgb8().into(),
        image => image.into_luma8().into(),
    }
}

fn name(width: u32, kind: MediaType) -> String {
    format!("{width}.{}", kind.extension())
}

fn is_opaque(image: &DynamicImage) -> bool {
    image.as_rgba8().is_none_or(|image| image.pixels().all(|pixel| pixel.0[3] == u8::MAX))
}
