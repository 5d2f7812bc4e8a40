//! 项目回馈描述 套餐方案.

use miaohui_kernel::Fen;

use crate::access::{ForMembers, Holds, Member, Owned};
use crate::answer::{Created, NoContent, Shown};
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::ids::{FeedbackId, PackageId, ProjectId};
use crate::routes::feedback::require_own_project;
use crate::store::package::{self, NewPackage, Package, PackageKind};
use crate::store::room::{self, Rows};
use crate::store::{feedback, project};
use crate::subject::Subject;

/// Most places of a package.
const MOST_PLACES: i64 = 1_000_000;

/// The body of a package.
pub struct PackageInput {
    project: ProjectId,
    money: Fen,
    limit: i64,
    kind: PackageKind,
    name: String,
    feedback: Vec<FeedbackId>,
}

impl Form for PackageInput {
    const NAME: &'static str = "PackageInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        let project: ProjectId = fields.about("The project, which the caller owns.").relation(
            "project",
            old.map(|o| o.project),
            |call, id| Ok(project::exists(call.tx, id)?),
        );
        Self {
            project,
            money: fields.about("Its price, in yuan.").money("money", old.map(|o| o.money)),
            limit: fields.about("Number of supports that it allows; 0 for no limit.").integer(
                "limit",
                0..=MOST_PLACES,
                old.map(|o| o.limit),
            ),
            kind: fields
                .about("0: ordinary supporter, 1: partner.")
                .stored("type", PackageKind::ALL, PackageKind::value, old.map(|o| o.kind))
                .unwrap_or(PackageKind::Ordinary),
            name: fields.about("Its name.").text("name", 100, old.map(|o| o.name.clone())),
            feedback: fields.about("Feedback of the project.").relations(
                "feedback",
                old.map(|o| o.feedback.clone()),
                |call, ids| {
                    let (all, own) = feedback::count(call.tx, ids, project)?;
                    // Without a valid project, which has an error already, only existence is checked.
                    Ok(all == ids.len() as i64 && (project.get() == 0 || own == all))
                },
            ),
        }
    }
}

impl Holds<PackageInput> for Owned<Package> {
    fn held(&self) -> PackageInput {
        let Package { project, money, places, kind, name, feedback, .. } = self.0.clone();
        PackageInput { project, money: money.0, limit: places, kind, name, feedback }
    }
}

impl PackageInput {
    fn as_new(&self) -> NewPackage<'_> {
        NewPackage {
            project: self.project,
            money: self.money,
            places: self.limit,
            kind: self.kind,
            name: &self.name,
            feedback: &self.feedback,
        }
    }
}

fn view(call: &mut Call<'_, '_>, id: PackageId) -> Result<Package> {
    package::find(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 添加项目回馈描述 套餐方案.
pub fn create(call: &mut Call<'_, '_>, _: Member, input: PackageInput) -> Result<Created<Package>> {
    require_own_project(call, input.project)?;
    if !room::is_left(call.tx, Rows::Packages, input.project.into())? {
        return Err(Error::field("project", Code::InvalidData));
    }
    let id = package::insert(call.tx, &input.as_new())?;
    call.set_subject(Subject::Package, id);
    view(call, id).map(Created)
}

/// 获取项目回馈描述 套餐方案.
pub fn show(_: &mut Call<'_, '_>, ForMembers(package): ForMembers<Package>) -> Result<Shown<Package>> {
    Ok(Shown(package))
}

/// 更新项目回馈描述 套餐方案. 10000 on the field for feedback of another project, another project of a
/// package with supports, and a limit below the number of taken places.
pub fn update(
    call: &mut Call<'_, '_>,
    Owned(old): Owned<Package>,
    input: PackageInput,
) -> Result<Shown<Package>> {
    require_own_project(call, input.project)?;
    let (_, own) = feedback::count(call.tx, &input.feedback, input.project)?;
    if own != input.feedback.len() as i64 {
        return Err(Error::field("feedback", Code::InvalidData));
    }
    if input.project != old.project && package::has_supports(call.tx, old.id)? {
        return Err(Error::field("project", Code::InvalidData));
    }
    if !package::update(call.tx, old.id, &input.as_new())? {
        return Err(Error::field("limit", Code::InvalidData));
    }
    call.set_subject(Subject::Package, old.id);
    view(call, old.id).map(Shown)
}

/// 删除项目回馈描述 套餐方案. One with a support is 10034.
pub fn remove(call: &mut Call<'_, '_>, Owned(package): Owned<Package>) -> Result<NoContent> {
    if package::has_supports(call.tx, package.id)? {
        return Err(Code::InUse.into());
    }
    package::delete(call.tx, package.id)?;
    Ok(NoContent)
}
