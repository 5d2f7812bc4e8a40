//! Pages of lists: `count`, `next`, `previous`, `results`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::call::Asked;
use crate::{Code, Result};

const PAGE_SIZE: i64 = 10;
const MOST_ROWS: i64 = 100;

/// One page of a list.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Page<T> {
    count: i64,
    next: Option<String>,
    previous: Option<String>,
    results: Vec<T>,
}

/// Which page is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    page: i64,
    size: i64,
}

impl Wanted {
    /// `page` from 1 and `page_size` of the query; a page that is no number is 404.
    pub fn of(asked: &Asked) -> Result<Self> {
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| *number > 0);
        let page = asked.query("page").map_or(Some(1), number).ok_or(Code::NotFound)?;
        let size = asked.query("page_size").and_then(number).unwrap_or(PAGE_SIZE).min(MOST_ROWS);
        Ok(Self { page, size })
    }

    /// Rows of the page.
    pub fn limit(self) -> i64 {
        self.size
    }

    /// Rows before the page.
    pub fn offset(self) -> i64 {
        (self.page - 1).saturating_mul(self.size)
    }

    /// The page with its links; one that does not exist is 404.
    pub fn page<T>(self, asked: &Asked, count: i64, results: Vec<T>) -> Result<Page<T>> {
        if self.page > 1 && self.offset() >= count {
            return Err(Code::NotFound.into());
        }
        let link = |page: i64| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let kept = asked.query.iter().filter(|(key, _)| key != "page");
            query.extend_pairs(kept).append_pair("page", &page.to_string());
            format!("{}{}?{}", asked.origin, asked.path, query.finish())
        };
        let last = self.offset().saturating_add(self.size) >= count;
        let next = (!last).then(|| link(self.page + 1));
        let previous = (self.page > 1).then(|| link(self.page - 1));
        Ok(Page { count, next, previous, results })
    }
}
