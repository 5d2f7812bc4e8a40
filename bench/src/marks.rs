//! Likes and collects of articles.

use anyhow::Result;
use miaohui_server::Service;

use crate::service::{BATCH, progress_bar};
use crate::sizes::{Ids, Sizes};

/// Inserts marks `$1` to `$2` of the viewers `$3`, `$4` on the articles `$5`, `$6`. The factors are primes,
/// so that the marks of a viewer and of an article are spread.
macro_rules! insert_marks {
    ($table:literal, $factor:literal) => {
        concat!(
            "INSERT INTO ",
            $table,
            " (user_id, target_id, created_at)
             WITH RECURSIVE mark (n) AS (
               SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM mark WHERE n < CAST($2 AS BIGINT))
             SELECT CAST($3 AS BIGINT) + n % CAST($4 AS BIGINT),
               CAST($5 AS BIGINT) + (n * ",
            $factor,
            " + n / CAST($4 AS BIGINT)) % CAST($6 AS BIGINT), 0
             FROM mark WHERE TRUE ON CONFLICT DO NOTHING"
        )
    };
}

/// Inserts likes and collects, and counts them.
pub async fn insert(service: &Service, viewers: Ids, articles: Ids, sizes: Sizes) -> Result<()> {
    let db = &service.platform.db;
    for (sql, count, name) in [
        (insert_marks!("co_article_like", "48271"), sizes.likes, "likes"),
        (insert_marks!("co_article_collect", "69621"), sizes.collects, "collects"),
    ] {
        let bar = progress_bar(count, name)?;
        for start in (0..count).step_by(BATCH as usize) {
            let last = count.min(start + BATCH) - 1;
            db.write(move |tx| {
                let (users, targets) = (viewers, articles);
                let params = [start, last, users.first, users.count, targets.first, targets.count];
                tx.execute(sql, &params.map(Into::into))
            })
            .await?;
            bar.set_position(last as u64);
        }
        bar.finish_and_clear();
    }
    db.write_whole(|tx| {
        tx.execute(
            "UPDATE co_article SET
               like_count = (SELECT COUNT(*) FROM co_article_like m WHERE m.target_id = co_article.id),
               collect_count = (SELECT COUNT(*) FROM co_article_collect m WHERE m.target_id = co_article.id)",
            &[],
        )
    })
    .await?;
    Ok(())
}
