//! Demo data, enlarged.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use miaohui_community::ids::UserId;
use miaohui_community::store::article;
use miaohui_community::store::session::{self, NewMemberSession};
use miaohui_crowdfunding::ids::{CategoryId, LocationId};
use miaohui_crowdfunding::store::image::{self, ImageFile, ImageType};
use miaohui_crowdfunding::store::project::{self, ProjectContent, Tags};
use miaohui_crowdfunding::store::project_status::{ProjectStatus, transit};
use miaohui_crowdfunding::store::session::{self as cf_session, NewSession};
use miaohui_crowdfunding::store::user;
use miaohui_kernel::{Clock, Fen, Rng};
use miaohui_server::config::{Config, ConfigArgs};
use miaohui_testkit::project_with_tickets;

use crate::drive::Tickets;

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
    /// Tickets of many projects.
    pub tickets: Tickets,
    /// Tickets of one project.
    pub hot_tickets: Tickets,
    /// Token of a user of the Crowdfunding API.
    pub backer: String,
}

impl Data {
    /// Makes demo data in `dir` and adds articles until there are `articles`.
    pub fn make(dir: &Path, articles: i64) -> Result<Self> {
        let runtime = tokio::runtime::Runtime::new()?;
        let tokens = runtime.block_on(fill(dir, articles))?;
        Ok(Self {
            dir: dir.to_owned(),
            tokens,
            articles,
            tickets: Tickets::default(),
            hot_tickets: Tickets::default(),
            backer: String::new(),
        })
    }

    /// Adds tickets for the orders of so many stretches: half of them of many projects, half of one.
    pub fn add_tickets(&mut self, rounds: usize) -> Result<()> {
        let runtime = tokio::runtime::Runtime::new()?;
        let (many, hot) = runtime.block_on(issue(&self.dir, rounds as i64))?;
        (self.tickets, self.hot_tickets) = (many, hot);
        Ok(())
    }

    /// Adds so many crowdfunding projects, and somebody who looks at them.
    pub fn add_projects(&mut self, count: i64) -> Result<()> {
        let runtime = tokio::runtime::Runtime::new()?;
        self.backer = runtime.block_on(found(&self.dir, count))?;
        Ok(())
    }

    /// A copy of the data for a second server.
    pub fn copy(&self, to: &Path) -> Result<PathBuf> {
        std::fs::create_dir_all(to)?;
        // The database was closed after it was filled, so one file holds it all.
        std::fs::copy(self.dir.join("miaohui.db"), to.join("miaohui.db")).context("copying the database")?;
        Ok(to.to_owned())
    }
}

/// Tickets of a project, and projects, for a stretch.
const PER_PROJECT: i64 = 2_003;
const PROJECTS: i64 = 30;

async fn issue(dir: &Path, rounds: i64) -> Result<(Tickets, Tickets)> {
    let service = open(dir)?;
    let projects = service.community.db.write(move |tx| {
        let make = |tx: &mut miaohui_db::Tx<'_>, n: i64, count| {
            project_with_tickets(tx, &format!("{n:032}"), count, 1999)
        };
        let mut ranges = Vec::new();
        for n in 0..PROJECTS * rounds {
            ranges.push(make(tx, n, PER_PROJECT)?);
        }
        ranges.push(make(tx, -1, PER_PROJECT * PROJECTS * rounds)?);
        // Hundreds of thousands of recommended tickets would be a strange shop.
        tx.execute("UPDATE co_ticket SET recommended = NULL WHERE price = 1999", &[])?;
        Ok::<_, miaohui_db::Error>(ranges)
    });
    let projects = projects.await?;
    let (Some(first), Some(hot)) = (projects.first(), projects.last()) else {
        bail!("no tickets were issued")
    };
    let count = PER_PROJECT * PROJECTS * rounds;
    // A prime that is no factor of a stretch, so that each ticket is bought once.
    let many = Tickets { first: first.1, count, step: 2_011, rounds };
    Ok((many, Tickets { first: hot.1, count, step: 1, rounds }))
}

/// What projects are called: one of each, and a number.
const STYLES: [&str; 8] = ["老街", "外婆的", "山里的", "海边的", "深夜", "清晨", "手工", "一人份"];
const DISHES: [&str; 10] = [
    "佛跳墙",
    "沙茶面",
    "臭鳜鱼",
    "剁椒鱼头",
    "东坡肉",
    "煲仔饭",
    "大煮干丝",
    "麻婆豆腐",
    "葱烧海参",
    "羊肉泡馍",
];

async fn found(dir: &Path, count: i64) -> Result<String> {
    let service = open(dir)?;
    let (db, now) = (&service.crowdfunding.db, service.crowdfunding.clock.now_ms());
    let token = Rng::seeded(9).text(b"0123456789abcdef", 40);
    let own = token.clone();
    let (user, cover) = db
        .write(move |tx| {
            let user =
                user::insert(tx, "bench@example.com", "", "bench", now)?.context("the database is filled")?;
            user::activate(tx, user, now)?;
            let (expires_at, refresh_expires_at) = (i64::MAX, i64::MAX);
            let new = NewSession { token: &own, refresh: "none", user, expires_at, refresh_expires_at };
            cf_session::create(tx, &new, now)?;
            let file = ImageFile { blob: "", media_type: "image/png", name: "bench.png" };
            anyhow::Ok((user, image::insert(tx, Some(user), ImageType::Cover, &file, now)?))
        })
        .await?;
    let bar = indicatif::ProgressBar::new(count as u64)
        .with_style(indicatif::ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len}")?)
        .with_message("projects");
    for start in (0..count).step_by(BATCH as usize) {
        let end = count.min(start + BATCH);
        db.write(move |tx| {
            for n in start..end {
                let content = ProjectContent {
                    name: format!("{}{} {n}", STYLES[n as usize % 8], DISHES[n as usize / 8 % 10]),
                    cover,
                    location: LocationId(110_101),
                    location_detail: String::new(),
                    category: CategoryId(1 + n % 9),
                    total_money: Fen(1_000_000),
                    total_days: 30,
                    summary: TEXT.into(),
                    content: TEXT.repeat(10),
                    tags: Tags(vec!["老味道".into()]),
                };
                let id = project::insert(tx, user, &content, now + n)?;
                transit(tx, id, ProjectStatus::Draft, ProjectStatus::UnderWay)?;
            }
            Ok::<_, miaohui_db::Error>(())
        })
        .await?;
        bar.set_position(end as u64);
    }
    bar.finish_and_clear();
    Ok(token)
}

fn open(dir: &Path) -> Result<miaohui_server::Service> {
    let args = ConfigArgs { data_dir: Some(dir.to_string_lossy().into_owned()), ..ConfigArgs::default() };
    let config = Config::load(&args, [], dir)?;
    miaohui_server::assemble(&config, &Clock::system(), &Rng::seeded(7))
}

async fn fill(dir: &Path, articles: i64) -> Result<Vec<String>> {
    let service = open(dir)?;
    let (now, rng) = (service.community.clock.now_ms(), Rng::seeded(8));
    miaohui_server::load_demo(&service).await?;
    let db = &service.community.db;
    let tokens: Vec<String> = (0..30).map(|_| rng.hex32()).collect();
    let own = tokens.clone();
    db.write(move |tx| {
        own.iter().zip(1..).try_for_each(|(token, user)| {
            let new =
                NewMemberSession { token, user_id: UserId(user), created_at: now, expires_at: i64::MAX };
            session::create(tx, &new)
        })
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
                article::insert(tx, UserId(1 + n % 30), &text, &images[..(n % 3) as usize], now)?;
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
