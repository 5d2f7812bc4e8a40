//! 获取媒体文件ID: issues a media id, which one upload fills within a day.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::call::Call;
use crate::params::NoParams;
use crate::store::media;

/// Reply.
#[derive(JsonSchema, Serialize)]
pub struct Reply {
    /// The id that an upload fills.
    media_id: String,
}

pub fn run(call: &mut Call<'_, '_>, _: &NoParams) -> Result<Reply> {
    let media_id = call.rng.uuid();
    media::create(call.tx, &media_id, call.user, call.now)?;
    Ok(Reply { media_id })
}
