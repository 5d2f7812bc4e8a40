//! 用户信息: one's own, others', and the projects that one began, supports and attends.

use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{Admission, Found, Holds, Member, Who};
use crate::call::{Call, Shown};
use crate::fields::{Fields, Form};
use crate::store::image::ImageType;
use crate::store::project_view::{self, ProjectView};
use crate::store::user::{self, DetailInfo, FundInfo, OwnUser, PublicUser};
use crate::store::{attention, place, support};
use crate::wire::{Moment, Yuan};
use crate::{Code, Result};

/// Most rows of a list without pages; the newest are shown.
const MOST_ROWS: i64 = 1000;

/// 获取当前登录用户个人信息.
pub fn show_own(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<OwnUser>> {
    Ok(Shown(user::own(call.tx, me)?))
}

/// What a user changes. What is left out of the dictionaries stays.
pub struct Sent {
    nickname: String,
    detailinfo: DetailInfo,
    fundinfo: FundInfo,
}

impl Form for Sent {
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let (nickname, detail, fund) = match old {
            Some(old) => (Some(old.nickname), Some(old.detailinfo), Some(old.fundinfo)),
            None => (None, None, None),
        };
        Self {
            nickname: fields.text("nickname", 50, nickname),
            detailinfo: fields
                .dictionary("detailinfo", |fields| read_detail(fields, detail.unwrap_or_default())),
            fundinfo: fields.dictionary("fundinfo", |fields| read_fund(fields, fund.unwrap_or_default())),
        }
    }
}

fn read_detail(fields: &mut Fields<'_, '_, '_>, old: DetailInfo) -> DetailInfo {
    DetailInfo {
        avatar: fields.optional_image("avatar", ImageType::Avatar, Some(old.avatar)),
        name: fields.optional_text("name", 200, Some(old.name)),
        sex: fields.choice("sex", &["u", "m", "l"], Some(&old.sex)).to_owned(),
        age: fields.optional_integer("age", 0, 150, Some(old.age)),
        native: fields
            .optional_relation("native", Some(old.native), |call, id| Ok(place::exists(call.tx, id)?)),
        profession: fields.optional_text("profession", 200, Some(old.profession)),
        idcard: short(fields, "idcard", old.idcard),
        idcard_image: fields.optional_image("idcard_image", ImageType::IdCard, Some(old.idcard_image)),
        mobile: short(fields, "mobile", old.mobile),
        qq: short(fields, "qq", old.qq),
        weibo: short(fields, "weibo", old.weibo),
        blog: short(fields, "blog", old.blog),
    }
}

fn read_fund(fields: &mut Fields<'_, '_, '_>, old: FundInfo) -> FundInfo {
    FundInfo {
        alipay: short(fields, "alipay", old.alipay),
        bank_name: short(fields, "bank_name", old.bank_name),
        bank_sub_name: short(fields, "bank_sub_name", old.bank_sub_name),
        name: short(fields, "name", old.name),
        account: short(fields, "account", old.account),
    }
}

fn short(fields: &mut Fields<'_, '_, '_>, name: &str, old: String) -> String {
    fields.optional_key(name, 200, Some(old))
}

/// The caller's own account.
pub struct Own {
    id: i64,
    user: OwnUser,
}

impl Admission for Own {
    const WHO: Who = Who::Member;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let id = call.member()?;
        Ok(Self { id, user: user::own(call.tx, id)? })
    }
}

impl Holds<Sent> for Own {
    fn held(&self) -> Sent {
        let OwnUser { nickname, detailinfo, fundinfo, .. } = self.user.clone();
        Sent { nickname, detailinfo, fundinfo }
    }
}

/// 更新当前登录用户个人信息. What operators and the ledger decide is not the user's to change.
pub fn update(call: &mut Call<'_, '_>, own: Own, sent: Sent) -> Result<Shown<OwnUser>> {
    user::update(call.tx, own.id, &sent.nickname, &sent.detailinfo, &sent.fundinfo)?;
    Ok(Shown(user::own(call.tx, own.id)?))
}

/// 获取其他用户个人信息.
pub fn show(_: &mut Call<'_, '_>, Found(user): Found<PublicUser>) -> Result<Shown<PublicUser>> {
    Ok(Shown(user))
}

/// 获取当前用户的发布项目列表, the newest first.
pub fn projects(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Vec<ProjectView>>> {
    Ok(Shown(project_view::of_user(call, me, MOST_ROWS)?))
}

/// A support with its project.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SupportedProject {
    id: i64,
    project: ProjectView,
    package: i64,
    money: Yuan,
    status: i64,
    datetime: Moment,
}

/// 获取当前用户的参与项目列表: what is paid, the newest first.
pub fn supports(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Vec<SupportedProject>>> {
    let supports = support::paid_by(call.tx, me, MOST_ROWS)?;
    let ids: Vec<i64> = supports.iter().map(|support| support.project).collect();
    let projects = project_view::views(call, &ids)?;
    let rows = supports.into_iter().map(|support| {
        Ok(SupportedProject {
            id: support.id,
            project: projects.get(&support.project).cloned().ok_or(Code::NotFound)?,
            package: support.package,
            money: support.money,
            status: support.status,
            datetime: support.datetime,
        })
    });
    rows.collect::<Result<_>>().map(Shown)
}

/// An attention with its project.
#[derive(Debug, JsonSchema, Serialize)]
pub struct AttendedProject {
    id: i64,
    project: ProjectView,
    datetime: Moment,
}

/// 获取当前用户的关注项目列表, the newest first.
pub fn attentions(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Vec<AttendedProject>>> {
    let attended = attention::of_user(call.tx, me, MOST_ROWS)?;
    let ids: Vec<i64> = attended.iter().map(|attended| attended.project).collect();
    let projects = project_view::views(call, &ids)?;
    let rows = attended.into_iter().map(|attended| {
        let project = projects.get(&attended.project).cloned().ok_or(Code::NotFound)?;
        Ok(AttendedProject { id: attended.id, project, datetime: Moment(attended.since) })
    });
    rows.collect::<Result<_>>().map(Shown)
}
