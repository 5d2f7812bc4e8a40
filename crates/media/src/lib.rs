//! Blobs: type sniffing, metadata stripping, limits, thumbnails.
