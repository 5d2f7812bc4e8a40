//! The commands other than `serve`. Each prints its result and may run beside a server of the same
//! database.

#![expect(clippy::print_stdout, reason = "what a command prints is its result")]

use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use miaohui_admin::Role;
use miaohui_console::NewStaff;
use miaohui_crowdfunding::operators::{self, ProjectDecision};
use miaohui_db::{Database, Slice, Tx};
use miaohui_kernel::{Clock, Rng};
use miaohui_ledger::Account;
use miaohui_payments::{RefundRequest, StartedRefund};
use miaohui_server::config::Config;
use miaohui_server::{Service, erase_due, keys, serve};

use crate::cli::Decision;

/// Says that a database's schema is this program's.
pub async fn upgraded(db: Database) -> Result<()> {
    let (steps,): (i64,) = db.read(|tx| tx.query_one("SELECT COUNT(*) FROM schema_migration", &[])).await?;
    println!("the schema is up to date ({steps} steps)");
    Ok(())
}

/// Updates the administrative divisions of China.
pub async fn import_locations(service: Service) -> Result<()> {
    let changed = service.platform.db.write_whole(miaohui_crowdfunding::store::place::import).await?;
    println!("{changed} places added or changed");
    Ok(())
}

/// Decides about a project.
pub async fn review(
    service: Service,
    decision: ProjectDecision,
    project: i64,
    actor: String,
    reason: String,
) -> Result<()> {
    let now = service.platform.clock.now_ms();
    let decide = move |tx: &mut Tx<'_>| operators::decide(tx, decision, project.into(), &actor, &reason, now);
    match service.platform.db.write(decide).await {
        Ok(true) => println!("project {project}: {}", decision.name()),
        Ok(false) => {
            anyhow::bail!("the status of project {project} does not allow this ({})", decision.name())
        }
        Err(miaohui_crowdfunding::Error::Refused(_)) => anyhow::bail!("there is no project {project}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Decides about a withdrawal.
pub async fn decide_withdrawal(
    service: Service,
    decision: Decision,
    id: i64,
    actor: String,
    reason: String,
) -> Result<()> {
    let (now, paid) = (service.platform.clock.now_ms(), matches!(decision, Decision::Confirm));
    let decide =
        move |tx: &mut Tx<'_>| operators::decide_withdrawal(tx, id.into(), paid, &actor, &reason, now);
    if !service.platform.db.write(decide).await? {
        anyhow::bail!("withdrawal {id} is not pending");
    }
    println!("withdrawal {id}: {}", if paid { "paid out" } else { "refused" });
    Ok(())
}

/// Adds a staff member of the console.
pub async fn add_staff(service: Service, email: String, name: String, role: String) -> Result<()> {
    let known = Role::from_value(&role).with_context(|| format!("there is no role {role}"))?;
    let new = NewStaff { email: email.clone(), name, role: known, password: None };
    let password = miaohui_console::add_staff(&service.console, new).await?;
    println!("{email} can sign in at /console/ with the password {password} and should change it there");
    Ok(())
}

/// Ends the locks of an account of the console.
pub async fn unlock_staff(service: Service, email: String) -> Result<()> {
    if !miaohui_console::unlock_staff(&service.console, &email).await? {
        anyhow::bail!("there is no account {email}");
    }
    println!("{email} can sign in again");
    Ok(())
}

/// Refunds a payment.
pub async fn refund(service: Service, request: RefundRequest) -> Result<()> {
    let payment = format!("payment {}", request.payment);
    let StartedRefund { payment, subject, fen, left } =
        service.platform.desk.refund(request).await.context(payment)?;
    println!("payment {payment} ({subject}): {fen} yuan go back, {left} yuan stay");
    Ok(())
}

/// Simulates the payment providers.
pub async fn simulate(listen: std::net::SocketAddr) -> Result<()> {
    use miaohui_simulator::test_accounts::{ALIPAY_APP_ID, ALIPAY_SELLER_ID, WECHAT_APPID, WECHAT_MCHID};
    let listener = serve::listen(listen).await?;
    let address = listener.local_addr()?;
    println!(
        "payment.alipay.gateway  http://{address}/gateway.do (app {ALIPAY_APP_ID}, seller {ALIPAY_SELLER_ID})"
    );
    println!("payment.wechat.host     http://{address} (merchant {WECHAT_MCHID}, appid {WECHAT_APPID})");
    println!(
        "payers                  POST http://{address}/control/pay/REFERENCE, GET http://{address}/control/orders"
    );
    let settings = miaohui_simulator::Settings::new(Clock::system(), Rng::os());
    Ok(miaohui_simulator::serve(listener, settings).await?)
}

/// Prints the postings of an account, the newest first.
pub async fn print_statement(db: Database, account: Account, limit: i64) -> Result<()> {
    let name = account.to_string();
    let read = move |tx: &mut Tx<'_>| -> miaohui_db::Result<_> {
        Ok((
            miaohui_ledger::balance(tx, &account)?,
            miaohui_ledger::statement(tx, &account, Slice { limit, offset: 0 })?,
        ))
    };
    let (balance, (count, entries)) = db.read(read).await?;
    println!("{name}: {balance} yuan, {count} lines");
    for entry in entries {
        let at =
            humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(entry.at.max(0) as u64));
        let after = entry.balance.map_or(String::new(), |fen| fen.to_string());
        println!("{at}  {:>12}  {after:>12}  {:<20}  {}", entry.fen, entry.what, entry.key);
    }
    Ok(())
}

/// Lists the keys of personal data.
pub async fn list_keys(config: Config, db: Database) -> Result<()> {
    let vault = &keys::read(&config)?;
    let used: Vec<String> = keys::used(&db).await?.into_iter().map(|key| key.id).collect();
    println!("keys of {}:", vault.source().name());
    for (number, id) in vault.ids().iter().enumerate() {
        let current = if number == 0 { "current" } else { "earlier" };
        let needed = if used.contains(id) { "needed by the data" } else { "needed by backups only" };
        println!("  {id}  {current}, {needed}");
    }
    println!("values not encrypted with the current key: {}", keys::stale(&db, vault).await?);
    Ok(())
}

/// Encrypts personal data with a new key.
pub async fn rotate_keys(service: Service) -> Result<()> {
    let bar = ProgressBar::new(0);
    let count =
        keys::rotate(&service.platform, |total| bar.set_length(total), &|count| bar.inc(count)).await?;
    bar.finish_and_clear();
    erase_due(&service.community, &service.crowdfunding).await?;
    println!("{count} values are encrypted with key {}", service.platform.vault.current());
    println!(
        "keep a new copy of {}; earlier keys are needed for older backups",
        service.platform.vault.source().name()
    );
    Ok(())
}
