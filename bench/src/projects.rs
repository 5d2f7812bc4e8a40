//! Projects of the Crowdfunding API, their supports, and users who read them.

use std::path::Path;

use anyhow::{Context, Result};
use miaohui_crowdfunding::ids::{CategoryId, ImageId, LocationId, UserId};
use miaohui_crowdfunding::store::image::{self, ImageFile, ImageType};
use miaohui_crowdfunding::store::project::{self, ProjectContent, Tags};
use miaohui_crowdfunding::store::project_status::{ProjectStatus, transit};
use miaohui_crowdfunding::store::session::{self, NewSession};
use miaohui_crowdfunding::store::user;
use miaohui_kernel::{Fen, Rng};
use miaohui_server::Service;

use crate::articles::TEXT;
use crate::service::{BATCH, in_batches, progress_bar};
use crate::sizes::{Ids, Sizes};

/// First parts of names; a name is one of each list and a number.
const STYLES: [&str; 8] = ["老街", "外婆的", "山里的", "海边的", "深夜", "清晨", "手工", "一人份"];
/// Second parts of names.
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

/// Inserts projects with supports, and users, whose tokens it writes to a file.
pub async fn insert(service: &Service, tokens_file: &Path, sizes: Sizes) -> Result<Ids> {
    let (db, now) = (&service.platform.db, service.platform.clock.now_ms());
    let users = insert_users(service, tokens_file, sizes.viewers).await?;
    let owner = UserId(users.first);
    let file = ImageFile { blob: "", media_type: "image/png", name: "bench.png", sealed: "" };
    let cover: ImageId =
        db.write(move |tx| image::insert(tx, Some(owner), ImageType::Cover, &file, now)).await?;
    let (last,): (i64,) = db.read(|tx| tx.query_one("SELECT MAX(id) FROM cf_project", &[])).await?;
    let projects = Ids { first: last + 1, count: sizes.projects };
    in_batches(db, "projects", projects.count, move |tx, n| {
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
        let id = project::insert(tx, UserId(users.first + n % users.count), &content, now + n)?;
        transit(tx, id, (ProjectStatus::Draft, ProjectStatus::UnderWay), 0).map(drop)
    })
    .await?;
    insert_supports(service, users, projects, sizes.supports).await?;
    Ok(projects)
}

async fn insert_users(service: &Service, tokens_file: &Path, count: i64) -> Result<Ids> {
    let (db, now) = (&service.platform.db, service.platform.clock.now_ms());
    let (last,): (i64,) = db.read(|tx| tx.query_one("SELECT MAX(id) FROM cf_user", &[])).await?;
    let rng = Rng::seeded(9);
    let tokens: Vec<String> = (0..count).map(|_| rng.text(b"0123456789abcdef", 40)).collect();
    std::fs::write(tokens_file, tokens.join("\n"))?;
    in_batches(db, "logins", count, move |tx, n| {
        let (email, nickname) = (format!("bench{n}@example.com"), format!("食客{n}"));
        let Some(user) = user::insert(tx, &email, "", &nickname, now)? else { return Ok(()) };
        user::activate(tx, user, now)?;
        let (expires_at, refresh_expires_at) = (i64::MAX, i64::MAX);
        let (token, refresh) = (&tokens[n as usize], &format!("{n}"));
        let new = NewSession { token, refresh, family: None, user, expires_at, refresh_expires_at };
        session::create(tx, &new, now)
    })
    .await?;
    Ok(Ids { first: last + 1, count })
}

/// Gives each project one package, and spreads paid supports over projects and users.
async fn insert_supports(service: &Service, users: Ids, projects: Ids, count: i64) -> Result<()> {
    let db = &service.platform.db;
    let first = projects.first;
    db.write(move |tx| {
        tx.execute(
            "INSERT INTO cf_package (project_id, money, places, kind, name)
             SELECT id, 1000, 0, 0, '一份' FROM cf_project WHERE id >= $1",
            &[first.into()],
        )
    })
    .await?;
    let bar = progress_bar(count, "supports")?;
    for start in (0..count).step_by(BATCH as usize) {
        let last = count.min(start + BATCH) - 1;
        let params = [start, last, users.first, users.count, projects.first, projects.count];
        db.write(move |tx| tx.execute(INSERT_SUPPORTS, &params.map(Into::into))).await?;
        bar.set_position(last as u64);
    }
    bar.finish_and_clear();
    let counted = db.write_whole(move |tx| tx.execute(COUNT_SUPPORTS, &[first.into()])).await;
    counted.map(drop).context("counting supports")
}

const INSERT_SUPPORTS: &str = "
  INSERT INTO cf_support (project_id, package_id, user_id, money, kind, paid, created_at, paid_at)
  WITH RECURSIVE support (n) AS (
    SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM support WHERE n < CAST($2 AS BIGINT))
  SELECT p.project_id, p.id, CAST($3 AS BIGINT) + n % CAST($4 AS BIGINT), p.money, p.kind, TRUE, 0, 0
  FROM support JOIN cf_package p
    ON p.project_id = CAST($5 AS BIGINT) + (n * 48271 + n / CAST($4 AS BIGINT)) % CAST($6 AS BIGINT)";

const COUNT_SUPPORTS: &str = "
  UPDATE cf_project SET
    normal_support_count = (SELECT COUNT(*) FROM cf_support s WHERE s.project_id = cf_project.id AND s.paid),
    now_money = 1000 * (SELECT COUNT(*) FROM cf_support s WHERE s.project_id = cf_project.id AND s.paid)
  WHERE id >= $1";
