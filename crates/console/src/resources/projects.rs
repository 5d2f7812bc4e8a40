//! 众筹项目. Operators change nothing in them; they decide.

use miaohui_crowdfunding::operators::{self, ProjectDecision};

use super::hiding::WHY;
use crate::choices;
use crate::resource::{Act, Action, Area, Choice, Field, Kind, Related, Resource};
use crate::{Label, Permission, Result};

/// The states of a project.
pub const STATES: &[Choice] = choices!(
    "0" => ("草稿", "Draft"), "1" => ("待审核", "Under review"), "2" => ("未通过", "Rejected"), "3" => ("进行中", "Under way"),
    "4" => ("成功", "Succeeded"), "5" => ("结束", "Ended"), "6" => ("停滞", "Stopped"),
);

/// Projects.
pub static PROJECTS: Resource = Resource {
    name: "projects",
    title: Label("众筹项目", "Projects"),
    area: Area::Crowdfunding,
    table: "cf_project",
    label: "name",
    fields: &[
        Field::new("cover", Label("封面", "Cover"), Kind::Image).listed().fixed(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().searched().sorted().fixed(),
        Field::new("status", Label("状态", "State"), Kind::Choice(STATES)).listed().filtered().fixed(),
        Field::new("user_id", Label("发起人", "Owner"), Kind::Relation("people")).listed().filtered().fixed(),
        Field::new("category", Label("分类", "Category"), Kind::Relation("categories")).filtered().fixed(),
        Field::new("location", Label("地区", "Place"), Kind::Relation("locations")).fixed(),
        Field::new("location_detail", Label("地址", "Address"), Kind::Text(200)).fixed(),
        Field::new("total_money", Label("目标（元）", "Goal (yuan)"), Kind::Money).listed().fixed(),
        Field::new("now_money", Label("已筹（元）", "Raised (yuan)"), Kind::Money).listed().fixed(),
        Field::new("total_days", Label("天数", "Days"), Kind::Number).fixed(),
        Field::new("attention_count", Label("关注", "Attention"), Kind::Number).listed().sorted().fixed(),
        Field::new("summary", Label("摘要", "Summary"), Kind::Long(2000)).fixed(),
        Field::new("content", Label("内容", "Text"), Kind::Long(100_000)).fixed(),
        Field::new("tags", Label("标签", "Tags"), Kind::Words),
        Field::new("reject_reason", Label("驳回原因", "Why rejected"), Kind::Long(500)).fixed(),
        Field::new("post_datetime", Label("提交时间", "Posted"), Kind::Time).listed().fixed(),
    ],
    actions: &[
        Action::on_rows("approve", Label("通过", "Approve"), Permission::Review, |act| {
            decide(act, ProjectDecision::Approve)
        }),
        Action::on_rows("reject", Label("驳回", "Reject"), Permission::Review, |act| {
            decide(act, ProjectDecision::Reject)
        })
        .asking(WHY),
        Action::on_rows("stagnate", Label("停滞", "Stop"), Permission::Review, |act| {
            decide(act, ProjectDecision::Stagnate)
        })
        .asking(WHY),
        Action::on_rows("resume", Label("恢复", "Go on"), Permission::Review, |act| {
            decide(act, ProjectDecision::Resume)
        }),
        Action::on_rows(
            "withdraw",
            Label("撤销并退款", "End it, money back"),
            Permission::MoveMoney,
            |act| decide(act, ProjectDecision::Withdraw),
        )
        .asking(WHY)
        .grave(),
    ],
    related: &[
        Related { resource: "packages", field: "project_id" },
        Related { resource: "feedbacks", field: "project_id" },
        Related { resource: "supports", field: "project_id" },
        Related { resource: "comments", field: "project_id" },
        Related { resource: "topics", field: "project_id" },
    ],
    ..Resource::EMPTY
};

fn decide(act: &mut Act<'_, '_>, deed: ProjectDecision) -> Result<bool> {
    let reason = act.said("reason").text().to_owned();
    Ok(operators::decide(act.tx, deed, act.id.into(), &act.staff.email, &reason, act.now)?)
}
