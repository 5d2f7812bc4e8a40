//! What users report: projects and their parts, comments, topics, users.

use miaohui_admin::{Label, ReportedThing, Result, UpheldReport};
use miaohui_db::Tx;

use crate::operators::{self, PRODUCT, Subject};

/// The things that users report. Sections and tasks have no page, and reports hide no part of a
/// project.
pub static REPORTED: &[&ReportedThing] = &[
    &ReportedThing {
        resource: Some("crowdfunding-projects"),
        text: "SELECT p.name || ' ' || p.summary || ' ' || p.content || ' ' || p.tags || ' ' || p.location_detail
               FROM cf_project p WHERE p.id = t.thing_id",
        ..of(Subject::Project, Label("众筹项目", "Project"))
    },
    &ReportedThing {
        resource: Some("feedbacks"),
        text: "SELECT f.content FROM cf_feedback f WHERE f.id = t.thing_id",
        ..of(Subject::Feedback, Label("回报", "Feedback"))
    },
    &ReportedThing {
        resource: Some("packages"),
        text: "SELECT p.name FROM cf_package p WHERE p.id = t.thing_id",
        ..of(Subject::Package, Label("套餐", "Package"))
    },
    &ReportedThing {
        text: "SELECT s.title || ' ' || s.description FROM cf_section s WHERE s.id = t.thing_id",
        ..of(Subject::Section, Label("进度栏目", "Section"))
    },
    &ReportedThing {
        text: "SELECT k.content FROM cf_task k WHERE k.id = t.thing_id",
        ..of(Subject::Task, Label("进度任务", "Task"))
    },
    &ReportedThing {
        resource: Some("comments"),
        text: "SELECT c.content FROM cf_comment c WHERE c.id = t.thing_id",
        uphold: Some(|tx, id, report| hide(tx, Subject::Comment, id, report)),
        ..of(Subject::Comment, Label("项目评论", "Comment on a project"))
    },
    &ReportedThing {
        resource: Some("topics"),
        text: "SELECT c.title || ' ' || c.content FROM cf_topic c WHERE c.id = t.thing_id",
        uphold: Some(|tx, id, report| hide(tx, Subject::Topic, id, report)),
        ..of(Subject::Topic, Label("话题", "Topic"))
    },
    &ReportedThing {
        resource: Some("topic-comments"),
        text: "SELECT c.content FROM cf_topic_comment c WHERE c.id = t.thing_id",
        uphold: Some(|tx, id, report| hide(tx, Subject::TopicComment, id, report)),
        ..of(Subject::TopicComment, Label("话题评论", "Comment on a topic"))
    },
    &ReportedThing {
        resource: Some("crowdfunding-users"),
        // The name of the account is seen by its user only.
        text: "SELECT TRIM(u.nickname || ' ' || u.profession) FROM cf_user u WHERE u.id = t.thing_id",
        uphold: Some(ban),
        ..of(Subject::User, Label("用户", "User"))
    },
];

/// A kind without a page, a text and a consequence.
const fn of(kind: Subject, title: Label) -> ReportedThing {
    ReportedThing { product: PRODUCT, kind: kind.word(), title, resource: None, text: "", uphold: None }
}

/// Hides a thing; one that is hidden already stays hidden.
fn hide(tx: &mut Tx<'_>, kind: Subject, id: i64, report: UpheldReport<'_>) -> Result<()> {
    operators::hide(tx, kind, id.into(), report.actor, report.reason, report.now)?;
    Ok(())
}

/// Bans a user; one who is banned already stays banned.
fn ban(tx: &mut Tx<'_>, id: i64, report: UpheldReport<'_>) -> Result<()> {
    operators::ban(tx, id.into(), report.actor, report.reason, report.now)?;
    Ok(())
}
