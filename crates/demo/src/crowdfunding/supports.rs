//! Who supports and attends what, and how it ends.

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

use super::Maker;
use super::plan::Pledge;
use super::projects::{Made, audit};
use crate::texts::STAGNATIONS;

/// Lets people support and attend, then stops and ends what is not under way any more.
pub fn fill(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], projects: &[Made<'_>]) -> Result<()> {
    pay(tx, users, projects)?;
    attend(tx, maker, users, projects)?;
    let stopped = projects.iter().filter(|project| project.plan.state == ProjectStatus::Stagnant);
    for (project, reason) in stopped.zip(STAGNATIONS.iter().cycle()) {
        project_status::transit(tx, project.id, ProjectStatus::UnderWay, ProjectStatus::Stagnant)?;
        audit(tx, ProjectDecision::Stagnate, project.id, reason, project.plan.until)?;
    }
    let most = projects.len() as u32;
    settlement::close_due(tx, Fee { per_mille: 0 }, maker.now, most)?;
    while settlement::repay_supporters(tx, maker.now, 100)? > 0 {}
    Ok(())
}

fn pay(tx: &mut Tx<'_>, users: &[UserId], projects: &[Made<'_>]) -> Result<()> {
    let all =
        projects.iter().flat_map(|project| project.plan.pledges.iter().map(move |pledge| (project, pledge)));
    let mut all: Vec<(&Made<'_>, &Pledge)> = all.collect();
    // Lists show what has the greatest id as the newest.
    all.sort_by_key(|(_, pledge)| pledge.at);
    for (project, pledge) in all {
        let package = project.packages[pledge.package];
        let price = support::price(tx, project.id, package)?.ok_or(Code::NotFound)?;
        let id = support::insert(tx, users[pledge.user], project.id, package, price, pledge.at)?;
        if pledge.paid {
            let support = support::find(tx, project.id, id)?.ok_or(Code::NotFound)?;
            let reference = format!("demo-support-{id}");
            let new = NewIntent {
                reference: &reference,
                subject: support::SUBJECT,
                subject_id: SubjectId(id.get()),
                payer_id: PayerId(support.user.get()),
                channel: "sandbox",
                fen: support.money.0,
                expires_at: pledge.at + 30 * MINUTE_MS,
            };
            let paid_at = pledge.at + 2 * MINUTE_MS;
            record_paid(tx, &new, &format!("sandbox-{reference}"), Some(&SupportPayments), paid_at)?;
        }
    }
    Ok(())
}

fn attend(tx: &mut Tx<'_>, maker: &Maker<'_>, users: &[UserId], projects: &[Made<'_>]) -> Result<()> {
    let shown: Vec<&Made<'_>> = projects.iter().filter(|project| project.plan.was_under_way()).collect();
    let mut all = Vec::new();
    for user in users {
        for _ in 0..5 + maker.pick(9) {
            let project = shown[maker.pick(shown.len())];
            all.push((maker.between(project.plan.decided, maker.now), *user, project.id));
        }
    }
    all.sort_unstable();
    for (at, user, project) in all {
        attention::attend(tx, user, project, at)?;
    }
    Ok(())
}
