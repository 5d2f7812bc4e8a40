//! 项目评论: everybody reads and may write anonymously; the author of a normal comment changes it.

use crate::access::{Found, Holds, Owned};
use crate::answer::{Created, NoContent, Shown};
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::ids::{CommentId, UserId};
use crate::page::{PageRequest, PagedList};
use crate::store::comment::{self, COMMENTS, Comment, CommentView, NewComment};
use crate::store::node::Node;
use crate::store::project::Project;
use crate::subject::Subject;

const TYPES: &[&str] = &["normal", "anonymous"];
/// Longest comment in characters.
pub(super) const MOST_TEXT: usize = 2000;

/// The body of a comment.
pub struct CommentInput {
    kind: &'static str,
    content: String,
    parent: Option<CommentId>,
}

impl Form for CommentInput {
    const NAME: &'static str = "CommentInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        let kind =
            fields.about("`normal` with a login, or `anonymous`.").choice("type", TYPES, old.map(|o| o.kind));
        if kind == "normal" && fields.call().is_some_and(|call| call.user.is_none()) {
            fields.wrong("type", Code::CommentType);
        }
        Self {
            kind,
            content: fields.about("Its text.").text("content", MOST_TEXT, old.map(|o| o.content.clone())),
            parent: fields.about("The comment that it answers.").optional_relation(
                "parent",
                old.map(|o| o.parent),
                |call, id| Ok(COMMENTS.place(call.tx, id)?.is_some()),
            ),
        }
    }
}

impl Holds<CommentInput> for Owned<Comment> {
    fn held(&self) -> CommentInput {
        // An anonymous comment has no owner.
        CommentInput { kind: "normal", content: self.0.content.clone(), parent: self.0.parent }
    }
}

impl CommentInput {
    fn author(&self, call: &Call<'_, '_>) -> Option<UserId> {
        call.user.filter(|_| self.kind == "normal")
    }
}

fn view(call: &mut Call<'_, '_>, id: CommentId) -> Result<Node<CommentView>> {
    COMMENTS.subtree(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 获取项目所有评论: pages of top comments, each with everything below it.
pub fn list(
    call: &mut Call<'_, '_>,
    Found(project): Found<Project>,
) -> Result<Shown<PagedList<Node<CommentView>>>> {
    let page = PageRequest::of(call)?;
    let (count, nodes) = COMMENTS.page(call.tx, project.id, page.slice())?;
    page.list(call.request, count, nodes).map(Shown)
}

/// 发布项目评论. A parent that belongs to another project is 10000 on `parent`.
pub fn create(
    call: &mut Call<'_, '_>,
    Found(project): Found<Project>,
    input: CommentInput,
) -> Result<Created<Node<CommentView>>> {
    let mut parent = None;
    if let Some(id) = input.parent {
        let (_, root) = COMMENTS
            .place(call.tx, id)?
            .filter(|(place, _)| *place == project.id)
            .ok_or_else(|| Error::field("parent", Code::InvalidData))?;
        parent = Some((id, root));
    }
    let user = input.author(call);
    let new = NewComment { project: project.id, user, parent, content: &input.content };
    let id = comment::insert(call.tx, &new, call.now)?;
    call.set_subject(Subject::Comment, id);
    view(call, id).map(Created)
}

/// 获取单个评论, with everything below it.
pub fn show(call: &mut Call<'_, '_>, Found(comment): Found<Comment>) -> Result<Shown<Node<CommentView>>> {
    view(call, comment.id).map(Shown)
}

/// 更新单个评论. Another `parent` is 10000. A comment that becomes anonymous cannot be changed again.
pub fn update(
    call: &mut Call<'_, '_>,
    Owned(old): Owned<Comment>,
    input: CommentInput,
) -> Result<Shown<Node<CommentView>>> {
    if input.parent.is_some_and(|parent| Some(parent) != old.parent) {
        return Err(Error::field("parent", Code::InvalidData));
    }
    let user = input.author(call);
    comment::update(call.tx, old.id, user, &input.content)?;
    call.set_subject(Subject::Comment, old.id);
    view(call, old.id).map(Shown)
}

/// 删除单个评论, with everything below it.
pub fn remove(call: &mut Call<'_, '_>, Owned(comment): Owned<Comment>) -> Result<NoContent> {
    COMMENTS.delete(call.tx, comment.id)?;
    Ok(NoContent)
}
