//! What a user has written, marked and uploaded, deleted in small steps.

use miaohui_db::{Result, Tx};
use miaohui_moderation::forget_things;
use miaohui_web::mark_unused;

use super::{events, follow, game, ticket_comment};
use crate::ids::{ConversationId, GameCommentId, OrderId, TicketCommentId, UserId};
use crate::subject::{PRODUCT, Subject};

/// Most rows of a table that one step deletes.
const BATCH: i64 = 200;
/// Most rows that one step deletes with all that belongs to them.
const FEW: i64 = 20;

/// Erases some of the rows of one kind, with the time; `false` if there are none.
type Step = fn(&mut Tx<'_>, UserId, i64) -> Result<bool>;

/// Deletes some of what a user has; `false` if nothing is left.
pub fn erase_some(tx: &mut Tx<'_>, user: UserId, now: i64) -> Result<bool> {
    let steps: [Step; 10] = [
        articles,
        article_comments,
        ticket_comments,
        game_comments,
        marks,
        follows_of,
        follows_to,
        conversations,
        order_events,
        media,
    ];
    for step in steps {
        if step(tx, user, now)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reads the first ids of a user's rows, hidden ones too.
fn ids(tx: &mut Tx<'_>, sql: &'static str, user: UserId) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = tx.query(sql, &[user.into(), BATCH.into()])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn articles(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    // The comments and marks of an article go with it, so a step takes few.
    let rows: Vec<(i64,)> = tx.query(
        "SELECT id FROM co_article WHERE user_id = $1 AND NOT hidden ORDER BY id LIMIT $2",
        &[user.into(), FEW.into()],
    )?;
    let mut ids: Vec<i64> = rows.into_iter().map(|(id,)| id).collect();
    if ids.is_empty() {
        let hidden: Vec<(i64,)> = tx.query(
            "SELECT id FROM co_article WHERE user_id = $1 AND hidden LIMIT $2",
            &[user.into(), FEW.into()],
        )?;
        ids = hidden.into_iter().map(|(id,)| id).collect();
    }
    if ids.is_empty() {
        return Ok(false);
    }
    let comments: Vec<(i64,)> =
        tx.query("SELECT id FROM co_article_comment WHERE article_id IN LIST($1)", &[(&ids).into()])?;
    let comments: Vec<i64> = comments.into_iter().map(|(id,)| id).collect();
    forget_things(tx, PRODUCT, Subject::Article.word(), &ids)?;
    forget_things(tx, PRODUCT, Subject::ArticleComment.word(), &comments)?;
    tx.execute("DELETE FROM co_article WHERE id IN LIST($1)", &[(&ids).into()])?;
    tx.execute(
        "UPDATE co_user SET article_count =
           (SELECT COUNT(*) FROM co_article a WHERE a.user_id = co_user.id AND NOT a.hidden) WHERE id = $1",
        &[user.into()],
    )?;
    Ok(true)
}

fn article_comments(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let found: Vec<(i64, i64, bool)> = tx.query(
        "SELECT id, article_id, hidden FROM co_article_comment WHERE user_id = $1 ORDER BY id LIMIT $2",
        &[user.into(), BATCH.into()],
    )?;
    let ids: Vec<i64> = found.iter().map(|(id, ..)| *id).collect();
    forget_things(tx, PRODUCT, Subject::ArticleComment.word(), &ids)?;
    tx.execute("DELETE FROM co_article_comment WHERE id IN LIST($1)", &[(&ids).into()])?;
    for (_, article, _) in found.iter().filter(|(.., hidden)| !hidden) {
        tx.execute(
            "UPDATE co_article SET comment_count = comment_count - 1 WHERE id = $1",
            &[article.into()],
        )?;
    }
    Ok(!found.is_empty())
}

fn ticket_comments(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let found = ids(tx, "SELECT id FROM co_ticket_comment WHERE user_id = $1 ORDER BY id LIMIT $2", user)?;
    forget_things(tx, PRODUCT, Subject::TicketComment.word(), &found)?;
    let own: Vec<TicketCommentId> = found.iter().map(|id| TicketCommentId(*id)).collect();
    ticket_comment::delete(tx, &own)?;
    tx.execute("DELETE FROM co_ticket_comment WHERE id IN LIST($1)", &[(&found).into()])?;
    Ok(!found.is_empty())
}

fn game_comments(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let found = ids(tx, "SELECT id FROM co_game_comment WHERE user_id = $1 ORDER BY id LIMIT $2", user)?;
    forget_things(tx, PRODUCT, Subject::GameComment.word(), &found)?;
    let own: Vec<GameCommentId> = found.iter().map(|id| GameCommentId(*id)).collect();
    game::delete_comments(tx, &own)?;
    tx.execute("DELETE FROM co_game_comment WHERE id IN LIST($1)", &[(&found).into()])?;
    Ok(!found.is_empty())
}

/// The statements for one kind of mark: its first targets, its counter, its deletion.
macro_rules! marks {
    ($(($table:literal, $target:literal, $counter:literal)),+ $(,)?) => {
        [$([
            concat!("SELECT target_id FROM ", $table, " WHERE user_id = $1 ORDER BY target_id LIMIT $2"),
            concat!("UPDATE ", $target, " SET ", $counter, " = ", $counter, " - 1 WHERE id IN LIST($1)"),
            concat!("DELETE FROM ", $table, " WHERE user_id = $1 AND target_id IN LIST($2)"),
        ]),+]
    };
}

fn marks(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let kinds = marks![
        ("co_article_like", "co_article", "like_count"),
        ("co_article_collect", "co_article", "collect_count"),
        ("co_article_comment_up", "co_article_comment", "up_count"),
        ("co_master_follow", "co_master", "follower_count"),
        ("co_merchant_follow", "co_merchant", "follower_count"),
        ("co_merchant_cloth_collect", "co_merchant_cloth", "collect_count"),
        ("co_design_cloth_collect", "co_design_cloth", "collect_count"),
        ("co_game_like", "co_game", "like_count"),
        ("co_game_collect", "co_game", "collect_count"),
        ("co_game_comment_up", "co_game_comment", "up_count"),
        ("co_game_comment_down", "co_game_comment", "down_count"),
    ];
    for [first, lower, delete] in kinds {
        let targets = ids(tx, first, user)?;
        if !targets.is_empty() {
            tx.execute(lower, &[(&targets).into()])?;
            tx.execute(delete, &[user.into(), (&targets).into()])?;
            return Ok(true);
        }
    }
    Ok(false)
}

fn follows_of(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let targets = ids(tx, "SELECT target_id FROM co_follow WHERE user_id = $1 ORDER BY id LIMIT $2", user)?;
    for target in &targets {
        follow::clear(tx, user, UserId(*target))?;
    }
    Ok(!targets.is_empty())
}

fn follows_to(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let followers = ids(tx, "SELECT user_id FROM co_follow WHERE target_id = $1 ORDER BY id LIMIT $2", user)?;
    for follower in &followers {
        follow::clear(tx, UserId(*follower), user)?;
    }
    Ok(!followers.is_empty())
}

/// Deletes conversations with their messages, for both sides.
fn conversations(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let mut found: Vec<(ConversationId,)> = tx.query(
        "SELECT id FROM co_conversation
         WHERE kind IN ('user', 'master', 'merchant', 'customer_service') AND user_id = $1 LIMIT $2",
        &[user.into(), FEW.into()],
    )?;
    if found.is_empty() {
        found = tx.query(
            "SELECT id FROM co_conversation WHERE kind = 'user' AND other_id = $1 LIMIT $2",
            &[user.into(), FEW.into()],
        )?;
    }
    let found: Vec<ConversationId> = found.into_iter().map(|(id,)| id).collect();
    if found.is_empty() {
        return Ok(false);
    }
    let messages: Vec<(i64,)> =
        tx.query("SELECT id FROM co_message WHERE conversation_id IN LIST($1)", &[(&found).into()])?;
    let messages: Vec<i64> = messages.into_iter().map(|(id,)| id).collect();
    forget_things(tx, PRODUCT, Subject::Message.word(), &messages)?;
    events::forget_conversations(tx, &found)?;
    tx.execute("DELETE FROM co_conversation WHERE id IN LIST($1)", &[(&found).into()])?;
    Ok(true)
}

/// Forgets what webhooks were told of the user's orders, which name the user by the former uid. The orders
/// stay.
fn order_events(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let found = ids(
        tx,
        "SELECT o.id FROM co_order o WHERE o.user_id = $1
           AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.thing = 'order:' || o.id)
         ORDER BY o.id LIMIT $2",
        user,
    )?;
    let orders: Vec<OrderId> = found.into_iter().map(OrderId).collect();
    events::forget_orders(tx, &orders)?;
    Ok(!orders.is_empty())
}

/// Deletes media ids and notes their files for removal.
fn media(tx: &mut Tx<'_>, user: UserId, now: i64) -> Result<bool> {
    let found: Vec<(String, Option<String>)> =
        tx.query("SELECT id, blob FROM co_media WHERE user_id = $1 LIMIT $2", &[user.into(), BATCH.into()])?;
    for (id, blob) in &found {
        tx.execute("DELETE FROM co_media WHERE id = $1", &[id.into()])?;
        if let Some(blob) = blob {
            mark_unused(tx, blob, now)?;
        }
    }
    Ok(!found.is_empty())
}
