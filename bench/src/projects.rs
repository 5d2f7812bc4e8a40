//! Projects of the Crowdfunding API.

use std::path::Path;

use anyhow::{Context, Result};
use miaohui_crowdfunding::ids::{CategoryId, LocationId};
use miaohui_crowdfunding::store::image::{self, ImageFile, ImageType};
use miaohui_crowdfunding::store::project::{self, ProjectContent, Tags};
use miaohui_crowdfunding::store::project_status::{ProjectStatus, transit};
use miaohui_crowdfunding::store::session::{self, NewSession};
use miaohui_crowdfunding::store::user;
use miaohui_kernel::{Fen, Rng};

use crate::articles::TEXT;
use crate::service::{BATCH, open, progress_bar};

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

/// Inserts projects and a user; returns the user's token.
pub async fn insert(dir: &Path, count: i64) -> Result<String> {
    let service = open(dir)?;
    let (db, now) = (&service.platform.db, service.platform.clock.now_ms());
    let token = Rng::seeded(9).text(b"0123456789abcdef", 40);
    let inserted = token.clone();
    let (user, cover) = db
        .write(move |tx| {
            let user = user::insert(tx, "bench@example.com", "", "bench", now)?
                .context("the projects are inserted already")?;
            user::activate(tx, user, now)?;
            let (expires_at, refresh_expires_at) = (i64::MAX, i64::MAX);
            let new = NewSession {
                token: &inserted,
                refresh: "none",
                family: None,
                user,
                expires_at,
                refresh_expires_at,
            };
            session::create(tx, &new, now)?;
            let file = ImageFile { blob: "", media_type: "image/png", name: "bench.png", sealed: "" };
            anyhow::Ok((user, image::insert(tx, Some(user), ImageType::Cover, &file, now)?))
        })
        .await?;
    let bar = progress_bar(count, "projects")?;
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
