//! Articles of many authors.

use anyhow::Result;
use miaohui_community::ids::UserId;
use miaohui_community::store::article;
use miaohui_server::Service;

use crate::service::in_batches;
use crate::sizes::Ids;

/// An article's text, which is repeated one to four times.
pub const TEXT: &str =
    "今天的庙会真热闹，糖画师傅一勺下去就是一条龙，旁边的投壶摊子围满了孩子。晚上还有灯会，记得来！#庙会# ";
/// A prime, so that neighbouring articles have different authors.
const STRIDE: i64 = 7_919;

/// Inserts articles of the viewers until there are `count`.
pub async fn insert(service: &Service, viewers: Ids, count: i64) -> Result<Ids> {
    let (db, now) = (&service.platform.db, service.platform.clock.now_ms());
    let (before,): (i64,) = db.read(|tx| tx.query_one("SELECT COUNT(*) FROM co_article", &[])).await?;
    in_batches(db, "articles", count - before, move |tx, n| {
        let text = format!("{n} {}", TEXT.repeat(1 + (n % 4) as usize));
        let images = [
            "e4cbdd56-855a-41ee-bcb6-5785abdd6148.jpg".to_owned(),
            format!("{n:08x}-855a-41ee-bcb6-5785abdd6148.jpg"),
        ];
        let author = UserId(viewers.first + n * STRIDE % viewers.count);
        article::insert(tx, author, &text, &images[..(n % 3) as usize], now).map(drop)
    })
    .await?;
    Ok(Ids { first: 1, count })
}
