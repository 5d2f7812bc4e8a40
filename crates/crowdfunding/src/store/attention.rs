//! 项目关注: who attends which project.

use miaohui_db::{Result, Tx};

use super::row;

/// Sets the user's attention; `false`: it was set before.
pub fn attend(tx: &mut Tx<'_>, user: i64, id: i64, now: i64) -> Result<bool> {
    let new = tx.execute(
        "INSERT INTO cf_attention (user_id, project_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[user.into(), id.into(), now.into()],
    )?;
    if new == 1 {
        tx.execute(
            "UPDATE cf_project SET attention_count = attention_count + 1 WHERE id = $1",
            &[id.into()],
        )?;
    }
    Ok(new == 1)
}

/// Takes the user's attention away; `false`: there was none.
pub fn disregard(tx: &mut Tx<'_>, user: i64, id: i64) -> Result<bool> {
    let gone = tx.execute(
        "DELETE FROM cf_attention WHERE user_id = $1 AND project_id = $2",
        &[user.into(), id.into()],
    )?;
    if gone == 1 {
        tx.execute(
            "UPDATE cf_project SET attention_count = attention_count - 1 WHERE id = $1",
            &[id.into()],
        )?;
    }
    Ok(gone == 1)
}

/// Whether the user attends the project.
pub fn is_attended(tx: &mut Tx<'_>, user: i64, id: i64) -> Result<bool> {
    let found: Option<(i64,)> = tx.query_opt(
        "SELECT id FROM cf_attention WHERE user_id = $1 AND project_id = $2",
        &[user.into(), id.into()],
    )?;
    Ok(found.is_some())
}

/// What the user attends: id, project and since when, the newest first.
pub fn of_user(tx: &mut Tx<'_>, user: i64, most: i64) -> Result<Vec<Attended>> {
    tx.query(
        "SELECT id, project_id, created_at FROM cf_attention WHERE user_id = $1 ORDER BY id DESC LIMIT $2",
        &[user.into(), most.into()],
    )
}

/// An attention.
pub struct Attended {
    /// Its id.
    pub id: i64,
    /// To which project.
    pub project: i64,
    /// Since when, in Unix ms.
    pub since: i64,
}

row!(Attended { id, project, since });
