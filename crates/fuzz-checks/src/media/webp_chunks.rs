//! The chunks of a stripped WebP.

/// Walks all chunks, and those of frames: they are known ones, up to the end of the file.
pub fn check(bytes: &[u8]) {
    assert_eq!(&bytes[..4], b"RIFF");
    let size = u32::from_le_bytes(*bytes[4..].first_chunk().unwrap()) as usize;
    assert_eq!(size + 8, bytes.len(), "bytes follow the picture");
    assert_eq!(&bytes[8..12], b"WEBP");
    walk(&bytes[12..], &[b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"]);
}

fn walk(mut rest: &[u8], known: &[&[u8; 4]]) {
    while !rest.is_empty() {
        let (kind, after) = rest.split_first_chunk::<4>().unwrap();
        let (len, after) = after.split_first_chunk().unwrap();
        let len = u32::from_le_bytes(*len) as usize;
        let contents = &after[..len];
        assert!(known.contains(&kind), "a chunk {} is left", String::from_utf8_lossy(kind));
        match kind {
            b"VP8X" => assert!(len == 10 && contents[0] & 0b1100 == 0, "VP8X {contents:?}"),
            b"ANIM" => assert_eq!(len, 6, "ANIM"),
            b"ANMF" => walk(&contents[16..], &[b"ALPH", b"VP8 ", b"VP8L"]),
            _ => {}
        }
        rest = after.get(len + len % 2..).unwrap_or_default();
    }
}
