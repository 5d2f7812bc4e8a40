//! 项目完成后任务: tasks of a section.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::progress::Progress;
use super::project_status::ProjectStatus;
use crate::ids::{ProjectId, SectionId, TaskId, UserId};

miaohui_db::row! {
    /// A task as the API shows it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    pub struct Task as task_columns {
        /// Its id.
        pub id: TaskId = "t.id",
        /// Its project.
        pub project: ProjectId = "t.project_id",
        /// Its section.
        pub section: SectionId = "t.section_id",
        /// Its description.
        pub content: String = "t.content",
        /// 0: not begun, 1: under way, 2: done.
        pub status: Progress = "t.status",
        /// Its position among the section's tasks.
        pub order: i64 = "t.position",
        /// Owner of the project.
        #[serde(skip)]
        pub owner: UserId = "p.user_id",
        /// Status of the project.
        #[serde(skip)]
        pub project_status: ProjectStatus = "p.status",
    }
}

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT ",
            task_columns!(),
            " FROM cf_task t JOIN cf_project p ON p.id = t.project_id ",
            $tail
        )
    };
}

/// The part of a task that its owner writes.
#[derive(Clone, Debug)]
pub struct TaskContent {
    /// Its description.
    pub content: String,
    /// Its status.
    pub status: Progress,
    /// Its position among the section's tasks.
    pub order: i64,
}

/// Finds a task.
pub fn find(tx: &mut Tx<'_>, id: TaskId) -> Result<Option<Task>> {
    tx.query_opt(select!("WHERE t.id = $1"), &[id.into()])
}

/// Lists a section's tasks, in order, as many as it can have.
pub fn list(tx: &mut Tx<'_>, section: SectionId) -> Result<Vec<Task>> {
    tx.query(select!("WHERE t.section_id = $1 ORDER BY t.position, t.id LIMIT 200"), &[section.into()])
}

/// Inserts a task of a project's section and returns its id.
pub fn insert(tx: &mut Tx<'_>, project: ProjectId, section: SectionId, new: &TaskContent) -> Result<TaskId> {
    let (id,) = tx.query_one(
        "INSERT INTO cf_task (project_id, section_id, content, status, position)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[project.into(), section.into(), (&new.content).into(), new.status.into(), new.order.into()],
    )?;
    Ok(id)
}

/// Updates a task.
pub fn update(tx: &mut Tx<'_>, id: TaskId, new: &TaskContent) -> Result<()> {
    tx.execute(
        "UPDATE cf_task SET content = $2, status = $3, position = $4 WHERE id = $1",
        &[id.into(), (&new.content).into(), new.status.into(), new.order.into()],
    )?;
    Ok(())
}

/// Deletes a task.
pub fn delete(tx: &mut Tx<'_>, id: TaskId) -> Result<()> {
    tx.execute("DELETE FROM cf_task WHERE id = $1", &[id.into()])?;
    Ok(())
}
