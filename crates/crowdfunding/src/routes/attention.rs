//! 项目关注: the caller's attention to a project. Setting and removing it are repeatable.

use crate::access::{ForMembers, Member};
use crate::answer::NoContent;
use crate::call::Call;
use crate::code::Code;
use crate::error::Result;
use crate::store::attention;
use crate::store::project::Project;

/// 获取项目关注状态: 204 when the caller attends it, 404 otherwise.
pub fn show(call: &mut Call<'_, '_>, Member(me): Member) -> Result<NoContent> {
    let id = call.id(0)?;
    if attention::is_attended(call.tx, me, id)? { Ok(NoContent) } else { Err(Code::NotFound.into()) }
}

/// 关注该项目.
pub fn set(call: &mut Call<'_, '_>, ForMembers(project): ForMembers<Project>) -> Result<NoContent> {
    let me = call.member()?;
    attention::attend(call.tx, me, project.id, call.now)?;
    Ok(NoContent)
}

/// 取消关注该项目.
pub fn remove(call: &mut Call<'_, '_>, ForMembers(project): ForMembers<Project>) -> Result<NoContent> {
    let me = call.member()?;
    attention::remove(call.tx, me, project.id)?;
    Ok(NoContent)
}
