//! 举报: what users, or the words, want somebody to look at. Upholding hides the thing, or bans the user it is about.

use miaohui_community::ids::UserId;
use miaohui_community::operators as community;
use miaohui_crowdfunding::operators as crowdfunding;
use miaohui_moderation::report::{self, ReportDecision, ReportState};
use miaohui_moderation::{ReportId, Thing};

use super::hiding::WHY;
use crate::choices;
use crate::resource::{Act, Action, Area, Field, Kind, Resource};
use crate::{Label, Permission, Result};

/// Where each kind of thing is shown.
const PAGE: &str = "CASE t.product || ' ' || t.kind
  WHEN 'community article' THEN '/console/r/articles/' || t.thing_id
  WHEN 'community article_comment' THEN '/console/r/article-comments/' || t.thing_id
  WHEN 'community ticket_comment' THEN '/console/r/ticket-comments/' || t.thing_id
  WHEN 'community game_comment' THEN '/console/r/game-comments/' || t.thing_id
  WHEN 'community user' THEN '/console/r/users/' || t.thing_id
  WHEN 'crowdfunding project' THEN '/console/r/projects/' || t.thing_id
  WHEN 'crowdfunding feedback' THEN '/console/r/feedbacks/' || t.thing_id
  WHEN 'crowdfunding package' THEN '/console/r/packages/' || t.thing_id
  WHEN 'crowdfunding comment' THEN '/console/r/comments/' || t.thing_id
  WHEN 'crowdfunding topic' THEN '/console/r/topics/' || t.thing_id
  WHEN 'crowdfunding topic_comment' THEN '/console/r/topic-comments/' || t.thing_id
  WHEN 'crowdfunding user' THEN '/console/r/people/' || t.thing_id ELSE '' END";

/// What the thing says.
const CONTENT: &str = "CASE t.product || ' ' || t.kind
  WHEN 'community article' THEN (SELECT a.content FROM co_article a WHERE a.id = t.thing_id)
  WHEN 'community article_comment' THEN (SELECT c.content FROM co_article_comment c WHERE c.id = t.thing_id)
  WHEN 'community ticket_comment' THEN (SELECT c.content FROM co_ticket_comment c WHERE c.id = t.thing_id)
  WHEN 'community game_comment' THEN (SELECT c.content FROM co_game_comment c WHERE c.id = t.thing_id)
  WHEN 'community message' THEN (SELECT m.content FROM co_message m WHERE m.id = t.thing_id)
  WHEN 'community user' THEN (SELECT u.nickname FROM co_user u WHERE u.id = t.thing_id)
  WHEN 'crowdfunding project' THEN (SELECT p.name FROM cf_project p WHERE p.id = t.thing_id)
  WHEN 'crowdfunding comment' THEN (SELECT c.content FROM cf_comment c WHERE c.id = t.thing_id)
  WHEN 'crowdfunding topic' THEN (SELECT c.title FROM cf_topic c WHERE c.id = t.thing_id)
  WHEN 'crowdfunding topic_comment' THEN (SELECT c.content FROM cf_topic_comment c WHERE c.id = t.thing_id)
  WHEN 'crowdfunding user' THEN (SELECT u.nickname FROM cf_user u WHERE u.id = t.thing_id) END";

/// Reports.
pub static REPORTS: Resource = Resource {
    name: "reports",
    title: Label("举报", "Reports"),
    area: Area::System,
    table: "moderation_report",
    see: Permission::Moderate,
    first_filter: Some(("state", "open")),
    fields: &[
        Field::new("kind", Label("对象", "Of"), Kind::Text(30)).listed().fixed(),
        Field::new("content", Label("内容", "What it says"), Kind::Sql(CONTENT)).listed(),
        Field::new("page", Label("页面", "Page"), Kind::Path(PAGE)).listed(),
        Field::new(
            "reason",
            Label("原因", "Why"),
            Kind::Word(choices!(
                "spam" => ("垃圾信息", "Spam"), "abuse" => ("辱骂", "Abuse"), "porn" => ("色情", "Porn"), "fraud" => ("欺诈", "Fraud"),
                "illegal" => ("违法", "Illegal"), "other" => ("其他", "Other"), "words" => ("敏感词", "Words"),
            )),
        )
        .listed()
        .fixed(),
        Field::new("text", Label("说明", "More"), Kind::Long(500)).listed().fixed(),
        Field::new("reporter", Label("举报人", "By user"), Kind::Number).fixed(),
        Field::new(
            "state",
            Label("状态", "State"),
            Kind::Word(choices!("open" => ("待处理", "Open"), "dismissed" => ("不成立", "Dismissed"), "upheld" => ("成立", "Upheld"))),
        )
        .listed()
        .filtered()
        .fixed(),
        Field::new("created_at", Label("时间", "When"), Kind::Created).listed(),
        Field::new("decided_by", Label("处理人", "Decided by"), Kind::Text(100)).fixed(),
        Field::new("decided_at", Label("处理时间", "Decided"), Kind::Time).fixed(),
        Field::new("note", Label("备注", "Note"), Kind::Text(500)).fixed(),
    ],
    actions: &[
        Action::on_rows("uphold", Label("成立：隐藏内容或封禁用户", "Right: hide it, or ban the user"), Permission::Moderate, uphold)
            .asking(WHY),
        Action::on_rows("dismiss", Label("不成立", "Nothing to it"), Permission::Moderate, |act| decide(act, ReportDecision::Dismiss)),
    ],
    ..Resource::EMPTY
};

/// Decides all open reports about the thing.
fn decide(act: &mut Act<'_, '_>, decision: ReportDecision) -> Result<bool> {
    let note = act.said("reason").text().to_owned();
    let Some(found) =
        report::find(act.tx, ReportId(act.id))?.filter(|found| found.state == ReportState::Open)
    else {
        return Ok(false);
    };
    let thing = Thing { product: &found.product, kind: &found.kind, id: found.thing_id };
    Ok(report::decide_all(act.tx, thing, decision, &act.staff.email, &note, act.now)? > 0)
}

fn uphold(act: &mut Act<'_, '_>) -> Result<bool> {
    let reason = act.said("reason").text().to_owned();
    let Some(found) = report::find(act.tx, ReportId(act.id))? else { return Ok(false) };
    if !decide(act, ReportDecision::Uphold)? {
        return Ok(false);
    }
    let (id, actor) = (found.thing_id.get(), &act.staff.email);
    // What is hidden or banned already stays so, and so do things of kinds that cannot be hidden.
    let _changed = match found.product.as_str() {
        community::PRODUCT => match community::Subject::of(&found.kind) {
            Some(community::Subject::User) => community::ban(act.tx, UserId(id), &reason)?,
            Some(kind) => community::hide(act.tx, kind, id)?,
            None => false,
        },
        _ => match crowdfunding::Subject::of(&found.kind) {
            Some(crowdfunding::Subject::User) => {
                crowdfunding::ban(act.tx, id.into(), actor, &reason, act.now)?
            }
            Some(kind) => crowdfunding::hide(act.tx, kind, id.into(), actor, &reason, act.now)?,
            None => false,
        },
    };
    Ok(true)
}
