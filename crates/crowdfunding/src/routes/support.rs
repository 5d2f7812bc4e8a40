//! 支持项目. The document shows what supports lead to and not how they are made; these operations are ours, in its style.

use std::sync::Arc;

use miaohui_gateways::payment::{Charge, ChargeError, PaymentGateway};

use crate::access::{Admission, ForMembers, Found, Who};
use crate::call::{Arrived, Call, Created, NoContent, Shown};
use crate::fields::{Fields, Form, Mode};
use crate::page::{Page, Wanted};
use crate::store::package;
use crate::store::project::{self, Project, UNDER_WAY};
use crate::store::support::{self, BALANCE, Support, Supporter};
use crate::{App, Code, Result};

/// A support of the caller's own, of the path's project.
pub struct OwnSupport(Support);

impl Admission for OwnSupport {
    const WHO: Who = Who::Owner;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let me = call.member()?;
        let (project, id) = (call.id(0)?, call.id(1)?);
        let support = support::find(call.tx, project, id)?.ok_or(Code::NotFound)?;
        if support.user == me { Ok(Self(support)) } else { Err(Code::Forbidden.into()) }
    }
}

/// What a support is of.
pub struct Sent {
    package: i64,
}

impl Form for Sent {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        let of_project = |call: &mut Call<'_, '_>, id| {
            let project = call.id(0)?;
            Ok(support::price(call.tx, project, id)?.is_some())
        };
        Self { package: fields.relation("package", None, of_project) }
    }
}

/// A project's supporters who have paid, the newest first.
pub fn list(call: &mut Call<'_, '_>, Found(project): Found<Project>) -> Result<Shown<Page<Supporter>>> {
    let wanted = Wanted::of(call.request)?;
    let count = support::count(call.tx, project.id)?;
    let supporters = support::supporters(call.tx, project.id, wanted.limit(), wanted.offset())?;
    wanted.page(call.request, count, supporters).map(Shown)
}

/// Refuses what cannot be supported now: 10037 for a project that is not under way, 10035 for a package whose places
/// are all taken.
fn require_open(call: &mut Call<'_, '_>, project: i64, package: i64) -> Result<()> {
    if project::status(call.tx, project)? != Some(UNDER_WAY) {
        return Err(Code::NotUnderWay.into());
    }
    if package::has_place(call.tx, package)? { Ok(()) } else { Err(Code::PackageFull.into()) }
}

/// Orders a support of the project with one of its packages. It counts once it is paid.
pub fn create(
    call: &mut Call<'_, '_>,
    ForMembers(project): ForMembers<Project>,
    sent: Sent,
) -> Result<Created<Support>> {
    require_open(call, project.id, sent.package)?;
    let price = support::price(call.tx, project.id, sent.package)?.ok_or(Code::NotFound)?;
    let me = call.member()?;
    let id = support::insert(call.tx, me, project.id, sent.package, price, call.now)?;
    support::find(call.tx, project.id, id)?.map(Created).ok_or_else(|| Code::NotFound.into())
}

/// Takes a support back that is not paid; a paid one is 10034.
pub fn withdraw(call: &mut Call<'_, '_>, OwnSupport(support): OwnSupport) -> Result<NoContent> {
    if support::delete_unpaid(call.tx, support.id)? { Ok(NoContent) } else { Err(Code::InUse.into()) }
}

/// How a support is paid.
pub struct Payment {
    channel: String,
}

impl Form for Payment {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { channel: fields.optional_text("channel", 50, None) }
    }
}

/// Asks a payment channel for money; whatever keeps it from coming is 10036.
pub(super) async fn charge_with(gateway: &dyn PaymentGateway, charge: &Charge) -> Result<()> {
    match gateway.charge(charge).await {
        Ok(()) => Ok(()),
        Err(ChargeError::Declined) => Err(Code::PaymentFailed.into()),
        Err(ChargeError::Unreachable(reason)) => {
            tracing::warn!(reference = charge.reference, reason, "a payment channel does not answer");
            Err(Code::PaymentFailed.into())
        }
    }
}

/// Pays a support through a channel (left out: the first enabled one; `balance`: from the caller's own; unknown: 10000 on
/// `channel`). One that is paid already is shown as it is. Declined, or a balance that is too small, is 10036, and it stays
/// payable.
pub async fn pay(app: Arc<App>, mut arrived: Arrived<Payment>) -> Result<Shown<Support>> {
    let (support, channel) = arrived
        .look(&app, Mode::Whole, |call, OwnSupport(support), sent| {
            if !support.paid {
                require_open(call, support.project, support.package)?;
            }
            Ok((support, sent.channel))
        })
        .await?;
    let now = arrived.asked.now;
    if channel == BALANCE {
        let paid = app.db.write(move |tx| support::complete(tx, &support, BALANCE, now)).await?;
        return Ok(Shown(paid));
    }
    let gateway = app.channel(&channel)?;
    if support.paid {
        return Ok(Shown(support));
    }
    let charge = Charge { reference: format!("crowdfunding-support-{}", support.id), fen: support.money.0 };
    charge_with(&**gateway, &charge).await?;
    let channel = gateway.channel();
    let completed = app.db.write(move |tx| support::complete(tx, &support, channel, now)).await;
    if completed.is_err() {
        // Full, ended or withdrawn meanwhile: what was taken for nothing goes back.
        gateway.refund(&charge).await;
    }
    completed.map(Shown)
}
