//! 项目完成后任务: what is to be done in a section.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::row;
use crate::access::{InProject, Load};

/// A task as it is shown.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Task {
    /// Its id.
    pub id: i64,
    /// Its project.
    pub project: i64,
    /// Its section.
    pub section: i64,
    /// What is to be done.
    pub content: String,
    /// 0: not begun, 1: going on, 2: done.
    pub status: i64,
    /// Its place among the section's tasks.
    pub order: i64,
    #[serde(skip)]
    owner: i64,
}

row!(Task { id, project, section, content, status, order, owner });

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT t.id, t.project_id, t.section_id, t.content, t.status, t.position, p.user_id
             FROM cf_task t JOIN cf_project p ON p.id = t.project_id ",
            $tail
        )
    };
}

impl Load for Task {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        tx.query_opt(select!("WHERE t.id = $1"), &[id.into()])
    }

    fn owner(&self) -> Option<i64> {
        Some(self.owner)
    }
}

impl InProject for Task {
    fn project(&self) -> i64 {
        self.project
    }
}

/// What its owner writes of a task.
#[derive(Clone, Debug)]
pub struct Content {
    /// Its project.
    pub project: i64,
    /// Its section, of the same project.
    pub section: i64,
    /// What is to be done.
    pub content: String,
    /// 0: not begun, 1: going on, 2: done.
    pub status: i64,
    /// Its place among the section's tasks.
    pub order: i64,
}

/// A section's tasks, in order.
pub fn list(tx: &mut Tx<'_>, section: i64) -> Result<Vec<Task>> {
    tx.query(select!("WHERE t.section_id = $1 ORDER BY t.position, t.id"), &[section.into()])
}

/// A new task; its id.
pub fn insert(tx: &mut Tx<'_>, new: &Content) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_task (project_id, section_id, content, status, position)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[new.project.into(), new.section.into(), (&new.content).into(), new.status.into(), new.order.into()],
    )?;
    Ok(id)
}

/// Changes a task.
pub fn update(tx: &mut Tx<'_>, id: i64, new: &Content) -> Result<()> {
    tx.execute(
        "UPDATE cf_task SET content = $2, status = $3, position = $4 WHERE id = $1",
        &[id.into(), (&new.content).into(), new.status.into(), new.order.into()],
    )?;
    Ok(())
}

/// Deletes a task.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute("DELETE FROM cf_task WHERE id = $1", &[id.into()])?;
    Ok(())
}
