//! What is kept of a user, for `my_data_export`.

use miaohui_db::{Extract, Result, Tx, extract};
use miaohui_gateways::sms::Phone;
use serde_json::{Map, Value};

use super::user;
use crate::ids::UserId;

/// The parts by the user's id. Flags are 0 or 1.
const BY_ID: &[Extract] = &[
    extract!(
        "account",
        [
            "uid",
            "country",
            "phone",
            "nickname",
            "avatar",
            "gender",
            "province",
            "city",
            "birthday",
            "email",
            "intro",
            "category",
            "status",
            "score",
            "level",
            "exp",
            "invitation_code",
            "inviter",
            "created_at",
            "banned"
        ],
        "FROM co_user WHERE id = $1"
    ),
    extract!("sessions", ["created_at", "expires_at"], "FROM co_session WHERE user_id = $1"),
    extract!(
        "erasure",
        ["requested_at", "due_at", "status"],
        "FROM co_erasure WHERE user_id = $1"
    ),
    extract!(
        "media",
        ["id", "created_at", "uploaded_at", "media_type", "size", "width", "height"],
        "FROM co_media WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "articles",
        ["id", "created_at", "content", "images", "like_count", "collect_count", "comment_count", "hidden"],
        "FROM co_article WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "article_comments",
        ["id", "article_id", "content", "reply_id", "created_at", "hidden"],
        "FROM co_article_comment WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "ticket_comments",
        ["id", "ticket_id", "content", "created_at", "hidden"],
        "FROM co_ticket_comment WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "game_comments",
        ["id", "game_id", "content", "reply_id", "created_at", "hidden"],
        "FROM co_game_comment WHERE user_id = $1 ORDER BY id"
    ),
    extract!("article_likes", ["target_id", "created_at"], "FROM co_article_like WHERE user_id = $1 ORDER BY target_id"),
    extract!(
        "article_collects",
        ["target_id", "created_at"],
        "FROM co_article_collect WHERE user_id = $1 ORDER BY target_id"
    ),
    extract!(
        "article_comment_ups",
        ["target_id", "created_at"],
        "FROM co_article_comment_up WHERE user_id = $1 ORDER BY target_id"
    ),
    extract!(
        "follows",
        ["u.uid", "u.nickname", "f.created_at"],
        "FROM co_follow f JOIN co_user u ON u.id = f.target_id WHERE f.user_id = $1 ORDER BY f.id"
    ),
    extract!(
        "followers",
        ["u.uid", "u.nickname", "f.created_at"],
        "FROM co_follow f JOIN co_user u ON u.id = f.user_id WHERE f.target_id = $1 ORDER BY f.id"
    ),
    extract!(
        "blocks",
        ["u.uid", "u.nickname", "b.created_at"],
        "FROM co_block b JOIN co_user u ON u.id = b.target_id WHERE b.user_id = $1 ORDER BY b.id"
    ),
    extract!(
        "master_follows",
        ["target_id", "created_at"],
        "FROM co_master_follow WHERE user_id = $1 ORDER BY target_id"
    ),
    extract!(
        "merchant_follows",
        ["target_id", "created_at"],
        "FROM co_merchant_follow WHERE user_id = $1 ORDER BY target_id"
    ),
    extract!(
        "merchant_cloth_collects",
        ["target_id", "created_at"],
        "FROM co_merchant_cloth_collect WHERE user_id = $1 ORDER BY target_id"
    ),
    extract!(
        "design_cloth_collects",
        ["target_id", "created_at"],
        "FROM co_design_cloth_collect WHERE user_id = $1 ORDER BY target_id"
    ),
    extract!("game_likes", ["target_id", "created_at"], "FROM co_game_like WHERE user_id = $1 ORDER BY target_id"),
    extract!("game_collects", ["target_id", "created_at"], "FROM co_game_collect WHERE user_id = $1 ORDER BY target_id"),
    extract!("game_comment_ups", ["target_id", "created_at"], "FROM co_game_comment_up WHERE user_id = $1 ORDER BY target_id"),
    extract!(
        "game_comment_downs",
        ["target_id", "created_at"],
        "FROM co_game_comment_down WHERE user_id = $1 ORDER BY target_id"
    ),
    extract!(
        "messages",
        ["c.kind", "c.other_id", "m.id", "m.side", "m.content", "m.created_at"],
        "FROM co_conversation c JOIN co_message m ON m.conversation_id = c.id
         WHERE c.kind IN ('user', 'master', 'merchant', 'customer_service') AND c.user_id = $1 AND NOT m.hidden_0
         ORDER BY c.kind, c.other_id, m.id"
    ),
    extract!(
        "messages_as_second",
        ["c.kind", "c.user_id", "m.id", "m.side", "m.content", "m.created_at"],
        "FROM co_conversation c JOIN co_message m ON m.conversation_id = c.id
         WHERE c.kind = 'user' AND c.other_id = $1 AND NOT m.hidden_1 ORDER BY c.id, m.id"
    ),
    extract!(
        "orders",
        ["id", "price", "status", "created_at", "updated_at", "expires_at"],
        "FROM co_order WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "order_items",
        ["i.order_id", "i.ticket_id", "i.price", "i.created_at"],
        "FROM co_order o JOIN co_order_item i ON i.order_id = o.id WHERE o.user_id = $1 ORDER BY o.id, i.ticket_id"
    ),
    extract!(
        "tickets",
        ["id", "project_id", "order_id", "name", "price", "sold_at"],
        "FROM co_ticket WHERE owner_id = $1 ORDER BY sold_at, id"
    ),
    extract!(
        "cart",
        ["ticket_id", "created_at"],
        "FROM co_cart WHERE user_id = $1 ORDER BY id"
    ),
    extract!(
        "payments",
        ["p.reference", "p.channel", "p.subject_id", "p.fen", "p.paid", "p.returned", "p.status", "p.created_at"],
        "FROM co_order o JOIN payment_intent p ON p.subject_id = o.id AND p.subject = 'ticket order'
         WHERE o.user_id = $1 ORDER BY o.id, p.id"
    ),
    extract!(
        "reports",
        ["kind", "thing_id", "reason", "text", "state", "created_at"],
        "FROM moderation_report WHERE product = 'community' AND reporter = $1 ORDER BY id"
    ),
];

/// The parts by the phone, as `country:number`.
const BY_PHONE: &[Extract] = &[
    extract!("sms_codes", ["expires_at", "failures"], "FROM co_sms_code WHERE phone = $1"),
    extract!(
        "sms_quota",
        ["last_at", "period_at", "sent"],
        "FROM co_sms_quota WHERE subject = 'phone:' || $1"
    ),
    extract!(
        "login_failures",
        ["failures", "last_at"],
        "FROM login_network WHERE account = 'community:' || $1"
    ),
];

/// Reads all of it.
pub fn read(tx: &mut Tx<'_>, user_id: UserId) -> Result<Map<String, Value>> {
    let mut all = extract(tx, BY_ID, &[user_id.into()])?;
    let (country, number, _) = user::phone_and_password(tx, user_id)?;
    let phone = Phone::of_row(&country, &number).to_string();
    all.extend(extract(tx, BY_PHONE, &[(&phone).into()])?);
    Ok(all)
}
