//! 举报: what users want the operators to look at.

use miaohui_moderation::ReporterId;
use miaohui_moderation::report::{self, NewReport};
use schemars::JsonSchema;
use serde::Serialize;

use crate::Result;
use crate::access::{Load, Member};
use crate::call::{Call, Created};
use crate::fields::{Fields, Form};
use crate::store::comment::Comment;
use crate::store::project::Project;
use crate::store::support::is_insider;
use crate::store::topic::Topic;
use crate::store::topic_comment::TopicComment;
use crate::store::user::PublicUser;
use crate::subject::Subject;

/// What can be reported.
const KINDS: &[&str] = &[
    Subject::Project.word(),
    Subject::Comment.word(),
    Subject::Topic.word(),
    Subject::TopicComment.word(),
    Subject::User.word(),
];

/// What is sent, and answered.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Report {
    kind: &'static str,
    id: i64,
    reason: &'static str,
    text: String,
}

impl Form for Report {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        let kind = fields.choice("kind", KINDS, None);
        Self {
            kind,
            id: fields.relation("id", None, |call, id| is_there(call, kind, id)),
            reason: fields.choice("reason", report::REASONS, None),
            text: fields.optional_key("text", report::MOST_CHARS, None),
        }
    }
}

/// Whether the caller may know of the thing.
fn is_there(call: &mut Call<'_, '_>, kind: &str, id: i64) -> Result<bool> {
    let project = match Subject::of(kind) {
        Some(Subject::Project) => {
            return Ok(Project::load(call.tx, id)?.is_some_and(|project| project.visible(call)));
        }
        Some(Subject::Comment) => return Ok(Comment::load(call.tx, id)?.is_some()),
        Some(Subject::User) => return Ok(PublicUser::load(call.tx, id)?.is_some()),
        Some(Subject::Topic) => Topic::load(call.tx, id)?.map(|topic| topic.project),
        Some(Subject::TopicComment) => TopicComment::load(call.tx, id)?.map(|comment| comment.project),
        // The wrong kind is error enough.
        _ => return Ok(true),
    };
    let (Some(project), Some(me)) = (project, call.user) else { return Ok(false) };
    Ok(is_insider(call.tx, project, me)?)
}

/// Asks the operators to look at something; once more while the report is open changes nothing. A thing that is not there
/// for the caller is 10000 on `id`.
pub fn create(call: &mut Call<'_, '_>, Member(me): Member, sent: Report) -> Result<Created<Report>> {
    // The form has no other words.
    let kind = Subject::of(sent.kind).unwrap_or(Subject::User);
    let new = NewReport {
        thing: kind.thing(sent.id),
        reporter: Some(ReporterId(me)),
        reason: sent.reason,
        text: &sent.text,
    };
    report::open(call.tx, &new, call.now)?;
    Ok(Created(sent))
}
