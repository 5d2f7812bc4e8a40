//! Texts of pages, in both languages.

/// A language of the console.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Its tag in HTML and in the cookie.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language with this tag.
    pub fn of(tag: &str) -> Option<Self> {
        [Self::Zh, Self::En].into_iter().find(|lang| lang.tag() == tag)
    }

    /// The first language of `Accept-Language` that the console has; Chinese without one.
    pub fn accepted(header: &str) -> Self {
        let known = |range: &str| match range.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        };
        header.split(',').find_map(known).unwrap_or_default()
    }
}

/// A text in Chinese and in English.
#[derive(Clone, Copy, Debug)]
pub struct Label(pub &'static str, pub &'static str);

impl Label {
    /// The text in a language.
    pub const fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.0,
            Lang::En => self.1,
        }
    }
}
