//! Videos lose their metadata, and no offset in them changes.

use miaohui_media::{MediaError, MediaType};

use crate::samples::{
    PLACE, contains, encoded, file_type, flag, fragmented_video, fragmented_video_with, long_mp4_box,
    mp4_box, phone_video, read, samples, store,
};

#[test]
fn a_video_loses_its_metadata_in_place() {
    let (_dir, store) = store();
    let sent = phone_video();
    let blob = store.put(&sent).unwrap();
    let kept = read(&store, &blob.sha256);
    assert_eq!((blob.media_type, blob.size, blob.width), (MediaType::Mp4, sent.len() as u64, None));
    assert_eq!(kept.len(), sent.len());
    let changed = kept.iter().zip(&sent).filter(|(kept, sent)| kept != sent);
    assert!(changed.clone().all(|(kept, _)| matches!(kept, 0 | 1) || b"free".contains(kept)));
    assert!(!contains(&kept, PLACE));
    for removed in [b"udta", b"meta", b"uuid", b"\xa9xyz", b"sbtl", b"note"] {
        assert!(contains(&sent, removed) && !contains(&kept, removed));
    }
    for unchanged in [file_type(), samples().0, [7; 68].to_vec(), mp4_box(b"avcC", b"config")] {
        let at = |bytes: &[u8]| bytes.windows(unchanged.len()).position(|window| window == unchanged);
        assert!(at(&sent).is_some() && at(&sent) == at(&kept));
    }
    assert!(store.thumb(&blob.sha256, MediaType::Mp4, 120).unwrap().is_none());
}

#[test]
fn fragments_keep_the_samples_of_their_kept_tracks() {
    let (_dir, store) = store();
    let sent = fragmented_video();
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert_eq!(kept.len(), sent.len());
    assert!(!contains(&kept, PLACE) && !contains(&kept, b"uuid"));
    let data = [&[9; 130], [0; PLACE.len()].as_slice(), &[6; 100], &[0; PLACE.len()]].concat();
    assert!(kept.ends_with(&data), "{:?}", &kept[kept.len() - data.len()..]);
}

#[test]
fn a_track_behind_a_removed_one_is_found_in_its_fragment() {
    let (_dir, store) = store();
    let kept = |sent: &[u8]| read(&store, &store.put(sent).unwrap().sha256);
    let (following, absolute) = (kept(&fragmented_video_with(0)), kept(&fragmented_video()));
    let last_track = |bytes: &[u8]| bytes.windows(4).rposition(|window| window == b"traf").unwrap();
    assert_eq!(following[last_track(&following)..], absolute[last_track(&absolute)..]);
    assert_eq!(kept(&following), following);
}

#[test]
fn boxes_with_long_or_open_sizes_are_supported() {
    let (_dir, store) = store();
    let moov = long_mp4_box(b"moov", &mp4_box(b"udta", PLACE));
    let endless = [b"\0\0\0\0mdat".as_slice(), &[9; 10_000]].concat();
    let sent = [file_type(), moov, endless.clone()].concat();
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(kept.len() == sent.len() && !contains(&kept, PLACE));
    assert!(kept.ends_with(&[0; 10_000]), "no track uses the data");
    let endless = [b"\0\0\0\0udta".as_slice(), &[9; 10_000]].concat();
    let sent = [file_type(), mp4_box(b"moov", b""), endless].concat();
    let kept = read(&store, &store.put(&sent).unwrap().sha256);
    assert!(kept.len() == sent.len() && kept.ends_with(&[0; 10_000]));
}

#[test]
fn boxes_that_exceed_their_parent_are_refused() {
    let (_dir, store) = store();
    let broken = |bytes: &[u8]| assert!(matches!(store.put(bytes), Err(MediaError::Broken(_))));
    let moov = mp4_box(b"moov", b"");
    broken(&[file_type(), mp4_box(b"mdat", &[0; 50])].concat());
    broken(&[file_type(), moov.clone(), b"\0\0\0\x07free".to_vec()].concat());
    broken(&[file_type(), moov.clone(), b"\0\0\0\x09free".to_vec()].concat());
    broken(&[file_type(), moov.clone(), b"\0\0\0".to_vec()].concat());
    broken(&[file_type(), moov.clone(), b"\0\0\0\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff".to_vec()].concat());
    broken(&[file_type(), moov.clone(), b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x0f".to_vec()].concat());
    let reaching_out = mp4_box(b"moov", b"\0\0\0\x40trak");
    broken(&[file_type(), reaching_out, mp4_box(b"mdat", &[0; 500])].concat());
    broken(&[file_type(), moov, mp4_box(b"skip", b"").repeat(100_001)].concat());
}

#[test]
fn only_video_brands_are_videos() {
    let first =
        |brand: &[u8; 4]| MediaType::sniff(&mp4_box(b"ftyp", &[brand, b"\0\0\0\0mif1".as_slice()].concat()));
    for video in [b"isom", b"iso6", b"mp42", b"M4V ", b"qt  ", b"avc1", b"3gp5", b"3g2a", b"caqv", b"pana"] {
        assert_eq!(first(video), Some(MediaType::Mp4), "{}", String::from_utf8_lossy(video));
    }
    for other in [b"heic", b"mif1", b"avif", b"M4A ", b"crx ", b"jxl ", b"\0\0\0\0"] {
        assert_eq!(first(other), None, "{}", String::from_utf8_lossy(other));
    }
    for kind in [MediaType::Jpeg, MediaType::Png, MediaType::Gif, MediaType::WebP] {
        let format = image::ImageFormat::from_mime_type(kind.mime()).unwrap();
        assert_eq!(MediaType::sniff(&encoded(&flag(8, 8), format)[..32]), Some(kind));
        assert_eq!(MediaType::from_mime(kind.mime()), Some(kind));
    }
}
