//! 项目内部评论区主题: the project's owner and its paid supporters read and write; the author changes.

use crate::access::{Holds, Inside, Owned};
use crate::answer::{Created, NoContent, Shown};
use crate::call::Call;
use crate::code::Code;
use crate::error::Result;
use crate::fields::{Fields, Form};
use crate::ids::TopicId;
use crate::page::{PageRequest, PagedList};
use crate::store::project::Project;
use crate::store::topic::{self, Topic};
use crate::subject::Subject;

/// The body of a topic.
pub struct TopicInput {
    title: String,
    content: String,
}

impl Form for TopicInput {
    const NAME: &'static str = "TopicInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        Self {
            title: fields.about("Its title.").text("title", 200, old.map(|o| o.title.clone())),
            content: fields.about("Its text.").text("content", 10_000, old.map(|o| o.content.clone())),
        }
    }
}

impl Holds<TopicInput> for Owned<Topic> {
    fn held(&self) -> TopicInput {
        TopicInput { title: self.0.title.clone(), content: self.0.content.clone() }
    }
}

fn view(call: &mut Call<'_, '_>, id: TopicId) -> Result<Topic> {
    topic::find(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 获取某个项目的所有主题, newest first.
pub fn list(call: &mut Call<'_, '_>, Inside(project): Inside<Project>) -> Result<Shown<PagedList<Topic>>> {
    let page = PageRequest::of(call)?;
    let (count, topics) = topic::list(call.tx, project.id, page.slice())?;
    page.list(call.request, count, topics).map(Shown)
}

/// 发布项目主题.
pub fn create(
    call: &mut Call<'_, '_>,
    Inside(project): Inside<Project>,
    input: TopicInput,
) -> Result<Created<Topic>> {
    let me = call.member()?;
    let id = topic::insert(call.tx, project.id, me, &input.title, &input.content, call.now)?;
    call.set_subject(Subject::Topic, id);
    view(call, id).map(Created)
}

/// 获取单个主题.
pub fn show(_: &mut Call<'_, '_>, Inside(topic): Inside<Topic>) -> Result<Shown<Topic>> {
    Ok(Shown(topic))
}

/// 更新单个主题.
pub fn update(call: &mut Call<'_, '_>, Owned(old): Owned<Topic>, input: TopicInput) -> Result<Shown<Topic>> {
    topic::update(call.tx, old.id, &input.title, &input.content, call.now)?;
    call.set_subject(Subject::Topic, old.id);
    view(call, old.id).map(Shown)
}

/// 删除单个主题, with its comments.
pub fn remove(call: &mut Call<'_, '_>, Owned(topic): Owned<Topic>) -> Result<NoContent> {
    topic::delete(call.tx, topic.id)?;
    Ok(NoContent)
}
