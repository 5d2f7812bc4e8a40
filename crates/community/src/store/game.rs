//! Games and their comments.

use miaohui_db::{Result, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::profile::{Author, author_columns};
use super::{Page, block};
use crate::ids::{GameCommentId, GameId, UserId};

miaohui_db::row! {
    /// A game as the caller sees it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "Game")]
    pub struct GameRow as game_columns {
        game_id: GameId = "g.id",
        /// Name.
        name: String = "g.name",
        /// Media id of the picture.
        image: Option<String> = "g.image",
        /// Media id of the icon.
        avatar: Option<String> = "g.avatar",
        /// Media id of the background of its comments.
        comment_bg: Option<String> = "g.comment_bg",
        /// Introduction.
        intro: Option<String> = "g.intro",
        /// When it was created, in Unix ms.
        created_at: i64 = "g.created_at",
        /// Whether the caller collected it.
        is_collect: bool =
            "EXISTS (SELECT 1 FROM co_game_collect k WHERE k.user_id = $1 AND k.target_id = g.id)",
    }
}

macro_rules! select_games {
    ($tail:literal) => {
        concat!("SELECT ", game_columns!(), " FROM co_game g ", $tail)
    };
}

/// Lists the recommended games, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: UserId, page: Page) -> Result<Vec<GameRow>> {
    tx.query(
        select_games!("WHERE g.recommended IS NOT NULL ORDER BY g.recommended, g.id DESC LIMIT $2 OFFSET $3"),
        &[viewer.into(), page.limit.into(), page.offset.into()],
    )
}

/// Reads one game.
pub fn find(tx: &mut Tx<'_>, viewer: UserId, id: GameId) -> Result<Option<GameRow>> {
    tx.query_opt(select_games!("WHERE g.id = $2"), &[viewer.into(), id.into()])
}

/// A new game.
pub struct NewGame<'a> {
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub image: &'a str,
    /// Media name of a small picture.
    pub avatar: &'a str,
    /// Media name of the background of its comments.
    pub comment_bg: &'a str,
    /// JSON list of paragraphs and media names, as a text.
    pub intro: &'a str,
    /// Position among the recommended, if it is one.
    pub recommended: Option<i64>,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new game.
pub fn insert(tx: &mut Tx<'_>, new: &NewGame<'_>) -> Result<GameId> {
    let (id,) = tx.query_one(
        "INSERT INTO co_game (name, image, avatar, comment_bg, intro, recommended, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        &[
            new.name.into(),
            new.image.into(),
            new.avatar.into(),
            new.comment_bg.into(),
            new.intro.into(),
            new.recommended.into(),
            new.created_at.into(),
        ],
    )?;
    Ok(id)
}

miaohui_db::row! {
    /// A comment of a game as the caller sees it.
    #[derive(Clone, Debug, JsonSchema, Serialize)]
    #[schemars(rename = "GameComment")]
    pub struct GameCommentRow as game_comment_columns {
        comment_id: GameCommentId = "c.id",
        /// The user: 32 hexadecimal digits.
        uid: String = "u.uid",
        /// Text.
        content: String = "c.content",
        /// The answered comment; null if there is none, or it is deleted.
        reply_id: Option<GameCommentId> = "r.id",
        /// When it was created, in Unix ms.
        created_at: i64 = "c.created_at",
        /// Ups.
        up_count: i64 = "c.up_count",
        /// Downs.
        down_count: i64 = "c.down_count",
        /// Whether the caller upped it.
        is_up: bool =
            "EXISTS (SELECT 1 FROM co_game_comment_up p WHERE p.user_id = $1 AND p.target_id = c.id)",
        /// Whether the caller downed it.
        is_down: bool =
            "EXISTS (SELECT 1 FROM co_game_comment_down d WHERE d.user_id = $1 AND d.target_id = c.id)",
        /// The author.
        author: Author => author_columns!("u."),
    }
}

/// Lists the comments of a game, the newest first, without those of users in a block with the viewer.
pub fn comments(tx: &mut Tx<'_>, viewer: UserId, game_id: GameId, page: Page) -> Result<Vec<GameCommentRow>> {
    let hidden = block::hidden_from(tx, viewer)?;
    tx.query(
        concat!(
            "SELECT ",
            game_comment_columns!(),
            " FROM co_game_comment c JOIN co_user u ON u.id = c.user_id
             LEFT JOIN co_game_comment r ON r.id = c.reply_id AND NOT r.hidden
             WHERE c.game_id = $2 AND NOT c.hidden AND NOT (c.user_id IN LIST($5))
             ORDER BY c.id DESC LIMIT $3 OFFSET $4"
        ),
        &[viewer.into(), game_id.into(), page.limit.into(), page.offset.into(), (&hidden).into()],
    )
}

/// Stores a comment of an existing game.
pub fn insert_comment(
    tx: &mut Tx<'_>,
    game_id: GameId,
    user_id: UserId,
    content: &str,
    reply_id: Option<GameCommentId>,
    now: i64,
) -> Result<GameCommentId> {
    let (id,) = tx.query_one(
        "INSERT INTO co_game_comment (game_id, user_id, content, reply_id, created_at)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[game_id.into(), user_id.into(), content.into(), reply_id.into(), now.into()],
    )?;
    Ok(id)
}

/// Finds the game and the author of a comment.
pub fn find_comment(tx: &mut Tx<'_>, id: GameCommentId) -> Result<Option<(GameId, UserId)>> {
    tx.query_opt("SELECT game_id, user_id FROM co_game_comment WHERE id = $1 AND NOT hidden", &[id.into()])
}

/// Finds the authors of these comments; unknown ids are left out.
pub fn comment_authors(tx: &mut Tx<'_>, ids: &[GameCommentId]) -> Result<Vec<UserId>> {
    let rows: Vec<(UserId,)> =
        tx.query("SELECT user_id FROM co_game_comment WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])?;
    Ok(rows.into_iter().map(|(author,)| author).collect())
}

/// Deletes comments; their answers stay.
pub fn delete_comments(tx: &mut Tx<'_>, ids: &[GameCommentId]) -> Result<u64> {
    tx.execute("DELETE FROM co_game_comment WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])
}

/// Hides a comment from everybody, or shows it again; `false` if that changes nothing. Its answers
/// stay.
pub fn set_comment_hidden(tx: &mut Tx<'_>, id: GameCommentId, hidden: bool) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE co_game_comment SET hidden = $2 WHERE id = $1 AND hidden <> $2",
        &[id.into(), hidden.into()],
    )?;
    Ok(changed == 1)
}
