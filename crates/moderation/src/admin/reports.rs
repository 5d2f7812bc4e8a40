//! 举报: reports of users and of the list of words. Upholding one hides the thing, or bans the
//! user.

use miaohui_admin::hiding::REASON;
use miaohui_admin::{
    Action, ActionContext, Area, Field, Kind, Label, Permission, ReportedThings, Resource, Result, Services,
    UpheldReport, choices,
};

use crate::report::{self, Report, ReportDecision, ReportState, report_state};
use crate::thing::Thing;

/// Reports that are open.
const OPEN: &str = concat!("t.state = ", report_state!(Open));

/// Reports.
pub static REPORTS: Resource = Resource {
    name: "reports",
    title: Label("举报", "Reports"),
    area: Area::System,
    table: "moderation_report",
    see: Permission::Moderate,
    default_filter: Some(("state", "open")),
    fields: &[
        Field::new("thing_kind", Label("对象", "Kind"), Kind::ThingKind).listed(),
        Field::new("content", Label("内容", "Text"), Kind::ThingText).listed(),
        Field::new("page", Label("页面", "Page"), Kind::ThingPage).listed(),
        Field::new(
            "reason",
            Label("原因", "Reason"),
            Kind::Word(choices!(
                "spam" => ("垃圾信息", "Spam"), "abuse" => ("辱骂", "Abuse"), "porn" => ("色情", "Porn"), "fraud" => ("欺诈", "Fraud"),
                "illegal" => ("违法", "Illegal"), "other" => ("其他", "Other"), "words" => ("敏感词", "Words"), "machine" => ("机器审核", "A machine"),
            )),
        )
        .listed()
        .read_only(),
        Field::new("text", Label("说明", "Details"), Kind::Long(500)).listed().read_only(),
        Field::new("reporter", Label("举报人", "Reporter"), Kind::Number).read_only(),
        Field::new(
            "state",
            Label("状态", "State"),
            Kind::Word(choices!("open" => ("待处理", "Open", Wait), "dismissed" => ("不成立", "Dismissed", Plain), "upheld" => ("成立", "Upheld", Bad))),
        )
        .listed()
        .filtered()
        .sorted()
        .read_only(),
        Field::new("created_at", Label("时间", "When"), Kind::Created).listed(),
        Field::new("decided_by", Label("处理人", "Decided by"), Kind::Text(100)).read_only(),
        Field::new("decided_at", Label("处理时间", "Decided"), Kind::Time).read_only(),
        Field::new("note", Label("备注", "Note"), Kind::Text(500)).read_only(),
    ],
    actions: &[
        Action::on_rows(
            "uphold",
            Label("成立：隐藏内容或封禁用户", "Uphold: hide the thing or ban the user"),
            Permission::Moderate,
            uphold,
        )
        .on(OPEN)
        .asking(REASON)
        .using(Services::has::<ReportedThings>),
        Action::on_rows("dismiss", Label("不成立", "Dismiss"), Permission::Moderate, |context| {
            Ok(decide(context, ReportDecision::Dismiss)?.is_some())
        })
        .on(OPEN),
    ],
    ..Resource::EMPTY
};

/// Decides all open reports about the thing of a report; `None`: the report is not open.
fn decide(context: &mut ActionContext<'_, '_>, decision: ReportDecision) -> Result<Option<Report>> {
    let found = report::find(context.tx, context.id.into())?;
    let Some(found) = found.filter(|found| found.state == ReportState::Open) else { return Ok(None) };
    let thing = Thing { product: &found.product, kind: &found.kind, id: found.thing_id };
    let note = context.text("reason");
    let decided = report::decide_all(context.tx, thing, decision, context.actor, note, context.now)?;
    Ok(Some(found).filter(|_| decided > 0))
}

/// Decides the reports and lets the product hide the thing or ban the user.
fn uphold(context: &mut ActionContext<'_, '_>) -> Result<bool> {
    let Some(found) = decide(context, ReportDecision::Uphold)? else { return Ok(false) };
    let things = context.service::<ReportedThings>()?;
    if let Some(uphold) = things.find(&found.product, &found.kind).and_then(|thing| thing.uphold) {
        let upheld = UpheldReport { actor: context.actor, reason: context.text("reason"), now: context.now };
        uphold(context.tx, found.thing_id.get(), upheld)?;
    }
    Ok(true)
}
