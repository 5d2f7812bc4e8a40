//! What the page of the door sends and gets: scans with their verdicts, and the list for when there
//! is no network.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use miaohui_admin::{Label, need};
use miaohui_community::check_in::{Scan, Verdict, admit};
use miaohui_community::ids::{ProjectId, TicketId};
use miaohui_community::store::check_in;
use miaohui_community::ticket_code;
use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, sha256_hex};
use serde_json::{Value, json};

use crate::app::App;
use crate::beijing::local;
use crate::error::{Error, Result};
use crate::failure::Failure;
use crate::form::SubmittedForm;
use crate::visitor::{May, Visitor};

/// Most characters of the name of a gate.
pub(super) const MOST_GATE_CHARS: usize = 40;

/// Most scans of one request.
const MOST_SCANS: usize = 50;

/// Most characters of a scan's number and of its code.
const MOST_CHARS: usize = 80;

/// Tickets of a list, and those that one statement reads.
const MOST_LISTED: usize = 50_000;
const LISTED_AT_ONCE: i64 = 1000;

/// Hexadecimal digits of a code's digest: 64 bits, more than the code's signature has.
const DIGEST_CHARS: usize = 16;

/// Longest time that a device keeps a scan.
const LONGEST_KEPT_MS: i64 = 7 * DAY_MS;

/// A scan as the page sends it.
#[derive(Clone, serde::Deserialize)]
struct SentScan {
    /// The device's own number of it.
    scan: String,
    code: String,
    /// How long ago it was scanned, in ms, by the device's clock: the clock itself may be wrong.
    #[serde(default)]
    age_ms: i64,
    /// Whether the device has admitted somebody already.
    #[serde(default)]
    kept: bool,
}

/// Decides about scans.
pub async fn scans(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    SubmittedForm { visitor, form, .. }: SubmittedForm<need::CheckIn>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let unreadable = || Error::from(Label("扫码记录无法读取", "The scans cannot be read"));
            let sent: Vec<SentScan> = serde_json::from_str(form.text("scans")).map_err(|_| unreadable())?;
            let fits = |text: &str| text.chars().count() <= MOST_CHARS && !text.contains('\0');
            let is_valid = |one: &SentScan| !one.scan.is_empty() && fits(&one.scan) && fits(&one.code);
            if sent.len() > MOST_SCANS || !sent.iter().all(is_valid) {
                return Err(unreadable());
            }
            let gate: String = form.text("gate").chars().take(MOST_GATE_CHARS).collect();
            let (now, vault, project) = (app.clock.now_ms(), app.vault.clone(), ProjectId(id));
            let (staff, all) = (visitor.staff.email.clone(), sent.clone());
            let job = move |tx: &mut Tx<'_>| {
                if check_in::project(tx, project)?.is_none() {
                    return Ok(None);
                }
                let mut verdicts = Vec::new();
                for one in &all {
                    let scan = Scan {
                        code: &one.code,
                        project,
                        number: &one.scan,
                        gate: &gate,
                        staff: &staff,
                        at: now - one.age_ms.clamp(0, LONGEST_KEPT_MS),
                        is_kept: one.kept,
                        now,
                    };
                    verdicts.push(admit(tx, &vault, &scan)?);
                }
                Ok::<_, Error>(Some(verdicts))
            };
            // The page asks for the counts with nothing to decide.
            let decided = if sent.is_empty() { app.db.read(job).await? } else { app.db.write(job).await? };
            let verdicts = decided.ok_or(Error::NotFound)?;
            let shown = sent.iter().zip(&verdicts).map(|(one, verdict)| reply(&visitor, &one.scan, verdict));
            let verdicts: Vec<Value> = shown.collect();
            let counts = app.db.read(move |tx| counts(tx, project)).await?;
            Ok(Json(json!({ "verdicts": verdicts, "counts": counts })).into_response())
        })
        .await
}

/// A verdict as the page shows it.
fn reply(visitor: &Visitor, scan: &str, verdict: &Verdict) -> Value {
    let (word, detail) = match verdict {
        Verdict::Admitted(name) => ("admitted", name.clone()),
        Verdict::Used(before) => {
            let at = local(before.admitted_at);
            let (gate, staff) = (&before.gate, &before.staff);
            let detail = visitor.t("{at} 在 {gate} 号口由 {staff} 放行", "{at} at gate {gate} by {staff}");
            ("used", detail.replace("{at}", &at).replace("{gate}", gate).replace("{staff}", staff))
        }
        Verdict::OtherProject(name) => {
            ("invalid", format!("{}{name}", visitor.t("是另一个项目的票：", "A ticket of another project: ")))
        }
        Verdict::Invalid => {
            let detail = visitor.t("不是有效的票码，或票已退", "No valid code, or the ticket was refunded");
            ("invalid", detail.to_owned())
        }
    };
    json!({ "scan": scan, "word": word, "detail": detail })
}

/// How many tickets are sold and were admitted, in all and by gate.
fn counts(tx: &mut Tx<'_>, project: ProjectId) -> miaohui_db::Result<Value> {
    let gates = check_in::by_gate(tx, project)?;
    let admitted: i64 = gates.iter().map(|(_, admitted)| admitted).sum();
    let (sold, doubles) = (check_in::sold(tx, project)?, check_in::doubles(tx, project)?);
    Ok(json!({ "sold": sold, "admitted": admitted, "gates": gates, "doubles": doubles }))
}

/// The list for when there is no network: the digests of the codes that admit, and of those that did.
pub async fn list(
    State(app): State<Arc<App>>,
    May { visitor, .. }: May<need::CheckIn>,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    visitor
        .run(async {
            let (vault, project, now) = (app.vault.clone(), ProjectId(id), app.clock.now_ms());
            let job = move |tx: &mut Tx<'_>| {
                if check_in::project(tx, project)?.is_none() {
                    return Ok::<_, Error>(None);
                }
                let mut tickets = Vec::new();
                let mut after = TicketId(0);
                loop {
                    let some = check_in::list(tx, project, after, LISTED_AT_ONCE)?;
                    let Some((last, ..)) = some.last() else { break };
                    after = *last;
                    tickets.extend(some);
                    if tickets.len() > MOST_LISTED {
                        break;
                    }
                }
                Ok(Some((tickets, counts(tx, project)?)))
            };
            let (tickets, counts) = app.db.read_heavy(job).await?.ok_or(Error::NotFound)?;
            let digest = move || {
                // Another process may have added a key since, which signs codes of tickets.
                let vault = vault.read_again().unwrap_or(vault);
                let (mut open, mut used) = (Vec::new(), Vec::new());
                for (id, owner, is_admitted) in tickets.iter().take(MOST_LISTED) {
                    let digests = ticket_code::codes(&vault, *id, *owner);
                    let digests = digests.iter().map(|code| sha256_hex(code)[..DIGEST_CHARS].to_owned());
                    if *is_admitted { used.extend(digests) } else { open.extend(digests) }
                }
                (open, used, tickets.len())
            };
            let (open, used, count) = app.media_pool.run(digest).await?;
            let taken = local(now);
            Ok(Json(json!({
                "open": open, "used": used, "taken": &taken[5..16], "tickets": count.min(MOST_LISTED),
                "is_complete": count <= MOST_LISTED, "counts": counts,
            }))
            .into_response())
        })
        .await
}
