//! 支持项目. The document shows what supports lead to and not how they are made; these operations are ours, in its style.

use std::sync::Arc;

use miaohui_payments::PaymentOutcome;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::access::{Admission, ForMembers, Found, Who};
use crate::call::{Arrived, Call, Created, NoContent, Shown};
use crate::fields::{Fields, Form, Mode};
use crate::page::{Page, Wanted};
use crate::routes::payment::Payment;
use crate::store::package;
use crate::store::project::{self, Project, UNDER_WAY};
use crate::store::support::{self, Support, Supporter};
use crate::{App, Code, Error, Result};

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

/// The channel that takes the money from the supporter's own balance.
const BALANCE: &str = "balance";
/// A support, and what the payment channel needs if it is not paid yet.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PaidSupport {
    #[serde(flatten)]
    support: Support,
    /// What the channel's own library needs to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<Value>,
}

/// Pays a support through a channel (left out: the first enabled one; `balance`: from the caller's own; unknown: 10000 on
/// `channel`). One that is paid already is shown as it is. Declined, or a balance that is too small, is 10036, and it stays
/// payable.
pub async fn pay(app: Arc<App>, mut arrived: Arrived<Payment>) -> Result<Shown<PaidSupport>> {
    let (support, sent) = arrived
        .look(&app, Mode::Whole, |call, OwnSupport(support), sent| {
            if !support.paid {
                require_open(call, support.project, support.package)?;
            }
            Ok((support, sent))
        })
        .await?;
    let now = arrived.asked.now;
    let outcome = if sent.channel() == BALANCE {
        let support = support.clone();
        let paid = app.db.write(move |tx| support::pay_from_balance(tx, &support, now).map_err(Error::from));
        if paid.await? { Ok(PaymentOutcome::Paid) } else { Err(miaohui_payments::Error::TooLate) }
    } else {
        app.desk.channel(sent.channel())?;
        if support.paid {
            return Ok(Shown(PaidSupport { support, payment: None }));
        }
        let what = (support::SUBJECT, support.id, support.user);
        sent.ask(&app, &arrived.asked, what, support.money.0, format!("好味道众筹支持 {}", support.id)).await
    };
    let (own, asked, id) = (Arc::clone(&app), arrived.asked.clone(), support.id);
    let project = support.project;
    let shown = app.db.read(move |tx| {
        asked.call(&own, tx, |call| {
            let support = support::find(call.tx, project, id)?.ok_or(Code::NotFound)?;
            if !support.paid {
                require_open(call, support.project, support.package)?;
            }
            Ok::<_, Error>(support)
        })
    });
    let payment = match outcome {
        Ok(PaymentOutcome::Paid) => None,
        Ok(PaymentOutcome::Pending(client)) => Some(client),
        // Somebody was faster, perhaps the same caller: how it stands is the answer.
        Err(miaohui_payments::Error::TooLate) => {
            let support = shown.await?;
            return if support.paid {
                Ok(Shown(PaidSupport { support, payment: None }))
            } else {
                Err(Code::PaymentFailed.into())
            };
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Shown(PaidSupport { support: shown.await?, payment }))
}
