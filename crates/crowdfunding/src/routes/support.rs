//! 支持项目. The document shows supports but not how they are made; the operations follow its style.

use std::sync::Arc;

use miaohui_kernel::HOUR_MS;
use miaohui_payments::{PaymentOutcome, SubjectId};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::access::{Admission, ForMembers, Found, Who};
use crate::answer::{Created, NoContent, Shown};
use crate::app::App;
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::flow::Flow;
use crate::ids::{PackageId, ProjectId, UserId};
use crate::page::{PageRequest, PagedList};
use crate::routes::payment::{PaymentInput, PaymentState, Purchase};
use crate::store::package;
use crate::store::project::{self, Project};
use crate::store::project_status::{self, ProjectStatus};
use crate::store::support::{self, Support, Supporter};

/// When to come again with too many unpaid supports, in ms: they end after a day, or sooner when they
/// are withdrawn.
const UNPAID_MS: i64 = HOUR_MS;

/// The channel that pays from the supporter's balance.
const BALANCE: &str = "balance";

/// Admits the supporter to a support of the path's project.
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

/// The body of a support.
pub struct SupportInput {
    package: PackageId,
}

impl Form for SupportInput {
    const NAME: &'static str = "SupportInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        let of_project = |call: &mut Call<'_, '_>, id| {
            let project = call.id(0)?;
            Ok(support::price(call.tx, project, id)?.is_some())
        };
        Self { package: fields.about("A package of the project.").relation("package", None, of_project) }
    }
}

/// 获取项目的支持者 who have paid, newest first.
pub fn list(call: &mut Call<'_, '_>, Found(project): Found<Project>) -> Result<Shown<PagedList<Supporter>>> {
    let page = PageRequest::of(call)?;
    let count = support::count(call.tx, project.id)?;
    let supporters = support::supporters(call.tx, project.id, page.slice())?;
    page.list(call.request, count, supporters).map(Shown)
}

/// Refuses a project that is not under way with 10037, and a package without a place with 10035.
fn require_open(call: &mut Call<'_, '_>, project: ProjectId, package: PackageId) -> Result<()> {
    if project_status::status(call.tx, project)? != Some(ProjectStatus::UnderWay) {
        return Err(Code::NotUnderWay.into());
    }
    if package::has_place(call.tx, package)? { Ok(()) } else { Err(Code::PackageFull.into()) }
}

/// Refuses the owner of a project, who may not support it, with 10014.
fn require_foreign(owner: UserId, me: UserId) -> Result<()> {
    if owner == me { Err(Code::Forbidden.into()) } else { Ok(()) }
}

/// 支持项目 with one of its packages. The support counts once it is paid. Supporting one's own project
/// is 10014; with too many unpaid supports it is 10038.
pub fn create(
    call: &mut Call<'_, '_>,
    ForMembers(project): ForMembers<Project>,
    input: SupportInput,
) -> Result<Created<Support>> {
    let me = call.member()?;
    require_foreign(project.user, me)?;
    require_open(call, project.id, input.package)?;
    let price = support::price(call.tx, project.id, input.package)?.ok_or(Code::NotFound)?;
    let most = call.app.settings.pending_supports.get();
    if most > 0 && support::count_unpaid(call.tx, me)? >= most {
        return Err(Error::throttled("pending supports", UNPAID_MS));
    }
    let id = support::insert(call.tx, me, project.id, input.package, price, call.now)?;
    support::find(call.tx, project.id, id)?.map(Created).ok_or_else(|| Code::NotFound.into())
}

/// 撤回未付款的支持. A paid one is 10034.
pub fn withdraw(call: &mut Call<'_, '_>, OwnSupport(support): OwnSupport) -> Result<NoContent> {
    if support::delete_unpaid(call.tx, support.id, call.now)? {
        Ok(NoContent)
    } else {
        Err(Code::InUse.into())
    }
}

/// A support and its payment.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SupportWithPayment {
    #[serde(flatten)]
    support: Support,
    /// What the channel's client library needs, unless the support is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<Value>,
}

/// The support, which must be paid or still be payable.
fn require_payable(call: &mut Call<'_, '_>, support: Support) -> Result<Support> {
    if !support.paid {
        require_open(call, support.project, support.package)?;
    }
    Ok(support)
}

/// 付款 through a channel: the first enabled one by default, or `balance`; an unknown one is 10000
/// on `channel`. A paid support is returned as it is. A declined payment or a balance that is too
/// small is 10036, and the support can be paid again.
pub async fn pay(
    app: Arc<App>,
    mut flow: Flow<OwnSupport, PaymentInput>,
) -> Result<Shown<SupportWithPayment>> {
    let (support, ends_at, input) = flow
        .enter(&app, |call, OwnSupport(support), input| {
            if let Some(owner) = project::owner(call.tx, support.project)? {
                require_foreign(owner, support.user)?;
            }
            let ends_at = project_status::ends_at(call.tx, support.project)?;
            Ok((require_payable(call, support)?, ends_at, input))
        })
        .await?;
    let (id, now) = (support.id, flow.info.now);
    let outcome = if input.channel() == BALANCE {
        let paid = app.db.write(move |tx| support::pay_from_balance(tx, &support, now).map_err(Error::from));
        if paid.await? { Ok(PaymentOutcome::Paid) } else { Err(miaohui_payments::Error::TooLate) }
    } else {
        app.desk.channel(input.channel())?;
        if support.paid {
            return Ok(Shown(SupportWithPayment { support, payment: None }));
        }
        let purchase = Purchase {
            subject: support::SUBJECT,
            subject_id: SubjectId(id.get()),
            user: support.user,
            money: support.money.0,
            title: format!("好味道众筹支持 {id}"),
            ends_at,
        };
        input.request(&app, &flow.info, purchase).await
    };
    let shown = flow.read(&app, |call, OwnSupport(support)| require_payable(call, support));
    let payment = match outcome {
        Ok(PaymentOutcome::Paid) => None,
        Ok(PaymentOutcome::Pending(client)) => Some(client),
        // A concurrent payment was completed first; the current support is the reply.
        Err(miaohui_payments::Error::TooLate) => {
            let support = shown.await?;
            return if support.paid {
                Ok(Shown(SupportWithPayment { support, payment: None }))
            } else {
                Err(Code::PaymentFailed.into())
            };
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Shown(SupportWithPayment { support: shown.await?, payment }))
}

/// 付款状态: how the payment of a support stands. The provider is asked about an open one, at most once
/// in a few seconds.
pub async fn payment(app: Arc<App>, mut flow: Flow<OwnSupport>) -> Result<Shown<PaymentState>> {
    let id = flow.enter(&app, |_, OwnSupport(support), ()| Ok(support.id)).await?;
    let standing = app.desk.standing(support::SUBJECT, SubjectId(id.get())).await?;
    let support = flow.read(&app, |_, OwnSupport(support)| Ok(support)).await?;
    Ok(Shown(PaymentState::of(support.paid, standing)))
}
