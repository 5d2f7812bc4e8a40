//! A setting that can change while the server runs.

use std::sync::Arc;

use parking_lot::RwLock;

/// A value that all clones share.
#[derive(Clone, Debug)]
pub struct Live<T>(Arc<RwLock<T>>);

impl<T: Copy> Live<T> {
    /// Shares a value.
    pub fn new(value: T) -> Self {
        Self(Arc::new(RwLock::new(value)))
    }

    /// The value of now.
    pub fn get(&self) -> T {
        *self.0.read()
    }

    /// Changes it for everybody.
    pub fn set(&self, value: T) {
        *self.0.write() = value;
    }
}
