//! 众筹项目: projects. Operators change nothing in them; they decide them.

use miaohui_admin::hiding::REASON;
use miaohui_admin::{
    Action, ActionContext, Area, Choice, Field, Kind, Label, Permission, Related, Resource, Result,
    Searching, Wake, choices,
};
use miaohui_ledger::admin::{ACCOUNTS, LINES_OF_ACCOUNTS};

use crate::operators::{self, ProjectDecision};
use crate::store::project_status::project_status;

/// The states of a project.
const STATES: &[Choice] = choices!(
    "0" => ("草稿", "Draft"), "1" => ("待审核", "Under review", Wait), "2" => ("未通过", "Rejected", Bad), "3" => ("进行中", "Running", Good),
    "4" => ("成功", "Succeeded", Good), "5" => ("结束", "Ended"), "6" => ("暂停", "Suspended", Wait),
);

/// Projects by state.
const PENDING: &str = concat!("t.status = ", project_status!(Pending));
const RUNNING: &str = concat!("t.status = ", project_status!(UnderWay));
const SUSPENDED: &str = concat!("t.status = ", project_status!(Stagnant));
const OPEN: &str = concat!("t.status IN (", project_status!(UnderWay), ", ", project_status!(Stagnant), ")");

/// Asks for the reason of a rejection.
const REJECTION: &[Field] = &[REASON[0].with_templates("reject")];

/// Projects.
pub static PROJECTS: Resource = Resource {
    name: "crowdfunding-projects",
    title: Label("众筹项目", "Projects"),
    area: Area::Crowdfunding,
    table: "cf_project",
    searching: Searching::Grams { table: "cf_project_gram", id: "project_id", folded: "name_folded" },
    label: "name",
    fields: &[
        Field::new("cover", Label("封面", "Cover"), Kind::Image).listed().read_only(),
        Field::new("name", Label("名称", "Name"), Kind::Text(100)).listed().searched().sorted().read_only(),
        Field::new("status", Label("状态", "State"), Kind::Choice(STATES))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("user_id", Label("发起人", "Owner"), Kind::Relation("crowdfunding-users"))
            .listed()
            .filtered()
            .sorted()
            .read_only(),
        Field::new("category", Label("分类", "Category"), Kind::Relation("categories"))
            .filtered()
            .sorted()
            .read_only(),
        Field::new("location", Label("地区", "Place"), Kind::Relation("locations")).sorted().read_only(),
        Field::new("location_detail", Label("地址", "Address"), Kind::Text(200)).read_only(),
        Field::new("total_money", Label("目标（元）", "Goal (yuan)"), Kind::Money).listed().read_only(),
        Field::new("now_money", Label("已筹（元）", "Raised (yuan)"), Kind::Money).listed().read_only(),
        Field::new("total_days", Label("天数", "Days"), Kind::Number).read_only(),
        Field::new("attention_count", Label("关注", "Followers"), Kind::Number).listed().sorted().read_only(),
        Field::new("summary", Label("摘要", "Summary"), Kind::Long(2000)).read_only(),
        Field::new("content", Label("内容", "Text"), Kind::Long(100_000)).read_only(),
        Field::new("tags", Label("标签", "Tags"), Kind::Words),
        Field::new("reject_reason", Label("驳回原因", "Reason of the rejection"), Kind::Long(500))
            .read_only(),
        Field::new("post_datetime", Label("提交时间", "Submitted"), Kind::Time).listed().sorted().read_only(),
    ],
    version: "t.version",
    actions: &[
        Action::on_rows("approve", Label("通过", "Approve"), Permission::Review, |context| {
            decide(context, ProjectDecision::Approve)
        })
        .on(PENDING)
        .waking(Wake::Outbox),
        Action::on_rows("reject", Label("驳回", "Reject"), Permission::Review, |context| {
            decide(context, ProjectDecision::Reject)
        })
        .on(PENDING)
        .asking(REJECTION)
        .waking(Wake::Outbox),
        Action::on_rows("stagnate", Label("暂停", "Suspend"), Permission::Review, |context| {
            decide(context, ProjectDecision::Stagnate)
        })
        .on(RUNNING)
        .asking(REASON),
        Action::on_rows("resume", Label("恢复", "Resume"), Permission::Review, |context| {
            decide(context, ProjectDecision::Resume)
        })
        .on(SUSPENDED),
        Action::on_rows(
            "withdraw",
            Label("撤销并退款", "Withdraw and refund"),
            Permission::MoveMoney,
            |context| decide(context, ProjectDecision::Withdraw),
        )
        .on(OPEN)
        .asking(REASON)
        .confirmed()
        .waking(Wake::Outbox),
    ],
    accounts: &["escrow"],
    postings: &["settlement"],
    related: &[
        Related::by("packages", "project_id"),
        Related::by("supports", "project_id"),
        Related::on("settlements", "t.project_id = {key}"),
        ACCOUNTS.titled("托管余额", "Escrow"),
        LINES_OF_ACCOUNTS,
        Related::on("sections", "t.project_id = {key}"),
        Related::by("feedbacks", "project_id"),
        Related::by("comments", "project_id").offering(&["hide", "restore"]),
        Related::by("topics", "project_id"),
    ],
    ..Resource::EMPTY
};

fn decide(context: &mut ActionContext<'_, '_>, decision: ProjectDecision) -> Result<bool> {
    let reason = context.text("reason");
    Ok(operators::decide(context.tx, decision, context.id.into(), context.actor, reason, context.now)?)
}
