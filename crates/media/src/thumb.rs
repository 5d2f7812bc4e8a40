//! Thumbnails, made on request once and kept.

use std::fs::{self, File};
use std::io;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat};

use crate::blob_store::{open_with_len, persist};
use crate::error::{at, broken};
use crate::{BlobStore, MediaError, MediaType, picture};

/// The widths in pixels that are made.
pub const WIDTHS: [u32; 4] = [120, 240, 480, 960];

const JPEG_QUALITY: u8 = 82;

/// The smallest width that is made and is at least `wanted`; `None`: the original serves better.
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
    /// JPEG, or PNG for pictures one can see through.
    pub media_type: MediaType,
}

impl BlobStore {
    /// The thumbnail of a stored picture; `None` for a video, and for a picture that is no wider than asked for.
    pub fn thumb(
        &self,
        sha256: &str,
        media_type: MediaType,
        width: u32,
    ) -> Result<Option<Thumb>, MediaError> {
        if !media_type.is_image() {
            return Ok(None);
        }
        for kind in [MediaType::Jpeg, MediaType::Png] {
            match open_with_len(&self.thumb_path(sha256, &name(width, kind))?) {
                Ok((file, len)) => return Ok(Some(Thumb { file, len, media_type: kind })),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.make_thumb(sha256, media_type, width)
    }

    fn make_thumb(
        &self,
        sha256: &str,
        media_type: MediaType,
        width: u32,
    ) -> Result<Option<Thumb>, MediaError> {
        let path = self.blob_path(sha256)?;
        let bytes = fs::read(&path).map_err(at(&path))?;
        let image = picture::decode(&bytes, media_type, self.limits())?.image;
        if image.width() <= width {
            return Ok(None);
        }
        let height = (u64::from(image.height()) * u64::from(width) / u64::from(image.width())).max(1) as u32;
        let small = image.resize_exact(width, height, FilterType::CatmullRom);
        let mut file = self.temporary()?;
        let kind = if is_opaque(&small) { MediaType::Jpeg } else { MediaType::Png };
        let written = match kind {
            MediaType::Jpeg => {
                JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY).encode_image(&small.to_rgb8())
            }
            _ => small.to_rgba8().write_to(&mut io::BufWriter::new(file.as_file_mut()), ImageFormat::Png),
        };
        written.map_err(broken)?;
        let path = self.thumb_path(sha256, &name(width, kind))?;
        persist(file, &path)?;
        let (file, len) = open_with_len(&path)?;
        Ok(Some(Thumb { file, len, media_type: kind }))
    }
}

fn name(width: u32, kind: MediaType) -> String {
    format!("{width}.{}", kind.extension())
}

fn is_opaque(image: &DynamicImage) -> bool {
    !image.color().has_alpha() || image.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX)
}
