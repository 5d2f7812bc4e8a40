//! Articles, and sessions of the users who read them.

use std::path::Path;

use anyhow::Result;
use miaohui_community::ids::UserId;
use miaohui_community::store::article;
use miaohui_community::store::session::{self, NewMemberSession};
use miaohui_kernel::Rng;

use crate::service::{BATCH, open, progress_bar};

/// An article's text, which is repeated one to four times.
pub const TEXT: &str =
    "今天的庙会真热闹，糖画师傅一勺下去就是一条龙，旁边的投壶摊子围满了孩子。晚上还有灯会，记得来！#庙会# ";
/// The number of demo users, who write and read the articles.
const USERS: i64 = 30;

/// Loads the demo data and inserts articles until there are `articles`; returns tokens of the demo
/// users.
pub async fn fill(dir: &Path, articles: i64) -> Result<Vec<String>> {
    let service = open(dir)?;
    let (now, rng) = (service.platform.clock.now_ms(), Rng::seeded(8));
    miaohui_server::load_demo(&service).await?;
    let db = &service.platform.db;
    let tokens: Vec<String> = (0..USERS).map(|_| rng.hex32()).collect();
    let inserted = tokens.clone();
    db.write(move |tx| {
        inserted.iter().zip(1..).try_for_each(|(token, user)| {
            let new =
                NewMemberSession { token, user_id: UserId(user), created_at: now, expires_at: i64::MAX };
            session::create(tx, &new)
        })
    })
    .await?;
    let (mut count,): (i64,) = db.read(|tx| tx.query_one("SELECT COUNT(*) FROM co_article", &[])).await?;
    let bar = progress_bar(articles, "articles")?;
    while count < articles {
        let batch = BATCH.min(articles - count);
        db.write(move |tx| {
            for n in count..count + batch {
                let text = format!("{n} {}", TEXT.repeat(1 + (n % 4) as usize));
                let images = [
                    "e4cbdd56-855a-41ee-bcb6-5785abdd6148.jpg".to_owned(),
                    format!("{n:08x}-855a-41ee-bcb6-5785abdd6148.jpg"),
                ];
                article::insert(tx, UserId(1 + n % USERS), &text, &images[..(n % 3) as usize], now)?;
            }
            Ok::<_, miaohui_db::Error>(())
        })
        .await?;
        count += batch;
        bar.set_position(count as u64);
    }
    bar.finish_and_clear();
    Ok(tokens)
}
