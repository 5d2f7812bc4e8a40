//! What the routes share.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;

use crate::{App, Method};

/// The API as its routes see it.
pub(crate) struct Api {
    pub app: Arc<App>,
    pub methods: HashMap<&'static str, Method>,
    /// The OpenAPI document, made once somebody asks for it.
    pub reference: OnceLock<Bytes>,
}
