//! Invariants of the tables: stored counters equal a recount, and tickets agree with their orders.

use miaohui_db::Check;

use crate::store::order::order_status;
use crate::store::ticket::ticket_state;

/// All invariants.
pub const CHECKS: &[Check] = &[
    Check::counter(
        "co_user",
        "follow_count",
        "SELECT COUNT(*) FROM co_follow f WHERE f.user_id = co_user.id",
    ),
    Check::counter(
        "co_user",
        "follower_count",
        "SELECT COUNT(*) FROM co_follow f WHERE f.target_id = co_user.id",
    ),
    Check::counter(
        "co_user",
        "article_count",
        "SELECT COUNT(*) FROM co_article a WHERE a.user_id = co_user.id AND NOT a.hidden",
    ),
    Check::counter(
        "co_article",
        "like_count",
        "SELECT COUNT(*) FROM co_article_like m WHERE m.target_id = co_article.id",
    ),
    Check::counter(
        "co_article",
        "collect_count",
        "SELECT COUNT(*) FROM co_article_collect m WHERE m.target_id = co_article.id",
    ),
    Check::counter(
        "co_article",
        "comment_count",
        "SELECT COUNT(*) FROM co_article_comment c WHERE c.article_id = co_article.id AND NOT c.hidden",
    ),
    Check::counter(
        "co_article_comment",
        "up_count",
        "SELECT COUNT(*) FROM co_article_comment_up m WHERE m.target_id = co_article_comment.id",
    ),
    Check::counter(
        "co_master",
        "follower_count",
        "SELECT COUNT(*) FROM co_master_follow m WHERE m.target_id = co_master.id",
    ),
    Check::counter(
        "co_merchant",
        "follower_count",
        "SELECT COUNT(*) FROM co_merchant_follow m WHERE m.target_id = co_merchant.id",
    ),
    Check::counter(
        "co_merchant_cloth",
        "collect_count",
        "SELECT COUNT(*) FROM co_merchant_cloth_collect m WHERE m.target_id = co_merchant_cloth.id",
    ),
    Check::counter(
        "co_design_cloth",
        "collect_count",
        "SELECT COUNT(*) FROM co_design_cloth_collect m WHERE m.target_id = co_design_cloth.id",
    ),
    Check::counter(
        "co_game",
        "like_count",
        "SELECT COUNT(*) FROM co_game_like m WHERE m.target_id = co_game.id",
    ),
    Check::counter(
        "co_game",
        "collect_count",
        "SELECT COUNT(*) FROM co_game_collect m WHERE m.target_id = co_game.id",
    ),
    Check::counter(
        "co_game_comment",
        "up_count",
        "SELECT COUNT(*) FROM co_game_comment_up m WHERE m.target_id = co_game_comment.id",
    ),
    Check::counter(
        "co_game_comment",
        "down_count",
        "SELECT COUNT(*) FROM co_game_comment_down m WHERE m.target_id = co_game_comment.id",
    ),
    Check::counter(
        "co_project",
        "ticket_count",
        "SELECT COUNT(*) FROM co_ticket t WHERE t.project_id = co_project.id",
    ),
    Check::never(
        "a ticket was sold twice",
        concat!(
            "SELECT i.ticket_id FROM co_order_item i JOIN co_order o ON o.id = i.order_id WHERE o.status = ",
            order_status!(Done),
            " GROUP BY i.ticket_id HAVING COUNT(*) > 1"
        ),
    ),
    Check::never(
        "a ticket is sold without a paid order, or to somebody else",
        concat!(
            "SELECT t.id FROM co_ticket t WHERE t.state = ",
            ticket_state!(Sold),
            " AND NOT EXISTS
               (SELECT 1 FROM co_order o JOIN co_order_item i ON i.order_id = o.id
                WHERE o.id = t.order_id AND i.ticket_id = t.id AND o.user_id = t.owner_id AND o.status = ",
            order_status!(Done),
            ")"
        ),
    ),
    Check::never(
        "a ticket is paid and not sold",
        concat!(
            "SELECT i.ticket_id FROM co_order_item i JOIN co_order o ON o.id = i.order_id
             JOIN co_ticket t ON t.id = i.ticket_id WHERE o.status = ",
            order_status!(Done),
            " AND (t.order_id <> o.id OR t.state <> ",
            ticket_state!(Sold),
            ")"
        ),
    ),
    Check::never(
        "a ticket was admitted and is not sold, or at the door of another project",
        concat!(
            "SELECT t.id FROM co_check_in c JOIN co_ticket t ON t.id = c.ticket_id WHERE t.state <> ",
            ticket_state!(Sold),
            " OR t.project_id <> c.project_id"
        ),
    ),
    Check::never(
        "a ticket is reserved for no pending order",
        concat!(
            "SELECT t.id FROM co_ticket t JOIN co_order o ON o.id = t.order_id WHERE t.state = ",
            ticket_state!(Reserved),
            " AND o.status <> ",
            order_status!(Pending)
        ),
    ),
    Check::never(
        "a pending order's ticket is not reserved",
        concat!(
            "SELECT i.ticket_id FROM co_order_item i JOIN co_order o ON o.id = i.order_id
             JOIN co_ticket t ON t.id = i.ticket_id WHERE o.status = ",
            order_status!(Pending),
            " AND (t.order_id <> o.id OR t.state <> ",
            ticket_state!(Reserved),
            ")"
        ),
    ),
    Check::never(
        "an order's price is not the sum of its tickets",
        "SELECT o.id FROM co_order o WHERE o.price <>
           (SELECT COALESCE(CAST(SUM(i.price) AS BIGINT), 0) FROM co_order_item i WHERE i.order_id = o.id)",
    ),
    Check::never(
        "an article shows an upload that is gone, or that waits for its removal",
        "SELECT x.article_id FROM co_article_media x LEFT JOIN co_media m ON m.id = x.media_id
         WHERE m.id IS NULL OR m.unused_at IS NOT NULL",
    ),
    Check::never(
        "an upload is hidden, and an article that is not hidden shows it",
        "SELECT m.id FROM co_media m WHERE m.hidden AND EXISTS (SELECT 1 FROM co_article_media x
           JOIN co_article a ON a.id = x.article_id WHERE x.media_id = m.id AND NOT a.hidden)",
    ),
    // A payment is kept if its status is 2 (`payments::IntentStatus::Succeeded`) and a part of it
    // is not refunded.
    Check::never(
        "an order was paid for and has no payment that was kept, or the other way round",
        concat!(
            "SELECT o.id FROM co_order o WHERE o.price > 0 AND (o.status = ",
            order_status!(Done),
            ") <> (EXISTS (SELECT 1 FROM payment_intent i WHERE i.subject = 'ticket order' AND i.subject_id = o.id
               AND i.kept > 0))"
        ),
    ),
    Check::never(
        "an order was paid for twice and both payments were kept",
        "SELECT i.subject_id FROM payment_intent i
         WHERE i.subject = 'ticket order' AND i.kept > 0
         GROUP BY i.subject_id HAVING COUNT(*) > 1",
    ),
];
