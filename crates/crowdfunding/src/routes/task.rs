//! 项目完成后任务. Any user who is logged in reads; the project's owner writes.

use crate::access::{ForMembers, Holds, Load, Owned};
use crate::call::{Call, Created, NoContent, Shown};
use crate::fields::{Fields, Form};
use crate::routes::section::MOST_ORDER;
use crate::store::section::Section;
use crate::store::task::{self, Content, Task};
use crate::subject::Subject;
use crate::{Code, Result};

impl Form for Content {
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        // The path says project and section; when the body says them too, it must say the same.
        if let Some(old) = old {
            fields.same("project", Some(old.project));
            fields.same("section", Some(old.section));
        } else {
            fields.optional_relation("project", None, |call, project| {
                let section = call.id(0)?;
                Ok(Section::load(call.tx, section)?.is_some_and(|section| section.project == project))
            });
            let section = fields.call().and_then(|call| call.id(0).ok());
            fields.same("section", section);
        }
        Self {
            project: old.map_or(0, |o| o.project),
            section: old.map_or(0, |o| o.section),
            content: fields.text("content", 5000, old.map(|o| o.content.clone())),
            status: fields.integer("status", 0, 2, old.map(|o| o.status)),
            order: fields.integer("order", 0, MOST_ORDER, old.map(|o| o.order)),
        }
    }
}

impl Holds<Content> for Owned<Task> {
    fn held(&self) -> Content {
        let Task { project, section, content, status, order, .. } = self.0.clone();
        Content { project, section, content, status, order }
    }
}

fn view(call: &mut Call<'_, '_>, id: i64) -> Result<Task> {
    Task::load(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 获取单个项目完成后阶段的所有任务信息.
pub fn list(call: &mut Call<'_, '_>, ForMembers(section): ForMembers<Section>) -> Result<Shown<Vec<Task>>> {
    Ok(Shown(task::list(call.tx, section.id)?))
}

/// 添加项目任务.
pub fn create(
    call: &mut Call<'_, '_>,
    Owned(section): Owned<Section>,
    sent: Content,
) -> Result<Created<Task>> {
    let id = task::insert(call.tx, &Content { project: section.project, section: section.id, ..sent })?;
    call.wrote(Subject::Task, id);
    view(call, id).map(Created)
}

/// 获取单个项目任务.
pub fn show(_: &mut Call<'_, '_>, ForMembers(task): ForMembers<Task>) -> Result<Shown<Task>> {
    Ok(Shown(task))
}

/// 更新单个项目任务.
pub fn update(call: &mut Call<'_, '_>, Owned(old): Owned<Task>, sent: Content) -> Result<Shown<Task>> {
    task::update(call.tx, old.id, &sent)?;
    call.wrote(Subject::Task, old.id);
    view(call, old.id).map(Shown)
}

/// 删除单个项目任务.
pub fn remove(call: &mut Call<'_, '_>, Owned(task): Owned<Task>) -> Result<NoContent> {
    task::delete(call.tx, task.id)?;
    Ok(NoContent)
}
