//! Marks of users: likes, collects, ups, follows. A mark is a set: setting one twice counts once.

use std::marker::PhantomData;

use miaohui_db::{FromColumn, ListItem, Tx, Value};

use crate::ids::{
    ArticleCommentId, ArticleId, DesignClothId, GameCommentId, GameId, MasterId, MerchantClothId, MerchantId,
    UserId,
};
use crate::{Code, Result};

/// The distance of neighbouring targets up to which their marks are read as one range.
const NEAR: i64 = 16;

/// One kind of mark: a table `(user_id, target_id)` and a counter of the target, which has the id
/// type `T`.
pub struct Mark<T> {
    insert: &'static str,
    delete: &'static str,
    count: &'static str,
    target: &'static str,
    within: &'static str,
    among: &'static str,
    missing: Code,
    id: PhantomData<fn(T)>,
}

macro_rules! mark {
    ($table:literal, $target:literal, $counter:literal, $missing:expr) => {
        mark!($table, $target, $counter, $missing, "")
    };
    // `shown`: the condition on which users see the target.
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
            count: concat!("UPDATE ", $target, " SET ", $counter, " = ", $counter, " + $2 WHERE id = $1"),
            target: concat!("SELECT id FROM ", $target, " WHERE id = $1", $shown),
            within: concat!(
                "SELECT target_id FROM ",
                $table,
                " WHERE user_id = $1 AND target_id BETWEEN $2 AND $3"
            ),
            among: concat!("SELECT target_id FROM ", $table, " WHERE user_id = $1 AND target_id IN LIST($2)"),
            missing: $missing,
            id: PhantomData,
        }
    };
}

/// Likes of articles.
pub const ARTICLE_LIKE: Mark<ArticleId> =
    mark!("co_article_like", "co_article", "like_count", Code::NoArticle, " AND NOT hidden");
/// Collects of articles.
pub const ARTICLE_COLLECT: Mark<ArticleId> =
    mark!("co_article_collect", "co_article", "collect_count", Code::NoArticle, " AND NOT hidden");
/// Ups of article comments.
pub const ARTICLE_COMMENT_UP: Mark<ArticleCommentId> = mark!(
    "co_article_comment_up",
    "co_article_comment",
    "up_count",
    Code::NoComment,
    " AND NOT hidden AND EXISTS (SELECT 1 FROM co_article a WHERE a.id = article_id AND NOT a.hidden)"
);
/// Follows of masters.
pub const MASTER_FOLLOW: Mark<MasterId> =
    mark!("co_master_follow", "co_master", "follower_count", Code::NoMaster);
/// Follows of merchants.
pub const MERCHANT_FOLLOW: Mark<MerchantId> =
    mark!("co_merchant_follow", "co_merchant", "follower_count", Code::NoMerchant);
/// Collects of merchants' clothes.
pub const MERCHANT_CLOTH_COLLECT: Mark<MerchantClothId> =
    mark!("co_merchant_cloth_collect", "co_merchant_cloth", "collect_count", Code::NoCloth);
/// Collects of clothes of the design circle.
pub const DESIGN_CLOTH_COLLECT: Mark<DesignClothId> =
    mark!("co_design_cloth_collect", "co_design_cloth", "collect_count", Code::NoCloth);
/// Likes of games.
pub const GAME_LIKE: Mark<GameId> = mark!("co_game_like", "co_game", "like_count", Code::NoGame);
/// Collects of games.
pub const GAME_COLLECT: Mark<GameId> = mark!("co_game_collect", "co_game", "collect_count", Code::NoGame);
/// Ups of game comments.
pub const GAME_COMMENT_UP: Mark<GameCommentId> =
    mark!("co_game_comment_up", "co_game_comment", "up_count", Code::NoComment, " AND NOT hidden");
/// Downs of game comments.
pub const GAME_COMMENT_DOWN: Mark<GameCommentId> =
    mark!("co_game_comment_down", "co_game_comment", "down_count", Code::NoComment, " AND NOT hidden");

impl<T: Copy + Into<i64> + Into<Value<'static>>> Mark<T> {
    /// Sets the user's mark on the target; `true` if it was not set.
    pub fn set(&self, tx: &mut Tx<'_>, user_id: UserId, target_id: T, now: i64) -> Result<bool> {
        let new = tx.execute(self.insert, &[user_id.into(), target_id.into(), now.into()])? == 1;
        if new {
            tx.add_later(self.count, target_id.into(), 1);
        } else {
            self.require(tx, target_id)?;
        }
        Ok(new)
    }

    /// Removes the user's mark from the target; `true` if it was set.
    pub fn clear(&self, tx: &mut Tx<'_>, user_id: UserId, target_id: T) -> Result<bool> {
        let gone = tx.execute(self.delete, &[user_id.into(), target_id.into()])? == 1;
        if gone {
            tx.add_later(self.count, target_id.into(), -1);
        } else {
            self.require(tx, target_id)?;
        }
        Ok(gone)
    }

    /// Selects the marks of a user on these targets, and perhaps on others, in no order.
    ///
    /// The marks between two targets are neighbours in their index. Targets that are far from one another
    /// are looked up one by one, so that the cost does not depend on what lies between.
    pub fn of_user(&self, tx: &mut Tx<'_>, user_id: UserId, targets: &[T]) -> miaohui_db::Result<Vec<T>>
    where
        T: Into<i64> + Ord + for<'r> FromColumn<'r> + ListItem,
    {
        let (Some(least), Some(greatest)) = (targets.iter().min(), targets.iter().max()) else {
            return Ok(Vec::new());
        };
        let (first, last): (i64, i64) = ((*least).into(), (*greatest).into());
        let rows: Vec<(T,)> = if last.saturating_sub(first) <= targets.len() as i64 * NEAR {
            tx.query(self.within, &[user_id.into(), first.into(), last.into()])?
        } else {
            tx.query(self.among, &[user_id.into(), targets.into()])?
        };
        Ok(rows.into_iter().map(|(target,)| target).collect())
    }

    /// Fails unless users see the target.
    fn require(&self, tx: &mut Tx<'_>, target_id: T) -> Result<()> {
        let found: Option<(i64,)> = tx.query_opt(self.target, &[target_id.into()])?;
        found.map(|_| ()).ok_or_else(|| self.missing.into())
    }
}
