//! 项目分类: categories of projects, in the order that operators set.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use crate::ids::CategoryId;

miaohui_db::row! {
    /// A category.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Category as category_columns {
        /// Its id.
        pub id: CategoryId = "id",
        /// Its name.
        pub name: String = "name",
    }
}

/// Lists all categories.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Category>> {
    tx.query(concat!("SELECT ", category_columns!(), " FROM cf_category ORDER BY position, id"), &[])
}

/// Whether the category exists.
pub fn exists(tx: &mut Tx<'_>, id: CategoryId) -> Result<bool> {
    let found: Option<(CategoryId,)> =
        tx.query_opt("SELECT id FROM cf_category WHERE id = $1", &[id.into()])?;
    Ok(found.is_some())
}

/// Sets the order of categories to the order of `ids`.
pub fn reorder(tx: &mut Tx<'_>, ids: &[CategoryId]) -> Result<()> {
    for (position, id) in (1_i64..).zip(ids) {
        tx.execute("UPDATE cf_category SET position = $2 WHERE id = $1", &[(*id).into(), position.into()])?;
    }
    Ok(())
}
