//! The forty projects with their feedback and packages, and what operators decided about them.

use miaohui_crowdfunding::ids::{FeedbackId, LocationId, PackageId, ProjectId, UserId};
use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_crowdfunding::places::PlaceLevel;
use miaohui_crowdfunding::store::audit::{self, AuditEntry};
use miaohui_crowdfunding::store::image::ImageType;
use miaohui_crowdfunding::store::package::{self, NewPackage, PackageKind};
use miaohui_crowdfunding::store::project::{self, ProjectContent, Tags};
use miaohui_crowdfunding::store::project_status::{self, ProjectStatus};
use miaohui_crowdfunding::store::{category, feedback, place};
use miaohui_crowdfunding::{Code, Result};
use miaohui_db::Tx;
use miaohui_kernel::Fen;

use super::plan::Plan;
use super::{Maker, cover, gift};
use crate::texts::{CUISINES, FEEDBACKS, FOOD_PROJECTS, FoodProject, REJECTIONS, story};

/// Who decides, in the audit.
const OPERATOR: &str = "demo";

/// A project that is written.
pub struct Made<'a> {
    pub id: ProjectId,
    /// In the order of the plan's.
    pub packages: Vec<PackageId>,
    pub plan: &'a Plan,
}

/// Writes them, the oldest first, up to where they can be supported.
pub fn fill<'a>(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    users: &[UserId],
    plans: &'a [Plan],
) -> Result<Vec<Made<'a>>> {
    let mut projects = Vec::new();
    for (n, plan) in plans.iter().enumerate() {
        let text = &FOOD_PROJECTS[plan.text];
        let owner = users[plan.owner];
        let content = content(tx, maker, (owner, text), plan)?;
        let id = project::insert(tx, owner, &content, plan.posted)?;
        let feedback = gifts(tx, maker, (owner, id), (n, text), plan)?;
        let mut packages = Vec::new();
        for (k, kind) in plan.packages.iter().enumerate() {
            let new = NewPackage {
                project: id,
                money: Fen(kind.price),
                places: kind.limit,
                kind: if kind.partner { PackageKind::Partner } else { PackageKind::Ordinary },
                name: kind.name,
                // The dearer, the more.
                feedback: &feedback[..feedback.len().min(k + 1)],
            };
            packages.push(package::insert(tx, &new)?);
        }
        decide(tx, n, id, plan)?;
        projects.push(Made { id, packages, plan });
    }
    Ok(projects)
}

fn content(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    (owner, text): (UserId, &FoodProject),
    plan: &Plan,
) -> Result<ProjectContent> {
    let categories = category::list(tx)?;
    let named = categories.iter().find(|category| category.name == CUISINES[text.cuisine]);
    // Every project of a motif has a cover of its own.
    let before = FOOD_PROJECTS[..plan.text].iter().filter(|other| other.motif == text.motif).count();
    Ok(ProjectContent {
        name: text.name.to_owned(),
        cover: maker.image(tx, owner, ImageType::Cover, (cover(text.motif), before), plan.posted)?,
        location: place(tx, text.place, text.address)?,
        location_detail: text.address.to_owned(),
        category: named.or(categories.last()).ok_or(Code::NotFound)?.id,
        total_money: Fen(plan.goal),
        total_days: plan.days,
        summary: text.summary.to_owned(),
        content: story(plan.text),
        tags: Tags(text.tags.map(str::to_owned).to_vec()),
    })
}

/// Two to four things that supporters get, some of them with a picture; their ids.
fn gifts(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    (owner, project): (UserId, ProjectId),
    (n, text): (usize, &FoodProject),
    plan: &Plan,
) -> Result<Vec<FeedbackId>> {
    let mut ids = Vec::new();
    for k in 0..2 + (n + n / 3) % 3 {
        let picture = if (n + k) % 3 == 0 {
            let picture = (gift(text.motif), maker.pick(1000));
            Some(maker.image(tx, owner, ImageType::Feedback, picture, plan.posted)?)
        } else {
            None
        };
        ids.push(feedback::insert(tx, project, FEEDBACKS[(n * 5 + k * 7) % FEEDBACKS.len()], picture)?);
    }
    Ok(ids)
}

/// The district of the city that the address names, or else the city; of a province that is a city, itself.
pub fn place(tx: &mut Tx<'_>, (province, city): (&str, &str), address: &str) -> Result<LocationId> {
    let provinces = place::provinces(tx)?;
    let province = provinces.iter().find(|place| place.name == province).ok_or(Code::NotFound)?;
    let cities = place::children(tx, province.id, PlaceLevel::Province)?.unwrap_or_default();
    let own = cities.iter().find(|place| place.name == city);
    for city in own.map_or(cities.as_slice(), std::slice::from_ref) {
        for district in place::children(tx, city.id, PlaceLevel::City)?.unwrap_or_default() {
            let stem: Vec<char> = district.name.chars().collect();
            let stem: String = stem[..stem.len().saturating_sub(1)].iter().collect();
            if stem.chars().count() > 1 && address.contains(&stem) {
                return Ok(district.id);
            }
        }
    }
    Ok(own.unwrap_or(province).id)
}

/// Takes the project through the states that lead to its own, as far as people can support it then.
fn decide(tx: &mut Tx<'_>, n: usize, id: ProjectId, plan: &Plan) -> Result<()> {
    use ProjectStatus::{Draft, Pending, Rejected, UnderWay};
    if plan.state == Draft {
        return Ok(());
    }
    project_status::transit(tx, id, Draft, Pending)?;
    match plan.state {
        Pending => Ok(()),
        Rejected => {
            let reason = REJECTIONS[n / 4 % REJECTIONS.len()];
            project_status::transit(tx, id, Pending, Rejected)?;
            project_status::set_reject_reason(tx, id, reason)?;
            audit(tx, ProjectDecision::Reject, id, reason, plan.decided)
        }
        _ => {
            project_status::transit(tx, id, Pending, UnderWay)?;
            project_status::start(tx, id, plan.decided)?;
            audit(tx, ProjectDecision::Approve, id, "", plan.decided)
        }
    }
}

/// Writes down what an operator did. No mail goes to the owners, whose addresses are nobody's.
pub fn audit(tx: &mut Tx<'_>, deed: ProjectDecision, id: ProjectId, reason: &str, at: i64) -> Result<()> {
    let entry =
        AuditEntry { actor: OPERATOR, action: deed.name(), subject: "project", subject_id: id.get(), reason };
    Ok(audit::insert(tx, &entry, at)?)
}
