//! Names of media in articles, profiles and URLs: `{media_id}` or `{media_id}.{extension}`.

use crate::call::Call;
use crate::store::media_use;
use crate::{Error, Result};

/// Longest media id in characters.
const MOST_ID: usize = 64;

/// Longest extension in characters.
const MOST_EXTENSION: usize = 8;

/// A media name. The extension says nothing about the file, and is stored as it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaName<'n> {
    /// The media id: letters, digits and hyphens.
    pub id: &'n str,
    /// 1 to 8 letters and digits.
    pub extension: Option<&'n str>,
}

impl<'n> MediaName<'n> {
    /// Reads a name; `None` if it is none.
    pub fn parse(name: &'n str) -> Option<Self> {
        let (id, extension) = match name.split_once('.') {
            Some((id, extension)) => (id, Some(extension)),
            None => (name, None),
        };
        let is_id = (1..=MOST_ID).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let is_extension = extension.is_none_or(|extension| {
            (1..=MOST_EXTENSION).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        (is_id && is_extension).then_some(Self { id, extension })
    }
}

/// Begins to use pictures; refuses with 400 on `parameter` unless all names are pictures that the
/// caller uploaded and that operators have not taken down.
pub(crate) fn claim_own_pictures(call: &mut Call<'_, '_>, parameter: &str, names: &[String]) -> Result<()> {
    let parsed: Option<Vec<_>> = names.iter().map(|name| MediaName::parse(name)).collect();
    let parsed = parsed.ok_or_else(|| Error::parameter(parameter, "不是媒体文件名"))?;
    let mut ids: Vec<&str> = parsed.iter().map(|name| name.id).collect();
    ids.sort_unstable();
    ids.dedup();
    if !ids.is_empty() && media_use::claim(call.tx, call.user, &ids)? < ids.len() as u64 {
        return Err(Error::parameter(parameter, "不是您上传的图片"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_has_one_to_eight_letters_and_digits() {
        let id = "288c016b-6e19-46aa-8025-f5fdac727cb6";
        assert_eq!(MediaName::parse(id), Some(MediaName { id, extension: None }));
        for extension in ["j", "jpg", "JPEG", "mp4", "12345678"] {
            let name = format!("{id}.{extension}");
            assert_eq!(MediaName::parse(&name), Some(MediaName { id, extension: Some(extension) }));
        }
        let endless = "x".repeat(1 << 20);
        for extension in ["", "123456789", "j g", "jpg.exe", "..", "照片", "jpg\n", "a/b", endless.as_str()]
        {
            assert_eq!(MediaName::parse(&format!("{id}.{extension}")), None);
        }
        for id in ["", "a b", "..", "a/b", "a\0b", &"a".repeat(65)] {
            assert_eq!(MediaName::parse(id), None, "{id}");
        }
    }
}
