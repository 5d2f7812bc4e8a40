//! Demo data, enlarged.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use miaohui_community::store::{article, session};
use miaohui_kernel::{Clock, Rng};
use miaohui_server::config::{Config, ConfigArgs};

/// Articles in one write transaction.
const BATCH: i64 = 5_000;
/// Characters of an article's text, about what people write.
const TEXT: &str =
    "今天的庙会真热闹，糖画师傅一勺下去就是一条龙，旁边的投壶摊子围满了孩子。晚上还有灯会，记得来！#庙会# ";

/// A data directory filled for a scenario.
pub struct Data {
    /// Where it is.
    pub dir: PathBuf,
    /// Tokens of the demo users.
    pub tokens: Vec<String>,
    /// How many articles there are; their ids are 1 to this.
    pub articles: i64,
}

impl Data {
    /// Makes demo data in `dir` and adds articles until there are `articles`.
    pub fn make(dir: &Path, articles: i64) -> Result<Self> {
        let runtime = tokio::runtime::Runtime::new()?;
        let tokens = runtime.block_on(fill(dir, articles))?;
        Ok(Self { dir: dir.to_owned(), tokens, articles })
    }

    /// A copy of the data for a second server.
    pub fn copy(&self, to: &Path) -> Result<PathBuf> {
        std::fs::create_dir_all(to)?;
        // The database was closed after it was filled, so one file holds it all.
        std::fs::copy(self.dir.join("miaohui.db"), to.join("miaohui.db")).context("copying the database")?;
        Ok(to.to_owned())
    }
}

async fn fill(dir: &Path, articles: i64) -> Result<Vec<String>> {
    let args = ConfigArgs { data_dir: Some(dir.to_string_lossy().into_owned()), ..ConfigArgs::default() };
    let config = Config::load(&args, [], dir)?;
    let (clock, rng) = (Clock::system(), Rng::seeded(7));
    let service = miaohui_server::assemble(&config, &clock, &rng)?;
    miaohui_server::load_demo(&service).await?;
    let db = &service.community.db;
    let now = clock.now_ms();
    let tokens: Vec<String> = (0..30).map(|_| rng.hex32()).collect();
    let own = tokens.clone();
    db.write(move |tx| {
        own.iter().zip(1..).try_for_each(|(token, user)| session::create(tx, token, user, now, i64::MAX))
    })
    .await?;
    let (mut have,): (i64,) = db.read(|tx| tx.query_one("SELECT COUNT(*) FROM co_article", &[])).await?;
    let bar = indicatif::ProgressBar::new(articles as u64)
        .with_style(indicatif::ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}")?)
        .with_message("articles");
    while have < articles {
        let batch = BATCH.min(articles - have);
        db.write(move |tx| {
            for n in have..have + batch {
                let text = format!("{n} {}", TEXT.repeat(1 + (n % 4) as usize));
                let images = [
                    "e4cbdd56-855a-41ee-bcb6-5785abdd6148.jpg".to_owned(),
                    format!("{n:08x}-855a-41ee-bcb6-5785abdd6148.jpg"),
                ];
                article::insert(tx, 1 + n % 30, &text, &images[..(n % 3) as usize], now)?;
            }
            Ok::<_, miaohui_db::Error>(())
        })
        .await?;
        have += batch;
        bar.set_position(have as u64);
    }
    bar.finish_and_clear();
    Ok(tokens)
}
