//! The blocks of a stripped GIF.

/// Walks all blocks: pictures, their timing and the loop count, up to the end of the file.
pub fn check(bytes: &[u8]) {
    let table = |packed: u8| if packed & 0x80 == 0 { 0 } else { 3usize << ((packed & 7) + 1) };
    let mut at = 13 + table(bytes[10]);
    loop {
        match bytes[at..] {
            [0x3b] => return,
            [0x21, 0xf9, 4, _, _, _, _, 0, ..] => at += 8,
            [0x21, 0xff, 11, ref rest @ ..] => {
                assert!(rest.starts_with(b"NETSCAPE2.0") || rest.starts_with(b"ANIMEXTS1.0"));
                assert_eq!((rest[11..13].to_vec(), rest[15]), (vec![3, 1], 0), "only the loop count");
                at += 19;
            }
            [0x2c, ..] => {
                at += 10 + table(bytes[at + 9]) + 1;
                while bytes[at] != 0 {
                    at += 1 + usize::from(bytes[at]);
                }
                at += 1;
            }
            _ => panic!("a block is left at {at}: {:02x?}", &bytes[at..bytes.len().min(at + 4)]),
        }
    }
}

/// Whether a graphic control extension may have more than its one block, which decoders take in
/// different ways.
pub fn has_long_control(bytes: &[u8]) -> bool {
    bytes.windows(8).any(|window| window.starts_with(&[0x21, 0xf9, 4]) && window[7] != 0)
}
