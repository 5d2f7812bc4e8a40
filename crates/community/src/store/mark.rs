//! Marks that people set on things: likes, collects, ups. A mark is a set: setting one twice counts once.

use miaohui_db::Tx;

use crate::{Code, Result};

/// One kind of mark: a table `(user_id, target_id)` and a counter at the target.
pub struct Mark {
    insert: &'static str,
    delete: &'static str,
    raise: &'static str,
    lower: &'static str,
    target: &'static str,
    missing: Code,
}

macro_rules! mark {
    ($table:literal, $target:literal, $counter:literal, $missing:expr) => {
        mark!($table, $target, $counter, $missing, "")
    };
    // `shown`: what else must hold of a target that is there for people.
    ($table:literal, $target:literal, $counter:literal, $missing:expr, $shown:literal) => {
        Mark {
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (user_id, target_id, created_at)
                 SELECT CAST($1 AS BIGINT), id, CAST($3 AS BIGINT) FROM ",
                $target,
                " WHERE id = $2",
                $shown,
                " ON CONFLICT DO NOTHING"
            ),
            delete: concat!(
                "DELETE FROM ",
                $table,
                " WHERE user_id = $1 AND target_id = (SELECT id FROM ",
                $target,
                " WHERE id = $2",
                $shown,
                ")"
            ),
            raise: concat!("UPDATE ", $target, " SET ", $counter, " = ", $counter, " + 1 WHERE id = $1"),
            lower: concat!("UPDATE ", $target, " SET ", $counter, " = ", $counter, " - 1 WHERE id = $1"),
            target: concat!("SELECT id FROM ", $target, " WHERE id = $1", $shown),
            missing: $missing,
        }
    };
}

/// Likes of articles.
pub const ARTICLE_LIKE: Mark =
    mark!("co_article_like", "co_article", "like_count", Code::NoArticle, " AND NOT hidden");
/// Collected articles.
pub const ARTICLE_COLLECT: Mark =
    mark!("co_article_collect", "co_article", "collect_count", Code::NoArticle, " AND NOT hidden");
/// Ups of article comments.
pub const ARTICLE_COMMENT_UP: Mark = mark!(
    "co_article_comment_up",
    "co_article_comment",
    "up_count",
    Code::NoComment,
    " AND NOT hidden AND EXISTS (SELECT 1 FROM co_article a WHERE a.id = article_id AND NOT a.hidden)"
);
/// Followed masters.
pub const MASTER_FOLLOW: Mark = mark!("co_master_follow", "co_master", "follower_count", Code::NoMaster);
/// Followed merchants.
pub const MERCHANT_FOLLOW: Mark =
    mark!("co_merchant_follow", "co_merchant", "follower_count", Code::NoMerchant);
/// Collected clothes of merchants.
pub const MERCHANT_CLOTH_COLLECT: Mark =
    mark!("co_merchant_cloth_collect", "co_merchant_cloth", "collect_count", Code::NoCloth);
/// Collected clothes of the design circle.
pub const DESIGN_CLOTH_COLLECT: Mark =
    mark!("co_design_cloth_collect", "co_design_cloth", "collect_count", Code::NoCloth);
/// Likes of games.
pub const GAME_LIKE: Mark = mark!("co_game_like", "co_game", "like_count", Code::NoGame);
/// Collected games.
pub const GAME_COLLECT: Mark = mark!("co_game_collect", "co_game", "collect_count", Code::NoGame);
/// Ups of game comments.
pub const GAME_COMMENT_UP: Mark =
    mark!("co_game_comment_up", "co_game_comment", "up_count", Code::NoComment, " AND NOT hidden");
/// Downs of game comments.
pub const GAME_COMMENT_DOWN: Mark =
    mark!("co_game_comment_down", "co_game_comment", "down_count", Code::NoComment, " AND NOT hidden");

impl Mark {
    /// Sets the user's mark on the target. `true`: it was not set before.
    pub fn set(&self, tx: &mut Tx<'_>, user_id: i64, target_id: i64, now: i64) -> Result<bool> {
        let new = tx.execute(self.insert, &[user_id.into(), target_id.into(), now.into()])? == 1;
        if new {
            tx.execute(self.raise, &[target_id.into()])?;
        } else {
            self.require(tx, target_id)?;
        }
        Ok(new)
    }

    /// Takes the user's mark off the target. `true`: it was set before.
    pub fn clear(&self, tx: &mut Tx<'_>, user_id: i64, target_id: i64) -> Result<bool> {
        let gone = tx.execute(self.delete, &[user_id.into(), target_id.into()])? == 1;
        if gone {
            tx.execute(self.lower, &[target_id.into()])?;
        } else {
            self.require(tx, target_id)?;
        }
        Ok(gone)
    }

    fn require(&self, tx: &mut Tx<'_>, target_id: i64) -> Result<()> {
        let found: Option<(i64,)> = tx.query_opt(self.target, &[target_id.into()])?;
        found.map(|_| ()).ok_or_else(|| self.missing.into())
    }
}
