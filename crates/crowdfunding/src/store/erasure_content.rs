//! What a user has written, marked and uploaded, deleted or emptied in small steps.

use miaohui_db::Tx;
use miaohui_moderation::forget_things;
use miaohui_web::mark_unused;

use super::project_status::{self, ProjectStatus, project_status};
use super::{attention, audit, project, settlement};
use crate::error::Result;
use crate::ids::{ProjectId, UserId};
use crate::subject::{PRODUCT, Subject};

/// Most rows of a table that one step changes.
const BATCH: i64 = 100;

/// What stands where an erased user wrote something that others have answered.
const EMPTIED: &str = "该用户已注销";

/// Erases some of the rows of one kind, with the time; `false` if there are none.
type Step = fn(&mut Tx<'_>, UserId, i64) -> Result<bool>;

/// Erases some of what a user has; `false` if nothing is left.
pub fn erase_some(tx: &mut Tx<'_>, user: UserId, now: i64) -> Result<bool> {
    let steps: [Step; 7] =
        [open_projects, unused_projects, comments, topics, topic_comments, attentions, images];
    for step in steps {
        if step(tx, user, now)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Ends projects that are under way or stagnant, so that their supporters get their money back.
fn open_projects(tx: &mut Tx<'_>, user: UserId, now: i64) -> Result<bool> {
    let open: Vec<(ProjectId, ProjectStatus)> = tx.query(
        concat!(
            "SELECT id, status FROM cf_project WHERE user_id = $1 AND status IN (",
            project_status!(UnderWay),
            ", ",
            project_status!(Stagnant),
            ") ORDER BY id LIMIT $2"
        ),
        &[user.into(), BATCH.into()],
    )?;
    for (id, status) in &open {
        if project_status::transit(tx, *id, (*status, ProjectStatus::Ended), now)? {
            settlement::decide_return(tx, *id, now)?;
            let entry = audit::AuditEntry {
                actor: "erasure",
                action: "withdraw",
                subject: Subject::Project.word(),
                subject_id: id.get(),
                reason: "",
            };
            audit::insert(tx, &entry, now)?;
        }
    }
    Ok(!open.is_empty())
}

/// Deletes projects that never had a support.
fn unused_projects(tx: &mut Tx<'_>, user: UserId, now: i64) -> Result<bool> {
    let unused: Vec<(ProjectId,)> = tx.query(
        "SELECT id FROM cf_project WHERE user_id = $1
           AND NOT EXISTS (SELECT 1 FROM cf_support s WHERE s.project_id = cf_project.id)
           AND NOT EXISTS (SELECT 1 FROM cf_settlement t WHERE t.project_id = cf_project.id AND t.fen > 0)
         ORDER BY id LIMIT $2",
        &[user.into(), BATCH.into()],
    )?;
    let ids: Vec<i64> = unused.iter().map(|(id,)| id.get()).collect();
    forget_things(tx, PRODUCT, Subject::Project.word(), &ids)?;
    let mut deleted = false;
    for (id,) in &unused {
        deleted |= project::delete(tx, *id, now)?;
    }
    Ok(deleted)
}

/// Makes the user's comments anonymous and empties them; the answers of others stay.
fn comments(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let found = ids(tx, "SELECT id FROM cf_comment WHERE user_id = $1 LIMIT $2", user)?;
    forget_things(tx, PRODUCT, Subject::Comment.word(), &found)?;
    tx.execute(
        "UPDATE cf_comment SET user_id = NULL, content = $2 WHERE id IN LIST($1)",
        &[(&found).into(), EMPTIED.into()],
    )?;
    Ok(!found.is_empty())
}

fn topics(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let rows: Vec<(i64,)> = tx.query(
        "SELECT id FROM cf_topic WHERE user_id = $1 AND content <> $3 ORDER BY id LIMIT $2",
        &[user.into(), BATCH.into(), EMPTIED.into()],
    )?;
    let found: Vec<i64> = rows.into_iter().map(|(id,)| id).collect();
    forget_things(tx, PRODUCT, Subject::Topic.word(), &found)?;
    tx.execute(
        "UPDATE cf_topic SET title = $2, content = $2 WHERE id IN LIST($1)",
        &[(&found).into(), EMPTIED.into()],
    )?;
    Ok(!found.is_empty())
}

fn topic_comments(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let rows: Vec<(i64,)> = tx.query(
        "SELECT id FROM cf_topic_comment WHERE user_id = $1 AND content <> $3 ORDER BY id LIMIT $2",
        &[user.into(), BATCH.into(), EMPTIED.into()],
    )?;
    let found: Vec<i64> = rows.into_iter().map(|(id,)| id).collect();
    forget_things(tx, PRODUCT, Subject::TopicComment.word(), &found)?;
    tx.execute(
        "UPDATE cf_topic_comment SET content = $2 WHERE id IN LIST($1)",
        &[(&found).into(), EMPTIED.into()],
    )?;
    Ok(!found.is_empty())
}

fn attentions(tx: &mut Tx<'_>, user: UserId, _: i64) -> Result<bool> {
    let found = ids(tx, "SELECT project_id FROM cf_attention WHERE user_id = $1 ORDER BY id LIMIT $2", user)?;
    for project in &found {
        attention::remove(tx, user, ProjectId(*project))?;
    }
    Ok(!found.is_empty())
}

/// Deletes images that no project shows and notes their files for removal.
fn images(tx: &mut Tx<'_>, user: UserId, now: i64) -> Result<bool> {
    let deleted: Vec<(String,)> = tx.query(
        "DELETE FROM cf_image WHERE id IN
           (SELECT i.id FROM cf_image i WHERE i.user_id = $1
              AND NOT EXISTS (SELECT 1 FROM cf_user u WHERE u.avatar = i.id OR u.idcard_image = i.id)
              AND NOT EXISTS (SELECT 1 FROM cf_project p WHERE p.cover = i.id)
              AND NOT EXISTS (SELECT 1 FROM cf_feedback f WHERE f.image = i.id)
            ORDER BY i.id LIMIT $2)
         RETURNING blob",
        &[user.into(), BATCH.into()],
    )?;
    for (blob,) in &deleted {
        mark_unused(tx, blob, now)?;
    }
    Ok(!deleted.is_empty())
}

fn ids(tx: &mut Tx<'_>, sql: &'static str, user: UserId) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = tx.query(sql, &[user.into(), BATCH.into()])?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
