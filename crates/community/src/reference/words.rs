//! What the comments of the methods' files say: titles in both languages, descriptions and codes.

use crate::Code;

/// The doc comments of all files of methods, by the file's name.
const DOCS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/docs.rs"));

/// How the description of a reply begins.
pub(super) const SUCCESS: &str = "`code` tells success from failure.\n\n- `0`: success";

/// Groups of methods: tag, title, and words; a method belongs to the first group with a word in its
/// name.
pub(super) const GROUPS: &[(&str, &str, &[&str])] = &[
    ("media", "图片与视频 Media", &["media", "upload"]),
    ("banner", "轮播图 Banners", &["banner"]),
    ("message", "私信 Messages", &["message"]),
    ("ticket", "门票 Tickets", &["ticket_comment", "ticket_"]),
    ("order", "购物车与订单 Cart and orders", &["order", "shopping_cart"]),
    ("article", "文章 Articles", &["article"]),
    ("project", "项目 Projects", &["project"]),
    ("master", "达人 Masters", &["master"]),
    ("merchant", "商家与服饰 Merchants and clothes", &["merchant"]),
    ("design circle", "设计圈 Design circle", &["design_circle"]),
    ("game", "游戏 Games", &["game"]),
    ("blocks", "拉黑与举报 Blocks and reports", &["block", "report"]),
    ("system", "系统 System", &["current_time"]),
    ("user", "用户 Users", &[""]),
];

/// The tag of a method.
pub(super) fn group(method: &str) -> &'static str {
    let told = |words: &[&str]| words.iter().any(|word| method.contains(word));
    GROUPS.iter().find(|(_, _, words)| told(words)).map_or("user", |(name, ..)| name)
}

/// What the comment of a method's file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The document's title.
    pub title: &'static str,
    /// What the method does, without more.
    pub english: String,
    /// All that is said in English.
    pub description: String,
    /// Codes that only some methods return.
    pub codes: Vec<Code>,
}

/// The words about a method.
pub(super) fn of_method(name: &str) -> Words {
    let docs = DOCS.iter().find(|(key, _)| *key == name).map_or("", |(_, docs)| docs);
    read(docs)
}

/// Reads `标题: does something. More. Errors: 301 unknown article.`
fn read(docs: &'static str) -> Words {
    let Some((title, text)) = docs.split_once(": ") else { return Words::default() };
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let description = format!("{}{}", first.map(String::from).unwrap_or_default(), letters.as_str());
    let end = description.find([';', ':']).into_iter().chain(description.find(". ")).min();
    let english = description[..end.unwrap_or(description.len())].trim_end_matches('.').to_owned();
    let errors = text.split_once("Errors: ").map_or("", |(_, errors)| errors);
    let numbers = errors.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok());
    let codes =
        numbers.filter_map(|number: i32| Code::ALL.iter().copied().find(|code| code.number() == number));
    Words { title, english, codes: codes.collect(), description }
}

/// A line of a list of codes.
pub(super) fn code_line(code: Code) -> String {
    format!("- `{}` {}: {}", code.number(), code.text(), code.meaning())
}

/// What each code of a method's reply means: its own codes, then those that many return.
pub(super) fn codes_text(words: &Words, is_member: bool, is_signed: bool) -> String {
    let common = [
        (Code::BadParameter, true),
        (Code::NoSuchApi, true),
        (Code::BadSignature, is_signed),
        (Code::NotLoggedIn, is_member),
        (Code::BadToken, is_member),
        (Code::Unavailable, true),
        (Code::Unknown, true),
    ];
    let common = common.into_iter().filter(|(code, told)| *told && !words.codes.contains(code));
    let codes = words.codes.iter().copied().chain(common.map(|(code, _)| code));
    let lines: Vec<String> = codes.map(code_line).collect();
    format!("{SUCCESS}\n{}", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comment_of_a_method_is_read() {
        let words = read("收藏: collects an article. Repeated calls count once. Errors: 301 or 302 unknown.");
        let expected = Words {
            title: "收藏",
            english: "Collects an article".to_owned(),
            description: "Collects an article. Repeated calls count once. Errors: 301 or 302 unknown."
                .to_owned(),
            codes: vec![Code::NoArticle, Code::NoComment],
        };
        assert_eq!(words, expected);
    }

    #[test]
    fn every_method_is_described() {
        for method in crate::methods::table() {
            let words = of_method(method.name);
            assert!(!words.title.is_empty() && !words.english.is_empty(), "{}: {words:?}", method.name);
            assert!(!words.title.is_ascii() && words.english.is_ascii(), "{}: {words:?}", method.name);
        }
    }
}
