//! 举报: asks the operators to look at something; once more while the report is open changes nothing. An unknown thing is the
//! 301, 302, 107 or 506 of its kind; a message must be in a conversation of the caller's.

use miaohui_moderation::ReporterId;
use miaohui_moderation::report::{self, NewReport};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::{Call, Done};
use crate::params::{Id, Text};
use crate::store::{article, article_comment, game, message, ticket_comment, user};
use crate::subject::Subject;
use crate::{Code, Error, Result};

/// What the client sends.
#[derive(Deserialize, JsonSchema)]
pub struct Params {
    kind: Subject,
    id: Name,
    #[schemars(extend("enum" = report::REASONS))]
    reason: String,
    text: Option<Text<0, { report::MOST_CHARS }>>,
}

/// An id; a user's uid.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
enum Name {
    Id(Id),
    Uid(String),
}

pub fn run(call: &mut Call<'_, '_>, params: &Params) -> Result<Done> {
    if !report::REASONS.contains(&params.reason.as_str()) {
        return Err(Error::parameter("reason", "unknown"));
    }
    let id = find(call, params.kind, &params.id)?;
    let new = NewReport {
        thing: params.kind.thing(id),
        reporter: Some(ReporterId(call.me)),
        reason: &params.reason,
        text: params.text.as_deref().map_or("", String::as_str),
    };
    report::open(call.tx, &new, call.now)?;
    Ok(Done {})
}

/// The thing's internal id, if it is there for the caller.
fn find(call: &mut Call<'_, '_>, kind: Subject, name: &Name) -> Result<i64> {
    let (missing, id) = match (kind, name) {
        (Subject::User, Name::Uid(uid)) => (Code::NoUser, user::id_of(call.tx, uid)?),
        (Subject::User, Name::Id(_)) => (Code::NoUser, None),
        (Subject::Article, _) => (Code::NoArticle, name.id()),
        (Subject::Message, _) => (Code::NoMessage, name.id()),
        (Subject::ArticleComment | Subject::TicketComment | Subject::GameComment, _) => {
            (Code::NoComment, name.id())
        }
    };
    let id = id.ok_or(missing)?;
    let there = match kind {
        Subject::User => true,
        Subject::Article => article::author_of(call.tx, id)?.is_some(),
        Subject::ArticleComment => !article_comment::places(call.tx, &[id])?.is_empty(),
        Subject::TicketComment => !ticket_comment::authors(call.tx, &[id])?.is_empty(),
        Subject::GameComment => !game::comment_authors(call.tx, &[id])?.is_empty(),
        Subject::Message => message::is_of(call.tx, call.me, id)?,
    };
    if there { Ok(id) } else { Err(missing.into()) }
}

impl Name {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Id(Id(id)) => Some(*id),
            Self::Uid(_) => None,
        }
    }
}
