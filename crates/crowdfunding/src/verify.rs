//! Invariants of the database: stored counters equal a recount, and every payment is accounted for.

use miaohui_db::Check;

use crate::store::money::withdrawal_status;
use crate::store::package::package_kind;
use crate::store::project_status::project_status;
use crate::store::support::support_status;

/// All invariants.
pub const CHECKS: &[Check] = &[
    Check::counter(
        "cf_project",
        "attention_count",
        "SELECT COUNT(*) FROM cf_attention a WHERE a.project_id = cf_project.id",
    ),
    Check::counter(
        "cf_project",
        "normal_support_count",
        concat!(
            "SELECT COUNT(*) FROM cf_support s WHERE s.project_id = cf_project.id AND s.paid AND s.kind = ",
            package_kind!(Ordinary)
        ),
    ),
    Check::counter(
        "cf_project",
        "partner_support_count",
        concat!(
            "SELECT COUNT(*) FROM cf_support s WHERE s.project_id = cf_project.id AND s.paid AND s.kind = ",
            package_kind!(Partner)
        ),
    ),
    Check::counter(
        "cf_project_total",
        "count",
        "SELECT COUNT(*) FROM cf_project p WHERE p.status = cf_project_total.status",
    ),
    Check::never(
        "cf_project.now_money is not the sum of its paid supports",
        "SELECT p.id FROM cf_project p WHERE p.now_money <>
           (SELECT COALESCE(CAST(SUM(s.money) AS BIGINT), 0) FROM cf_support s WHERE s.project_id = p.id AND s.paid)",
    ),
    Check::never(
        "cf_package.taken is not the number of its paid supports",
        "SELECT k.id FROM cf_package k WHERE k.taken <>
           (SELECT COUNT(*) FROM cf_support s WHERE s.package_id = k.id AND s.paid)",
    ),
    Check::never(
        "a package has more paid supports than places",
        "SELECT k.id FROM cf_package k WHERE k.places > 0 AND
           (SELECT COUNT(*) FROM cf_support s WHERE s.package_id = k.id AND s.paid) > k.places",
    ),
    Check::never(
        "the status of a paid support does not match its project",
        concat!(
            "SELECT s.id FROM cf_support s JOIN cf_project p ON p.id = s.project_id
             LEFT JOIN cf_settlement t ON t.project_id = p.id WHERE s.paid AND s.status <> CASE WHEN p.status = ",
            project_status!(Succeeded),
            " THEN ",
            support_status!(Succeeded),
            " WHEN p.status = ",
            project_status!(Ended),
            " AND t.ended_at IS NULL THEN s.status WHEN p.status = ",
            project_status!(Ended),
            " THEN ",
            support_status!(Failed),
            " ELSE ",
            support_status!(UnderWay),
            " END"
        ),
    ),
    Check::never(
        "the status of a project does not match its settlement",
        concat!(
            "SELECT p.id FROM cf_project p LEFT JOIN cf_settlement t ON t.project_id = p.id WHERE (p.status IN (",
            project_status!(Succeeded),
            ", ",
            project_status!(Ended),
            ")) <> (t.project_id IS NOT NULL) OR t.outcome <> p.status"
        ),
    ),
    Check::never(
        "an escrow is not the sum of the project's unsettled supports",
        concat!(
            "SELECT p.id FROM cf_project p WHERE
               COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'escrow:' || p.id), 0) <>
               (SELECT COALESCE(CAST(SUM(s.money) AS BIGINT), 0) FROM cf_support s
                WHERE s.project_id = p.id AND s.paid AND s.status = ",
            support_status!(UnderWay),
            ")"
        ),
    ),
    Check::never("a project was settled twice", "SELECT t.project_id FROM cf_settlement t GROUP BY t.project_id HAVING COUNT(*) > 1"),
    // Income: what is kept of recharges, successful projects, repaid supports. Expenses:
    // withdrawals that were not refused, and supports paid from the balance. The status of
    // `payment_intent` is `IntentStatus` of `miaohui_payments`: succeeded (2) or refunded (5).
    Check::never(
        "a user's balance is not income less expenses",
        concat!(
            "SELECT u.id FROM cf_user u WHERE
               COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'user:' || u.id), 0) <>
               (SELECT COALESCE(CAST(SUM(i.kept) AS BIGINT), 0) FROM cf_recharge r
                JOIN payment_intent i ON i.subject = 'recharge' AND i.subject_id = r.id AND i.status IN (2, 5)
                WHERE r.user_id = u.id)
               + (SELECT COALESCE(CAST(SUM(t.fen - t.fee) AS BIGINT), 0) FROM cf_settlement t
                  JOIN cf_project p ON p.id = t.project_id WHERE p.user_id = u.id AND t.outcome = ",
            project_status!(Succeeded),
            ")
               + (SELECT COALESCE(CAST(SUM(s.money) AS BIGINT), 0) FROM cf_support s
                  WHERE s.user_id = u.id AND s.status = ",
            support_status!(Failed),
            ")
               - (SELECT COALESCE(CAST(SUM(w.money) AS BIGINT), 0) FROM cf_withdrawal w
                  WHERE w.user_id = u.id AND w.status <> ",
            withdrawal_status!(Refused),
            ")
               - (SELECT COALESCE(CAST(SUM(s.money) AS BIGINT), 0) FROM cf_support s WHERE s.user_id = u.id AND s.paid
                  AND EXISTS (SELECT 1 FROM ledger_posting g WHERE g.key = 'support:' || s.id))"
        ),
    ),
    Check::never(
        "a user's held money is not the sum of the pending withdrawals",
        concat!(
            "SELECT u.id FROM cf_user u WHERE
               COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'held:' || u.id), 0) <>
               (SELECT COALESCE(CAST(SUM(w.money) AS BIGINT), 0) FROM cf_withdrawal w
                WHERE w.user_id = u.id AND w.status = ",
            withdrawal_status!(Pending),
            ")"
        ),
    ),
    Check::never(
        "a package contains a feedback of another project",
        "SELECT f.package_id FROM cf_package_feedback f JOIN cf_package k ON k.id = f.package_id
         JOIN cf_feedback b ON b.id = f.feedback_id WHERE b.project_id <> k.project_id",
    ),
];
