//! 举报: reports a subject to the operators; a repeated report changes nothing while the first is
//! open. Errors: 301, 302, 107 or 506 unknown subject, also for a message in another user's
//! conversation.

use miaohui_moderation::ReporterId;
use miaohui_moderation::report::{self, NewReport};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, EmptyReply};
use crate::ids::{ArticleCommentId, ArticleId, GameCommentId, MessageId, TicketCommentId, UserId};
use crate::params::{Id, Text};
use crate::store::{article, article_comment, game, message, ticket_comment, user};
use crate::subject::Subject;
use crate::{Code, Error, Result};

/// Parameters.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    /// What is reported.
    kind: Subject,
    /// Id of the subject, or the uid of a user.
    id: SubjectKey,
    /// Why.
    #[schemars(extend("enum" = report::REASONS))]
    reason: String,
    /// Words of the reporter.
    text: Option<Text<0, { report::MOST_CHARS }>>,
}

/// The id of a subject, or the uid of a user.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
enum SubjectKey {
    Id(Id<i64>),
    Uid(String),
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<EmptyReply> {
    if !report::REASONS.contains(&params.reason.as_str()) {
        return Err(Error::parameter("reason", "不是可选的原因"));
    }
    let id = find(call, params.kind, &params.id)?;
    let new = NewReport {
        thing: params.kind.thing(id),
        reporter: Some(ReporterId(call.user.get())),
        reason: &params.reason,
        text: params.text.as_deref().map_or("", String::as_str),
    };
    report::open(call.tx, &new, call.now)?;
    Ok(EmptyReply {})
}

/// Finds the id of the subject, if the caller sees it.
fn find(call: &mut Call<'_, '_>, kind: Subject, key: &SubjectKey) -> Result<i64> {
    let (missing, id) = match (kind, key) {
        (Subject::User, SubjectKey::Uid(uid)) => (Code::NoUser, user::id_of(call.tx, uid)?.map(UserId::get)),
        (Subject::User, SubjectKey::Id(_)) => (Code::NoUser, None),
        (Subject::Article, _) => (Code::NoArticle, key.id()),
        (Subject::Message, _) => (Code::NoMessage, key.id()),
        (Subject::ArticleComment | Subject::TicketComment | Subject::GameComment, _) => {
            (Code::NoComment, key.id())
        }
    };
    let id = id.ok_or(missing)?;
    let there = match kind {
        Subject::User => true,
        Subject::Article => article::author_of(call.tx, ArticleId(id))?.is_some(),
        Subject::ArticleComment => !article_comment::find_all(call.tx, &[ArticleCommentId(id)])?.is_empty(),
        Subject::TicketComment => !ticket_comment::authors(call.tx, &[TicketCommentId(id)])?.is_empty(),
        Subject::GameComment => !game::comment_authors(call.tx, &[GameCommentId(id)])?.is_empty(),
        Subject::Message => message::is_of(call.tx, call.user, MessageId(id))?,
    };
    if there { Ok(id) } else { Err(missing.into()) }
}

impl SubjectKey {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Id(Id(id)) => Some(*id),
            Self::Uid(_) => None,
        }
    }
}
