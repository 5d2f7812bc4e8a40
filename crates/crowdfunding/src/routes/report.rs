//! 举报: users' reports to the operators.

use miaohui_moderation::report::{self, NewReport};
use miaohui_moderation::{ReporterId, ThingId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::access::{Load, Member};
use crate::answer::Created;
use crate::call::Call;
use crate::error::Result;
use crate::fields::{Fields, Form};
use crate::ids::{CommentId, ProjectId, TopicCommentId, TopicId, UserId};
use crate::store::support::is_insider;
use crate::store::{comment, profile, project, topic, topic_comment};
use crate::subject::Subject;

/// Kinds of things that can be reported.
const KINDS: &[&str] = &[
    Subject::Project.word(),
    Subject::Comment.word(),
    Subject::Topic.word(),
    Subject::TopicComment.word(),
    Subject::User.word(),
];

/// The body of a report, and of its reply.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "Report")]
pub struct ReportInput {
    /// What is reported.
    kind: &'static str,
    /// Id of what is reported.
    id: ThingId,
    /// Why.
    reason: &'static str,
    /// Words of the reporter.
    text: String,
}

impl Form for ReportInput {
    const NAME: &'static str = "ReportInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        let kind = fields.about("What is reported.").choice("kind", KINDS, None);
        Self {
            kind,
            id: fields
                .about("Id of what is reported.")
                .relation("id", None, |call, id| is_visible(call, kind, id)),
            reason: fields.about("Why.").choice("reason", report::REASONS, None),
            text: fields.about("Words of the reporter.").optional_key("text", report::MOST_CHARS, None),
        }
    }
}

/// Whether the thing exists and the caller may see it.
fn is_visible(call: &mut Call<'_, '_>, kind: &str, id: ThingId) -> Result<bool> {
    let (id, viewer) = (id.get(), call.viewer());
    let project = match Subject::of(kind) {
        Some(Subject::Project) => {
            let found = project::find(call.tx, ProjectId(id))?;
            return Ok(found.is_some_and(|project| project.visible(&viewer)));
        }
        Some(Subject::Comment) => {
            let found = comment::find(call.tx, CommentId(id))?;
            return Ok(found.is_some_and(|comment| comment.visible(&viewer)));
        }
        Some(Subject::User) => return Ok(profile::public(call.tx, UserId(id))?.is_some()),
        Some(Subject::Topic) => topic::find(call.tx, TopicId(id))?.map(|topic| topic.project),
        Some(Subject::TopicComment) => {
            topic_comment::find(call.tx, TopicCommentId(id))?.map(|comment| comment.project)
        }
        // The kind has an error already.
        _ => return Ok(true),
    };
    let (Some(project), Some(me)) = (project, call.user) else { return Ok(false) };
    Ok(is_insider(call.tx, project, me)?)
}

/// 举报: repeated while the report is open, it changes nothing. A thing that does not exist or that
/// the caller may not see is 10000 on `id`.
pub fn create(
    call: &mut Call<'_, '_>,
    Member(me): Member,
    input: ReportInput,
) -> Result<Created<ReportInput>> {
    // The form accepts known kinds only.
    let kind = Subject::of(input.kind).unwrap_or(Subject::User);
    let new = NewReport {
        thing: kind.thing(input.id),
        reporter: Some(ReporterId(me.get())),
        reason: input.reason,
        text: &input.text,
    };
    report::open(call.tx, &new, call.now)?;
    Ok(Created(input))
}
