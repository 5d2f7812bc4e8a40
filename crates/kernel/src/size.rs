//! Numbers of bytes, as people read them.

/// `640 KB` or `5 MB`, rounded down.
pub fn size_text(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{} KB", bytes >> 10) } else { format!("{} MB", bytes >> 20) }
}
