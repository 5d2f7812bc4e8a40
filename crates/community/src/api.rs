//! State of the routes.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;

use crate::{App, Method};

/// State of the routes.
pub(crate) struct Api {
    pub app: Arc<App>,
    pub methods: HashMap<&'static str, Method>,
    /// The OpenAPI document, created on the first request.
    pub reference: OnceLock<Bytes>,
}
