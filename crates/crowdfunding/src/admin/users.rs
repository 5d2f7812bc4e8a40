//! 众筹用户: users of the Crowdfunding API. Identity cards and bank accounts have a permission of
//! their own.

use miaohui_admin::hiding::{REASON, ban, erase, unban};
use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, Rare, Related, Resource, Result, Searching,
    Wake, choices,
};
use miaohui_ledger::admin::{ACCOUNTS, LINES_OF_ACCOUNTS};

use super::hiding;
use crate::operators;

/// The permission to see and decide identities.
pub const IDENTITY: Permission = Permission::SeeIdentity;

/// Users whose identity waits for a decision.
const WAITS: &str = "t.idcard_image IS NOT NULL AND NOT t.is_authentication";

/// Users.
pub static USERS: Resource = DESCRIPTION;

/// The description of a user, for every list of users.
pub const DESCRIPTION: Resource = Resource {
    name: "crowdfunding-users",
    title: Label("众筹用户", "Users"),
    area: Area::Crowdfunding,
    table: "cf_user",
    searching: Searching::Pieces { table: "cf_user_piece" },
    dated: "t.date_joined",
    label: "nickname",
    fields: &[
        Field::new("avatar", Label("头像", "Avatar"), Kind::Image).listed().read_only(),
        Field::new("nickname", Label("昵称", "Nickname"), Kind::Text(50))
            .listed()
            .searched()
            .sorted()
            .read_only(),
        Field::new("email", Label("邮箱", "Mail"), Kind::Text(100))
            .listed()
            .searched()
            .sorted()
            .read_only()
            .recipient(),
        Field::new("is_active", Label("已激活", "Active"), Kind::Flag)
            .listed()
            .filtered_with(&[Rare { value: "0", found: "s.id > 0 AND NOT s.is_active" }])
            .read_only(),
        Field::new("is_authentication", Label("已实名", "Identified"), Kind::Flag).listed().read_only(),
        Field::new(
            "sex",
            Label("性别", "Sex"),
            Kind::Word(choices!("u" => ("未知", "Unknown"), "m" => ("男", "Male"), "l" => ("女", "Female"))),
        )
        .read_only(),
        Field::new("age", Label("年龄", "Age"), Kind::Number).read_only(),
        Field::new("native", Label("籍贯", "Native place"), Kind::Relation("locations")).read_only(),
        Field::new("profession", Label("职业", "Profession"), Kind::Text(50)).read_only(),
        Field::new("mobile", Label("手机", "Phone"), Kind::Text(20))
            .read_only()
            .personal()
            .only_for(IDENTITY),
        Field::new("name", Label("姓名", "Name"), Kind::Text(50)).read_only().only_for(IDENTITY),
        Field::new("idcard", Label("身份证号", "Identity number"), Kind::Text(20))
            .read_only()
            .only_for(IDENTITY)
            .sealed("cf_user.idcard"),
        Field::new("idcard_image", Label("身份证图片", "Identity card"), Kind::Image)
            .read_only()
            .only_for(IDENTITY),
        Field::new("alipay", Label("支付宝", "Alipay"), Kind::Text(100))
            .read_only()
            .only_for(IDENTITY)
            .sealed("cf_user.alipay"),
        Field::new("bank_name", Label("银行", "Bank"), Kind::Text(100))
            .read_only()
            .only_for(IDENTITY)
            .sealed("cf_user.bank_name"),
        Field::new("bank_account", Label("账号", "Account"), Kind::Text(100))
            .read_only()
            .only_for(IDENTITY)
            .sealed("cf_user.bank_account"),
        Field::new("date_joined", Label("注册时间", "Signed up"), Kind::Time).listed().read_only(),
    ],
    version: "t.version",
    actions: &[
        Action::on_rows("identify", Label("实名通过", "Approve the identity"), IDENTITY, |context| {
            identify(context, true)
        })
        .on(WAITS)
        .waking(Wake::Outbox),
        Action::on_rows(
            "refuse-identity",
            Label("实名驳回", "Reject the identity"),
            IDENTITY,
            |context| identify(context, false),
        )
        .asking(REASON)
        .on(WAITS)
        .waking(Wake::Outbox),
        ban(hiding::ban).on("t.is_active"),
        unban(hiding::unban).on("NOT t.is_active AND t.activated_at IS NOT NULL"),
        erase(hiding::erase),
    ],
    accounts: &["user", "held"],
    related: &[
        ACCOUNTS,
        LINES_OF_ACCOUNTS,
        Related::by("supports", "user_id"),
        Related::by("recharges", "user_id"),
        Related::by("withdrawals", "user_id").offering(&["confirm", "refuse"]),
        Related::by("crowdfunding-projects", "user_id"),
        Related::on("outbox", "t.recipient = (SELECT u.email FROM cf_user u WHERE u.id = {key})")
            .titled("近两天的邮件", "Mails of two days"),
        Related::on(
            "reports",
            "t.id IN (SELECT r.id FROM moderation_report r WHERE r.product = 'crowdfunding' AND r.reporter = {key}
               UNION ALL SELECT r.id FROM moderation_report r
               WHERE r.product = 'crowdfunding' AND r.kind = 'user' AND r.thing_id = {key})",
        )
        .titled("举报和被举报", "Reports by and about"),
        Related::by("comments", "user_id").offering(&["hide", "restore"]),
        Related::on("crowdfunding-sessions", "t.user_id = {key}").offering(&["end"]),
    ],
    ..Resource::EMPTY
};

fn identify(context: &mut ActionContext<'_, '_>, accepted: bool) -> Result<bool> {
    let reason = context.text("reason");
    Ok(operators::identify(context.tx, context.id.into(), accepted, context.actor, reason, context.now)?)
}
