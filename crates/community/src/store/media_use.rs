//! What uses a filled media id: articles, avatars, and what operators show.
//!
//! `co_media.unused_at` says since when nothing uses an id. Whoever begins to use one sets it to NULL in
//! the same transaction, and a removal deletes only rows whose time is over, so the row decides between
//! both. `co_media.hidden` says that all articles that show it are hidden or deleted.

use std::collections::HashSet;

use miaohui_db::{Result, Tx};
use miaohui_web::{mark_unused, shown_file};

use crate::ids::{ArticleId, UserId};

/// An article shows the row of `co_media`.
macro_rules! in_article {
    () => {
        "EXISTS (SELECT 1 FROM co_article_media x WHERE x.media_id = co_media.id)"
    };
}

/// An article that is not hidden shows the row of `co_media`.
macro_rules! in_shown_article {
    () => {
        "EXISTS (SELECT 1 FROM co_article_media x JOIN co_article a ON a.id = x.article_id
           WHERE x.media_id = co_media.id AND NOT a.hidden)"
    };
}

/// The row of `co_media` is an avatar, with or without an extension: a slash comes after a dot.
macro_rules! in_avatar {
    () => {
        "EXISTS (SELECT 1 FROM co_user u WHERE u.avatar = co_media.id
           OR (u.avatar > co_media.id || '.' AND u.avatar < co_media.id || '/'))"
    };
}

/// The columns in which operators name media, besides avatars of users.
pub const OPERATORS_COLUMNS: &[(&str, &[&str])] = &[
    ("co_master", &["avatar"]),
    ("co_merchant", &["logo"]),
    ("co_project", &["image", "intro"]),
    ("co_ticket", &["image", "images", "intro"]),
    ("co_merchant_cloth", &["image", "images", "intro"]),
    ("co_design_cloth", &["image", "images", "intro", "designer_intro"]),
    ("co_game", &["image", "avatar", "comment_bg", "intro"]),
    ("co_banner", &["image"]),
];

/// Begins to use pictures (all different) that the user uploaded; returns how many there are. The
/// transaction must then show them, or fail.
pub fn claim(tx: &mut Tx<'_>, user_id: UserId, ids: &[&str]) -> Result<u64> {
    tx.execute(
        concat!(
            "UPDATE co_media SET unused_at = NULL, hidden = FALSE
             WHERE user_id = $1 AND id IN LIST($2) AND blob IS NOT NULL AND media_type LIKE 'image/%' AND ",
            shown_file!("co_media.blob")
        ),
        &[user_id.into(), ids.into()],
    )
}

/// Begins to use media that operators name.
pub fn claim_any(tx: &mut Tx<'_>, ids: &[&str]) -> Result<()> {
    tx.execute(
        "UPDATE co_media SET unused_at = NULL WHERE id IN LIST($1) AND unused_at IS NOT NULL",
        &[ids.into()],
    )?;
    Ok(())
}

/// Notes that an article shows media; `names` may have extensions.
pub fn show(tx: &mut Tx<'_>, article: ArticleId, names: &[String]) -> Result<()> {
    let ids: Vec<&str> = names.iter().map(|name| id_of(name)).collect();
    if !ids.is_empty() {
        tx.execute(
            "INSERT INTO co_article_media (media_id, article_id) SELECT id, $2 FROM co_media WHERE id IN LIST($1)",
            &[(&ids).into(), article.into()],
        )?;
    }
    Ok(())
}

/// The media id of a name.
pub fn id_of(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// Lists the media that articles show.
pub fn shown_by(tx: &mut Tx<'_>, articles: &[ArticleId]) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.query(
        "SELECT DISTINCT media_id FROM co_article_media WHERE article_id IN LIST($1)",
        &[articles.into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn refs(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}

/// Locks media, so that the next statement sees what concurrent transactions have done to them.
fn lock(tx: &mut Tx<'_>, ids: &[String]) -> Result<()> {
    tx.execute("UPDATE co_media SET hidden = hidden WHERE id IN LIST($1)", &[refs(ids).as_slice().into()])?;
    Ok(())
}

/// Hides the media that only hidden articles show, and shows the others again.
pub fn hide_as_articles(tx: &mut Tx<'_>, ids: &[String]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    lock(tx, ids)?;
    tx.execute(
        concat!(
            "UPDATE co_media SET hidden = NOT (",
            in_shown_article!(),
            " OR ",
            in_avatar!(),
            ") WHERE id IN LIST($1)"
        ),
        &[refs(ids).as_slice().into()],
    )?;
    Ok(())
}

/// Hides media whose articles were deleted, and has those removed that nothing else uses.
pub fn articles_gone(tx: &mut Tx<'_>, ids: &[String]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    hide_as_articles(tx, ids)?;
    tx.execute(
        concat!(
            "UPDATE co_media SET unused_at = 0 WHERE id IN LIST($1) AND NOT ",
            in_article!(),
            " AND NOT ",
            in_avatar!()
        ),
        &[refs(ids).as_slice().into()],
    )?;
    Ok(())
}

/// Notes that nothing may use the former avatar any more.
pub fn avatar_gone(tx: &mut Tx<'_>, name: &str, now: i64) -> Result<()> {
    let ids = [id_of(name).to_owned()];
    lock(tx, &ids)?;
    tx.execute(
        concat!(
            "UPDATE co_media SET unused_at = $2 WHERE id IN LIST($1) AND unused_at IS NULL AND NOT ",
            in_article!(),
            " AND NOT ",
            in_avatar!()
        ),
        &[refs(&ids).as_slice().into(), now.into()],
    )?;
    Ok(())
}

/// Lists some media that nothing has used since `before`.
pub fn due(tx: &mut Tx<'_>, before: i64, most: i64) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.query(
        "SELECT id FROM co_media WHERE unused_at <= $1 ORDER BY unused_at LIMIT $2",
        &[before.into(), most.into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Lists the media with ids from `from` up to, but not including, `before`, that are in use and that no
/// article and no avatar shows.
pub fn stray(tx: &mut Tx<'_>, from: &str, before: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = tx.query(
        concat!(
            "SELECT id FROM co_media WHERE id >= $1 AND id < $2 AND blob IS NOT NULL AND unused_at IS NULL AND NOT ",
            in_article!(),
            " AND NOT ",
            in_avatar!()
        ),
        &[from.into(), before.into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Divides media into those that operators show, and the others.
pub fn by_operators(tx: &mut Tx<'_>, ids: Vec<String>) -> Result<(Vec<String>, Vec<String>)> {
    let mut named = HashSet::new();
    let wanted: HashSet<&str> = ids.iter().map(String::as_str).collect();
    for (table, columns) in OPERATORS_COLUMNS {
        for column in *columns {
            let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL");
            tx.for_each(miaohui_db::Sql::Built(&sql), &[], |row| {
                let text: String = row.columns().take()?;
                let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
                named.extend(words.filter(|word| wanted.contains(word)).map(str::to_owned));
                Ok(())
            })?;
        }
    }
    Ok(ids.into_iter().partition(|id| named.contains(id)))
}

/// Notes that nothing uses these media, unless something has begun to.
pub fn set_unused(tx: &mut Tx<'_>, ids: &[String], now: i64) -> Result<u64> {
    tx.execute(
        concat!(
            "UPDATE co_media SET unused_at = $2 WHERE id IN LIST($1) AND unused_at IS NULL AND NOT ",
            in_article!(),
            " AND NOT ",
            in_avatar!()
        ),
        &[refs(ids).as_slice().into(), now.into()],
    )
}

/// Notes that operators show these media.
pub fn set_used(tx: &mut Tx<'_>, ids: &[String]) -> Result<()> {
    tx.execute(
        "UPDATE co_media SET unused_at = NULL, hidden = FALSE WHERE id IN LIST($1)",
        &[refs(ids).as_slice().into()],
    )?;
    Ok(())
}

/// Deletes media that nothing has used since `before`, and notes their files for removal; returns how
/// many. Those that something uses nevertheless are marked as used.
pub fn delete_due(tx: &mut Tx<'_>, ids: &[String], before: i64, now: i64) -> Result<u64> {
    tx.execute(
        concat!(
            "UPDATE co_media SET unused_at = NULL WHERE id IN LIST($1) AND (",
            in_article!(),
            " OR ",
            in_avatar!(),
            ")"
        ),
        &[refs(ids).as_slice().into()],
    )?;
    let gone: Vec<(String,)> = tx.query(
        "DELETE FROM co_media WHERE id IN LIST($1) AND unused_at <= $2 RETURNING blob",
        &[refs(ids).as_slice().into(), before.into()],
    )?;
    for (blob,) in &gone {
        mark_unused(tx, blob, now)?;
    }
    Ok(gone.len() as u64)
}
