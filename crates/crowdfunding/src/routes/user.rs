//! 用户信息: profiles, and the projects that the caller owns, supports and attends.

use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{Admission, Found, Holds, Member, Who};
use crate::answer::Shown;
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::ids::{AttentionId, PackageId, ProjectId, SupportId, UserId};
use crate::mail;
use crate::store::image::ImageType;
use crate::store::profile::{self, DetailInfo, FundInfo, OwnProfile, PublicProfile, Sex};
use crate::store::project_view::{self, ProjectView};
use crate::store::support::{self, SupportStatus};
use crate::store::{attention, place, session, user};
use crate::subject::Subject;
use crate::wire::{Moment, Yuan};

/// Most rows of a list without pages.
const MOST_ROWS: u32 = 1000;

/// 获取当前登录用户个人信息.
pub fn show_own(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<OwnProfile>> {
    Ok(Shown(profile::own(call.tx, &call.app.vault, me)?))
}

/// The body of a profile. Fields of its dictionaries that are not sent keep their values.
pub struct ProfileInput {
    nickname: String,
    detailinfo: DetailInfo,
    fundinfo: FundInfo,
}

impl Form for ProfileInput {
    const NAME: &'static str = "ProfileInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let (nickname, detail, fund) = match old {
            Some(old) => (Some(old.nickname), Some(old.detailinfo), Some(old.fundinfo)),
            None => (None, None, None),
        };
        Self {
            nickname: fields.about("Nickname.").name("nickname", 50, nickname),
            detailinfo: fields
                .about("Personal details.")
                .dictionary("detailinfo", |fields| read_detail(fields, detail.unwrap_or_default())),
            fundinfo: fields
                .about("Accounts that withdrawals are paid to.")
                .dictionary("fundinfo", |fields| read_fund(fields, fund.unwrap_or_default())),
        }
    }
}

fn read_detail(fields: &mut Fields<'_, '_, '_>, old: DetailInfo) -> DetailInfo {
    DetailInfo {
        avatar: fields.about("An image of type 1 of the caller.").optional_image(
            "avatar",
            ImageType::Avatar,
            Some(old.avatar),
        ),
        name: fields.about("Name.").optional_name("name", 200, Some(old.name)),
        sex: read_sex(fields, old.sex),
        age: fields.about("Age.").optional_integer("age", 0..=150, Some(old.age)),
        native: fields.about("Native place: a province, city or district.").optional_relation(
            "native",
            Some(old.native),
            |call, id| Ok(place::exists(call.tx, id)?),
        ),
        profession: fields.about("Profession.").optional_text("profession", 200, Some(old.profession)),
        idcard: short(fields.about("Number of the identity card."), "idcard", old.idcard),
        idcard_image: fields.about("An image of type 0 of the caller.").optional_image(
            "idcard_image",
            ImageType::IdCard,
            Some(old.idcard_image),
        ),
        mobile: short(fields.about("Mobile phone."), "mobile", old.mobile),
        qq: short(fields.about("QQ number."), "qq", old.qq),
        weibo: fields.about("Weibo address.").optional_web_address("weibo", 200, old.weibo),
        blog: fields.about("Blog address.").optional_web_address("blog", 200, old.blog),
    }
}

fn read_sex(fields: &mut Fields<'_, '_, '_>, old: Sex) -> Sex {
    let letters: Vec<&str> = Sex::ALL.iter().map(|sex| sex.value()).collect();
    Sex::from_value(fields.about("`u`: unknown, `m`: man, `l`: woman.").choice(
        "sex",
        &letters,
        Some(old.value()),
    ))
    .unwrap_or_default()
}

fn read_fund(fields: &mut Fields<'_, '_, '_>, old: FundInfo) -> FundInfo {
    FundInfo {
        alipay: short(fields.about("Alipay address."), "alipay", old.alipay),
        bank_name: short(fields.about("Bank."), "bank_name", old.bank_name),
        bank_sub_name: short(fields.about("Branch."), "bank_sub_name", old.bank_sub_name),
        name: short(fields.about("Holder of the bank account."), "name", old.name),
        account: short(fields.about("Number of the bank account."), "account", old.account),
    }
}

fn short(fields: &mut Fields<'_, '_, '_>, name: &str, old: String) -> String {
    fields.optional_key(name, 200, Some(old))
}

/// Admits a user with a login to the own profile.
pub struct OwnAccount {
    id: UserId,
    profile: OwnProfile,
}

impl Admission for OwnAccount {
    const WHO: Who = Who::Member;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let id = call.member()?;
        Ok(Self { id, profile: profile::own(call.tx, &call.app.vault, id)? })
    }
}

impl Holds<ProfileInput> for OwnAccount {
    fn held(&self) -> ProfileInput {
        let OwnProfile { nickname, detailinfo, fundinfo, .. } = self.profile.clone();
        ProfileInput { nickname, detailinfo, fundinfo }
    }
}

/// 更新当前登录用户个人信息. Values that operators or the ledger set are ignored. The owner hears by mail
/// of changed payout accounts; where they need a new login, an older one is 10000 on `fundinfo`.
pub fn update(call: &mut Call<'_, '_>, own: OwnAccount, input: ProfileInput) -> Result<Shown<OwnProfile>> {
    if own.profile.fundinfo != input.fundinfo {
        if call.app.settings.payout_login_ms > 0 {
            let since = call.now - call.app.settings.payout_login_ms;
            let token = call.request.token.as_deref().unwrap_or_default();
            if !session::began_with_password(call.tx, token, since)? {
                return Err(Error::field("fundinfo", Code::InvalidData));
            }
        }
        if let Some(owner) = user::addressee_of(call.tx, own.id)? {
            mail::payout_changed().post(call.tx, &owner, call.now)?;
        }
    }
    profile::update(call.tx, &call.app.vault, own.id, &input.nickname, &input.detailinfo, &input.fundinfo)?;
    let OwnProfile { nickname, detailinfo, .. } = &own.profile;
    if (nickname, &detailinfo.profession) != (&input.nickname, &input.detailinfo.profession) {
        call.set_subject(Subject::User, own.id);
    }
    Ok(Shown(profile::own(call.tx, &call.app.vault, own.id)?))
}

/// 获取其他用户个人信息.
pub fn show(_: &mut Call<'_, '_>, Found(user): Found<PublicProfile>) -> Result<Shown<PublicProfile>> {
    Ok(Shown(user))
}

/// 获取当前用户的发布项目列表, newest first.
pub fn projects(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Vec<ProjectView>>> {
    let viewer = call.viewer();
    Ok(Shown(project_view::list_by_user(call.tx, &viewer, me, MOST_ROWS)?))
}

/// A support with its project.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SupportedProject {
    /// Id of the support.
    id: SupportId,
    /// The project.
    project: ProjectView,
    package: PackageId,
    /// Price of the support, in yuan.
    money: Yuan,
    /// 0: under way, 1: succeeded, 2: failed.
    status: SupportStatus,
    /// When it was ordered.
    datetime: Moment,
}

/// 获取当前用户的参与项目列表: paid supports, newest first.
pub fn supports(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Vec<SupportedProject>>> {
    let viewer = call.viewer();
    let supports = support::list_by_user(call.tx, me, MOST_ROWS)?;
    let ids: Vec<ProjectId> = supports.iter().map(|support| support.project).collect();
    let projects = project_view::views(call.tx, &viewer, &ids)?;
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
    /// Id of the attention.
    id: AttentionId,
    /// The project.
    project: ProjectView,
    /// When the attention began.
    datetime: Moment,
}

/// 获取当前用户的关注项目列表, newest first.
pub fn attentions(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Vec<AttendedProject>>> {
    let viewer = call.viewer();
    let attentions = attention::list_by_user(call.tx, me, MOST_ROWS)?;
    let ids: Vec<ProjectId> = attentions.iter().map(|attention| attention.project).collect();
    let projects = project_view::views(call.tx, &viewer, &ids)?;
    let rows = attentions.into_iter().map(|attention| {
        let project = projects.get(&attention.project).cloned().ok_or(Code::NotFound)?;
        Ok(AttendedProject { id: attention.id, project, datetime: Moment(attention.created_at) })
    });
    rows.collect::<Result<_>>().map(Shown)
}
