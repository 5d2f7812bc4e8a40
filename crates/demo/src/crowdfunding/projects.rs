//! The forty projects with their feedback and packages, and what operators decided about them.

use miaohui_crowdfunding::operators::Deed;
use miaohui_crowdfunding::store::audit::{self, Entry};
use miaohui_crowdfunding::store::image::ImageType;
use miaohui_crowdfunding::store::package::{self, NewPackage};
use miaohui_crowdfunding::store::project::{self, Content, DRAFT, PENDING, REJECTED, UNDER_WAY};
use miaohui_crowdfunding::store::{category, feedback, place};
use miaohui_crowdfunding::{Code, Result, Yuan};
use miaohui_db::Tx;

use super::plan::Plan;
use super::{Maker, cover, gift};
use crate::texts::{CUISINES, FEEDBACKS, FOOD_PROJECTS, FoodProject, REJECTIONS, story};

/// Who decides, in the audit.
const OPERATOR: &str = "demo";

/// A project that is written.
pub struct Made<'a> {
    pub id: i64,
    /// In the order of the plan's.
    pub packages: Vec<i64>,
    pub plan: &'a Plan,
}

/// Writes them, the oldest first, up to where they can be supported.
pub fn fill<'a>(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    users: &[i64],
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
                money: kind.price,
                places: kind.limit,
                kind: i64::from(kind.partner),
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
    (owner, text): (i64, &FoodProject),
    plan: &Plan,
) -> Result<Content> {
    let categories = category::list(tx)?;
    let named = categories.iter().find(|category| category.name == CUISINES[text.cuisine]);
    // Every project of a motif has a cover of its own.
    let before = FOOD_PROJECTS[..plan.text].iter().filter(|other| other.motif == text.motif).count();
    Ok(Content {
        name: text.name.to_owned(),
        cover: maker.image(tx, owner, ImageType::Cover, (cover(text.motif), before), plan.posted)?,
        location: place(tx, text.place, text.address)?,
        location_detail: text.address.to_owned(),
        category: named.or(categories.last()).ok_or(Code::NotFound)?.id,
        total_money: Yuan(plan.goal),
        total_days: plan.days,
        summary: text.summary.to_owned(),
        content: story(plan.text),
        tags: text.tags.map(str::to_owned).to_vec(),
    })
}

/// Two to four things that supporters get, some of them with a picture; their ids.
fn gifts(
    tx: &mut Tx<'_>,
    maker: &Maker<'_>,
    (owner, project): (i64, i64),
    (n, text): (usize, &FoodProject),
    plan: &Plan,
) -> Result<Vec<i64>> {
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
pub fn place(tx: &mut Tx<'_>, (province, city): (&str, &str), address: &str) -> Result<i64> {
    let provinces = place::provinces(tx)?;
    let province = provinces.iter().find(|place| place.name == province).ok_or(Code::NotFound)?;
    let cities = place::children(tx, province.id, place::PROVINCE)?.unwrap_or_default();
    let own = cities.iter().find(|place| place.name == city);
    for city in own.map_or(cities.as_slice(), std::slice::from_ref) {
        for district in place::children(tx, city.id, place::CITY)?.unwrap_or_default() {
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
fn decide(tx: &mut Tx<'_>, n: usize, id: i64, plan: &Plan) -> Result<()> {
    if plan.state == DRAFT {
        return Ok(());
    }
    project::transit(tx, id, DRAFT, PENDING)?;
    match plan.state {
        PENDING => Ok(()),
        REJECTED => {
            let reason = REJECTIONS[n / 4 % REJECTIONS.len()];
            project::transit(tx, id, PENDING, REJECTED)?;
            project::set_reject_reason(tx, id, reason)?;
            audit(tx, Deed::Reject, id, reason, plan.decided)
        }
        _ => {
            project::transit(tx, id, PENDING, UNDER_WAY)?;
            project::start(tx, id, plan.decided)?;
            audit(tx, Deed::Approve, id, "", plan.decided)
        }
    }
}

/// Writes down what an operator did. No mail goes to the owners, whose addresses are nobody's.
pub fn audit(tx: &mut Tx<'_>, deed: Deed, id: i64, reason: &str, at: i64) -> Result<()> {
    let entry = Entry { actor: OPERATOR, action: deed.name(), subject: "project", subject_id: id, reason };
    Ok(audit::insert(tx, &entry, at)?)
}
