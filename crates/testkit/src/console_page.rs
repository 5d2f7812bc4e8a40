//! A page of the console, read with a parser that suffices for the HTML of the console.

use reqwest::header::HeaderMap;

/// A response of the console.
#[derive(Clone, Debug)]
pub struct ConsolePage {
    /// HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
}

impl ConsolePage {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    /// Whether the body contains a text.
    pub fn has(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// The value of a header; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The target of the redirect; empty without one.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The value and the attributes that the response sets for a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let mut set = self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
        set.find_map(|cookie| cookie.strip_prefix(&format!("{name}="))).map(str::to_owned)
    }

    /// The value of the first hidden field of a name.
    pub fn hidden(&self, name: &str) -> Option<String> {
        let text = self.text();
        let found = tags(&text).into_iter().find(|tag| tag.of("name") == Some(name));
        found.and_then(|tag| tag.of("value").map(unescaped))
    }

    /// The fields that a browser submits for the unchanged form with this action, without files.
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let text = self.text();
        let tags = tags(&text);
        let is_it = |tag: &Tag<'_>| tag.name == "form" && tag.of("action") == Some(action);
        let from = tags.iter().position(is_it).unwrap_or_else(|| panic!("no form {action}: {text}"));
        let mut sent = Vec::new();
        let mut select: Option<(String, Option<String>)> = None;
        let mut is_disabled = false;
        for tag in tags[from..].iter().take_while(|tag| tag.name != "/form") {
            let name = tag.of("name").map(unescaped);
            match tag.name {
                "fieldset" => is_disabled = tag.of("disabled").is_some(),
                "/fieldset" => is_disabled = false,
                _ if is_disabled => {}
                "textarea" => sent.extend(name.map(|name| (name, unescaped(tag.text)))),
                "select" => select = name.map(|name| (name, None)),
                // A browser selects the first option unless another is marked.
                "option" => {
                    if let (Some((_, chosen)), Some(value)) = (&mut select, tag.of("value"))
                        && (chosen.is_none() || tag.of("selected").is_some())
                    {
                        *chosen = Some(unescaped(value));
                    }
                }
                "/select" => sent.extend(select.take().and_then(|(name, chosen)| Some((name, chosen?)))),
                "input" => {
                    let is_sent = match tag.of("type") {
                        Some("file" | "submit") => false,
                        Some("checkbox") => tag.of("checked").is_some(),
                        _ => true,
                    };
                    let value = unescaped(tag.of("value").unwrap_or_default());
                    sent.extend(name.filter(|_| is_sent).map(|name| (name, value)));
                }
                _ => {}
            }
        }
        sent
    }

    /// The URLs of links, forms, pictures and scripts as written.
    pub fn addresses(&self) -> Vec<String> {
        let text = self.text();
        let of =
            |tag: &Tag<'_>| ["href", "src", "action", "formaction"].map(|name| tag.of(name).map(unescaped));
        tags(&text).iter().flat_map(of).flatten().collect()
    }
}

struct Tag<'p> {
    name: &'p str,
    attributes: Vec<(&'p str, &'p str)>,
    /// The text up to the next tag.
    text: &'p str,
}

impl Tag<'_> {
    fn of(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
    }
}

fn tags(text: &str) -> Vec<Tag<'_>> {
    let pieces = text.split('<').skip(1);
    pieces
        .map(|piece| {
            let mut in_quotes = false;
            let end = piece.find(|c| {
                in_quotes ^= c == '"';
                c == '>' && !in_quotes
            });
            let (inside, after) = piece.split_at(end.unwrap_or_else(|| panic!("an open tag: {piece}")));
            let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
            let mut attributes = Vec::new();
            while !rest.is_empty() {
                let (key, after) = rest.split_at(rest.find(['=', ' ']).unwrap_or(rest.len()));
                if let Some(quoted) = after.strip_prefix("=\"") {
                    let (value, after) = quoted.split_once('"').unwrap();
                    attributes.push((key, value));
                    rest = after.trim_start();
                } else {
                    attributes.push((key, ""));
                    rest = after.trim_start();
                }
            }
            Tag { name, attributes, text: &after[1..] }
        })
        .collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
