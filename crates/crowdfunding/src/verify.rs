//! What must always hold in a live database: stored counters are what a recount gives, and what is paid has its place.

use miaohui_db::Check;

/// Everything that must always hold.
pub const CHECKS: &[Check] = &[
    Check::counter(
        "cf_project",
        "attention_count",
        "SELECT COUNT(*) FROM cf_attention a WHERE a.project_id = cf_project.id",
    ),
    Check::counter(
        "cf_project",
        "normal_support_count",
        "SELECT COUNT(*) FROM cf_support s WHERE s.project_id = cf_project.id AND s.paid AND s.kind = 0",
    ),
    Check::counter(
        "cf_project",
        "partner_support_count",
        "SELECT COUNT(*) FROM cf_support s WHERE s.project_id = cf_project.id AND s.paid AND s.kind = 1",
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
        "more have taken a package than it has places",
        "SELECT k.id FROM cf_package k WHERE k.places > 0 AND
           (SELECT COUNT(*) FROM cf_support s WHERE s.package_id = k.id AND s.paid) > k.places",
    ),
    Check::never(
        "a paid support is not in the state of its project",
        "SELECT s.id FROM cf_support s JOIN cf_project p ON p.id = s.project_id
         LEFT JOIN cf_settlement t ON t.project_id = p.id WHERE s.paid AND s.status <>
           CASE WHEN p.status = 4 THEN 1 WHEN p.status = 5 AND t.ended_at IS NULL THEN s.status WHEN p.status = 5 THEN 2
             ELSE 0 END",
    ),
    Check::never(
        "a project has ended and its money was not decided about, or the other way round",
        "SELECT p.id FROM cf_project p LEFT JOIN cf_settlement t ON t.project_id = p.id
         WHERE (p.status IN (4, 5)) <> (t.project_id IS NOT NULL) OR t.outcome <> p.status",
    ),
    Check::never(
        "an escrow does not hold what was paid for its project and not settled",
        "SELECT p.id FROM cf_project p WHERE
           COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'escrow:' || p.id), 0) <>
           (SELECT COALESCE(CAST(SUM(s.money) AS BIGINT), 0) FROM cf_support s
            WHERE s.project_id = p.id AND s.paid AND s.status = 0)",
    ),
    Check::never("a project was settled twice", "SELECT t.project_id FROM cf_settlement t GROUP BY t.project_id HAVING COUNT(*) > 1"),
    // What came in: recharges less what went back of them, projects that succeeded, supports that failed. What went out:
    // withdrawals that were not refused, and supports paid from it: a payment that operators sent back was none of its money.
    Check::never(
        "a user's balance is not what came in less what went out",
        "SELECT u.id FROM cf_user u WHERE
           COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'user:' || u.id), 0) <>
           (SELECT COALESCE(CAST(SUM(i.paid - i.returned) AS BIGINT), 0) FROM cf_recharge r
            JOIN payment_intent i ON i.subject = 'recharge' AND i.subject_id = r.id AND i.status IN (2, 5)
            WHERE r.user_id = u.id)
           + (SELECT COALESCE(CAST(SUM(t.fen - t.fee) AS BIGINT), 0) FROM cf_settlement t
              JOIN cf_project p ON p.id = t.project_id WHERE p.user_id = u.id AND t.outcome = 4)
           + (SELECT COALESCE(CAST(SUM(s.money) AS BIGINT), 0) FROM cf_support s WHERE s.user_id = u.id AND s.status = 2)
           - (SELECT COALESCE(CAST(SUM(w.money) AS BIGINT), 0) FROM cf_withdrawal w
              WHERE w.user_id = u.id AND w.status <> 2)
           - (SELECT COALESCE(CAST(SUM(s.money) AS BIGINT), 0) FROM cf_support s WHERE s.user_id = u.id AND s.paid
              AND EXISTS (SELECT 1 FROM ledger_posting g WHERE g.key = 'support:' || s.id))",
    ),
    Check::never(
        "a user's money that waits to be paid out is not what withdrawals say",
        "SELECT u.id FROM cf_user u WHERE
           COALESCE((SELECT b.balance FROM ledger_balance b WHERE b.account = 'held:' || u.id), 0) <>
           (SELECT COALESCE(CAST(SUM(w.money) AS BIGINT), 0) FROM cf_withdrawal w WHERE w.user_id = u.id AND w.status = 0)",
    ),
    Check::never(
        "a package promises a feedback of another project",
        "SELECT f.package_id FROM cf_package_feedback f JOIN cf_package k ON k.id = f.package_id
         JOIN cf_feedback b ON b.id = f.feedback_id WHERE b.project_id <> k.project_id",
    ),
];
