//! Projects with their feedback and packages, and the operators' decisions about them.

use miaohui_crowdfunding::ids::{FeedbackId, PackageId, ProjectId, UserId};
use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_crowdfunding::store::audit::{self, AuditEntry};
use miaohui_crowdfunding::store::image::ImageType;
use miaohui_crowdfunding::store::package::{self, NewPackage, PackageKind};
use miaohui_crowdfunding::store::project::{self, ProjectContent, Tags};
use miaohui_crowdfunding::store::project_status::{self, ProjectStatus};
use miaohui_crowdfunding::store::{category, feedback};
use miaohui_crowdfunding::{Code, Result};
use miaohui_db::Tx;

use super::plan::Plan;
use super::{images, places};
use crate::generator::Generator;
use crate::texts::{CUISINES, FEEDBACKS, FOOD_PROJECTS, FoodProject, REJECTIONS, story};

/// The operator in the audit.
const OPERATOR: &str = "demo";

/// A project in the database.
pub struct InsertedProject<'a> {
    pub id: ProjectId,
    /// In the order of the plan's packages.
    pub packages: Vec<PackageId>,
    pub plan: &'a Plan,
}

/// Inserts the projects, the oldest first, and takes them to where they can be supported.
pub fn fill<'a>(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    plans: &'a [Plan],
) -> Result<Vec<InsertedProject<'a>>> {
    let mut projects = Vec::new();
    for (n, plan) in plans.iter().enumerate() {
        let text = &FOOD_PROJECTS[plan.text];
        let owner = users[plan.owner];
        let content = content(tx, generator, (owner, text), plan)?;
        let id = project::insert(tx, owner, &content, plan.posted_at)?;
        let feedback = insert_feedback(tx, generator, (owner, id), (n, text), plan)?;
        let mut packages = Vec::new();
        for (k, text) in plan.packages.iter().enumerate() {
            let new = NewPackage {
                project: id,
                money: text.price,
                places: text.limit,
                kind: if text.partner { PackageKind::Partner } else { PackageKind::Ordinary },
                name: text.name,
                // A dearer package has more feedback.
                feedback: &feedback[..feedback.len().min(k + 1)],
            };
            packages.push(package::insert(tx, &new)?);
        }
        decide(tx, n, id, plan)?;
        projects.push(InsertedProject { id, packages, plan });
    }
    Ok(projects)
}

/// Generates the content of a project.
fn content(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    (owner, text): (UserId, &FoodProject),
    plan: &Plan,
) -> Result<ProjectContent> {
    let categories = category::list(tx)?;
    let named = categories.iter().find(|category| category.name == CUISINES[text.cuisine]);
    // Each project of a motif has its own cover.
    let before = FOOD_PROJECTS[..plan.text].iter().filter(|other| other.motif == text.motif).count();
    let cover = (images::cover(text.motif), before);
    Ok(ProjectContent {
        name: text.name.to_owned(),
        cover: images::insert(tx, generator, owner, ImageType::Cover, cover, plan.posted_at)?,
        location: places::find(tx, text.place, text.address)?,
        location_detail: text.address.to_owned(),
        category: named.or(categories.last()).ok_or(Code::NotFound)?.id,
        total_money: plan.goal,
        total_days: plan.total_days,
        summary: text.summary.to_owned(),
        content: story(plan.text),
        tags: Tags(text.tags.map(str::to_owned).to_vec()),
    })
}

/// Inserts two to four kinds of feedback, some of them with a picture.
fn insert_feedback(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    (owner, project): (UserId, ProjectId),
    (n, text): (usize, &FoodProject),
    plan: &Plan,
) -> Result<Vec<FeedbackId>> {
    let mut ids = Vec::new();
    for k in 0..2 + (n + n / 3) % 3 {
        let picture = if (n + k) % 3 == 0 {
            let picture = (images::feedback(text.motif), generator.pick(1000));
            Some(images::insert(tx, generator, owner, ImageType::Feedback, picture, plan.posted_at)?)
        } else {
            None
        };
        ids.push(feedback::insert(tx, project, FEEDBACKS[(n * 5 + k * 7) % FEEDBACKS.len()], picture)?);
    }
    Ok(ids)
}

/// Changes the project's status to the planned one, at most to under way.
fn decide(tx: &mut Tx<'_>, n: usize, id: ProjectId, plan: &Plan) -> Result<()> {
    use ProjectStatus::{Draft, Pending, Rejected, UnderWay};
    if plan.status == Draft {
        return Ok(());
    }
    project_status::transit(tx, id, (Draft, Pending), plan.posted_at)?;
    match plan.status {
        Pending => Ok(()),
        Rejected => {
            let reason = REJECTIONS[n / 4 % REJECTIONS.len()];
            project_status::transit(tx, id, (Pending, Rejected), plan.decided_at)?;
            project_status::set_reject_reason(tx, id, reason)?;
            insert_audit(tx, ProjectDecision::Reject, id, reason, plan.decided_at)
        }
        _ => {
            project_status::transit(tx, id, (Pending, UnderWay), plan.decided_at)?;
            project_status::start(tx, id, plan.decided_at)?;
            insert_audit(tx, ProjectDecision::Approve, id, "", plan.decided_at)
        }
    }
}

/// Inserts an operator's decision into the audit. Owners get no mail: their addresses do not exist.
pub fn insert_audit(
    tx: &mut Tx<'_>,
    decision: ProjectDecision,
    id: ProjectId,
    reason: &str,
    at: i64,
) -> Result<()> {
    let entry = AuditEntry {
        actor: OPERATOR,
        action: decision.name(),
        subject: "project",
        subject_id: id.get(),
        reason,
    };
    Ok(audit::insert(tx, &entry, at)?)
}
