//! Projects: what they are and what state they are in.

use miaohui_db::{FromRow, Result, Row, Tx};

use crate::access::Load;
use crate::call::Call;
use crate::wire::Yuan;

/// 草稿.
pub const DRAFT: i64 = 0;
/// 等待审核.
pub const PENDING: i64 = 1;
/// 审核失败.
pub const REJECTED: i64 = 2;
/// 进行中.
pub const UNDER_WAY: i64 = 3;
/// 已成功.
pub const SUCCEEDED: i64 = 4;
/// 已结束.
pub const ENDED: i64 = 5;
/// 停滞中.
pub const STAGNANT: i64 = 6;

/// What of a project its owner writes.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// Its name.
    pub name: String,
    /// Its cover image.
    pub cover: i64,
    /// The place it is in.
    pub location: i64,
    /// Where exactly.
    pub location_detail: String,
    /// Its category.
    pub category: i64,
    /// What is to be raised.
    pub total_money: Yuan,
    /// In how many days.
    pub total_days: i64,
    /// What it is, in a few words.
    pub summary: String,
    /// What it is.
    pub content: String,
    /// Its tags.
    pub tags: Vec<String>,
}

/// A project as it is kept.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its id.
    pub id: i64,
    /// Whose it is.
    pub user: i64,
    /// Its state, from [`DRAFT`] to [`STAGNANT`].
    pub status: i64,
    /// What its owner wrote.
    pub content: Content,
}

impl Load for Project {
    fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Self>> {
        tx.query_opt(
            "SELECT id, user_id, status, name, cover, location, location_detail, category, total_money, total_days,
               summary, content, tags
             FROM cf_project WHERE id = $1",
            &[id.into()],
        )
    }

    fn owner(&self) -> Option<i64> {
        Some(self.user)
    }

    fn visible(&self, call: &Call<'_, '_>) -> bool {
        is_visible(self.status, self.user, call)
    }
}

/// Whether the caller may know of a project in this state, and of what belongs to it.
pub(super) fn is_visible(status: i64, owner: i64, call: &Call<'_, '_>) -> bool {
    !(status == DRAFT && call.app.settings.hide_drafts) || call.user == Some(owner)
}

impl FromRow for Project {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let mut c = row.columns();
        let (id, user, status) = (c.take()?, c.take()?, c.take()?);
        let mut content = Content {
            name: c.take()?,
            cover: c.take()?,
            location: c.take()?,
            location_detail: c.take()?,
            category: c.take()?,
            total_money: Yuan(c.take()?),
            total_days: c.take()?,
            summary: c.take()?,
            content: c.take()?,
            tags: Vec::new(),
        };
        let tags: &str = c.take()?;
        content.tags = serde_json::from_str(tags).unwrap_or_default();
        Ok(Self { id, user, status, content })
    }
}

/// A new draft; its id.
pub fn insert(tx: &mut Tx<'_>, user: i64, new: &Content, now: i64) -> Result<i64> {
    let (tags, folded) = (tags(new), fold(&new.name));
    let (id,): (i64,) = tx.query_one(
        "INSERT INTO cf_project (user_id, name, name_folded, cover, location, location_detail, category, total_money,
           total_days, summary, content, tags, started_at, post_datetime, modify_datetime)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $13) RETURNING id",
        &[
            user.into(),
            (&new.name).into(),
            (&folded).into(),
            new.cover.into(),
            new.location.into(),
            (&new.location_detail).into(),
            new.category.into(),
            new.total_money.0.into(),
            new.total_days.into(),
            (&new.summary).into(),
            (&new.content).into(),
            (&tags).into(),
            now.into(),
        ],
    )?;
    add_grams(tx, id, &folded)?;
    tx.execute("UPDATE cf_project_total SET count = count + 1 WHERE status = 0", &[])?;
    Ok(id)
}

/// Changes what its owner writes of a project. `false`: it is not in the state `status` any more.
pub fn update(tx: &mut Tx<'_>, id: i64, status: i64, new: &Content, now: i64) -> Result<bool> {
    let (tags, folded) = (tags(new), fold(&new.name));
    let changed = tx.execute(
        "UPDATE cf_project SET cover = $3, location = $4, location_detail = $5, category = $6, total_money = $7,
           total_days = $8, summary = $9, content = $10, tags = $11, modify_datetime = $12
         WHERE id = $1 AND status = $2",
        &[
            id.into(),
            status.into(),
            new.cover.into(),
            new.location.into(),
            (&new.location_detail).into(),
            new.category.into(),
            new.total_money.0.into(),
            new.total_days.into(),
            (&new.summary).into(),
            (&new.content).into(),
            (&tags).into(),
            now.into(),
        ],
    )?;
    let renamed = tx.execute(
        "UPDATE cf_project SET name = $3, name_folded = $4 WHERE id = $1 AND status = $2 AND name <> $3",
        &[id.into(), status.into(), (&new.name).into(), (&folded).into()],
    )?;
    if renamed == 1 {
        tx.execute("DELETE FROM cf_project_gram WHERE project_id = $1", &[id.into()])?;
        add_grams(tx, id, &folded)?;
    }
    Ok(changed == 1)
}

fn tags(content: &Content) -> String {
    // Texts always have a JSON spelling.
    serde_json::to_string(&content.tags).unwrap_or_default()
}

/// How names are compared in a search.
pub fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Most characters of a gram.
pub const LONGEST_GRAM: usize = 3;

/// Every piece of one, two or three neighbouring characters of a folded text, once.
pub fn grams(folded: &str) -> Vec<String> {
    let chars: Vec<char> = folded.chars().collect();
    let mut grams: Vec<String> = (1..=LONGEST_GRAM)
        .flat_map(|length| chars.windows(length))
        .map(|piece| piece.iter().collect())
        .collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}

fn add_grams(tx: &mut Tx<'_>, id: i64, folded: &str) -> Result<()> {
    for gram in grams(folded) {
        tx.execute(
            "INSERT INTO cf_project_gram (gram, project_id) VALUES ($1, $2)",
            &[(&gram).into(), id.into()],
        )?;
    }
    Ok(())
}

/// Moves a project from one state to another; `false` when it is not in the first.
pub fn transit(tx: &mut Tx<'_>, id: i64, from: i64, to: i64) -> Result<bool> {
    let moved = tx.execute(
        "UPDATE cf_project SET status = $3 WHERE id = $1 AND status = $2",
        &[id.into(), from.into(), to.into()],
    )?;
    if moved == 1 {
        move_total(tx, from, to, 1)?;
    }
    Ok(moved == 1)
}

/// Counts projects as being in another state.
pub(super) fn move_total(tx: &mut Tx<'_>, from: i64, to: i64, count: i64) -> Result<()> {
    // Lower states first, so that two transactions never wait for one another.
    let mut steps = [(from, -count), (to, count)];
    steps.sort_unstable();
    for (status, change) in steps {
        tx.execute(
            "UPDATE cf_project_total SET count = count + $2 WHERE status = $1",
            &[status.into(), change.into()],
        )?;
    }
    Ok(())
}

/// Says that a project's days begin now.
pub fn start(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<()> {
    tx.execute("UPDATE cf_project SET started_at = $2 WHERE id = $1", &[id.into(), now.into()])?;
    Ok(())
}

/// Says that a project's days stop now.
pub fn stop(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<()> {
    tx.execute("UPDATE cf_project SET stopped_at = $2 WHERE id = $1", &[id.into(), now.into()])?;
    Ok(())
}

/// Says that a project's days go on from where they stopped.
pub fn go_on(tx: &mut Tx<'_>, id: i64, now: i64) -> Result<()> {
    tx.execute(
        "UPDATE cf_project SET started_at = started_at + $2 - COALESCE(stopped_at, $2), stopped_at = NULL WHERE id = $1",
        &[id.into(), now.into()],
    )?;
    Ok(())
}

/// Says why a project was rejected.
pub fn set_reject_reason(tx: &mut Tx<'_>, id: i64, reason: &str) -> Result<()> {
    tx.execute("UPDATE cf_project SET reject_reason = $2 WHERE id = $1", &[id.into(), reason.into()])?;
    Ok(())
}

/// Deletes a project with all that belongs to it. `false`: somebody supports it.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let gone: Option<(i64,)> = tx.query_opt(
        "DELETE FROM cf_project WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM cf_support WHERE project_id = $1)
         RETURNING status",
        &[id.into()],
    )?;
    if let Some((status,)) = gone {
        tx.execute("UPDATE cf_project_total SET count = count - 1 WHERE status = $1", &[status.into()])?;
    }
    Ok(gone.is_some())
}

/// Whether there is a project with this id.
pub fn exists(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    let found: Option<(i64,)> = tx.query_opt("SELECT id FROM cf_project WHERE id = $1", &[id.into()])?;
    Ok(found.is_some())
}

/// The state of a project.
pub fn status(tx: &mut Tx<'_>, id: i64) -> Result<Option<i64>> {
    let found: Option<(i64,)> = tx.query_opt("SELECT status FROM cf_project WHERE id = $1", &[id.into()])?;
    Ok(found.map(|(status,)| status))
}

/// A project's name and whose it is.
pub fn name_and_owner(tx: &mut Tx<'_>, id: i64) -> Result<Option<(String, i64)>> {
    tx.query_opt("SELECT name, user_id FROM cf_project WHERE id = $1", &[id.into()])
}

/// Whose a project is.
pub fn owner(tx: &mut Tx<'_>, id: i64) -> Result<Option<i64>> {
    let found: Option<(i64,)> = tx.query_opt("SELECT user_id FROM cf_project WHERE id = $1", &[id.into()])?;
    Ok(found.map(|(user,)| user))
}

/// Adds a paid support of so much money. `false`: the project is not under way any more.
pub fn add_support(tx: &mut Tx<'_>, id: i64, fen: i64, kind: i64) -> Result<bool> {
    let added = tx.execute(
        "UPDATE cf_project SET now_money = now_money + $2,
           normal_support_count = normal_support_count + CASE WHEN $3 = 0 THEN 1 ELSE 0 END,
           partner_support_count = partner_support_count + CASE WHEN $3 = 1 THEN 1 ELSE 0 END
         WHERE id = $1 AND status = 3",
        &[id.into(), fen.into(), kind.into()],
    )?;
    Ok(added == 1)
}

/// Takes a paid support of so much money away again. `false`: the project is neither under way nor stopped.
pub fn remove_support(tx: &mut Tx<'_>, id: i64, fen: i64, kind: i64) -> Result<bool> {
    let removed = tx.execute(
        "UPDATE cf_project SET now_money = now_money - $2,
           normal_support_count = normal_support_count - CASE WHEN $3 = 0 THEN 1 ELSE 0 END,
           partner_support_count = partner_support_count - CASE WHEN $3 = 1 THEN 1 ELSE 0 END
         WHERE id = $1 AND status IN (3, 6)",
        &[id.into(), fen.into(), kind.into()],
    )?;
    Ok(removed == 1)
}
