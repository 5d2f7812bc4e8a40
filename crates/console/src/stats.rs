//! What happened each day: counted on from where the last count ended, so that it costs what is new and not what there is.

use std::collections::BTreeMap;

use miaohui_db::{Result, Sql, Tx};
use miaohui_kernel::{DAY_MS, HOUR_MS, MINUTE_MS};

use crate::Label;

/// Days are China's.
const ZONE_MS: i64 = 8 * HOUR_MS;

/// Rows counted in one transaction.
const BATCH: i64 = 5000;

/// Younger rows are left for the next time: one with a lower number may still be on its way to its commit.
const SETTLED_MS: i64 = MINUTE_MS;

/// One thing that is counted by day.
pub struct Series {
    /// Its name in the table.
    pub name: &'static str,
    /// Its name on the page.
    pub title: Label,
    /// Whether money is shown rather than numbers.
    pub is_money: bool,
    /// Id, moment and money of its rows: a SELECT without WHERE over `t`, and what counts.
    rows: &'static str,
    only: &'static str,
}

macro_rules! series {
    ($name:literal, $zh:literal, $en:literal, $is_money:literal, $rows:literal, $only:literal) => {
        Series { name: $name, title: Label($zh, $en), is_money: $is_money, rows: $rows, only: $only }
    };
}

const LINES: &str =
    "t.id, p.created_at, t.fen FROM ledger_line t JOIN ledger_posting p ON p.id = t.posting_id";

/// All that is counted.
pub const ALL: &[Series] = &[
    series!(
        "sign-ups",
        "社区注册",
        "Community sign-ups",
        false,
        "t.id, t.created_at, 0 FROM co_user t",
        "TRUE"
    ),
    series!("posts", "文章", "Articles", false, "t.id, t.created_at, 0 FROM co_article t", "TRUE"),
    series!("orders", "订单", "Orders", false, "t.id, t.created_at, t.price FROM co_order t", "TRUE"),
    Series {
        name: "revenue",
        title: Label("平台收入（元）", "Revenue (yuan)"),
        is_money: true,
        rows: LINES,
        only: "t.account = 'platform'",
    },
    series!(
        "people",
        "众筹注册",
        "Crowdfunding sign-ups",
        false,
        "t.id, t.date_joined, 0 FROM cf_user t",
        "TRUE"
    ),
    Series {
        name: "pledges",
        title: Label("支持金额（元）", "Pledges (yuan)"),
        is_money: true,
        rows: LINES,
        only: "t.account >= 'escrow:' AND t.account < 'escrow;' AND t.fen > 0",
    },
];

/// Counts what is new of everything; whether there may be more.
pub fn count(tx: &mut Tx<'_>, now: i64) -> Result<bool> {
    let mut is_more = false;
    for series in ALL {
        is_more |= count_one(tx, series, now)?;
    }
    Ok(is_more)
}

fn count_one(tx: &mut Tx<'_>, series: &Series, now: i64) -> Result<bool> {
    let last: Option<(i64,)> =
        tx.query_opt("SELECT last_id FROM console_counted WHERE what = $1", &[series.name.into()])?;
    let last = last.map_or(0, |(last,)| last);
    let text = format!("SELECT {} WHERE t.id > $1 ORDER BY t.id LIMIT {BATCH}", series.rows);
    let text = text.replacen(" FROM", &format!(", CASE WHEN {} THEN 1 ELSE 0 END FROM", series.only), 1);
    let rows: Vec<(i64, i64, i64, i64)> = tx.query(Sql::Built(&text), &[last.into()])?;
    let mut days: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let mut counted = last;
    for (id, at, fen, counts) in &rows {
        if *at > now - SETTLED_MS {
            break;
        }
        counted = *id;
        if *counts == 1 {
            let day = days.entry(day_of(*at)).or_default();
            *day = (day.0 + 1, day.1 + fen);
        }
    }
    if counted == last {
        return Ok(false);
    }
    for (day, (count, fen)) in days {
        tx.execute(
            "INSERT INTO console_day (what, day, count, fen) VALUES ($1, $2, $3, $4)
             ON CONFLICT (what, day) DO UPDATE SET count = console_day.count + excluded.count, fen = console_day.fen + excluded.fen",
            &[series.name.into(), day.into(), count.into(), fen.into()],
        )?;
    }
    tx.execute(
        "INSERT INTO console_counted (what, last_id) VALUES ($1, $2)
         ON CONFLICT (what) DO UPDATE SET last_id = excluded.last_id",
        &[series.name.into(), counted.into()],
    )?;
    Ok(rows.len() as i64 == BATCH)
}

/// China's day of a moment, in days since 1970.
pub fn day_of(at: i64) -> i64 {
    (at + ZONE_MS).div_euclid(DAY_MS)
}

/// What a series was on the `days` days up to today: numbers or money, the oldest first.
pub fn days(tx: &mut Tx<'_>, series: &Series, today: i64, days: i64) -> Result<Vec<i64>> {
    let rows: Vec<(i64, i64, i64)> = tx.query(
        "SELECT day, count, fen FROM console_day WHERE what = $1 AND day > $2 AND day <= $3 ORDER BY day",
        &[series.name.into(), (today - days).into(), today.into()],
    )?;
    let mut values = vec![0; days.max(0) as usize];
    for (day, count, fen) in rows {
        if let Some(value) = values.get_mut((day - (today - days) - 1) as usize) {
            *value = if series.is_money { fen } else { count };
        }
    }
    Ok(values)
}
