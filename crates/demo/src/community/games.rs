//! Games.

use miaohui_community::Result;
use miaohui_community::ids::GameId;
use miaohui_community::store::game::{self, NewGame};
use miaohui_db::Tx;
use miaohui_kernel::DAY_MS;
use serde_json::json;

use super::images::{self, BANNER, LOGO, scene};
use crate::generator::Generator;
use crate::texts::GAMES;

/// Inserts the games.
pub fn fill(tx: &mut Tx<'_>, generator: &Generator<'_>) -> Result<Vec<GameId>> {
    let mut ids = Vec::new();
    for (n, text) in GAMES.iter().enumerate() {
        let image = images::insert_any(tx, generator, scene(text.motif))?;
        let mut intro: Vec<String> = text.intro.iter().map(ToString::to_string).collect();
        intro.insert(1.min(intro.len()), image.clone());
        let new = NewGame {
            name: text.name,
            image: &image,
            avatar: &images::insert_any(tx, generator, LOGO)?,
            comment_bg: &images::insert_any(tx, generator, BANNER)?,
            intro: &json!(intro).to_string(),
            recommended: Some(n as i64),
            created_at: generator.now - (30 - n as i64) * DAY_MS,
        };
        ids.push(game::insert(tx, &new)?);
    }
    Ok(ids)
}
