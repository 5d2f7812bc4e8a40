//! 余额: a user's balance, recharges, withdrawals and trades. The document has the balance only; the
//! operations follow its style.

use std::sync::Arc;

use miaohui_db::Tx;
use miaohui_kernel::Fen;
use miaohui_ledger::{Account, LineId, StatementLine, balance, statement};
use miaohui_payments::{PaymentOutcome, SubjectId};
use miaohui_web::idempotency::Claim;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::access::{Admission, Member, Who};
use crate::answer::{Created, Shown};
use crate::app::App;
use crate::call::Call;
use crate::code::Code;
use crate::error::{Error, Result};
use crate::fields::{Fields, Form};
use crate::flow::Flow;
use crate::ids::RechargeId;
use crate::page::{PageRequest, PagedList};
use crate::routes::payment::{PaymentInput, Purchase};
use crate::store::money::{self, Recharge, RechargeStatus, Withdrawal};
use crate::store::profile;
use crate::wire::{Moment, Yuan};

/// The balance of a user.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Balance {
    /// What can be spent.
    balance: Yuan,
    /// The sum of the pending withdrawals.
    held: Yuan,
}

/// 获取余额.
pub fn show(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Balance>> {
    let (user, held) = (Account::User(me.get()), Account::Held(me.get()));
    let (balance, held) = (balance(call.tx, &user)?, balance(call.tx, &held)?);
    Ok(Shown(Balance { balance: Yuan(balance), held: Yuan(held) }))
}

/// The body of a recharge.
pub struct RechargeInput {
    money: Fen,
    payment: PaymentInput,
}

impl Form for RechargeInput {
    const NAME: &'static str = "RechargeInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self {
            money: fields.about("The amount, in yuan.").money("money", None),
            payment: PaymentInput::read_from(fields),
        }
    }
}

/// A recharge and its payment.
#[derive(Debug, JsonSchema, Serialize)]
pub struct RechargeWithPayment {
    #[serde(flatten)]
    recharge: Recharge,
    /// What the channel's client library needs, unless the recharge is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<Value>,
}

/// 充值 through a channel: the first enabled one by default; an unknown one is 10000 on `channel`. A
/// declined payment is 10036.
pub async fn recharge(
    app: Arc<App>,
    mut flow: Flow<Member, RechargeInput>,
) -> Result<Created<RechargeWithPayment>> {
    let (me, input) = flow.enter(&app, |_, Member(me), input| Ok((me, input))).await?;
    let channel = app.desk.channel(input.payment.channel())?;
    let (money, now) = (input.money, flow.info.now);
    let claim = flow.claim.take();
    let begin = move |tx: &mut Tx<'_>| -> Result<Recharge> {
        // An earlier attempt of the same request began it and was interrupted.
        if let Some(begun) = claim.as_ref().and_then(Claim::begun) {
            return Ok(money::recharge(tx, me, RechargeId(begun))?);
        }
        let recharge = money::begin_recharge(tx, me, money, channel, now)?;
        if let Some(claim) = &claim {
            claim.note::<Error>(tx, recharge.id.get())?;
        }
        Ok(recharge)
    };
    let begun = app.db.write(begin).await?;
    if begun.status == RechargeStatus::Succeeded {
        return Ok(Created(RechargeWithPayment { recharge: begun, payment: None }));
    }
    let id = begun.id;
    let purchase = Purchase {
        subject: money::RECHARGE,
        subject_id: SubjectId(id.get()),
        user: me,
        money,
        title: format!("好味道众筹充值 {id}"),
        ends_at: None,
    };
    let payment = match input.payment.request(&app, &flow.info, purchase).await {
        // Too late means that an earlier attempt of the same request has paid it.
        Ok(PaymentOutcome::Paid) | Err(miaohui_payments::Error::TooLate) => None,
        Ok(PaymentOutcome::Pending(client)) => Some(client),
        Err(error) => {
            app.db.write(move |tx| money::fail_recharge(tx, id).map_err(Error::from)).await?;
            return Err(error.into());
        }
    };
    let recharge = app.db.read(move |tx| money::recharge(tx, me, id).map_err(Error::from)).await?;
    Ok(Created(RechargeWithPayment { recharge, payment }))
}

/// Admits a user to a recharge of their own.
pub struct OwnRecharge(Recharge);

impl Admission for OwnRecharge {
    const WHO: Who = Who::Member;

    fn admit(call: &mut Call<'_, '_>) -> Result<Self> {
        let me = call.member()?;
        let id = call.id(0)?;
        Ok(Self(money::find_recharge(call.tx, me, id)?.ok_or(Code::NotFound)?))
    }
}

/// 获取充值: one of the caller's recharges. The provider is asked about a pending one, at most once in
/// a few seconds.
pub async fn show_recharge(app: Arc<App>, mut flow: Flow<OwnRecharge>) -> Result<Shown<Recharge>> {
    let recharge = flow.enter(&app, |_, OwnRecharge(recharge), ()| Ok(recharge)).await?;
    if recharge.status == RechargeStatus::Succeeded {
        return Ok(Shown(recharge));
    }
    app.desk.standing(money::RECHARGE, SubjectId(recharge.id.get())).await?;
    flow.read(&app, |_, OwnRecharge(recharge)| Ok(recharge)).await.map(Shown)
}

/// The body of a withdrawal.
pub struct WithdrawalInput {
    money: Fen,
}

impl Form for WithdrawalInput {
    const NAME: &'static str = "WithdrawalInput";

    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { money: fields.about("The amount, in yuan.").money("money", None) }
    }
}

/// 申请提现: an operator pays it out. More than the balance is 10000 on `money`; without an Alipay or
/// bank account in `fundinfo` it is 10001 on `fundinfo`.
pub fn withdraw(
    call: &mut Call<'_, '_>,
    Member(me): Member,
    input: WithdrawalInput,
) -> Result<Created<Withdrawal>> {
    let fund = profile::own(call.tx, &call.app.vault, me)?.fundinfo;
    let target = fund.target().ok_or_else(|| Error::field("fundinfo", Code::RequiredData))?;
    money::begin_withdrawal(call.tx, &call.app.vault, me, input.money, &target, call.now).map(Created)
}

/// 获取提现列表, newest first.
pub fn withdrawals(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<PagedList<Withdrawal>>> {
    let page = PageRequest::of(call)?;
    let (count, rows) = money::withdrawals(call.tx, me, page.slice())?;
    page.list(call.request, count, rows).map(Shown)
}

/// A change of a user's balance.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Trade {
    /// Its id.
    id: LineId,
    /// Its kind, such as `recharge` or `support back`.
    #[serde(rename = "type")]
    kind: String,
    /// What it belongs to, such as `support:7`.
    reference: String,
    /// The amount; negative when the balance decreases.
    money: Yuan,
    /// The balance after it.
    balance: Yuan,
    /// When it was made.
    datetime: Moment,
}

impl From<StatementLine> for Trade {
    fn from(line: StatementLine) -> Self {
        Self {
            id: line.id,
            kind: line.what,
            reference: line.key,
            money: Yuan(line.fen),
            balance: Yuan(line.balance.unwrap_or_default()),
            datetime: Moment(line.at),
        }
    }
}

/// 获取余额明细, newest first.
pub fn trades(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<PagedList<Trade>>> {
    let page = PageRequest::of(call)?;
    let (count, lines) = statement(call.tx, &Account::User(me.get()), page.slice())?;
    page.list(call.request, count, lines.into_iter().map(Trade::from).collect()).map(Shown)
}
