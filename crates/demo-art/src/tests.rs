//! Pictures have the requested size, are small, and depend on the seed only.

use image::GenericImageView;

use super::{Motif, picture};

#[test]
fn every_motif_is_a_small_jpeg_of_the_requested_size() {
    for motif in Motif::ALL {
        let jpeg = picture(*motif, 7, 640, 640);
        let decoded = image::load_from_memory_with_format(&jpeg, image::ImageFormat::Jpeg).unwrap();
        assert_eq!(decoded.dimensions(), (640, 640), "{motif:?}");
        assert!(jpeg.len() < 120_000, "{motif:?} has {} bytes", jpeg.len());
        assert!(jpeg.len() > 8_000, "{motif:?} is almost empty: {} bytes", jpeg.len());
    }
}

#[test]
fn a_seed_decides_the_picture() {
    for motif in Motif::ALL {
        let first = picture(*motif, 41, 160, 160);
        assert!(first == picture(*motif, 41, 160, 160), "{motif:?} changes");
        assert!(first != picture(*motif, 42, 160, 160), "{motif:?} does not change");
    }
}

#[test]
fn any_size_is_drawn() {
    for (motif, width, height, drawn) in [
        (Motif::Hanfu, 320, 400, (320, 400)),
        (Motif::Banner, 600, 240, (600, 240)),
        (Motif::Avatar, 96, 96, (96, 96)),
        (Motif::PlumBlossom, 0, 0, (16, 16)),
        (Motif::GoStones, 161, 97, (161, 97)),
    ] {
        let decoded = image::load_from_memory(&picture(motif, 3, width, height)).unwrap();
        assert_eq!(decoded.dimensions(), drawn, "{motif:?}");
    }
}

#[test]
fn no_motif_is_flat() {
    for motif in Motif::ALL {
        let decoded = image::load_from_memory(&picture(*motif, 5, 96, 96)).unwrap().to_luma8();
        let (low, high) = decoded
            .pixels()
            .fold((255, 0), |(low, high), pixel| (u8::min(low, pixel.0[0]), u8::max(high, pixel.0[0])));
        assert!(high - low > 60, "{motif:?} spans only {low} to {high}");
    }
}
