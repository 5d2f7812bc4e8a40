//! 众筹项目: read by anybody; made, changed and submitted by whoever is logged in.

use crate::access::{Admission, Anyone, Found, Holds, Member, Owned};
use crate::call::{Asked, Call, Created, NoContent, Shown};
use crate::error::FieldError;
use crate::fields::{Fields, Form};
use crate::page::{Page, Wanted};
use crate::store::image::ImageType;
use crate::store::project::{self, Content, DRAFT, PENDING, Project, REJECTED, UNDER_WAY};
use crate::store::project_list::{self, Column, Filter};
use crate::store::project_view::{self, ProjectView};
use crate::store::{category, place};
use crate::subject::Subject;
use crate::{Code, Error, Result};

/// Most days that a project may take.
const MOST_DAYS: i64 = 3650;

impl Form for Content {
    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        Self {
            name: fields.text("name", 100, old.map(|o| o.name.clone())),
            cover: fields.image("cover", ImageType::Cover, old.map(|o| o.cover)),
            location: fields
                .relation("location", old.map(|o| o.location), |call, id| Ok(place::exists(call.tx, id)?)),
            location_detail: fields.optional_text(
                "location_detail",
                200,
                old.map(|o| o.location_detail.clone()),
            ),
            category: fields
                .relation("category", old.map(|o| o.category), |call, id| Ok(category::exists(call.tx, id)?)),
            total_money: fields.money("total_money", old.map(|o| o.total_money)),
            total_days: fields.integer("total_days", 1, MOST_DAYS, old.map(|o| o.total_days)),
            summary: fields.text("summary", 500, old.map(|o| o.summary.clone())),
            content: fields.text("content", 50_000, old.map(|o| o.content.clone())),
            tags: fields.texts("tags", 20, old.map(|o| o.tags.clone())),
        }
    }
}

impl Holds<Content> for Owned<Project> {
    fn held(&self) -> Content {
        self.0.content.clone()
    }
}

/// What the query asks for. Values that are no numbers are 10000; columns that do not exist are ignored.
fn filter(call: &Call<'_, '_>) -> Result<Filter> {
    let asked: &Asked = call.request;
    let number = |key: &str| -> Result<Option<i64>> {
        let parse = |text: &str| text.parse().map_err(|_| Error::from(Code::InvalidData));
        asked.query(key).map(parse).transpose()
    };
    let column = |text: &str| {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let column = match name {
            "id" => Column::Id,
            "name" => Column::Name,
            "post_datetime" => Column::PostDatetime,
            "attention_count" => Column::AttentionCount,
            _ => return None,
        };
        Some((column, descending))
    };
    let ordering = asked.query("ordering").unwrap_or_default();
    let mut order: Vec<(Column, bool)> = Vec::new();
    for (column, descending) in ordering.split(',').filter_map(|text| column(text.trim())) {
        if order.iter().all(|(known, _)| *known != column) {
            order.push((column, descending));
        }
    }
    Ok(Filter {
        id: number("id")?,
        user: number("user")?,
        name: asked.query("name").map(str::to_owned),
        location: number("location")?,
        category: number("category")?,
        status: number("status")?,
        search: asked.query("search").map(str::to_owned),
        order,
        hide_drafts_but: call.app.settings.hide_drafts.then(|| call.user.unwrap_or(0)),
    })
}

/// 获取项目列表, the newest first unless `ordering` says otherwise.
pub fn list(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<Page<ProjectView>>> {
    let (wanted, filter) = (Wanted::of(call.request)?, filter(call)?);
    let (count, projects) = project_list::list(call, &filter, wanted.limit(), wanted.offset())?;
    wanted.page(call.request, count, projects).map(Shown)
}

/// 发布项目: as a draft.
pub fn create(call: &mut Call<'_, '_>, Member(me): Member, sent: Content) -> Result<Created<ProjectView>> {
    let id = project::insert(call.tx, me, &sent, call.now)?;
    call.wrote(Subject::Project, id);
    project_view::view(call, id).map(Created)
}

/// 获取单个项目.
pub fn show(call: &mut Call<'_, '_>, Found(project): Found<Project>) -> Result<Shown<ProjectView>> {
    project_view::view(call, project.id).map(Shown)
}

/// 更新单个项目. Once it is under way, its name, money, days and category stay (10000 on the field).
pub fn update(
    call: &mut Call<'_, '_>,
    Owned(old): Owned<Project>,
    sent: Content,
) -> Result<Shown<ProjectView>> {
    if old.status >= UNDER_WAY {
        let was = &old.content;
        let fixed = [
            ("name", was.name == sent.name),
            ("category", was.category == sent.category),
            ("total_money", was.total_money == sent.total_money),
            ("total_days", was.total_days == sent.total_days),
        ];
        let changed = fixed.into_iter().filter(|(_, same)| !same);
        let errors: Vec<FieldError> =
            changed.map(|(name, _)| FieldError { field: name.into(), code: Code::InvalidData }).collect();
        if !errors.is_empty() {
            return Err(Error::Fields(errors));
        }
    }
    if !project::update(call.tx, old.id, old.status, &sent, call.now)? {
        // Operators have decided meanwhile: what they decided about is looked at again.
        let now = Owned::<Project>::admit(call)?;
        return update(call, now, sent);
    }
    call.wrote(Subject::Project, old.id);
    project_view::view(call, old.id).map(Shown)
}

/// 删除单个项目. One that somebody supports is 10034.
pub fn remove(call: &mut Call<'_, '_>, Owned(project): Owned<Project>) -> Result<NoContent> {
    if project::delete(call.tx, project.id)? { Ok(NoContent) } else { Err(Code::InUse.into()) }
}

/// 确认发布项目: a draft, or one that was rejected, waits for its review. In any other state nothing happens.
pub fn save(call: &mut Call<'_, '_>, Owned(project): Owned<Project>) -> Result<NoContent> {
    if matches!(project.status, DRAFT | REJECTED) {
        project::transit(call.tx, project.id, project.status, PENDING)?;
    }
    Ok(NoContent)
}
