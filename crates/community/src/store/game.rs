//! Games, and what people say of them.

use miaohui_db::{FromRow, Result, Row, Tx};
use schemars::JsonSchema;
use serde::Serialize;

use super::Page;
use super::user::Author;

/// A game as the viewer sees it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct GameRow {
    game_id: i64,
    name: String,
    image: Option<String>,
    avatar: Option<String>,
    comment_bg: Option<String>,
    intro: Option<String>,
    created_at: i64,
    is_collect: bool,
}

impl FromRow for GameRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        Ok(Self {
            game_id: c.take()?,
            name: c.take()?,
            image: c.take()?,
            avatar: c.take()?,
            comment_bg: c.take()?,
            intro: c.take()?,
            created_at: c.take()?,
            is_collect: c.take()?,
        })
    }
}

macro_rules! select_games {
    ($tail:literal) => {
        concat!(
            "SELECT g.id, g.name, g.image, g.avatar, g.comment_bg, g.intro, g.created_at,
               EXISTS (SELECT 1 FROM co_game_collect k WHERE k.user_id = $1 AND k.target_id = g.id)
             FROM co_game g ",
            $tail
        )
    };
}

/// The recommended games, in the operators' order.
pub fn recommended(tx: &mut Tx<'_>, viewer: i64, page: Page) -> Result<Vec<GameRow>> {
    tx.query(
        select_games!("WHERE g.recommended IS NOT NULL ORDER BY g.recommended, g.id DESC LIMIT $2 OFFSET $3"),
        &[viewer.into(), page.limit.into(), page.offset.into()],
    )
}

/// One game.
pub fn find(tx: &mut Tx<'_>, viewer: i64, id: i64) -> Result<Option<GameRow>> {
    tx.query_opt(select_games!("WHERE g.id = $2"), &[viewer.into(), id.into()])
}

/// A new game.
pub struct NewGame<'a> {
    /// Shown name.
    pub name: &'a str,
    /// A media name.
    pub image: &'a str,
    /// A small picture.
    pub avatar: &'a str,
    /// The picture behind its comments.
    pub comment_bg: &'a str,
    /// JSON list of paragraphs and media names, as a text.
    pub intro: &'a str,
    /// Place among the recommended, if it is.
    pub recommended: Option<i64>,
    /// Unix ms.
    pub created_at: i64,
}

/// Stores a new game.
pub fn insert(tx: &mut Tx<'_>, new: &NewGame<'_>) -> Result<i64> {
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

/// A comment of a game as the viewer sees it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct GameCommentRow {
    comment_id: i64,
    uid: String,
    content: String,
    reply_id: Option<i64>,
    created_at: i64,
    up_count: i64,
    down_count: i64,
    is_up: bool,
    is_down: bool,
    author: Author,
}

impl FromRow for GameCommentRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let author = Author { uid: row.get(8)?, nickname: row.get(9)?, avatar: row.get(10)? };
        Ok(Self {
            comment_id: row.get(0)?,
            uid: author.uid.clone(),
            content: row.get(1)?,
            reply_id: row.get(2)?,
            created_at: row.get(3)?,
            up_count: row.get(4)?,
            down_count: row.get(5)?,
            is_up: row.get(6)?,
            is_down: row.get(7)?,
            author,
        })
    }
}

/// A game's comments, the newest first.
pub fn comments(tx: &mut Tx<'_>, viewer: i64, game_id: i64, page: Page) -> Result<Vec<GameCommentRow>> {
    tx.query(
        "SELECT c.id, c.content, r.id, c.created_at, c.up_count, c.down_count,
           EXISTS (SELECT 1 FROM co_game_comment_up p WHERE p.user_id = $1 AND p.target_id = c.id),
           EXISTS (SELECT 1 FROM co_game_comment_down d WHERE d.user_id = $1 AND d.target_id = c.id),
           u.uid, u.nickname, u.avatar
         FROM co_game_comment c JOIN co_user u ON u.id = c.user_id
         LEFT JOIN co_game_comment r ON r.id = c.reply_id AND NOT r.hidden
         WHERE c.game_id = $2 AND NOT c.hidden ORDER BY c.id DESC LIMIT $3 OFFSET $4",
        &[viewer.into(), game_id.into(), page.limit.into(), page.offset.into()],
    )
}

/// Stores a comment of an existing game.
pub fn insert_comment(
    tx: &mut Tx<'_>,
    game_id: i64,
    user_id: i64,
    content: &str,
    reply_id: Option<i64>,
    now: i64,
) -> Result<i64> {
    let (id,) = tx.query_one(
        "INSERT INTO co_game_comment (game_id, user_id, content, reply_id, created_at)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        &[game_id.into(), user_id.into(), content.into(), reply_id.into(), now.into()],
    )?;
    Ok(id)
}

/// The game and the author of a comment.
pub fn comment_place(tx: &mut Tx<'_>, id: i64) -> Result<Option<(i64, i64)>> {
    tx.query_opt("SELECT game_id, user_id FROM co_game_comment WHERE id = $1 AND NOT hidden", &[id.into()])
}

/// The authors of these comments; unknown ids are left out.
pub fn comment_authors(tx: &mut Tx<'_>, ids: &[i64]) -> Result<Vec<(i64,)>> {
    tx.query("SELECT user_id FROM co_game_comment WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])
}

/// Deletes comments; what answered them stays.
pub fn delete_comments(tx: &mut Tx<'_>, ids: &[i64]) -> Result<u64> {
    tx.execute("DELETE FROM co_game_comment WHERE id IN LIST($1) AND NOT hidden", &[ids.into()])
}

/// Hides a comment from everybody, or shows it again; `false`: it is so already, or there is none. What answered it stays.
pub fn set_comment_hidden(tx: &mut Tx<'_>, id: i64, hidden: bool) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE co_game_comment SET hidden = $2 WHERE id = $1 AND hidden <> $2",
        &[id.into(), hidden.into()],
    )?;
    Ok(changed == 1)
}
