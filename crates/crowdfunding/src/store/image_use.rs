//! What shows images: projects, their feedbacks, and users.

use miaohui_db::{Result, Tx};

use super::image::{self, unused};
use super::project_status::project_status;
use crate::ids::{FeedbackId, ImageId, ProjectId};

/// Whether drafts show the image and nothing else does.
pub fn is_in_drafts(tx: &mut Tx<'_>, id: ImageId) -> Result<bool> {
    let (drafts, others): (i64, i64) = tx.query_one(
        concat!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN status = ",
            project_status!(Draft),
            " THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN status = ",
            project_status!(Draft),
            " THEN 0 ELSE 1 END), 0) AS BIGINT)
             FROM (SELECT status FROM cf_project WHERE cover = $1
                   UNION ALL SELECT p.status FROM cf_feedback f JOIN cf_project p ON p.id = f.project_id
                     WHERE f.image = $1
                   UNION ALL SELECT ",
            project_status!(UnderWay),
            " FROM cf_user WHERE avatar = $1) shown"
        ),
        &[id.into()],
    )?;
    Ok(drafts > 0 && others == 0)
}

/// Lists the cover of a project and the images of its feedbacks.
pub fn shown_by(tx: &mut Tx<'_>, project: ProjectId) -> Result<Vec<ImageId>> {
    let rows: Vec<(ImageId,)> = tx.query(
        "SELECT cover FROM cf_project WHERE id = $1
         UNION SELECT image FROM cf_feedback WHERE project_id = $1 AND image IS NOT NULL",
        &[project.into()],
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Reads the image of a feedback.
pub fn of_feedback(tx: &mut Tx<'_>, feedback: FeedbackId) -> Result<Option<ImageId>> {
    let row: Option<(Option<ImageId>,)> =
        tx.query_opt("SELECT image FROM cf_feedback WHERE id = $1", &[feedback.into()])?;
    Ok(row.and_then(|(image,)| image))
}

/// Notes that something was deleted which showed the image. If nothing else does, its file is 404, and
/// the image is deleted later unless something shows it again.
pub fn release(tx: &mut Tx<'_>, id: ImageId, now: i64) -> Result<()> {
    // Locks the row, so that the next statement sees what others have begun to show.
    tx.execute("UPDATE cf_image SET released_at = released_at WHERE id = $1", &[id.into()])?;
    tx.execute(
        concat!("UPDATE cf_image SET released_at = $2 WHERE id = $1 AND ", unused!()),
        &[id.into(), now.into()],
    )?;
    Ok(())
}

/// Notes that the transaction is about to show the image. The row is locked, also if it does not change,
/// so that a concurrent [`release`] comes before or after it.
pub fn keep(tx: &mut Tx<'_>, id: ImageId) -> Result<()> {
    tx.execute("UPDATE cf_image SET released_at = NULL WHERE id = $1", &[id.into()])?;
    Ok(())
}

/// Deletes some images that were released before `before`; returns how many.
pub fn delete_released(tx: &mut Tx<'_>, before: i64, most: u32, now: i64) -> Result<usize> {
    let old: Vec<(ImageId,)> = tx.query(
        "SELECT id FROM cf_image WHERE released_at <= $1 ORDER BY released_at LIMIT $2",
        &[before.into(), i64::from(most).into()],
    )?;
    delete_each(tx, &old, now)
}

/// Deletes some images without an owner that are not in use and were uploaded before `before`; returns
/// how many.
pub fn delete_unclaimed(tx: &mut Tx<'_>, before: i64, most: u32, now: i64) -> Result<usize> {
    let old: Vec<(ImageId,)> = tx.query(
        "SELECT i.id FROM cf_image i WHERE i.user_id IS NULL AND i.created_at <= $1
           AND NOT EXISTS (SELECT 1 FROM cf_user u WHERE u.avatar = i.id OR u.idcard_image = i.id)
           AND NOT EXISTS (SELECT 1 FROM cf_project p WHERE p.cover = i.id)
           AND NOT EXISTS (SELECT 1 FROM cf_feedback f WHERE f.image = i.id)
         ORDER BY i.created_at LIMIT $2",
        &[before.into(), i64::from(most).into()],
    )?;
    delete_each(tx, &old, now)
}

fn delete_each(tx: &mut Tx<'_>, ids: &[(ImageId,)], now: i64) -> Result<usize> {
    let mut deleted = 0;
    for (id,) in ids {
        deleted += usize::from(image::delete(tx, *id, now)?);
    }
    Ok(deleted)
}
