//! Pages of lists: `count`, `next`, `previous`, `results`.

use miaohui_db::Slice;
use schemars::JsonSchema;
use serde::Serialize;

use crate::call::{Call, RequestInfo};
use crate::code::Code;
use crate::error::Result;

const PAGE_SIZE: i64 = 10;
const MOST_ROWS: i64 = 100;

/// One page of a list.
#[derive(Debug, JsonSchema, Serialize)]
#[schemars(rename = "{T}Page")]
pub struct PagedList<T> {
    /// Rows of the whole list.
    count: i64,
    /// Address of the next page; null on the last one.
    next: Option<String>,
    /// Address of the page before; null on the first one.
    previous: Option<String>,
    /// Rows of the page.
    results: Vec<T>,
}

/// The page that a request asks for.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest {
    page: i64,
    size: i64,
    deepest: i64,
}

impl PageRequest {
    /// Reads `page`, from 1, and `page_size` of the query. A page that is no number, or lies deeper
    /// than lists go, is 404.
    pub fn of(call: &Call<'_, '_>) -> Result<Self> {
        let (request, deepest) = (call.request, call.app.settings.deepest_offset);
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| *number > 0);
        let page = request.query("page").map_or(Some(1), number).ok_or(Code::NotFound)?;
        let size = request.query("page_size").and_then(number).unwrap_or(PAGE_SIZE).min(MOST_ROWS);
        let own = Self { page, size, deepest };
        if own.slice().offset > deepest { Err(Code::NotFound.into()) } else { Ok(own) }
    }

    /// The rows of the page.
    pub fn slice(self) -> Slice {
        Slice { limit: self.size, offset: (self.page - 1).saturating_mul(self.size) }
    }

    /// Builds the page with its links; one after the last is 404.
    pub fn list<T>(self, request: &RequestInfo, count: i64, results: Vec<T>) -> Result<PagedList<T>> {
        let Slice { limit, offset } = self.slice();
        if self.page > 1 && offset >= count {
            return Err(Code::NotFound.into());
        }
        let link = |page: i64| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let kept = request.query.iter().filter(|(key, _)| key != "page");
            query.extend_pairs(kept).append_pair("page", &page.to_string());
            format!("{}{}?{}", request.origin, request.path, query.finish())
        };
        let next_offset = offset.saturating_add(limit);
        let last = next_offset >= count || next_offset > self.deepest;
        let next = (!last).then(|| link(self.page + 1));
        let previous = (self.page > 1).then(|| link(self.page - 1));
        Ok(PagedList { count, next, previous, results })
    }
}
