//! 项目内部评论区主题: for the project's owner and its paid supporters; changed by whoever began it.

use miaohui_db::Tx;

use crate::access::{Holds, InProject, Inside, Load, Owned};
use crate::call::{Call, Created, NoContent, Shown};
use crate::fields::{Fields, Form};
use crate::page::{Page, Wanted};
use crate::store::project::Project;
use crate::store::topic::{self, Topic};
use crate::subject::Subject;
use crate::{Code, Result};

/// What is sent.
pub struct Sent {
    title: String,
    content: String,
}

impl Form for Sent {
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        Self {
            title: fields.text("title", 200, old.map(|o| o.title.clone())),
            content: fields.text("content", 10_000, old.map(|o| o.content.clone())),
        }
    }
}

impl Holds<Sent> for Owned<Topic> {
    fn held(&self) -> Sent {
        Sent { title: self.0.title.clone(), content: self.0.content.clone() }
    }
}

/// The project whose topics these are.
pub struct OfProject(i64);

impl Load for OfProject {
    fn load(tx: &mut Tx<'_>, id: i64) -> miaohui_db::Result<Option<Self>> {
        Ok(Project::load(tx, id)?.map(|project| Self(project.id)))
    }

    fn owner(&self) -> Option<i64> {
        None
    }
}

impl InProject for OfProject {
    fn project(&self) -> i64 {
        self.0
    }
}

fn view(call: &mut Call<'_, '_>, id: i64) -> Result<Topic> {
    Topic::load(call.tx, id)?.ok_or_else(|| Code::NotFound.into())
}

/// 获取某个项目的所有主题, the newest first.
pub fn list(
    call: &mut Call<'_, '_>,
    Inside(OfProject(project)): Inside<OfProject>,
) -> Result<Shown<Page<Topic>>> {
    let wanted = Wanted::of(call.request)?;
    let (count, topics) = topic::list(call.tx, project, wanted.limit(), wanted.offset())?;
    wanted.page(call.request, count, topics).map(Shown)
}

/// 发布项目主题.
pub fn create(
    call: &mut Call<'_, '_>,
    Inside(OfProject(project)): Inside<OfProject>,
    sent: Sent,
) -> Result<Created<Topic>> {
    let me = call.member()?;
    let id = topic::insert(call.tx, project, me, &sent.title, &sent.content, call.now)?;
    call.wrote(Subject::Topic, id);
    view(call, id).map(Created)
}

/// 获取单个主题.
pub fn show(_: &mut Call<'_, '_>, Inside(topic): Inside<Topic>) -> Result<Shown<Topic>> {
    Ok(Shown(topic))
}

/// 更新单个主题.
pub fn update(call: &mut Call<'_, '_>, Owned(old): Owned<Topic>, sent: Sent) -> Result<Shown<Topic>> {
    topic::update(call.tx, old.id, &sent.title, &sent.content, call.now)?;
    call.wrote(Subject::Topic, old.id);
    view(call, old.id).map(Shown)
}

/// 删除单个主题, with all that was said about it.
pub fn remove(call: &mut Call<'_, '_>, Owned(topic): Owned<Topic>) -> Result<NoContent> {
    topic::delete(call.tx, topic.id)?;
    Ok(NoContent)
}
