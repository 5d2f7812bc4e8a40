//! Rows that belong to a row of another resource: `of=orders:118` in the address of a list.

use miaohui_admin::{Related, Resource};

use super::access::visible;
use super::clause::{Conditions, named};
use crate::app::App;
use crate::visitor::Visitor;

/// The row that the rows of a list belong to.
#[derive(Clone, Debug)]
pub struct Of {
    /// Its resource and its key, as addresses write them: `orders:118`.
    pub text: String,
    /// Its resource; `None`: there is none that the visitor may see, and no row belongs to it.
    owner: Option<&'static str>,
    condition: String,
    key: i64,
}

impl Of {
    /// Reads an address's value for a list of `resource`; `None` for an empty one.
    pub fn parse(app: &App, visitor: &Visitor, resource: &Resource, text: &str) -> Option<Self> {
        if text.is_empty() {
            return None;
        }
        let nothing = Self { text: text.to_owned(), owner: None, condition: "1 = 0".to_owned(), key: 0 };
        let Some((owner, key)) = text.split_once(':') else { return Some(nothing) };
        let (Ok(owner), Ok(key)) = (visible(app, visitor, owner), key.parse()) else { return Some(nothing) };
        let mut all = owner.related.iter().filter(|related| related.resource == resource.name);
        Some(all.find_map(|related| Self::row(owner, key, related)).unwrap_or(nothing))
    }

    /// The rows that fulfil the condition of a section about a row; `None`: it has none in SQL.
    pub fn row(owner: &Resource, key: i64, related: &Related) -> Option<Self> {
        let condition = named(related.condition()?, related.of, owner);
        Some(Self { text: format!("{}:{key}", owner.name), owner: Some(owner.name), condition, key })
    }

    /// The name of the row's resource and its key, if the visitor may see it.
    pub fn owner(&self) -> Option<(&'static str, i64)> {
        self.owner.map(|owner| (owner, self.key))
    }

    /// Adds the condition.
    pub fn add(&self, conditions: &mut Conditions) {
        let condition = conditions.with_key(&self.condition, self.key);
        conditions.and(&condition);
    }
}
