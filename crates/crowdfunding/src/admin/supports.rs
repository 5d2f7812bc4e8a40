//! 支持: supports of projects.

use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, Rare, Related, Resource, Result, choices,
};
use miaohui_payments::admin::subject;

use super::packages::KINDS;
use crate::operators;
use crate::store::support::{SUBJECT, support_status};

/// Supports of projects.
pub static SUPPORTS: Resource = Resource {
    name: "supports",
    title: Label("支持", "Supports"),
    area: Area::Crowdfunding,
    table: "cf_support",
    subject: SUBJECT,
    see: Permission::SeeMoney,
    fields: &[
        Field::new("project_id", Label("项目", "Project"), Kind::Relation("crowdfunding-projects")).listed().filtered().sorted().read_only(),
        Field::new("package_id", Label("套餐", "Package"), Kind::Relation("packages")).listed().sorted().read_only(),
        Field::new("user_id", Label("支持者", "Supporter"), Kind::Relation("crowdfunding-users")).listed().filtered().sorted().read_only(),
        Field::new("money", Label("金额（元）", "Money (yuan)"), Kind::Money).listed().read_only(),
        Field::new("kind", Label("类型", "Kind"), Kind::Choice(KINDS)).listed().read_only(),
        Field::new("paid", Label("已支付", "Paid"), Kind::Flag)
            .listed()
            .filtered_with(&[Rare { value: "0", found: "s.created_at > 0 AND NOT s.paid" }])
            .read_only(),
        Field::new(
            "status",
            Label("状态", "State"),
            Kind::Choice(choices!("0" => ("进行中", "Running", Wait), "1" => ("成功", "Succeeded", Good), "2" => ("失败", "Failed", Bad))),
        )
        .listed()
        .filtered_with(&[Rare { value: "2", found: concat!("s.id > 0 AND s.status = ", support_status!(Failed)) }])
        .read_only(),
        Field::new("created_at", Label("创建时间", "Created"), Kind::Created).listed(),
        Field::new("paid_at", Label("支付时间", "Paid at"), Kind::Time).read_only(),
    ],
    actions: &[Action::on_rows("cancel", Label("取消支持", "Cancel the support"), Permission::EditCatalogue, cancel)
        .on("NOT t.paid")
        .confirmed()],
    postings: &["support", "support-back"],
    related: &[
        subject::PAYMENTS,
        subject::REFUNDS,
        subject::CASES,
        subject::LINES,
        Related::on(
            "outbox",
            "t.recipient = (SELECT u.email FROM cf_support s JOIN cf_user u ON u.id = s.user_id WHERE s.id = {key})",
        )
        .titled("支持者近两天的邮件", "The supporter's mails of two days"),
    ],
    timeline: Some(&subject::LIFE),
    ..Resource::EMPTY
};

fn cancel(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    Ok(operators::cancel_support(context.tx, context.id.into(), context.now)?)
}
