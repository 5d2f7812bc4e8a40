//! Supports and attentions, and the end of projects that are not under way any more.

use miaohui_crowdfunding::ids::UserId;
use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_crowdfunding::store::project_status::{self, ProjectStatus};
use miaohui_crowdfunding::store::settlement::{self, Fee};
use miaohui_crowdfunding::store::support::SupportPayments;
use miaohui_crowdfunding::store::{attention, support};
use miaohui_crowdfunding::{Code, Result};
use miaohui_db::Tx;
use miaohui_kernel::MINUTE_MS;
use miaohui_payments::{NewIntent, PayerId, SubjectId, record_paid};

use super::plan::PlannedSupport;
use super::projects::{InsertedProject, insert_audit};
use crate::generator::Generator;
use crate::texts::STAGNATIONS;

/// Inserts supports and attentions, then stops some projects and closes those whose time is over.
pub fn fill(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    projects: &[InsertedProject<'_>],
) -> Result<()> {
    insert_supports(tx, users, projects)?;
    insert_attentions(tx, generator, users, projects)?;
    let stopped = projects.iter().filter(|project| project.plan.status == ProjectStatus::Stagnant);
    for (project, reason) in stopped.zip(STAGNATIONS.iter().cycle()) {
        let stagnates = (ProjectStatus::UnderWay, ProjectStatus::Stagnant);
        project_status::transit(tx, project.id, stagnates, project.plan.ends_at)?;
        insert_audit(tx, ProjectDecision::Stagnate, project.id, reason, project.plan.ends_at)?;
    }
    let most = projects.len() as u32;
    settlement::close_due(tx, Fee { per_mille: 0 }, generator.now, most)?;
    while settlement::repay_supporters(tx, generator.now, 100)? > 0 {}
    Ok(())
}

/// Inserts the planned supports and pays most of them.
fn insert_supports(tx: &mut Tx<'_>, users: &[UserId], projects: &[InsertedProject<'_>]) -> Result<()> {
    let all = projects
        .iter()
        .flat_map(|project| project.plan.supports.iter().map(move |planned| (project, planned)));
    let mut all: Vec<(&InsertedProject<'_>, &PlannedSupport)> = all.collect();
    // The newest support in a list is the one with the greatest id.
    all.sort_by_key(|(_, planned)| planned.at);
    for (project, planned) in all {
        let package = project.packages[planned.package];
        let price = support::price(tx, project.id, package)?.ok_or(Code::NotFound)?;
        let id = support::insert(tx, users[planned.user], project.id, package, price, planned.at)?;
        if planned.paid {
            let support = support::find(tx, project.id, id)?.ok_or(Code::NotFound)?;
            let reference = format!("demo-support-{id}");
            let new = NewIntent {
                reference: &reference,
                subject: support::SUBJECT,
                subject_id: SubjectId(id.get()),
                payer_id: PayerId(support.user.get()),
                channel: "sandbox",
                fen: support.money.0,
                expires_at: planned.at + 30 * MINUTE_MS,
            };
            let paid_at = planned.at + 2 * MINUTE_MS;
            record_paid(tx, &new, &format!("sandbox-{reference}"), Some(&SupportPayments), paid_at)?;
        }
    }
    Ok(())
}

/// Lets each user attend some projects.
fn insert_attentions(
    tx: &mut Tx<'_>,
    generator: &Generator<'_>,
    users: &[UserId],
    projects: &[InsertedProject<'_>],
) -> Result<()> {
    let shown: Vec<&InsertedProject<'_>> =
        projects.iter().filter(|project| project.plan.was_under_way()).collect();
    let mut all = Vec::new();
    for user in users {
        for _ in 0..5 + generator.pick(9) {
            let project = shown[generator.pick(shown.len())];
            all.push((generator.between(project.plan.decided_at, generator.now), *user, project.id));
        }
    }
    all.sort_unstable();
    for (at, user, project) in all {
        attention::attend(tx, user, project, at)?;
    }
    Ok(())
}
