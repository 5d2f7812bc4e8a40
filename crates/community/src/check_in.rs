//! The door: whether a scanned code admits somebody.

use miaohui_db::{Result, Tx};
use miaohui_vault::Vault;

use crate::ids::ProjectId;
use crate::store::check_in::{self, CheckIn, NewCheckIn};
use crate::ticket_code::ReadCode;

/// A code that was scanned.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    /// The code as it was scanned or typed.
    pub code: &'a str,
    /// The project at whose door it was scanned.
    pub project: ProjectId,
    /// The device's own number of the scan: a repeated request is the same admission.
    pub number: &'a str,
    /// The gate.
    pub gate: &'a str,
    /// The steward's mail address.
    pub staff: &'a str,
    /// When it was scanned, in Unix ms.
    pub at: i64,
    /// Whether the device has admitted somebody already, while it had no network.
    pub is_kept: bool,
    /// The time, in Unix ms.
    pub now: i64,
}

/// What the door says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The ticket admits, now for the first time. Its name.
    Admitted(String),
    /// It was used before.
    Used(CheckIn),
    /// It is a ticket of another project, with this name.
    OtherProject(String),
    /// It is no code of a sold ticket: forged, misread, or refunded since.
    Invalid,
}

/// Admits the ticket of a code, if it is valid and was not used before.
pub fn admit(tx: &mut Tx<'_>, vault: &Vault, scan: &Scan<'_>) -> Result<Verdict> {
    let Some(code) = ReadCode::parse(scan.code) else { return Ok(Verdict::Invalid) };
    let Some(ticket) = check_in::lock_sold(tx, code.ticket)? else { return Ok(Verdict::Invalid) };
    if !code.is_of(vault, ticket.owner) {
        return Ok(Verdict::Invalid);
    }
    if ticket.project != scan.project {
        return Ok(Verdict::OtherProject(ticket.project_name));
    }
    let new = NewCheckIn {
        ticket: code.ticket,
        project: scan.project,
        scan: scan.number,
        gate: scan.gate,
        staff: scan.staff,
        admitted_at: scan.at,
        now: scan.now,
    };
    let recorded = check_in::record(tx, &new)?;
    if recorded.scan == scan.number {
        return Ok(Verdict::Admitted(ticket.name));
    }
    if scan.is_kept {
        check_in::note_double(tx, &new)?;
    }
    Ok(Verdict::Used(recorded))
}
