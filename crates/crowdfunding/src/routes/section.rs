//! 项目完成后阶段: users with a login read; the project's owner writes.

use crate::access::{ForMembers, Holds, Owned};
use crate::answer::{Created, NoContent, Shown};
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::ids::{ProjectId, SectionId};
use crate::store::progress::Progress;
use crate::store::project::Project;
use crate::store::room::{self, Rows};
use crate::store::section::{self, Section, SectionContent};
use crate::subject::Subject;

/// Largest `order`.
pub(super) const MOST_ORDER: i64 = 1_000_000;

/// The body of a section.
pub struct SectionInput {
    /// The project of an existing section.
    project: Option<ProjectId>,
    content: SectionContent,
}

impl Form for SectionInput {
    const NAME: &'static str = "SectionInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let project = old.as_ref().and_then(|o| o.project);
        let old = old.as_ref().map(|o| &o.content);
        // A project in the body must be that of the section or of the path.
        let expected = project.or_else(|| fields.call()?.id(0).ok());
        fields.about("The project of the path; may be left out.").same("project", expected);
        let content = SectionContent {
            title: fields.about("Its title.").text("title", 200, old.map(|o| o.title.clone())),
            description: fields.about("Its description.").text(
                "description",
                5000,
                old.map(|o| o.description.clone()),
            ),
            status: read_progress(fields, old.map(|o| o.status)),
            order: fields.about("Its position among the sections.").integer(
                "order",
                0..=MOST_ORDER,
                old.map(|o| o.order),
            ),
        };
        Self { project, content }
    }
}

/// Reads the progress of a section or a task.
pub(super) fn read_progress(fields: &mut Fields<'_, '_, '_>, old: Option<Progress>) -> Progress {
    fields
        .about("0: not begun, 1: under way, 2: done.")
        .stored("status", Progress::ALL, Progress::value, old)
        .unwrap_or(Progress::NotBegun)
}

impl Holds<SectionInput> for Owned<Section> {
    fn held(&self) -> SectionInput {
        let Section { project, title, description, status, order, .. } = self.0.clone();
        SectionInput { project: Some(project), content: SectionContent { title, description, status, order } }
    }
}

fn view(call: &mut Call<'_, '_>, id: SectionId) -> Result<Section> {
    section::find(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
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
    input: SectionInput,
) -> Result<Created<Section>> {
    if !room::is_left(call.tx, Rows::Sections, project.id.into())? {
        return Err(Error::field("project", Code::InvalidData));
    }
    let id = section::insert(call.tx, project.id, &input.content)?;
    call.set_subject(Subject::Section, id);
    view(call, id).map(Created)
}

/// 获取项目完成后阶段单个信息.
pub fn show(_: &mut Call<'_, '_>, ForMembers(section): ForMembers<Section>) -> Result<Shown<Section>> {
    Ok(Shown(section))
}

/// 更新项目完成后阶段单个信息.
pub fn update(
    call: &mut Call<'_, '_>,
    Owned(old): Owned<Section>,
    input: SectionInput,
) -> Result<Shown<Section>> {
    section::update(call.tx, old.id, &input.content)?;
    call.set_subject(Subject::Section, old.id);
    view(call, old.id).map(Shown)
}

/// 删除项目完成后阶段单个信息, with its tasks.
pub fn remove(call: &mut Call<'_, '_>, Owned(section): Owned<Section>) -> Result<NoContent> {
    section::delete(call.tx, section.id)?;
    Ok(NoContent)
}
