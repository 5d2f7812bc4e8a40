//! 项目回馈描述.

use crate::access::{ForMembers, Holds, Member, Owned};
use crate::answer::{Created, NoContent, Shown};
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::ids::{FeedbackId, ImageId, ProjectId};
use crate::store::feedback::{self, Feedback};
use crate::store::image::ImageType;
use crate::store::project;
use crate::store::room::{self, Rows};
use crate::subject::Subject;

/// The body of a feedback.
pub struct FeedbackInput {
    project: ProjectId,
    content: String,
    image: Option<ImageId>,
}

impl Form for FeedbackInput {
    const NAME: &'static str = "FeedbackInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        Self {
            project: fields.about("The project, which the caller owns.").relation(
                "project",
                old.map(|o| o.project),
                |call, id| Ok(project::exists(call.tx, id)?),
            ),
            content: fields.about("Its description.").text("content", 2000, old.map(|o| o.content.clone())),
            image: fields.about("A picture of it: an image of type 3 of the caller.").optional_image(
                "image",
                ImageType::Feedback,
                old.map(|o| o.image),
            ),
        }
    }
}

impl Holds<FeedbackInput> for Owned<Feedback> {
    fn held(&self) -> FeedbackInput {
        let Feedback { project, content, image, .. } = self.0.clone();
        FeedbackInput { project, content, image }
    }
}

/// Refuses with 10026 a project that the caller does not own.
pub(super) fn require_own_project(call: &mut Call<'_, '_>, project: ProjectId) -> Result<()> {
    let me = call.member()?;
    if project::owner(call.tx, project)? == Some(me) { Ok(()) } else { Err(Code::ForeignProject.into()) }
}

fn view(call: &mut Call<'_, '_>, id: FeedbackId) -> Result<Feedback> {
    feedback::find(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 添加项目回馈描述.
pub fn create(call: &mut Call<'_, '_>, _: Member, input: FeedbackInput) -> Result<Created<Feedback>> {
    require_own_project(call, input.project)?;
    if !room::is_left(call.tx, Rows::Feedback, input.project.into())? {
        return Err(Error::field("project", Code::InvalidData));
    }
    let id = feedback::insert(call.tx, input.project, &input.content, input.image)?;
    call.set_subject(Subject::Feedback, id);
    view(call, id).map(Created)
}

/// 获取项目回馈描述.
pub fn show(_: &mut Call<'_, '_>, ForMembers(feedback): ForMembers<Feedback>) -> Result<Shown<Feedback>> {
    Ok(Shown(feedback))
}

/// 更新项目回馈描述. Another project is 10000 on `project` when a package contains the feedback.
pub fn update(
    call: &mut Call<'_, '_>,
    Owned(old): Owned<Feedback>,
    input: FeedbackInput,
) -> Result<Shown<Feedback>> {
    require_own_project(call, input.project)?;
    if input.project != old.project && feedback::is_used(call.tx, old.id)? {
        return Err(Error::field("project", Code::InvalidData));
    }
    feedback::update(call.tx, old.id, input.project, &input.content, input.image)?;
    call.set_subject(Subject::Feedback, old.id);
    view(call, old.id).map(Shown)
}

/// 删除项目回馈描述. One that a package contains is 10034.
pub fn remove(call: &mut Call<'_, '_>, Owned(feedback): Owned<Feedback>) -> Result<NoContent> {
    if feedback::is_used(call.tx, feedback.id)? {
        return Err(Code::InUse.into());
    }
    feedback::delete(call.tx, feedback.id, call.now)?;
    Ok(NoContent)
}
