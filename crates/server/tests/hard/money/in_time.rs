//! The promise to payers: what they pay in time is theirs.

use std::collections::BTreeSet;

use serde_json::Value;

use super::world::World;

miaohui_db::row! {
    /// An attempt to pay through a provider.
    struct Attempt as attempt_columns {
        reference: String = "i.reference",
        subject: String = "i.subject",
        subject_id: i64 = "i.subject_id",
        fen: i64 = "i.fen",
        ends_at: Option<i64> = "(SELECT o.expires_at FROM co_order o WHERE i.subject = 'ticket order' AND o.id = i.subject_id)",
        account: Option<String> = "(SELECT l.account FROM ledger_posting p JOIN ledger_line l ON l.posting_id = p.id
            WHERE p.key = 'payment:' || i.id AND l.fen > 0)",
    }
}

miaohui_db::row! {
    /// A support of a package without a limit that is not paid, in a project that was not decided on.
    struct OpenSupport as support_columns {
        id: i64 = "s.id",
        project: i64 = "s.project_id",
        closed_at: Option<i64> = "(SELECT t.created_at FROM cf_settlement t WHERE t.project_id = s.project_id)",
    }
}

/// The account that a payment must have reached for its thing to stand.
fn is_accepted(account: Option<&String>) -> bool {
    account.is_some_and(|account| !matches!(account.as_str(), "due" | "suspense"))
}

/// The payments that were made in time by the provider's clock, of the whole price, and that bought
/// nothing, although the thing was not cancelled by its owner or paid otherwise, and nobody had refunded
/// the payment.
pub async fn broken_promises(world: &World) -> Vec<String> {
    let db = &world.fixture.app.service.community.db;
    let attempts: Vec<Attempt> = db
        .read(|tx| {
            tx.query(concat!("SELECT ", attempt_columns!(), " FROM payment_intent i ORDER BY i.id"), &[])
        })
        .await
        .unwrap();
    let limitless = [world.data.packages[0].1.get(), world.data.packages[2].1.get()];
    let supports: Vec<OpenSupport> = db
        .read(move |tx| {
            tx.query(
                concat!(
                    "SELECT ",
                    support_columns!(),
                    " FROM cf_support s WHERE NOT s.paid AND s.package_id IN LIST($1)"
                ),
                &[(&limitless[..]).into()],
            )
        })
        .await
        .unwrap();
    let records = world.fixture.providers.orders_and_refunds().await;
    let (cancelled, decided) = (world.cancelled(), world.decided());
    let bought: BTreeSet<(&str, i64)> = attempts
        .iter()
        .filter(|attempt| is_accepted(attempt.account.as_ref()))
        .map(|attempt| (attempt.subject.as_str(), attempt.subject_id))
        .collect();
    let mut broken = Vec::new();
    for attempt in &attempts {
        let order = &records["orders"][&attempt.reference];
        let Some(paid_at) = order["paid_at"].as_i64().filter(|_| order["state"] == "paid") else { continue };
        if order["paid_fen"] != attempt.fen
            || bought.contains(&(attempt.subject.as_str(), attempt.subject_id))
        {
            continue;
        }
        let is_due = match attempt.subject.as_str() {
            "ticket order" => {
                attempt.ends_at.is_some_and(|end| paid_at < end) && !cancelled.contains(&attempt.subject_id)
            }
            "support" => supports.iter().any(|support| {
                support.id == attempt.subject_id
                    && !decided.contains(&support.project)
                    && support.closed_at.is_none_or(|closed_at| paid_at < closed_at)
            }),
            _ => true,
        };
        if is_due && !is_refunded_there(&records, &attempt.reference) {
            broken.push(format!(
                "{} {} was paid in time with {} and bought nothing",
                attempt.subject, attempt.subject_id, attempt.reference
            ));
        }
    }
    broken
}

/// Whether somebody has refunded a part of a payment in the back office.
fn is_refunded_there(records: &Value, reference: &str) -> bool {
    let mut refunds = records["refunds"].as_object().unwrap().values();
    refunds.any(|refund| refund["reference"] == reference && refund["is_back_office"] == true)
}
