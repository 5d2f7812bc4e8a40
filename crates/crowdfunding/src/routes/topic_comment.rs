//! 项目内部讨论区评论: the project's owner and its paid supporters read and write; the author changes.

use crate::access::{Holds, Inside, Owned};
use crate::answer::{Created, NoContent, Shown};
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::ids::TopicCommentId;
use crate::page::{PageRequest, PagedList};
use crate::routes::comment::MOST_TEXT;
use crate::store::node::Node;
use crate::store::topic::Topic;
use crate::store::topic_comment::{self, TOPIC_COMMENTS, TopicComment, TopicCommentView};
use crate::subject::Subject;

/// The body of a comment of a topic.
pub struct TopicCommentInput {
    content: String,
    parent: Option<TopicCommentId>,
}

impl Form for TopicCommentInput {
    const NAME: &'static str = "TopicCommentInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        Self {
            content: fields.about("Its text.").text("content", MOST_TEXT, old.map(|o| o.content.clone())),
            parent: fields.about("The comment that it answers.").optional_relation(
                "parent",
                old.map(|o| o.parent),
                |call, id| Ok(TOPIC_COMMENTS.place(call.tx, id)?.is_some()),
            ),
        }
    }
}

impl Holds<TopicCommentInput> for Owned<TopicComment> {
    fn held(&self) -> TopicCommentInput {
        TopicCommentInput { content: self.0.content.clone(), parent: self.0.parent }
    }
}

fn view(call: &mut Call<'_, '_>, id: TopicCommentId) -> Result<Node<TopicCommentView>> {
    TOPIC_COMMENTS.subtree(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 获取单个主题的所有评论: pages of top comments, each with everything below it.
pub fn list(
    call: &mut Call<'_, '_>,
    Inside(topic): Inside<Topic>,
) -> Result<Shown<PagedList<Node<TopicCommentView>>>> {
    let page = PageRequest::of(call)?;
    let (count, nodes) = TOPIC_COMMENTS.page(call.tx, topic.id, page.slice())?;
    page.list(call.request, count, nodes).map(Shown)
}

/// 发布评论. A parent that belongs to another topic is 10000 on `parent`.
pub fn create(
    call: &mut Call<'_, '_>,
    Inside(topic): Inside<Topic>,
    input: TopicCommentInput,
) -> Result<Created<Node<TopicCommentView>>> {
    let me = call.member()?;
    let mut parent = None;
    if let Some(id) = input.parent {
        let (_, root) = TOPIC_COMMENTS
            .place(call.tx, id)?
            .filter(|(place, _)| *place == topic.id)
            .ok_or_else(|| Error::field("parent", Code::InvalidData))?;
        parent = Some((id, root));
    }
    let id = topic_comment::insert(call.tx, topic.id, me, parent, &input.content, call.now)?;
    call.set_subject(Subject::TopicComment, id);
    view(call, id).map(Created)
}

/// 获取单个评论, with everything below it.
pub fn show(
    call: &mut Call<'_, '_>,
    Inside(comment): Inside<TopicComment>,
) -> Result<Shown<Node<TopicCommentView>>> {
    view(call, comment.id).map(Shown)
}

/// 更新单个评论. Another `parent` is 10000.
pub fn update(
    call: &mut Call<'_, '_>,
    Owned(old): Owned<TopicComment>,
    input: TopicCommentInput,
) -> Result<Shown<Node<TopicCommentView>>> {
    if input.parent.is_some_and(|parent| Some(parent) != old.parent) {
        return Err(Error::field("parent", Code::InvalidData));
    }
    topic_comment::update(call.tx, old.id, &input.content)?;
    call.set_subject(Subject::TopicComment, old.id);
    view(call, old.id).map(Shown)
}

/// 删除单个评论, with everything below it.
pub fn remove(call: &mut Call<'_, '_>, Owned(comment): Owned<TopicComment>) -> Result<NoContent> {
    TOPIC_COMMENTS.delete(call.tx, comment.id)?;
    Ok(NoContent)
}
