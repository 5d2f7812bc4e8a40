//! 套餐方案: what a support of a project costs and brings.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::project::is_visible;
use super::row;
use crate::access::{InProject, Load};
use crate::call::Call;
use crate::wire::Yuan;

/// A package as it is shown.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Package {
    /// Its id.
    pub id: i64,
    /// Its project.
    pub project: i64,
    /// Its name.
    pub name: String,
    /// What it costs.
    pub money: Yuan,
    /// 0: ordinary supporter, 1: partner.
    #[serde(rename = "type")]
    pub kind: i64,
    /// How many may take it; 0: any number.
    #[serde(rename = "limit")]
    pub places: i64,
    /// What it brings.
    pub feedback: Vec<i64>,
    #[serde(skip)]
    owner: i64,
    #[serde(skip)]
    project_status: i64,
}

struct Row {
    id: i64,
    project: i64,
    name: String,
    money: i64,
    kind: i64,
    places: i64,
    owner: i64,
    project_status: i64,
}

row!(Row { id, project, name, money, kind, places, owner, project_status });

impl Load for Package {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        let row: Option<Row> = tx.query_opt(
            "SELECT k.id, k.project_id, k.name, k.money, k.kind, k.places, p.user_id, p.status
             FROM cf_package k JOIN cf_project p ON p.id = k.project_id WHERE k.id = $1",
            &[id.into()],
        )?;
        let Some(Row { id, project, name, money, kind, places, owner, project_status }) = row else {
            return Ok(None);
        };
        let feedback: Vec<(i64,)> = tx.query(
            "SELECT feedback_id FROM cf_package_feedback WHERE package_id = $1 ORDER BY position",
            &[id.into()],
        )?;
        let feedback = feedback.into_iter().map(|(id,)| id).collect();
        Ok(Some(Self {
            id,
            project,
            name,
            money: Yuan(money),
            kind,
            places,
            feedback,
            owner,
            project_status,
        }))
    }

    fn owner(&self) -> Option<i64> {
        Some(self.owner)
    }

    fn visible(&self, call: &Call<'_, '_>) -> bool {
        is_visible(self.project_status, self.owner, call)
    }
}

impl InProject for Package {
    fn project(&self) -> i64 {
        self.project
    }
}

/// What makes a package.
pub struct NewPackage<'a> {
    /// Its project.
    pub project: i64,
    /// What it costs, in fen.
    pub money: i64,
    /// How many may take it; 0: any number.
    pub places: i64,
    /// 0: ordinary supporter, 1: partner.
    pub kind: i64,
    /// Its name.
    pub name: &'a str,
    /// What it brings, of the same project.
    pub feedback: &'a [i64],
}

/// A new package; its id.
pub fn insert(tx: &mut Tx<'_>, new: &NewPackage<'_>) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_package (project_id, money, places, kind, name) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[new.project.into(), new.money.into(), new.places.into(), new.kind.into(), new.name.into()],
    )?;
    set_feedback(tx, id, new.feedback)?;
    Ok(id)
}

/// Changes a package. `false`: more than `places` have taken it already.
pub fn update(tx: &mut Tx<'_>, id: i64, new: &NewPackage<'_>) -> Result<bool> {
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
    set_feedback(tx, id, new.feedback)?;
    Ok(changed == 1)
}

fn set_feedback(tx: &mut Tx<'_>, id: i64, feedback: &[i64]) -> Result<()> {
    for (position, feedback) in (1_i64..).zip(feedback) {
        tx.execute(
            "INSERT INTO cf_package_feedback (package_id, position, feedback_id) VALUES ($1, $2, $3)",
            &[id.into(), position.into(), feedback.into()],
        )?;
    }
    Ok(())
}

/// Whether anybody has ordered or paid it.
pub fn has_supports(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let any: Option<(i64,)> =
        tx.query_opt("SELECT id FROM cf_support WHERE package_id = $1 LIMIT 1", &[id.into()])?;
    Ok(any.is_some())
}

/// Deletes a package.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute("DELETE FROM cf_package WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Takes one place; `false` when there is none.
pub fn take_place(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let taken = tx.execute(
        "UPDATE cf_package SET taken = taken + 1 WHERE id = $1 AND (places = 0 OR taken < places)",
        &[id.into()],
    )?;
    Ok(taken == 1)
}

/// Gives a place back that was taken.
pub fn give_place(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute("UPDATE cf_package SET taken = taken - 1 WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Whether a place is left.
pub fn has_place(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let left: Option<(i64,)> = tx.query_opt(
        "SELECT id FROM cf_package WHERE id = $1 AND (places = 0 OR taken < places)",
        &[id.into()],
    )?;
    Ok(left.is_some())
}
