//! What the ledger has of a row whose resource names its accounts or its postings: sections of its page.

use miaohui_admin::Related;

/// The accounts of the row.
pub const ACCOUNTS: Related = Related::on("accounts", "t.account IN ({accounts})");

/// The lines on the accounts of the row.
pub const LINES_OF_ACCOUNTS: Related = Related::on("postings", "t.account IN ({accounts})");

/// The lines of the postings that are about the row.
pub const LINES_OF_POSTINGS: Related = Related::on(
    "postings",
    "t.posting_id IN (SELECT p.id FROM ledger_posting p WHERE p.key IN ({postings}))",
);
