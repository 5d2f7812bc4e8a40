//! What is kept of a user, for the export.

use miaohui_db::{Extract, Tx, extract};
use miaohui_vault::Vault;
use serde_json::{Map, Value};

use super::{money, profile};
use crate::error::Result;
use crate::ids::UserId;

/// The parts by the user's id. Flags are 0 or 1, times Unix ms, amounts in fen.
const BY_ID: &[Extract] = &[
    extract!(
        "sessions",
        ["created_at", "expires_at", "refresh_expires_at"],
        "FROM cf_session WHERE user_id = $1"
    ),
    extract!("mail_tokens", ["purpose", "expires_at"], "FROM cf_mail_token WHERE user_id = $1"),
    extract!("erasure", ["requested_at", "due_at", "status"], "FROM cf_erasure WHERE user_id = $1"),
    extract!(
        "images",
        ["id", "kind", "name", "media_type", "created_at"],
        "FROM cf_image WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "projects",
        [
            "id",
            "name",
            "status",
            "cover",
            "location",
            "location_detail",
            "category",
            "total_money",
            "now_money",
            "total_days",
            "summary",
            "content",
            "tags",
            "reject_reason",
            "post_datetime",
            "modify_datetime"
        ],
        "FROM cf_project WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "settlements",
        ["s.project_id", "s.outcome", "s.fen", "s.fee", "s.created_at", "s.ended_at"],
        "FROM cf_project p JOIN cf_settlement s ON s.project_id = p.id WHERE p.user_id = $1 ORDER BY p.id"
    ),
    extract!(
        "supports",
        ["id", "project_id", "package_id", "money", "kind", "status", "paid", "created_at", "paid_at"],
        "FROM cf_support WHERE user_id = $1 ORDER BY id"
    ),
    extract!("attentions", ["project_id", "created_at"], "FROM cf_attention WHERE user_id = $1 ORDER BY id"),
    extract!(
        "comments",
        ["id", "project_id", "parent_id", "content", "created_at", "hidden_under"],
        "FROM cf_comment WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "topics",
        ["id", "project_id", "title", "content", "post_datetime", "modify_datetime", "hidden"],
        "FROM cf_topic WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "topic_comments",
        ["id", "topic_id", "parent_id", "content", "created_at", "hidden_under"],
        "FROM cf_topic_comment WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "recharges",
        ["id", "money", "channel", "status", "created_at"],
        "FROM cf_recharge WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "withdrawals",
        ["id", "money", "target", "status", "created_at", "decided_at"],
        "FROM cf_withdrawal WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "support_payments",
        [
            "p.reference",
            "p.channel",
            "p.subject_id",
            "p.fen",
            "p.paid",
            "p.returned",
            "p.status",
            "p.created_at"
        ],
        "FROM cf_support s JOIN payment_intent p ON p.subject_id = s.id AND p.subject = 'support'
         WHERE s.user_id = $1 ORDER BY s.id, p.id"
    ),
    extract!(
        "recharge_payments",
        [
            "p.reference",
            "p.channel",
            "p.subject_id",
            "p.fen",
            "p.paid",
            "p.returned",
            "p.status",
            "p.created_at"
        ],
        "FROM cf_recharge r JOIN payment_intent p ON p.subject_id = r.id AND p.subject = 'recharge'
         WHERE r.user_id = $1 ORDER BY r.id, p.id"
    ),
    extract!(
        "reports",
        ["kind", "thing_id", "reason", "text", "state", "created_at"],
        "FROM moderation_report WHERE product = 'crowdfunding' AND reporter = $1 ORDER BY id"
    ),
];

/// The part by the name of the ledger's account.
const BY_ACCOUNT: &[Extract] = &[extract!(
    "trades",
    ["p.what", "p.key", "l.fen", "l.balance", "p.created_at"],
    "FROM ledger_line l JOIN ledger_posting p ON p.id = l.posting_id WHERE l.account = $1 ORDER BY l.id"
)];

/// Reads all of it.
pub fn read(tx: &mut Tx<'_>, vault: &Vault, user: UserId) -> Result<Map<String, Value>> {
    let mut all = Map::new();
    all.insert("account".into(), serde_json::to_value(profile::own(tx, vault, user)?)?);
    all.extend(extract(tx, BY_ID, &[user.into()])?);
    for withdrawal in all.get_mut("withdrawals").and_then(Value::as_array_mut).into_iter().flatten() {
        let (id, target) = (withdrawal["id"].as_i64(), withdrawal["target"].as_str());
        let target = vault.open_text(&money::TARGET.name(), id.unwrap_or(0), target.unwrap_or(""))?;
        withdrawal["target"] = target.into();
    }
    let account = format!("user:{user}");
    all.extend(extract(tx, BY_ACCOUNT, &[(&account).into()])?);
    Ok(all)
}
