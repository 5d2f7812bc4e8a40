//! Reconciliation: the providers' bills are fetched each day and compared with the payments and the
//! refunds here.
//!
//! Each line of a bill is matched with a payment or a refund, whatever day that is recorded for. What
//! does not agree becomes a case. Fees and other movements that only the bills tell are posted.

mod difference;
mod fetch;
mod fund_flow;
mod load;
mod lookup;
mod match_bill;
mod match_payment;
mod match_refund;
mod missing;
mod post_fees;
mod progress;
mod record_here;
mod resolved;
mod run;
pub(crate) mod stored_bill;
pub(crate) mod stored_line;
mod verdict;

pub use progress::{BillOutcome, BillProgress, BillReport, BillStep};
pub use run::BillRequest;
pub use stored_bill::{BillId, StoredBillKind};
pub use stored_line::BillLineId;
