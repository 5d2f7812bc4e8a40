//! 套餐方案: packages, the prices and contents of supports.

use miaohui_db::{Result, Tx};
use miaohui_kernel::Fen;
use schemars::JsonSchema;
use serde::Serialize;

use super::project_status::ProjectStatus;
use super::version;
use crate::ids::{FeedbackId, PackageId, ProjectId, SupportId, UserId};
use crate::wire::Yuan;

miaohui_db::stored_enum! {
    /// Kind of a package and of its supports.
    pub enum PackageKind: i64 as package_kind {
        /// 普通支持者.
        Ordinary = 0,
        /// 合伙人.
        Partner = 1,
    }
}

miaohui_db::row! {
    /// A package as the API shows it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Package as package_columns {
        /// Its id.
        pub id: PackageId = "k.id",
        /// Its project.
        pub project: ProjectId = "k.project_id",
        /// Its name.
        pub name: String = "k.name",
        /// Its price.
        pub money: Yuan = "k.money",
        /// 0: ordinary supporter, 1: partner.
        #[serde(rename = "type")]
        pub kind: PackageKind = "k.kind",
        /// Number of supports that it allows; 0 for no limit.
        #[serde(rename = "limit")]
        pub places: i64 = "k.places",
        /// Its feedback, in order.
        pub feedback: Vec<FeedbackId>,
        /// Owner of the project.
        #[serde(skip)]
        pub owner: UserId = "p.user_id",
        /// Status of the project.
        #[serde(skip)]
        pub project_status: ProjectStatus = "p.status",
    }
}

/// Finds a package with its feedback.
pub fn find(tx: &mut Tx<'_>, id: PackageId) -> Result<Option<Package>> {
    let found: Option<Package> = tx.query_opt(
        concat!(
            "SELECT ",
            package_columns!(),
            " FROM cf_package k JOIN cf_project p ON p.id = k.project_id WHERE k.id = $1"
        ),
        &[id.into()],
    )?;
    let Some(package) = found else { return Ok(None) };
    let feedback: Vec<(FeedbackId,)> = tx.query(
        "SELECT feedback_id FROM cf_package_feedback WHERE package_id = $1 ORDER BY position",
        &[id.into()],
    )?;
    Ok(Some(Package { feedback: feedback.into_iter().map(|(id,)| id).collect(), ..package }))
}

/// The values of a new or changed package.
pub struct NewPackage<'a> {
    /// Its project.
    pub project: ProjectId,
    /// Its price.
    pub money: Fen,
    /// Number of supports that it allows; 0 for no limit.
    pub places: i64,
    /// Its kind.
    pub kind: PackageKind,
    /// Its name.
    pub name: &'a str,
    /// Its feedback, in order, of the same project.
    pub feedback: &'a [FeedbackId],
}

/// Inserts a package and returns its id.
pub fn insert(tx: &mut Tx<'_>, new: &NewPackage<'_>) -> Result<PackageId> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_package (project_id, money, places, kind, name) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[new.project.into(), new.money.into(), new.places.into(), new.kind.into(), new.name.into()],
    )?;
    insert_feedback(tx, id, new.feedback)?;
    version::raise(tx, new.project)?;
    Ok(id)
}

/// Updates a package; `false` when more than `places` are taken already.
pub fn update(tx: &mut Tx<'_>, id: PackageId, new: &NewPackage<'_>) -> Result<bool> {
    version::raise_of_package(tx, id)?;
    let changed = tx.execute(
        "UPDATE cf_package SET project_id = $2, money = $3, places = $4, kind = $5, name = $6
         WHERE id = $1 AND ($4 = 0 OR taken <= $4)",
        &[
            id.into(),
            new.project.into(),
            new.money.into(),
            new.places.into(),
            new.kind.into(),
            new.name.into(),
        ],
    )?;
    tx.execute("DELETE FROM cf_package_feedback WHERE package_id = $1", &[id.into()])?;
    insert_feedback(tx, id, new.feedback)?;
    version::raise(tx, new.project)?;
    Ok(changed == 1)
}

fn insert_feedback(tx: &mut Tx<'_>, id: PackageId, feedback: &[FeedbackId]) -> Result<()> {
    for (position, feedback) in (1_i64..).zip(feedback) {
        tx.execute(
            "INSERT INTO cf_package_feedback (package_id, position, feedback_id) VALUES ($1, $2, $3)",
            &[id.into(), position.into(), (*feedback).into()],
        )?;
    }
    Ok(())
}

/// Whether the package has a support, paid or not.
pub fn has_supports(tx: &mut Tx<'_>, id: PackageId) -> Result<bool> {
    let any: Option<(SupportId,)> =
        tx.query_opt("SELECT id FROM cf_support WHERE package_id = $1 LIMIT 1", &[id.into()])?;
    Ok(any.is_some())
}

/// Deletes a package.
pub fn delete(tx: &mut Tx<'_>, id: PackageId) -> Result<()> {
    version::raise_of_package(tx, id)?;
    tx.execute("DELETE FROM cf_package WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Takes one place of a package; `false` when all are taken.
pub fn take_place(tx: &mut Tx<'_>, id: PackageId) -> Result<bool> {
    let taken = tx.execute(
        "UPDATE cf_package SET taken = taken + 1 WHERE id = $1 AND (places = 0 OR taken < places)",
        &[id.into()],
    )?;
    Ok(taken == 1)
}

/// Releases a place that was taken.
pub fn release_place(tx: &mut Tx<'_>, id: PackageId) -> Result<()> {
    tx.execute("UPDATE cf_package SET taken = taken - 1 WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Whether a place is available.
pub fn has_place(tx: &mut Tx<'_>, id: PackageId) -> Result<bool> {
    let available: Option<(PackageId,)> = tx.query_opt(
        "SELECT id FROM cf_package WHERE id = $1 AND (places = 0 OR taken < places)",
        &[id.into()],
    )?;
    Ok(available.is_some())
}
