//! Limits of uploads.

/// Limits of uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest picture in bytes.
    pub image_bytes: u64,
    /// Largest video in bytes.
    pub video_bytes: u64,
    /// Longest side of a picture in pixels.
    pub max_side: u32,
    /// Most pixels of a picture.
    pub max_pixels: u64,
    /// Memory of all pictures that are being decoded, in bytes.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            image_bytes: 10 << 20,
            video_bytes: 100 << 20,
            max_side: 30_000,
            // Phones with 50 megapixels send 8192 × 6144.
            max_pixels: 51_000_000,
            memory: 128 << 20,
        }
    }
}

impl Limits {
    /// The largest file of any type, in bytes.
    pub fn largest_file(&self) -> u64 {
        self.image_bytes.max(self.video_bytes)
    }
}
