//! Parameters of updates.

use serde::{Deserialize, Deserializer};

use crate::store::Patch;

/// Tells null from absence: for `#[serde(default, deserialize_with = "patch")]` on a [`Patch`].
pub fn patch<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Patch<T>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}
