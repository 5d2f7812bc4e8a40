//! 余额: a user's balance, what comes in, what goes out, and what happened to it. The document knows the balance only;
//! these operations are ours, in its style.

use std::sync::Arc;

use miaohui_db::{Slice, Tx};
use miaohui_ledger::{Account, StatementLine, balance, statement};
use miaohui_payments::PaymentOutcome;
use miaohui_web::idempotency::Claim;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::access::Member;
use crate::call::{Arrived, Call, Created, Shown};
use crate::fields::{Fields, Form, Mode};
use crate::page::{Page, Wanted};
use crate::routes::payment::Payment;
use crate::store::money::{self, Recharge, Withdrawal};
use crate::store::user;
use crate::wire::{Moment, Yuan};
use crate::{App, Code, Error, Result};

/// What a user has.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Balance {
    /// What can be spent.
    balance: Yuan,
    /// What has been asked out and is not out yet.
    held: Yuan,
}

/// What the caller has.
pub fn show(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Balance>> {
    let (free, held) = (balance(call.tx, &Account::User(me))?, balance(call.tx, &Account::Held(me))?);
    Ok(Shown(Balance { balance: Yuan(free.get()), held: Yuan(held.get()) }))
}

/// How much comes in, and how.
pub struct Incoming {
    money: Yuan,
    payment: Payment,
}

impl Form for Incoming {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { money: fields.money("money", None), payment: Payment::read_from(fields) }
    }
}

/// A recharge, and what the payment channel needs if it is not paid yet.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Recharging {
    #[serde(flatten)]
    recharge: Recharge,
    /// What the channel's own library needs to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<Value>,
}

/// Puts money on the caller's balance through a channel (left out: the first enabled one; unknown: 10000 on `channel`).
/// Declined is 10036.
pub async fn recharge(app: Arc<App>, mut arrived: Arrived<Incoming>) -> Result<Created<Recharging>> {
    let (me, sent) = arrived.look(&app, Mode::Whole, |_, Member(me), sent| Ok((me, sent))).await?;
    let channel = app.desk.channel(sent.payment.channel())?;
    let (fen, now) = (sent.money.0, arrived.asked.now);
    let claim = arrived.claim.take();
    let begin = move |tx: &mut Tx<'_>| -> Result<Recharge> {
        // The same request has begun it, and was lost before it was answered.
        if let Some(begun) = claim.as_ref().and_then(Claim::begun) {
            return Ok(money::recharge(tx, me, begun)?);
        }
        let recharge = money::begin_recharge(tx, me, fen, channel, now)?;
        if let Some(claim) = &claim {
            claim.note::<Error>(tx, recharge.id)?;
        }
        Ok(recharge)
    };
    let begun = app.db.write(begin).await?;
    if begun.status == money::PAID {
        return Ok(Created(Recharging { recharge: begun, payment: None }));
    }
    let id = begun.id;
    let title = format!("好味道众筹充值 {id}");
    let outcome = sent.payment.ask(&app, &arrived.asked, (money::RECHARGE, id, me), fen, title).await;
    let payment = match outcome {
        // Too late is what comes after the same request: it is paid.
        Ok(PaymentOutcome::Paid) | Err(miaohui_payments::Error::TooLate) => None,
        Ok(PaymentOutcome::Pending(client)) => Some(client),
        Err(error) => {
            app.db.write(move |tx| money::fail_recharge(tx, id).map_err(Error::from)).await?;
            return Err(error.into());
        }
    };
    let recharge = app.db.read(move |tx| money::recharge(tx, me, id).map_err(Error::from)).await?;
    Ok(Created(Recharging { recharge, payment }))
}

/// How much goes out.
pub struct Outgoing {
    money: Yuan,
}

impl Form for Outgoing {
    fn read(fields: &mut Fields<'_, '_, '_>, _: Option<Self>) -> Self {
        Self { money: fields.money("money", None) }
    }
}

/// Asks for money of the caller's balance; an operator pays it out. More than there is is 10000 on `money`; without an
/// Alipay or bank account in `fundinfo` it is 10001 on `fundinfo`.
pub fn withdraw(call: &mut Call<'_, '_>, Member(me): Member, sent: Outgoing) -> Result<Created<Withdrawal>> {
    let fund = user::own(call.tx, me)?.fundinfo;
    let target = match (fund.alipay.is_empty(), fund.account.is_empty() || fund.name.is_empty()) {
        (false, _) => format!("alipay {}", fund.alipay),
        (true, false) => format!("{} {} {} {}", fund.bank_name, fund.bank_sub_name, fund.name, fund.account),
        (true, true) => return Err(Error::field("fundinfo", Code::RequiredData)),
    };
    money::begin_withdrawal(call.tx, me, sent.money.0, &target, call.now).map(Created)
}

/// What the caller has asked out, the newest first.
pub fn withdrawals(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Page<Withdrawal>>> {
    let wanted = Wanted::of(call.request)?;
    let (count, rows) = money::withdrawals(call.tx, me, wanted.limit(), wanted.offset())?;
    wanted.page(call.request, count, rows).map(Shown)
}

/// A movement of the caller's money.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Trade {
    id: i64,
    /// What it was, such as `recharge` or `support back`.
    #[serde(rename = "type")]
    kind: String,
    /// What it belongs to, such as `support:7`.
    reference: String,
    /// What came, or went (below 0).
    money: Yuan,
    /// The balance after it.
    balance: Yuan,
    datetime: Moment,
}

impl From<StatementLine> for Trade {
    fn from(entry: StatementLine) -> Self {
        Self {
            id: entry.id.get(),
            kind: entry.what,
            reference: entry.key,
            money: Yuan(entry.fen.get()),
            balance: Yuan(entry.balance.unwrap_or_default().get()),
            datetime: Moment(entry.at),
        }
    }
}

/// What happened to the caller's balance, the newest first.
pub fn trades(call: &mut Call<'_, '_>, Member(me): Member) -> Result<Shown<Page<Trade>>> {
    let wanted = Wanted::of(call.request)?;
    let (count, entries) =
        statement(call.tx, &Account::User(me), Slice { limit: wanted.limit(), offset: wanted.offset() })?;
    wanted.page(call.request, count, entries.into_iter().map(Trade::from).collect()).map(Shown)
}
