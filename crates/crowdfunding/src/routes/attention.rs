//! 项目关注: whether the caller attends a project. Setting and taking away may be repeated.

use crate::access::{ForMembers, Member};
use crate::call::{Call, NoContent};
use crate::store::attention;
use crate::store::project::Project;
use crate::{Code, Result};

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
    attention::disregard(call.tx, me, project.id)?;
    Ok(NoContent)
}
