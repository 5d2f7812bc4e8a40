//! 项目关注: users attend projects.

use miaohui_db::{Result, Tx};

use crate::ids::{AttentionId, ProjectId, UserId};

miaohui_db::row! {
    /// An attention.
    pub struct Attention as attention_columns {
        /// Its id.
        pub id: AttentionId = "id",
        /// The project.
        pub project: ProjectId = "project_id",
        /// When it was added, in Unix ms.
        pub created_at: i64 = "created_at",
    }
}

/// Adds the user's attention to a project; `false` when it exists already.
pub fn attend(tx: &mut Tx<'_>, user: UserId, project: ProjectId, now: i64) -> Result<bool> {
    let added = tx.execute(
        "INSERT INTO cf_attention (user_id, project_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[user.into(), project.into(), now.into()],
    )?;
    if added == 1 {
        tx.execute(
            "UPDATE cf_project SET attention_count = attention_count + 1 WHERE id = $1",
            &[project.into()],
        )?;
    }
    Ok(added == 1)
}

/// Removes the user's attention to a project; `false` when there is none.
pub fn remove(tx: &mut Tx<'_>, user: UserId, project: ProjectId) -> Result<bool> {
    let removed = tx.execute(
        "DELETE FROM cf_attention WHERE user_id = $1 AND project_id = $2",
        &[user.into(), project.into()],
    )?;
    if removed == 1 {
        tx.execute(
            "UPDATE cf_project SET attention_count = attention_count - 1 WHERE id = $1",
            &[project.into()],
        )?;
    }
    Ok(removed == 1)
}

/// Whether the user attends the project.
pub fn is_attended(tx: &mut Tx<'_>, user: UserId, project: ProjectId) -> Result<bool> {
    let found: Option<(AttentionId,)> = tx.query_opt(
        "SELECT id FROM cf_attention WHERE user_id = $1 AND project_id = $2",
        &[user.into(), project.into()],
    )?;
    Ok(found.is_some())
}

/// Lists the user's attentions, newest first.
pub fn list_by_user(tx: &mut Tx<'_>, user: UserId, most: u32) -> Result<Vec<Attention>> {
    tx.query(
        concat!(
            "SELECT ",
            attention_columns!(),
            " FROM cf_attention WHERE user_id = $1 ORDER BY id DESC LIMIT $2"
        ),
        &[user.into(), i64::from(most).into()],
    )
}
