//! What a path says: the name of an operation, and what its numbers are ids of.

/// The name of an operation: the verb and the path with `{id}` for numbers, or the method in the body.
pub fn operation(verb: &str, target: &str, method: Option<&str>) -> String {
    let path = target.split('?').next().unwrap_or_default();
    match method {
        Some(method) => method.to_owned(),
        None => format!("{verb} {}", template(path)),
    }
}

fn template(path: &str) -> String {
    let parts = path.split('/').map(|part| if is_number(part) { "{id}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The thing that a path is about: the last part that is a word.
pub fn thing(target: &str) -> &str {
    let path = target.split('?').next().unwrap_or_default();
    path.split('/').rfind(|part| !part.is_empty() && !is_number(part)).unwrap_or_default()
}

/// The path with each number replaced by what `map` says of the word before it and of the number.
pub fn with_ids(path: &str, map: impl Fn(&str, i64) -> i64) -> String {
    let mut before = "";
    let parts = path.split('/').map(|part| match part.parse() {
        Ok(number) if is_number(part) => map(before, number).to_string(),
        _ => {
            before = part;
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// What the number under a key is an id of, if it is one. `around` is the thing that the object is.
pub fn id_kind<'a>(key: &'a str, around: &'a str) -> Option<&'a str> {
    match key {
        // `parent` is the comment that a comment answers.
        "id" | "parent" => Some(around),
        "reply_id" | "first_reply_id" => Some("comment"),
        "project" | "user" | "package" | "topic" | "section" | "task" | "feedback" => Some(key),
        "image" | "cover" | "avatar" | "idcard_image" => Some("image"),
        _ => {
            let kind = key.strip_suffix("_id").or_else(|| key.strip_suffix("_id_list"))?;
            Some(if kind.ends_with("comment") { "comment" } else { kind })
        }
    }
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_without_ids() {
        assert_eq!(operation("GET", "/api/x/7/y/?page=2", None), "GET /api/x/{id}/y/");
        assert_eq!(operation("POST", "/community/", Some("article_list")), "article_list");
        assert_eq!(thing("/api/project/7/comment/9/?a=b"), "comment");
        let mapped =
            with_ids("/api/project/7/comment/9/", |thing, id| if thing == "project" { id + 1 } else { id });
        assert_eq!(mapped, "/api/project/8/comment/9/");
    }

    #[test]
    fn keys_tell_what_a_number_is_an_id_of() {
        assert_eq!(id_kind("id", "topic"), Some("topic"));
        assert_eq!(id_kind("article_comment_id_list", "x"), Some("comment"));
        assert_eq!(id_kind("order_id", "x"), Some("order"));
        assert_eq!(id_kind("like_count", "x"), None);
    }
}
