//! The chunks of a stripped PNG.

/// Writes the right checksum behind each chunk.
pub fn with_checksums(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let mut at = 8;
    while let Some(len) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let end = at + 8 + u32::from_be_bytes(*len) as usize;
        let Some(sum) = bytes.get(at + 4..end).map(crc32) else { break };
        let Some(stored) = bytes.get_mut(end..end + 4) else { break };
        stored.copy_from_slice(&sum.to_be_bytes());
        at = end + 4;
    }
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum()
}

/// Walks all chunks: they are known ones, of their documented length, up to the end of the file.
pub fn check(bytes: &[u8]) {
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
    loop {
        let (len, after) = rest.split_first_chunk().unwrap();
        let (kind, after) = after.split_first_chunk::<4>().unwrap();
        let len = u32::from_be_bytes(*len) as usize;
        let is_known = match kind {
            b"IDAT" | b"fdAT" | b"iCCP" => true,
            b"PLTE" => len <= 768,
            b"tRNS" => len <= 256,
            b"IHDR" => len == 13,
            b"cHRM" => len == 32,
            b"gAMA" | b"cICP" => len == 4,
            b"sBIT" => len <= 4,
            b"sRGB" => len == 1,
            b"mDCV" => len == 24,
            b"cLLI" | b"acTL" => len == 8,
            b"bKGD" => len <= 6,
            b"pHYs" => len == 9,
            b"fcTL" => len == 26,
            b"IEND" => len == 0,
            _ => false,
        };
        assert!(is_known, "{} with {len} bytes is left", String::from_utf8_lossy(kind));
        rest = &after[len + 4..];
        if kind == b"IEND" {
            assert!(rest.is_empty(), "bytes follow the picture");
            return;
        }
    }
}
