//! Daily counts for the dashboard. A run counts the rows since the last run, so its cost depends on
//! new rows alone.

use std::collections::BTreeMap;

use miaohui_admin::{Registry, Series};
use miaohui_db::{Result, Sql, Tx};
use miaohui_kernel::MINUTE_MS;

use crate::beijing::Day;

/// The beginning of the names under which parts of the revenue are counted.
pub const REVENUE: &str = "revenue/";

/// The limit of rows of one transaction.
const BATCH: i64 = 5000;

/// Younger rows wait for the next run: a row with a lower id may not be committed yet.
const SETTLED_MS: i64 = MINUTE_MS;

/// Counts the new rows of every series; `true`: there may be more.
pub fn count(tx: &mut Tx<'_>, registry: &Registry, now: i64) -> Result<bool> {
    let mut is_more = false;
    for series in &registry.series {
        is_more |= count_series(tx, series, now)?;
    }
    Ok(is_more)
}

fn count_series(tx: &mut Tx<'_>, series: &Series, now: i64) -> Result<bool> {
    let last: Option<(i64,)> =
        tx.query_opt("SELECT last_id FROM console_counted WHERE what = $1", &[series.name.into()])?;
    let last = last.map_or(0, |(last,)| last);
    let Series { name, from, at, fen, only, revenue, .. } = series;
    let part = if revenue.is_empty() { format!("'{name}'") } else { format!("'{REVENUE}' || {revenue}") };
    let text = format!(
        "SELECT t.id, {at}, {fen}, CASE WHEN {only} THEN {part} ELSE '' END FROM {from}
         WHERE t.id > $1 ORDER BY t.id LIMIT {BATCH}"
    );
    let rows: Vec<(i64, i64, i64, String)> = tx.query(Sql::Built(&text), &[last.into()])?;
    let mut days: BTreeMap<(&str, Day), (i64, i64)> = BTreeMap::new();
    let mut counted = last;
    for (id, at, fen, what) in &rows {
        if *at > now - SETTLED_MS {
            break;
        }
        counted = *id;
        if !what.is_empty() {
            let day = days.entry((what, Day::of(*at))).or_default();
            *day = (day.0 + 1, day.1 + fen);
        }
    }
    if counted == last {
        return Ok(false);
    }
    for ((what, Day(day)), (count, fen)) in days {
        tx.execute(
            "INSERT INTO console_day (what, day, count, fen) VALUES ($1, $2, $3, $4)
             ON CONFLICT (what, day) DO UPDATE SET count = console_day.count + excluded.count, fen = console_day.fen + excluded.fen",
            &[what.into(), day.into(), count.into(), fen.into()],
        )?;
    }
    tx.execute(
        "INSERT INTO console_counted (what, last_id) VALUES ($1, $2)
         ON CONFLICT (what) DO UPDATE SET last_id = excluded.last_id",
        &[series.name.into(), counted.into()],
    )?;
    Ok(rows.len() as i64 == BATCH)
}

/// The values of a series on the days up to `last`, the oldest first: numbers, or fen for a series
/// of money.
pub fn values(tx: &mut Tx<'_>, series: &Series, last: Day, days: u32) -> Result<Vec<i64>> {
    let first = last.0 - i64::from(days) + 1;
    let rows: Vec<(i64, i64, i64)> = tx.query(
        "SELECT day, count, fen FROM console_day WHERE what = $1 AND day >= $2 AND day <= $3 ORDER BY day",
        &[series.name.into(), first.into(), last.0.into()],
    )?;
    let mut values = vec![0; days as usize];
    for (day, count, fen) in rows {
        if let Some(value) = values.get_mut((day - first) as usize) {
            *value = if series.is_money { fen } else { count };
        }
    }
    Ok(values)
}

/// A part of the revenue of a day: its name without [`REVENUE`], the day, the number of events, their
/// amount.
pub type RevenueOfDay = (String, i64, i64, i64);

/// The revenue of days, both included.
pub fn revenue(tx: &mut Tx<'_>, first: Day, last: Day) -> Result<Vec<RevenueOfDay>> {
    tx.query(
        "SELECT substr(what, 9), day, count, fen FROM console_day
         WHERE what >= 'revenue/' AND what < 'revenue0' AND day >= $1 AND day <= $2 ORDER BY day, what",
        &[first.0.into(), last.0.into()],
    )
}
