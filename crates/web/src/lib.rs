//! What both APIs share over HTTP.
