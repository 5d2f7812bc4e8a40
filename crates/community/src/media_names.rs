//! Names of media in articles and profiles: `{media_id}` or `{media_id}.{any extension}`.

use crate::call::Call;
use crate::store::media;
use crate::{Error, Result};

/// The media id in a name.
pub fn id_of(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// Refuses with 400 on `parameter` unless all names are pictures that the caller uploaded.
pub(crate) fn require_own_pictures(call: &mut Call<'_, '_>, parameter: &str, names: &[String]) -> Result<()> {
    let mut ids: Vec<&str> = names.iter().map(|name| id_of(name)).collect();
    ids.sort_unstable();
    ids.dedup();
    if !ids.is_empty() && media::count_pictures(call.tx, call.user, &ids)? < ids.len() as i64 {
        return Err(Error::parameter(parameter, "not a picture that you uploaded"));
    }
    Ok(())
}
