//! Background tasks for the files of an SQLite database.

use std::path::PathBuf;
use std::time::Duration;

use miaohui_db::Database;

use crate::data_dir;

/// How often the size of the log is looked at.
const CUT_EVERY: Duration = Duration::from_secs(10);
/// How often commits are noted; a cut log is noticed if it held older ones.
const COUNT_EVERY: Duration = Duration::from_secs(1);

/// Cuts SQLite's log after long reads, also when nobody writes any more.
pub(crate) async fn cut_log(file: PathBuf) {
    let mut ticks = tokio::time::interval(CUT_EVERY);
    loop {
        ticks.tick().await;
        let own = file.clone();
        match tokio::task::spawn_blocking(move || miaohui_db::cut_log(&own)).await {
            Ok(Ok(true)) => tracing::info!("the database's log was cut"),
            Ok(Ok(false)) | Err(_) => {}
            Ok(Err(error)) => tracing::warn!(%error, "the database's log was not cut"),
        }
    }
}

/// Counts commits in the database and then notes the count beside it, so that a cut log is noticed.
pub(crate) async fn count_commits(db: Database, dir: PathBuf) {
    let Ok(identity) = db.identity().await else { return };
    let (mut ticks, mut counted) = (tokio::time::interval(COUNT_EVERY), db.stats().commits);
    loop {
        ticks.tick().await;
        let commits = db.stats().commits;
        if commits == counted {
            continue;
        }
        let noted = match db.count_commits(commits - counted).await {
            Ok(all) => data_dir::note_commits(&dir, &identity.id, all).map_err(anyhow::Error::from),
            Err(error) => Err(error.into()),
        };
        // The count itself is a commit, which needs no other.
        counted = db.stats().commits;
        if let Err(error) = noted {
            tracing::warn!(%error, "the commits were not noted beside the database");
        }
    }
}
