//! Users of the Community API, each with a token.

use std::path::Path;

use anyhow::Result;
use miaohui_community::ids::UserId;
use miaohui_community::store::session::{self, NewMemberSession};
use miaohui_db::Tx;
use miaohui_kernel::Rng;
use miaohui_server::Service;

use crate::service::in_batches;
use crate::sizes::Ids;

/// Inserts users and writes their tokens to a file.
pub async fn insert(service: &Service, tokens_file: &Path, count: i64) -> Result<Ids> {
    let (db, now) = (&service.platform.db, service.platform.clock.now_ms());
    let (last,): (i64,) = db.read(|tx| tx.query_one("SELECT MAX(id) FROM co_user", &[])).await?;
    let rng = Rng::seeded(8);
    let people: Vec<(String, String)> = (0..count).map(|_| (rng.hex32(), rng.hex32())).collect();
    let tokens: Vec<&str> = people.iter().map(|(token, _)| token.as_str()).collect();
    std::fs::write(tokens_file, tokens.join("\n"))?;
    in_batches(db, "viewers", count, move |tx, n| {
        let (token, uid) = &people[n as usize];
        let user_id = add(tx, uid, n, now)?;
        session::create(tx, &NewMemberSession { token, user_id, created_at: now, expires_at: i64::MAX })
    })
    .await?;
    Ok(Ids { first: last + 1, count })
}

fn add(tx: &mut Tx<'_>, uid: &str, n: i64, now: i64) -> miaohui_db::Result<UserId> {
    let (id,) = tx.query_one(
        "INSERT INTO co_user (uid, country, phone, password, nickname, avatar, invitation_code, created_at)
         VALUES ($1, '86', $2, $3, $4, $5, $6, $7) RETURNING id",
        &[
            uid.into(),
            (&format!("1490{n:07}")).into(),
            // As long as a hash.
            (&"x".repeat(97)).into(),
            (&format!("看灯人{n}")).into(),
            (&format!("{uid}.jpg")).into(),
            (&format!("bench{n}")).into(),
            now.into(),
        ],
    )?;
    Ok(id)
}
