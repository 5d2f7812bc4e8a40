//! 项目完成后任务: users with a login read; the project's owner writes.

use crate::access::{ForMembers, Holds, Owned};
use crate::answer::{Created, NoContent, Shown};
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::ids::{ProjectId, SectionId, TaskId};
use crate::routes::section::{MOST_ORDER, read_progress};
use crate::store::room::{self, Rows};
use crate::store::section::{self, Section};
use crate::store::task::{self, Task, TaskContent};
use crate::subject::Subject;

/// The body of a task.
pub struct TaskInput {
    /// The project and the section of an existing task.
    place: Option<(ProjectId, SectionId)>,
    content: TaskContent,
}

impl Form for TaskInput {
    const NAME: &'static str = "TaskInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let place = old.as_ref().and_then(|o| o.place);
        let old = old.as_ref().map(|o| &o.content);
        // Project and section in the body must be those of the task or of the path.
        if let Some((project, section)) = place {
            fields.about("The project of the path; may be left out.").same("project", Some(project));
            fields.about("The section of the path; may be left out.").same("section", Some(section));
        } else {
            fields.about("The project of the path; may be left out.").optional_relation(
                "project",
                None,
                |call, project: ProjectId| {
                    let section = section::find(call.tx, call.id(0)?)?;
                    Ok(section.is_some_and(|section| section.project == project))
                },
            );
            let section: Option<SectionId> = fields.call().and_then(|call| call.id(0).ok());
            fields.about("The section of the path; may be left out.").same("section", section);
        }
        let content = TaskContent {
            content: fields.about("Its description.").text("content", 5000, old.map(|o| o.content.clone())),
            status: read_progress(fields, old.map(|o| o.status)),
            order: fields.about("Its position among the tasks of the section.").integer(
                "order",
                0..=MOST_ORDER,
                old.map(|o| o.order),
            ),
        };
        Self { place, content }
    }
}

impl Holds<TaskInput> for Owned<Task> {
    fn held(&self) -> TaskInput {
        let Task { project, section, content, status, order, .. } = self.0.clone();
        TaskInput { place: Some((project, section)), content: TaskContent { content, status, order } }
    }
}

fn view(call: &mut Call<'_, '_>, id: TaskId) -> Result<Task> {
    task::find(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 获取单个项目完成后阶段的所有任务信息.
pub fn list(call: &mut Call<'_, '_>, ForMembers(section): ForMembers<Section>) -> Result<Shown<Vec<Task>>> {
    Ok(Shown(task::list(call.tx, section.id)?))
}

/// 添加项目任务.
pub fn create(
    call: &mut Call<'_, '_>,
    Owned(section): Owned<Section>,
    input: TaskInput,
) -> Result<Created<Task>> {
    if !room::is_left(call.tx, Rows::Tasks, section.id.into())? {
        return Err(Error::field("section", Code::InvalidData));
    }
    let id = task::insert(call.tx, section.project, section.id, &input.content)?;
    call.set_subject(Subject::Task, id);
    view(call, id).map(Created)
}

/// 获取单个项目任务.
pub fn show(_: &mut Call<'_, '_>, ForMembers(task): ForMembers<Task>) -> Result<Shown<Task>> {
    Ok(Shown(task))
}

/// 更新单个项目任务.
pub fn update(call: &mut Call<'_, '_>, Owned(old): Owned<Task>, input: TaskInput) -> Result<Shown<Task>> {
    task::update(call.tx, old.id, &input.content)?;
    call.set_subject(Subject::Task, old.id);
    view(call, old.id).map(Shown)
}

/// 删除单个项目任务.
pub fn remove(call: &mut Call<'_, '_>, Owned(task): Owned<Task>) -> Result<NoContent> {
    task::delete(call.tx, task.id)?;
    Ok(NoContent)
}
