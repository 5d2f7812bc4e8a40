#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| miaohui_fuzz_checks::heif(input));
