//! Fields that are ids of other things.

use std::collections::HashSet;
use std::hash::Hash;

use serde_json::{Value, json};

use super::Fields;
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::ids::ImageId;
use crate::store::image::{self, ImageType};
use crate::values::{id, id_schema, list};

impl<'c, 't> Fields<'_, 'c, 't> {
    /// Reads the ids of things that all exist, in the order in which they were sent, without
    /// duplicates.
    pub fn relations<T: From<i64> + Copy + Eq + Hash>(
        &mut self,
        name: &str,
        old: Option<Vec<T>>,
        exist: impl FnOnce(&mut Call<'c, 't>, &[T]) -> Result<bool>,
    ) -> Vec<T> {
        let schema = json!({ "type": ["array", "integer", "string"], "items": { "type": ["integer", "string"] }, "minItems": 1 });
        let mut failure = None;
        let ids = self.required(name, old, schema, |call, value| {
            let mut ids: Vec<T> = list(value, 100, id)?;
            let mut seen = HashSet::new();
            ids.retain(|id| seen.insert(*id));
            looked_up(exist(call, &ids), &mut failure)?.then_some(ids).ok_or(Code::InvalidData)
        });
        self.fail(failure);
        ids
    }

    /// Reads the id of a thing that exists; 0 when it is wrong.
    pub fn relation<T: From<i64> + Into<i64> + Copy>(
        &mut self,
        name: &str,
        old: Option<T>,
        exists: impl FnOnce(&mut Call<'c, 't>, T) -> Result<bool>,
    ) -> T {
        let mut failure = None;
        let id = self.required(name, old.map(T::into), id_schema(false), |call, value| {
            let id: T = id(value)?;
            let exists = looked_up(exists(call, id), &mut failure)?;
            exists.then_some(id.into()).ok_or(Code::InvalidData)
        });
        self.fail(failure);
        T::from(id)
    }

    /// Reads the id of a thing that exists, or none.
    pub fn optional_relation<T: From<i64> + Copy>(
        &mut self,
        name: &str,
        old: Option<Option<T>>,
        exists: impl FnOnce(&mut Call<'c, 't>, T) -> Result<bool>,
    ) -> Option<T> {
        let mut failure = None;
        let id = self.optional(name, old, id_schema(true), |call, value| {
            let id: T = id(value)?;
            looked_up(exists(call, id), &mut failure)?.then_some(Some(id)).ok_or(Code::InvalidData)
        });
        self.fail(failure);
        id
    }

    /// Checks an id that the path contains: when the body contains it too, it must be the same.
    pub fn same<T: From<i64> + PartialEq>(&mut self, name: &str, expected: Option<T>) {
        self.optional(name, Some(()), id_schema(true), |_, value| {
            let sent: T = id(value)?;
            if expected.is_none_or(|expected| expected == sent) { Ok(()) } else { Err(Code::InvalidData) }
        });
    }

    /// Reads the id of an image of the caller's, of this type; 0 when it is wrong.
    pub fn image(&mut self, name: &str, kind: ImageType, old: Option<ImageId>) -> ImageId {
        let mut failure = None;
        let id = self.required(name, old.map(ImageId::get), id_schema(false), |call, value| {
            own_image(call, value, kind, old, &mut failure).map(ImageId::get)
        });
        self.fail(failure);
        ImageId(id)
    }

    /// Reads the id of an image of the caller's, of this type, or none.
    pub fn optional_image(
        &mut self,
        name: &str,
        kind: ImageType,
        old: Option<Option<ImageId>>,
    ) -> Option<ImageId> {
        let mut failure = None;
        let id = self.optional(name, old, id_schema(true), |call, value| {
            own_image(call, value, kind, old.flatten(), &mut failure).map(Some)
        });
        self.fail(failure);
        id
    }
}

/// Moves the error of a lookup to `failure`.
fn looked_up<T>(result: Result<T>, failure: &mut Option<Error>) -> Result<T, Code> {
    result.map_err(|error| {
        *failure = Some(error);
        Code::InvalidData
    })
}

fn own_image(
    call: &mut Call<'_, '_>,
    value: &Value,
    kind: ImageType,
    old: Option<ImageId>,
    failure: &mut Option<Error>,
) -> Result<ImageId, Code> {
    let id: ImageId = id(value)?;
    // The current image stays valid, whoever updates the other fields.
    if old == Some(id) {
        return Ok(id);
    }
    let found =
        looked_up(image::find(call.tx, id).map_err(Error::from), failure)?.ok_or(Code::InvalidImage)?;
    if found.kind != kind {
        return Err(Code::InvalidImageType);
    }
    match found.user {
        None => Err(Code::ImageWithoutUser),
        user if user == call.user => Ok(id),
        Some(_) => Err(Code::ImageOfAnother),
    }
}
