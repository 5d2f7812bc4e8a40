//! 众筹用户, with what they say about themselves; identity cards and bank accounts only to who decides about them.

use miaohui_crowdfunding::operators;

use super::hiding::{self, BAN, UNBAN, WHY};
use crate::choices;
use crate::resource::{Act, Action, Area, Field, Kind, Related, Resource};
use crate::{Label, Permission, Result};

/// What one needs to decide about identities.
pub const IDENTITY: Permission = Permission::SeeIdentity;

/// Users of the Crowdfunding API.
pub static PEOPLE: Resource = DESCRIPTION;

/// What a user has.
pub const DESCRIPTION: Resource = Resource {
    name: "people",
    title: Label("众筹用户", "Users"),
    area: Area::Crowdfunding,
    table: "cf_user",
    label: "nickname",
    fields: &[
        Field::new("avatar", Label("头像", "Avatar"), Kind::Image).listed().fixed(),
        Field::new("nickname", Label("昵称", "Nickname"), Kind::Text(50)).listed().searched().fixed(),
        Field::new("email", Label("邮箱", "Mail"), Kind::Text(100)).listed().searched().fixed(),
        Field::new("is_active", Label("有效", "Active"), Kind::Flag).listed().fixed(),
        Field::new("is_authentication", Label("已实名", "Identified"), Kind::Flag).listed().fixed(),
        Field::new(
            "sex",
            Label("性别", "Sex"),
            Kind::Word(choices!("u" => ("未知", "Unknown"), "m" => ("男", "Male"), "l" => ("女", "Female"))),
        )
        .fixed(),
        Field::new("age", Label("年龄", "Age"), Kind::Number).fixed(),
        Field::new("native", Label("籍贯", "From"), Kind::Relation("locations")).fixed(),
        Field::new("profession", Label("职业", "Profession"), Kind::Text(50)).fixed(),
        Field::new("mobile", Label("手机", "Phone"), Kind::Text(20)).fixed().only_for(IDENTITY),
        Field::new("name", Label("姓名", "Name"), Kind::Text(50)).fixed().only_for(IDENTITY),
        Field::new("idcard", Label("身份证号", "Identity number"), Kind::Text(20)).fixed().only_for(IDENTITY),
        Field::new("idcard_image", Label("身份证图片", "Identity card"), Kind::Image)
            .fixed()
            .only_for(IDENTITY),
        Field::new("alipay", Label("支付宝", "Alipay"), Kind::Text(100)).fixed().only_for(IDENTITY),
        Field::new("bank_name", Label("银行", "Bank"), Kind::Text(100)).fixed().only_for(IDENTITY),
        Field::new("bank_account", Label("账号", "Account"), Kind::Text(100)).fixed().only_for(IDENTITY),
        Field::new("date_joined", Label("注册时间", "Signed up"), Kind::Time).listed().fixed(),
    ],
    actions: &[
        Action::on_rows("identify", Label("实名通过", "Identity is right"), IDENTITY, |act| {
            identify(act, true)
        }),
        Action::on_rows("refuse-identity", Label("实名驳回", "Identity is wrong"), IDENTITY, |act| {
            identify(act, false)
        })
        .asking(WHY),
        Action::on_rows("ban", BAN, Permission::Moderate, |act| hiding::ban_person(act, true))
            .asking(WHY)
            .grave(),
        Action::on_rows("unban", UNBAN, Permission::Moderate, |act| hiding::ban_person(act, false)),
    ],
    related: &[
        Related { resource: "projects", field: "user_id" },
        Related { resource: "supports", field: "user_id" },
        Related { resource: "withdrawals", field: "user_id" },
    ],
    ..Resource::EMPTY
};

fn identify(act: &mut Act<'_, '_>, accepted: bool) -> Result<bool> {
    let reason = act.said("reason").text().to_owned();
    Ok(operators::identify(act.tx, act.id.into(), accepted, &act.staff.email, &reason, act.now)?)
}
