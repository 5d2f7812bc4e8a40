//! 项目回馈描述.

use crate::access::{ForMembers, Holds, Load, Member, Owned};
use crate::call::{Call, Created, NoContent, Shown};
use crate::fields::{Fields, Form};
use crate::store::feedback::{self, Feedback};
use crate::store::image::ImageType;
use crate::store::project;
use crate::subject::Subject;
use crate::{Code, Error, Result};

/// What is sent.
pub struct Sent {
    project: i64,
    content: String,
    image: Option<i64>,
}

impl Form for Sent {
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        Self {
            project: fields
                .relation("project", old.map(|o| o.project), |call, id| Ok(project::exists(call.tx, id)?)),
            content: fields.text("content", 2000, old.map(|o| o.content.clone())),
            image: fields.optional_image("image", ImageType::Feedback, old.map(|o| o.image)),
        }
    }
}

impl Holds<Sent> for Owned<Feedback> {
    fn held(&self) -> Sent {
        let Feedback { project, content, image, .. } = self.0.clone();
        Sent { project, content, image }
    }
}

/// Refuses with 10026 what goes into somebody else's project.
pub(super) fn require_own_project(call: &mut Call<'_, '_>, project: i64) -> Result<()> {
    let me = call.member()?;
    if project::owner(call.tx, project)? == Some(me) { Ok(()) } else { Err(Code::ForeignProject.into()) }
}

fn view(call: &mut Call<'_, '_>, id: i64) -> Result<Feedback> {
    Feedback::load(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 添加项目回馈描述.
pub fn create(call: &mut Call<'_, '_>, _: Member, sent: Sent) -> Result<Created<Feedback>> {
    require_own_project(call, sent.project)?;
    let id = feedback::insert(call.tx, sent.project, &sent.content, sent.image)?;
    call.wrote(Subject::Feedback, id);
    view(call, id).map(Created)
}

/// 获取项目回馈描述.
pub fn show(_: &mut Call<'_, '_>, ForMembers(feedback): ForMembers<Feedback>) -> Result<Shown<Feedback>> {
    Ok(Shown(feedback))
}

/// 更新项目回馈描述. One that a package promises stays in its project (10000 on `project`).
pub fn update(call: &mut Call<'_, '_>, Owned(old): Owned<Feedback>, sent: Sent) -> Result<Shown<Feedback>> {
    require_own_project(call, sent.project)?;
    if sent.project != old.project && feedback::is_used(call.tx, old.id)? {
        return Err(Error::field("project", Code::InvalidData));
    }
    feedback::update(call.tx, old.id, sent.project, &sent.content, sent.image)?;
    call.wrote(Subject::Feedback, old.id);
    view(call, old.id).map(Shown)
}

/// 删除项目回馈描述. One that a package promises is 10034.
pub fn remove(call: &mut Call<'_, '_>, Owned(feedback): Owned<Feedback>) -> Result<NoContent> {
    if feedback::is_used(call.tx, feedback.id)? {
        return Err(Code::InUse.into());
    }
    feedback::delete(call.tx, feedback.id)?;
    Ok(NoContent)
}
