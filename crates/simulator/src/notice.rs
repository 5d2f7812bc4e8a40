//! A notice to a merchant.

/// A notice that is ready to be sent.
pub struct Notice {
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}
