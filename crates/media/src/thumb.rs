//! Thumbnails, made at the first request and stored.

use std::fs::File;
use std::io::{self, BufReader, Write};

use bytes::Bytes;
use image::DynamicImage;
use image::imageops::FilterType;

use crate::blob_store::BlobStore;
use crate::bucket::Bucket;
use crate::decoded::Picture;
use crate::disk::remove_if_there;
use crate::encode::encode;
use crate::error::{MediaError, at};
use crate::limits::Limits;
use crate::media_type::MediaType;
use crate::memory::Memory;
use crate::name::Name;
use crate::object::Object;
use crate::opened::Opened;
use crate::picture;
use crate::thumb_widths::thumb_width;

const JPEG_QUALITY: u8 = 82;

/// Largest colour profile of a thumbnail in bytes. Profiles of cameras and screens are smaller;
/// those of printing presses are larger than a thumbnail.
const LARGEST_PROFILE: usize = 4096;

/// A thumbnail's file.
#[derive(Debug)]
pub struct Thumb {
    /// Open for reading.
    pub file: Opened,
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

/// A thumbnail that was made and is not stored yet.
#[derive(Clone, Debug)]
pub struct MadeThumb {
    /// Its bytes.
    pub bytes: Bytes,
    /// JPEG, or PNG for transparent pictures.
    pub media_type: MediaType,
    width: u32,
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
            FoundThumb::Missing(width) => {
                let Some(made) = self.make_thumb(sha256, media_type, width)? else { return Ok(None) };
                self.keep_thumb(sha256, &made)?;
                let file = self.open_file(Name::Thumb(sha256, width, made.media_type))?;
                Ok(Some(Thumb { file, media_type: made.media_type }))
            }
        }
    }

    /// Finds a thumbnail on the disk without decoding anything.
    pub fn find_thumb(&self, sha256: &str, media_type: MediaType, width: u32) -> io::Result<FoundThumb> {
        let Some(width) = thumb_width(width).filter(|_| media_type.is_image()) else {
            return Ok(FoundThumb::Original);
        };
        if let Some(bucket) = self.bucket() {
            return bucket.wait(find_in_bucket(bucket, sha256, width));
        }
        for kind in [MediaType::Jpeg, MediaType::Png] {
            match self.open_file(Name::Thumb(sha256, width, kind)) {
                Ok(file) => return Ok(FoundThumb::Stored(Thumb { file, media_type: kind })),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        // No thumbnail is stored for a small picture, so each request is answered from its header.
        let path = self.disk().path(Name::Blob(sha256))?;
        let file = BufReader::new(File::open(&path).map_err(at(&path))?);
        let is_small = imagesize::reader_size(file).is_ok_and(|size| size.width <= width as usize);
        Ok(if is_small { FoundThumb::Original } else { FoundThumb::Missing(width) })
    }

    /// Makes the thumbnail of a stored picture; `None` if the original must be used.
    fn make_thumb(
        &self,
        sha256: &str,
        media_type: MediaType,
        width: u32,
    ) -> Result<Option<MadeThumb>, MediaError> {
        self.thumb_of(&self.read(sha256)?, media_type, width)
    }

    /// Makes the thumbnail of a picture; `None` if the original must be used.
    pub fn thumb_of(
        &self,
        picture: &[u8],
        media_type: MediaType,
        width: u32,
    ) -> Result<Option<MadeThumb>, MediaError> {
        let made = make(picture, media_type, width, self.limits(), self.memory())?;
        Ok(made.map(|(bytes, media_type)| MadeThumb { bytes: bytes.into(), media_type, width }))
    }

    /// Stores a thumbnail, unless its picture was removed meanwhile.
    pub fn keep_thumb(&self, sha256: &str, made: &MadeThumb) -> Result<(), MediaError> {
        let mut file = self.temporary()?;
        file.write_all(&made.bytes)?;
        let name = Name::Thumb(sha256, made.width, made.media_type);
        self.put_file(file, name, made.media_type.mime())?;
        // A removal of the blob looks for thumbnails once.
        if !self.has(sha256)? {
            match self.bucket() {
                Some(bucket) => bucket.wait(bucket.remove_file(name))?,
                None => remove_if_there(&self.disk().path(name)?)?,
            }
            return Err(io::Error::from(io::ErrorKind::NotFound).into());
        }
        Ok(())
    }
}

/// Finds a thumbnail in a bucket without decoding anything.
async fn find_in_bucket(bucket: &Bucket, sha256: &str, width: u32) -> io::Result<FoundThumb> {
    Ok(match bucket.find_thumb(sha256, width).await? {
        BucketThumb::Stored(thumb) => FoundThumb::Stored(thumb),
        BucketThumb::Original(_) => FoundThumb::Original,
        BucketThumb::Missing(_) => FoundThumb::Missing(width),
    })
}

/// What a bucket has for a request of a thumbnail.
#[derive(Debug)]
pub enum BucketThumb {
    /// The thumbnail.
    Stored(Thumb),
    /// The picture, which must be used.
    Original(Object),
    /// The picture, of which a thumbnail must be made.
    Missing(Object),
}

impl Bucket {
    /// Opens the thumbnail of a picture of one of the widths, or the picture.
    pub async fn find_thumb(&self, sha256: &str, width: u32) -> io::Result<BucketThumb> {
        match Object::open(self, Name::Thumb(sha256, width, MediaType::Jpeg)).await {
            Ok(object) => {
                let media_type = MediaType::sniff(object.first()).unwrap_or(MediaType::Jpeg);
                return Ok(BucketThumb::Stored(Thumb { file: object.into(), media_type }));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let original = Object::open(self, Name::Blob(sha256)).await?;
        let size = imagesize::blob_size(original.first());
        let is_small = size.is_ok_and(|size| size.width <= width as usize);
        Ok(if is_small { BucketThumb::Original(original) } else { BucketThumb::Missing(original) })
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
        let kind = if picture.is_opaque() { MediaType::Jpeg } else { MediaType::Png };
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
