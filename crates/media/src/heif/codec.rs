//! The formats in the container of HEIF, told apart by their brands.

/// The codec of a picture in the container of HEIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Heic,
    Avif,
}

const HEVC: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"];
const AV1: [&[u8]; 2] = [b"avif", b"avis"];
/// Brands that say nothing about the codec.
const ANY: [&[u8]; 3] = [b"mif1", b"mif2", b"msf1"];

impl Codec {
    /// The codec of a file that begins with these bytes (32 are enough).
    pub fn sniff(first: &[u8]) -> Option<Self> {
        if first.get(4..8) != Some(b"ftyp") {
            return None;
        }
        let of = |brand: &[u8]| match brand {
            brand if HEVC.contains(&brand) => Some(Self::Heic),
            brand if AV1.contains(&brand) => Some(Self::Avif),
            _ => None,
        };
        let brand = first.get(8..12)?;
        if !ANY.contains(&brand) {
            return of(brand);
        }
        // The compatible brands follow the major one and its version.
        let compatible = first.get(16..).unwrap_or_default().chunks_exact(4).find_map(of);
        Some(compatible.unwrap_or(Self::Heic))
    }

    /// The name that people know.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heic => "HEIC",
            Self::Avif => "AVIF",
        }
    }

    /// Whether this build can decode it.
    pub fn is_built_in(self) -> bool {
        match self {
            Self::Heic => cfg!(feature = "heic"),
            Self::Avif => cfg!(feature = "avif"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brands_tell_the_codec() {
        let of = |brands: &[u8]| Codec::sniff(&[b"\0\0\0\x20ftyp", brands].concat());
        assert_eq!(of(b"heic\0\0\0\0mif1heic"), Some(Codec::Heic));
        assert_eq!(of(b"avif\0\0\0\0avifmif1"), Some(Codec::Avif));
        assert_eq!(of(b"mif1\0\0\0\0mif1avif"), Some(Codec::Avif));
        assert_eq!(of(b"mif1\0\0\0\0mif1heic"), Some(Codec::Heic));
        assert_eq!(of(b"msf1"), Some(Codec::Heic));
        for other in [b"isom".as_slice(), b"M4A ", b"crx ", b"he"] {
            assert_eq!(of(other), None);
        }
        assert_eq!(Codec::sniff(b"\xff\xd8\xff"), None);
    }
}
