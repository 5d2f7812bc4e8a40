//! Texts with a bounded length.

use std::borrow::Cow;
use std::ops::Deref;

use miaohui_kernel::is_blank;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error as _};

/// A text of `MIN` to `MAX` characters; one that shows nothing, such as white space, counts as empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<const MIN: usize, const MAX: usize>(String);

impl<const MIN: usize, const MAX: usize> Deref for Text<MIN, MAX> {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for Text<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if !(MIN..=MAX).contains(&text.chars().count()) {
            return Err(D::Error::custom(format!("应为 {MIN} 到 {MAX} 个字符")));
        }
        match is_blank(&text) {
            true if MIN > 0 => Err(D::Error::custom("不能只有空白或看不见的字符")),
            true => Ok(Self::default()),
            false => Ok(Self(text)),
        }
    }
}

impl<const MIN: usize, const MAX: usize> JsonSchema for Text<MIN, MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("Text{MIN}To{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": MIN, "maxLength": MAX })
    }
}

/// The schema keyword that marks a [`ModeratedText`].
const MODERATED: &str = "x-written-text";

/// A [`Text`] for other users to read: the moderation words are applied before it is decoded.
///
/// It must be a top-level parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModeratedText<const MIN: usize, const MAX: usize>(Text<MIN, MAX>);

impl<const MIN: usize, const MAX: usize> Deref for ModeratedText<MIN, MAX> {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for ModeratedText<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(Self)
    }
}

impl<const MIN: usize, const MAX: usize> JsonSchema for ModeratedText<MIN, MAX> {
    fn schema_name() -> Cow<'static, str> {
        format!("ModeratedText{MIN}To{MAX}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Text::<MIN, MAX>::json_schema(generator);
        schema.insert(MODERATED.to_owned(), true.into());
        schema
    }
}

/// Names of the [`ModeratedText`] parameters in a schema of parameters.
pub fn moderated(params: &Schema) -> Vec<String> {
    let properties = params.get("properties").and_then(|properties| properties.as_object());
    let moderated = properties.into_iter().flatten().filter(|(_, schema)| schema.get(MODERATED).is_some());
    moderated.map(|(name, _)| name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::from_str;

    use super::*;

    fn is_read<T: for<'de> Deserialize<'de>>(json: &str) -> bool {
        from_str::<T>(json).is_ok()
    }

    #[test]
    fn texts_count_characters() {
        assert!(is_read::<Text<1, 2>>("\"庙会\""));
        assert!(!is_read::<Text<1, 2>>("\"庙会会\""));
        assert!(!is_read::<Text<1, 9>>("\" \\n \""));
        assert!(!is_read::<Text<1, 9>>("\"\u{200b}\u{feff}\""));
        assert!(is_read::<Text<0, 9>>("\"\""));
        assert_eq!(from_str::<Text<0, 9>>("\"\u{200b} \"").unwrap(), Text::default());
        assert!(!is_read::<Text<1, 9>>("5"));
    }
}
