//! The boxes of a stripped MP4.

/// The boxes that contain boxes, and those that they may contain.
const CONTAINERS: [(&[u8; 4], &[&[u8; 4]]); 10] = [
    (b"moov", &[b"mvhd", b"trak", b"mvex"]),
    (b"trak", &[b"tkhd", b"edts", b"mdia", b"tapt"]),
    (b"edts", &[b"elst"]),
    (b"mdia", &[b"mdhd", b"hdlr", b"minf"]),
    (b"minf", &[b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"]),
    (b"dinf", &[b"dref"]),
    (
        b"stbl",
        &[
            b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stps", b"stsc", b"stsz", b"stz2", b"stco",
            b"co64", b"sdtp", b"sbgp", b"sgpd", b"stsh",
        ],
    ),
    (b"mvex", &[b"mehd", b"trex"]),
    (b"moof", &[b"mfhd", b"traf"]),
    (b"traf", &[b"tfhd", b"tfdt", b"trun", b"sdtp", b"sbgp", b"sgpd"]),
];

/// Walks all boxes: they are known ones, and free space is empty.
pub fn check(bytes: &[u8]) {
    walk(bytes, &[b"ftyp", b"styp", b"sidx", b"mdat", b"moov", b"moof"]);
}

fn walk(mut rest: &[u8], known: &[&[u8; 4]]) {
    while !rest.is_empty() {
        // QuickTime ends lists with a zero.
        if rest.len() < 8 && rest.iter().all(|byte| *byte == 0) {
            return;
        }
        let size = u32::from_be_bytes(*rest.first_chunk().unwrap());
        let kind = rest[4..].first_chunk::<4>().unwrap();
        let (head, size) = match size {
            0 => (8, rest.len()),
            1 => (16, u64::from_be_bytes(*rest[8..].first_chunk().unwrap()) as usize),
            size => (8, size as usize),
        };
        let contents = &rest[head..size];
        rest = &rest[size..];
        if kind == b"free" {
            assert!(contents.iter().all(|byte| *byte == 0), "free space holds data");
            continue;
        }
        assert!(known.contains(&kind), "a box {} is left", String::from_utf8_lossy(kind));
        if kind == b"hdlr" {
            assert!(contents.iter().skip(12).all(|byte| *byte == 0), "a handler has a name");
        }
        if let Some((_, inner)) = CONTAINERS.iter().find(|(container, _)| *container == kind) {
            walk(contents, inner);
        }
    }
}
