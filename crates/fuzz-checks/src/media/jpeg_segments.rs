//! The segments of a stripped JPEG.

/// Walks all segments and scans to the end marker, which ends the file.
pub fn check(bytes: &[u8]) {
    assert_eq!(bytes[..2], [0xff, 0xd8]);
    let mut at = 2;
    loop {
        assert_eq!(bytes[at], 0xff, "no marker at {at}");
        let code = bytes[at + 1];
        if code == 0xd9 {
            assert_eq!(at + 2, bytes.len(), "bytes follow the picture");
            return;
        }
        let len = usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]]));
        let contents = &bytes[at + 4..at + 2 + len];
        at += 2 + len;
        match code {
            0xc0..=0xcf | 0xdb..=0xdf => {}
            0xda => at = end_of_scan(bytes, at),
            0xe0 => assert!(contents.starts_with(b"JFIF\0") && contents[12..] == [0, 0], "APP0"),
            0xe2 => assert!(contents.starts_with(b"ICC_PROFILE\0"), "APP2"),
            0xee => assert!(contents.starts_with(b"Adobe") && contents.len() == 12, "APP14"),
            other => panic!("a segment {other:#04x} is left"),
        }
    }
}

fn end_of_scan(bytes: &[u8], mut at: usize) -> usize {
    loop {
        let escaped = matches!(bytes[at + 1..].iter().find(|byte| **byte != 0xff), Some(0 | 0xd0..=0xd7));
        if bytes[at] == 0xff && bytes[at + 1] != 0xff && !escaped {
            return at;
        }
        at += 1;
    }
}
