//! 项目回馈描述 套餐方案.

use crate::access::{ForMembers, Holds, Load, Member, Owned};
use crate::call::{Call, Created, NoContent, Shown};
use crate::fields::{Fields, Form};
use crate::routes::feedback::require_own_project;
use crate::store::package::{self, NewPackage, Package};
use crate::store::{feedback, project};
use crate::subject::Subject;
use crate::wire::Yuan;
use crate::{Code, Error, Result};

/// Most places of a package.
const MOST_PLACES: i64 = 1_000_000;

/// What is sent.
pub struct Sent {
    project: i64,
    money: Yuan,
    limit: i64,
    kind: i64,
    name: String,
    feedback: Vec<i64>,
}

impl Form for Sent {
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        let project =
            fields.relation("project", old.map(|o| o.project), |call, id| Ok(project::exists(call.tx, id)?));
        Self {
            project,
            money: fields.money("money", old.map(|o| o.money)),
            limit: fields.integer("limit", 0, MOST_PLACES, old.map(|o| o.limit)),
            kind: fields.integer("type", 0, 1, old.map(|o| o.kind)),
            name: fields.text("name", 100, old.map(|o| o.name.clone())),
            feedback: fields.relations("feedback", old.map(|o| o.feedback.clone()), |call, ids| {
                let (all, own) = feedback::count(call.tx, ids, project)?;
                // Without a project there is nothing to compare with; that error is enough.
                Ok(all == ids.len() as i64 && (project == 0 || own == all))
            }),
        }
    }
}

impl Holds<Sent> for Owned<Package> {
    fn held(&self) -> Sent {
        let Package { project, money, places, kind, name, feedback, .. } = self.0.clone();
        Sent { project, money, limit: places, kind, name, feedback }
    }
}

impl Sent {
    fn as_new(&self) -> NewPackage<'_> {
        NewPackage {
            project: self.project,
            money: self.money.0,
            places: self.limit,
            kind: self.kind,
            name: &self.name,
            feedback: &self.feedback,
        }
    }
}

fn view(call: &mut Call<'_, '_>, id: i64) -> Result<Package> {
    Package::load(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 添加项目回馈描述 套餐方案.
pub fn create(call: &mut Call<'_, '_>, _: Member, sent: Sent) -> Result<Created<Package>> {
    require_own_project(call, sent.project)?;
    let id = package::insert(call.tx, &sent.as_new())?;
    call.wrote(Subject::Package, id);
    view(call, id).map(Created)
}

/// 获取项目回馈描述 套餐方案.
pub fn show(_: &mut Call<'_, '_>, ForMembers(package): ForMembers<Package>) -> Result<Shown<Package>> {
    Ok(Shown(package))
}

/// 更新项目回馈描述 套餐方案. Its feedback must be of its project, one with supports stays in its project, and its limit
/// stays above what is taken (10000 on the field).
pub fn update(call: &mut Call<'_, '_>, Owned(old): Owned<Package>, sent: Sent) -> Result<Shown<Package>> {
    require_own_project(call, sent.project)?;
    let (_, own) = feedback::count(call.tx, &sent.feedback, sent.project)?;
    if own != sent.feedback.len() as i64 {
        return Err(Error::field("feedback", Code::InvalidData));
    }
    if sent.project != old.project && package::has_supports(call.tx, old.id)? {
        return Err(Error::field("project", Code::InvalidData));
    }
    if !package::update(call.tx, old.id, &sent.as_new())? {
        return Err(Error::field("limit", Code::InvalidData));
    }
    call.wrote(Subject::Package, old.id);
    view(call, old.id).map(Shown)
}

/// 删除项目回馈描述 套餐方案. One that somebody supports is 10034.
pub fn remove(call: &mut Call<'_, '_>, Owned(package): Owned<Package>) -> Result<NoContent> {
    if package::has_supports(call.tx, package.id)? {
        return Err(Code::InUse.into());
    }
    package::delete(call.tx, package.id)?;
    Ok(NoContent)
}
