//! What users report: articles, comments, messages, users.

use miaohui_admin::{Label, ReportedThing, Result, UpheldReport};
use miaohui_db::Tx;

use crate::operators::{self, PRODUCT, Subject};

/// The things that users report.
pub static REPORTED: &[&ReportedThing] = &[
    &ReportedThing {
        resource: Some("articles"),
        text: "SELECT a.content FROM co_article a WHERE a.id = t.thing_id",
        uphold: Some(|tx, id, _| hide(tx, Subject::Article, id)),
        ..of(Subject::Article, Label("文章", "Article"))
    },
    &ReportedThing {
        resource: Some("article-comments"),
        text: "SELECT c.content FROM co_article_comment c WHERE c.id = t.thing_id",
        uphold: Some(|tx, id, _| hide(tx, Subject::ArticleComment, id)),
        ..of(Subject::ArticleComment, Label("文章评论", "Comment on an article"))
    },
    &ReportedThing {
        resource: Some("ticket-comments"),
        text: "SELECT c.content FROM co_ticket_comment c WHERE c.id = t.thing_id",
        uphold: Some(|tx, id, _| hide(tx, Subject::TicketComment, id)),
        ..of(Subject::TicketComment, Label("门票评论", "Comment on a ticket"))
    },
    &ReportedThing {
        resource: Some("game-comments"),
        text: "SELECT c.content FROM co_game_comment c WHERE c.id = t.thing_id",
        uphold: Some(|tx, id, _| hide(tx, Subject::GameComment, id)),
        ..of(Subject::GameComment, Label("游戏评论", "Comment on a game"))
    },
    &ReportedThing {
        text: "SELECT m.content FROM co_message m WHERE m.id = t.thing_id",
        ..of(Subject::Message, Label("私信", "Message"))
    },
    &ReportedThing {
        resource: Some("users"),
        text:
            "SELECT TRIM(u.nickname || ' ' || COALESCE(u.province, '') || ' ' || COALESCE(u.city, '') || ' '
                 || COALESCE(u.intro, '')) FROM co_user u WHERE u.id = t.thing_id",
        uphold: Some(ban),
        ..of(Subject::User, Label("用户", "User"))
    },
];

/// A kind without a page, a text and a consequence.
const fn of(kind: Subject, title: Label) -> ReportedThing {
    ReportedThing { product: PRODUCT, kind: kind.word(), title, resource: None, text: "", uphold: None }
}

/// Hides a thing; one that is hidden already stays hidden.
fn hide(tx: &mut Tx<'_>, kind: Subject, id: i64) -> Result<()> {
    operators::hide(tx, kind, id)?;
    Ok(())
}

/// Bans a user; one who is banned already stays banned.
fn ban(tx: &mut Tx<'_>, id: i64, report: UpheldReport<'_>) -> Result<()> {
    operators::ban(tx, id.into(), report.reason)?;
    Ok(())
}
