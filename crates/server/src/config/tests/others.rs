//! Variables of others, and values that others forbid.

use super::{error_of, load};

#[test]
fn variables_of_a_service_of_that_name_are_ignored_and_misspellings_are_not() {
    let links = [
        ("MIAOHUI_PORT", "tcp://10.0.0.1:80"),
        ("MIAOHUI_SERVICE_HOST", "fd00::1"),
        ("MIAOHUI_SERVICE_PORT", "80"),
        ("MIAOHUI_SERVICE_PORT_HTTP", "80"),
        ("MIAOHUI_PORT_80_TCP", "tcp://10.0.0.1:80"),
        ("MIAOHUI_PORT_80_TCP_PROTO", "tcp"),
        ("MIAOHUI_PORT_80_TCP_PORT", "80"),
        ("MIAOHUI_PORT_80_TCP_ADDR", "10.0.0.1"),
    ];
    load("", &links, &[]).unwrap();
    let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    assert_eq!(super::super::service_links(links.map(owned)).len(), links.len());
    for (name, text) in [
        ("MIAOHUI_PORT", "8080"),
        ("MIAOHUI_SERVICE_HOST", "localhost:80"),
        ("MIAOHUI_PORT_HTTP", "tcp://10.0.0.1:80"),
        ("MIAOHUI_PORT_80_TCP_ADDR", "here"),
    ] {
        assert!(error_of("", &[(name, text)], &[]).contains("unknown variable"), "{name}={text}");
    }
}

#[test]
fn backups_are_not_where_the_files_are() {
    let file = "[media.s3]\nbucket = 'b'\nprefix = 'files'\n";
    for to in ["s3://b/files", "s3://b/files/"] {
        let error = error_of(file, &[], &["--set", &format!("backup.to={to}")]);
        assert!(error.contains("must not be where media.s3 keeps the files"), "{error}");
    }
    for to in ["s3://b/backups", "s3://b", "s3://c/files"] {
        load(file, &[], &["--set", &format!("backup.to={to}")]).unwrap();
    }
}
