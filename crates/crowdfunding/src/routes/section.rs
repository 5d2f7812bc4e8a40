//! 项目完成后阶段. Any user who is logged in reads; the project's owner writes.

use crate::access::{ForMembers, Holds, Load, Owned};
use crate::call::{Call, Created, NoContent, Shown};
use crate::fields::{Fields, Form};
use crate::store::project::Project;
use crate::store::section::{self, Content, Section};
use crate::subject::Subject;
use crate::{Code, Result};

/// Largest `order`.
pub(super) const MOST_ORDER: i64 = 1_000_000;

impl Form for Content {
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        // The path says the project; when the body says it too, it must say the same.
        let project = old.map(|o| o.project).or_else(|| fields.call()?.id(0).ok());
        fields.same("project", project);
        Self {
            project: old.map_or(0, |o| o.project),
            title: fields.text("title", 200, old.map(|o| o.title.clone())),
            description: fields.text("description", 5000, old.map(|o| o.description.clone())),
            status: fields.integer("status", 0, 2, old.map(|o| o.status)),
            order: fields.integer("order", 0, MOST_ORDER, old.map(|o| o.order)),
        }
    }
}

impl Holds<Content> for Owned<Section> {
    fn held(&self) -> Content {
        let Section { project, title, description, status, order, .. } = self.0.clone();
        Content { project, title, description, status, order }
    }
}

fn view(call: &mut Call<'_, '_>, id: i64) -> Result<Section> {
    Section::load(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 获取单个项目所有的阶段信息.
pub fn list(
    call: &mut Call<'_, '_>,
    ForMembers(project): ForMembers<Project>,
) -> Result<Shown<Vec<Section>>> {
    Ok(Shown(section::list(call.tx, project.id)?))
}

/// 添加项目完成后阶段.
pub fn create(
    call: &mut Call<'_, '_>,
    Owned(project): Owned<Project>,
    sent: Content,
) -> Result<Created<Section>> {
    let id = section::insert(call.tx, &Content { project: project.id, ..sent })?;
    call.wrote(Subject::Section, id);
    view(call, id).map(Created)
}

/// 获取项目完成后阶段单个信息.
pub fn show(_: &mut Call<'_, '_>, ForMembers(section): ForMembers<Section>) -> Result<Shown<Section>> {
    Ok(Shown(section))
}

/// 更新项目完成后阶段单个信息.
pub fn update(call: &mut Call<'_, '_>, Owned(old): Owned<Section>, sent: Content) -> Result<Shown<Section>> {
    section::update(call.tx, old.id, &sent)?;
    call.wrote(Subject::Section, old.id);
    view(call, old.id).map(Shown)
}

/// 删除项目完成后阶段单个信息, with its tasks.
pub fn remove(call: &mut Call<'_, '_>, Owned(section): Owned<Section>) -> Result<NoContent> {
    section::delete(call.tx, section.id)?;
    Ok(NoContent)
}
