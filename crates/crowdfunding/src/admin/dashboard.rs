//! What the dashboard shows of the crowdfunding.

use miaohui_admin::{Label, Ranking, Series};
use miaohui_ledger::admin::LINES;

use crate::store::project_status::project_status;

/// The daily counts.
pub static SERIES: &[&Series] = &[
    &Series::of_rows("people", Label("众筹注册", "Crowdfunding sign-ups"), "cf_user t", "t.date_joined"),
    &Series {
        name: "pledges",
        title: Label("支持金额", "Pledges"),
        only: "t.account >= 'escrow:' AND t.account < 'escrow;' AND t.fen > 0",
        ..LINES
    },
    &Series {
        name: "revenue of balances",
        only: "p.key LIKE 'support:%' AND t.fen > 0",
        revenue: "'sale/support/balance'",
        ..LINES
    },
    &Series {
        name: "revenue of settlements",
        only: "p.key LIKE 'settlement:%' AND t.account = 'platform'",
        revenue: "'commission/support/'",
        ..LINES
    },
];

/// The rankings.
pub static RANKINGS: &[&Ranking] = &[&Ranking {
    title: Label("最受关注的项目", "Most followed projects"),
    resource: "crowdfunding-projects",
    sql: concat!(
        "SELECT id, name, attention_count FROM cf_project WHERE status IN (",
        project_status!(UnderWay),
        ", ",
        project_status!(Succeeded),
        ") ORDER BY attention_count DESC, id DESC LIMIT $1"
    ),
}];
