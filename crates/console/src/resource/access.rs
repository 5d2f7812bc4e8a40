//! Which resources a visitor may see and change, and the paths of their rows.

use miaohui_admin::{Cell, Field, Resource};

use crate::app::App;
use crate::error::{Error, Result};
use crate::visitor::Visitor;

/// The resource with a name, if the visitor may see it.
pub fn visible(app: &App, visitor: &Visitor, name: &str) -> Result<&'static Resource> {
    let resource = app.registry.resource(name).ok_or(Error::NotFound)?;
    visitor.require(resource.see)?;
    Ok(resource)
}

/// The resource with a name, if the visitor may change its rows.
pub fn editable(app: &App, visitor: &Visitor, name: &str) -> Result<&'static Resource> {
    let resource = visible(app, visitor, name)?;
    if may_edit(visitor, resource) { Ok(resource) } else { Err(Error::Forbidden) }
}

/// Whether the visitor may change rows of a resource.
pub fn may_edit(visitor: &Visitor, resource: &Resource) -> bool {
    resource.edit.is_some_and(|permission| visitor.may(permission))
}

/// The fields that the visitor may see.
pub fn visible_fields<'v>(
    fields: &'static [Field],
    visitor: &'v Visitor,
) -> impl Iterator<Item = &'static Field> + use<'v> {
    fields.iter().filter(|field| field.see.is_none_or(|permission| visitor.may(permission)))
}

/// The path of a resource's list.
pub fn list_path(resource: &Resource) -> String {
    format!("/console/r/{}", resource.name)
}

/// The path of a row.
pub fn row_path(resource: &Resource, key: &str) -> String {
    let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
    format!("/console/r/{}/{key}", resource.name)
}

/// The key in a path; one that no row can have is 404.
pub fn key(resource: &Resource, text: &str) -> Result<Cell> {
    if resource.text_key {
        return Ok(Cell::Text(text.to_owned()));
    }
    text.parse().map(Cell::Int).map_err(|_| Error::NotFound)
}
