//! 众筹项目: everybody reads; users with a login create, change and submit their own.

use std::str::FromStr;

use miaohui_kernel::trim_unseen;

use crate::access::{Admission, Anyone, Found, Holds, Member, Owned};
use crate::answer::{Created, NoContent, Shown};
use crate::call::{Call, RequestInfo};
use crate::code::Code;
use crate::error::{Error, FieldError, Result};
use crate::fields::{Fields, Form};
use crate::ids::ProjectId;
use crate::page::{PageRequest, PagedList};
use crate::store::image::ImageType;
use crate::store::project::{self, Project, ProjectContent, Tags};
use crate::store::project_list::{self, OrderColumn, ProjectFilter};
use crate::store::project_status::{self, ProjectStatus};
use crate::store::project_view::{self, ProjectRow, ProjectView};
use crate::store::{category, place};
use crate::subject::Subject;

/// Most days of a project.
const MOST_DAYS: i64 = 3650;

impl Form for ProjectContent {
    const NAME: &'static str = "ProjectInput";

    fn read(fields: &mut Fields<'_, '_, '_>, old: Option<Self>) -> Self {
        let old = old.as_ref();
        Self {
            name: fields.about("Its name.").name("name", 100, old.map(|o| o.name.clone())),
            cover: fields.about("An image of type 2 of the caller.").image(
                "cover",
                ImageType::Cover,
                old.map(|o| o.cover),
            ),
            location: fields.about("Where it is: a province, city or district.").relation(
                "location",
                old.map(|o| o.location),
                |call, id| Ok(place::exists(call.tx, id)?),
            ),
            location_detail: fields.about("Address within its location.").optional_text(
                "location_detail",
                200,
                old.map(|o| o.location_detail.clone()),
            ),
            category: fields.about("Its category.").relation(
                "category",
                old.map(|o| o.category),
                |call, id| Ok(category::exists(call.tx, id)?),
            ),
            total_money: fields
                .about("Money that it needs, in yuan.")
                .money("total_money", old.map(|o| o.total_money)),
            total_days: fields.about("Days that it runs.").integer(
                "total_days",
                1..=MOST_DAYS,
                old.map(|o| o.total_days),
            ),
            summary: fields.about("Its summary.").text("summary", 500, old.map(|o| o.summary.clone())),
            content: fields.about("Its description.").text("content", 50_000, old.map(|o| o.content.clone())),
            tags: Tags(fields.about("Its tags.").texts("tags", 20, old.map(|o| o.tags.0.clone()))),
        }
    }
}

impl Holds<ProjectContent> for Owned<Project> {
    fn held(&self) -> ProjectContent {
        self.0.content.clone()
    }
}

/// Reads a number of the query; a value that is no number is 10000.
fn number<T: FromStr>(request: &RequestInfo, key: &str) -> Result<Option<T>> {
    let parse = |text: &str| text.parse().map_err(|_| Error::from(Code::InvalidData));
    request.query(key).map(parse).transpose()
}

/// Reads `ordering` of the query; unknown columns are ignored.
fn ordering(request: &RequestInfo) -> Vec<(OrderColumn, bool)> {
    let column = |text: &str| {
        let (name, descending) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
        let column = match name {
            "id" => OrderColumn::Id,
            "name" => OrderColumn::Name,
            "post_datetime" => OrderColumn::PostDatetime,
            "attention_count" => OrderColumn::AttentionCount,
            _ => return None,
        };
        Some((column, descending))
    };
    let text = request.query("ordering").unwrap_or_default();
    let mut order: Vec<(OrderColumn, bool)> = Vec::new();
    for (column, descending) in text.split(',').filter_map(|text| column(text.trim())) {
        if order.iter().all(|(known, _)| *known != column) {
            order.push((column, descending));
        }
    }
    order
}

/// 获取项目列表, newest first unless `ordering` is given.
pub fn list(call: &mut Call<'_, '_>, _: Anyone) -> Result<Shown<PagedList<ProjectView>>> {
    let (request, viewer) = (call.request, call.viewer());
    let page = PageRequest::of(call)?;
    // What is pasted into a search field brings spaces along.
    let typed = |name| request.query(name).map(|text| trim_unseen(text).to_owned());
    let filter = ProjectFilter {
        id: number(request, "id")?,
        user: number(request, "user")?,
        name: typed("name"),
        location: number(request, "location")?,
        category: number(request, "category")?,
        status: number(request, "status")?,
        search: typed("search"),
        order: ordering(request),
    };
    let (count, projects) = project_list::list(call.tx, &viewer, &filter, page.slice())?;
    page.list(request, count, projects).map(Shown)
}

fn view(call: &mut Call<'_, '_>, id: ProjectId) -> Result<ProjectView> {
    let viewer = call.viewer();
    project_view::view(call.tx, &viewer, id)
}

/// 发布项目: as a draft.
pub fn create(
    call: &mut Call<'_, '_>,
    Member(me): Member,
    input: ProjectContent,
) -> Result<Created<ProjectView>> {
    let id = project::insert(call.tx, me, &input, call.now)?;
    call.set_subject(Subject::Project, id);
    view(call, id).map(Created)
}

/// 获取单个项目.
pub fn show(call: &mut Call<'_, '_>, Found(row): Found<ProjectRow>) -> Result<Shown<ProjectView>> {
    let viewer = call.viewer();
    project_view::from_row(call.tx, &viewer, row).map(Shown)
}

/// 更新单个项目. Another name, category, money or number of days is 10000 on the field once the project
/// is under way.
pub fn update(
    call: &mut Call<'_, '_>,
    Owned(old): Owned<Project>,
    input: ProjectContent,
) -> Result<Shown<ProjectView>> {
    if old.status >= ProjectStatus::UnderWay {
        let current = &old.content;
        let fixed = [
            ("name", current.name == input.name),
            ("category", current.category == input.category),
            ("total_money", current.total_money == input.total_money),
            ("total_days", current.total_days == input.total_days),
        ];
        let changed = fixed.into_iter().filter(|(_, same)| !same);
        let errors: Vec<FieldError> =
            changed.map(|(name, _)| FieldError { field: name.into(), code: Code::InvalidData }).collect();
        if !errors.is_empty() {
            return Err(Error::Fields(errors));
        }
    }
    if !project::update(call.tx, old.id, old.status, &input, call.now)? {
        // An operator has changed the status meanwhile, so the checks are repeated.
        let current = Owned::<Project>::admit(call)?;
        return update(call, current, input);
    }
    call.set_subject(Subject::Project, old.id);
    view(call, old.id).map(Shown)
}

/// 删除单个项目. One with a support is 10034.
pub fn remove(call: &mut Call<'_, '_>, Owned(project): Owned<Project>) -> Result<NoContent> {
    if project::delete(call.tx, project.id, call.now)? { Ok(NoContent) } else { Err(Code::InUse.into()) }
}

/// 确认发布项目: submits a draft or a rejected project for review. Other projects do not change.
pub fn save(call: &mut Call<'_, '_>, Owned(project): Owned<Project>) -> Result<NoContent> {
    if matches!(project.status, ProjectStatus::Draft | ProjectStatus::Rejected) {
        project_status::transit(call.tx, project.id, (project.status, ProjectStatus::Pending), call.now)?;
    }
    Ok(NoContent)
}
