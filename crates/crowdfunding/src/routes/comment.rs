//! 项目评论: read by anybody, written anonymously by anybody, changed by whoever wrote it under their name.

use crate::access::{Found, Holds, Owned};
use crate::call::{Call, Created, NoContent, Shown};
use crate::fields::{Fields, Form};
use crate::page::{Page, Wanted};
use crate::store::comment::{self, COMMENTS, Comment, CommentView, NewComment};
use crate::store::project::Project;
use crate::store::tree::Node;
use crate::subject::Subject;
use crate::{Code, Error, Result};

const TYPES: &[&str] = &["normal", "anonymous"];
/// Longest comment in characters.
pub(super) const MOST_TEXT: usize = 2000;

/// What is sent.
pub struct Sent {
    kind: &'static str,
    content: String,
    parent: Option<i64>,
}

impl Form for Sent {
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        let kind = fields.choice("type", TYPES, old.map(|o| o.kind));
        if kind == "normal" && fields.call().is_some_and(|call| call.user.is_none()) {
            fields.wrong("type", Code::CommentType);
        }
        Self {
            kind,
            content: fields.text("content", MOST_TEXT, old.map(|o| o.content.clone())),
            parent: fields.optional_relation("parent", old.map(|o| o.parent), |call, id| {
                Ok(COMMENTS.place(call.tx, id)?.is_some())
            }),
        }
    }
}

impl Holds<Sent> for Owned<Comment> {
    fn held(&self) -> Sent {
        // Only what is under a name has an owner.
        Sent { kind: "normal", content: self.0.content.clone(), parent: self.0.parent }
    }
}

impl Sent {
    fn user(&self, call: &Call<'_, '_>) -> Option<i64> {
        call.user.filter(|_| self.kind == "normal")
    }
}

fn view(call: &mut Call<'_, '_>, id: i64) -> Result<Node<CommentView>> {
    COMMENTS.subtree(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 获取项目所有评论: pages of top comments, each with all below it.
pub fn list(
    call: &mut Call<'_, '_>,
    Found(project): Found<Project>,
) -> Result<Shown<Page<Node<CommentView>>>> {
    let wanted = Wanted::of(call.request)?;
    let (count, nodes) = COMMENTS.page(call.tx, project.id, wanted.limit(), wanted.offset())?;
    wanted.page(call.request, count, nodes).map(Shown)
}

/// 发布项目评论. The comment it answers must be of the same project (10000 on `parent`).
pub fn create(
    call: &mut Call<'_, '_>,
    Found(project): Found<Project>,
    sent: Sent,
) -> Result<Created<Node<CommentView>>> {
    let mut parent = None;
    if let Some(id) = sent.parent {
        let (_, root) = COMMENTS
            .place(call.tx, id)?
            .filter(|(place, _)| *place == project.id)
            .ok_or_else(|| Error::field("parent", Code::InvalidData))?;
        parent = Some((id, root));
    }
    let user = sent.user(call);
    let new = NewComment { project: project.id, user, parent, content: &sent.content };
    let id = comment::insert(call.tx, &new, call.now)?;
    call.wrote(Subject::Comment, id);
    view(call, id).map(Created)
}

/// 获取单个评论, with all below it.
pub fn show(call: &mut Call<'_, '_>, Found(comment): Found<Comment>) -> Result<Shown<Node<CommentView>>> {
    view(call, comment.id).map(Shown)
}

/// 更新单个评论. It stays where it is: another `parent` is 10000. Made anonymous, nobody changes it any more.
pub fn update(
    call: &mut Call<'_, '_>,
    Owned(old): Owned<Comment>,
    sent: Sent,
) -> Result<Shown<Node<CommentView>>> {
    if sent.parent.is_some_and(|parent| Some(parent) != old.parent) {
        return Err(Error::field("parent", Code::InvalidData));
    }
    let user = sent.user(call);
    comment::update(call.tx, old.id, user, &sent.content)?;
    call.wrote(Subject::Comment, old.id);
    view(call, old.id).map(Shown)
}

/// 删除单个评论, with all below it.
pub fn remove(call: &mut Call<'_, '_>, Owned(comment): Owned<Comment>) -> Result<NoContent> {
    COMMENTS.delete(call.tx, comment.id)?;
    Ok(NoContent)
}
