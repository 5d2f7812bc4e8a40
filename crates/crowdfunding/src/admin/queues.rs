//! What waits for operators: projects under review, identity cards, withdrawals.

use miaohui_admin::{Label, Permission, Queue, QueueItem};
use miaohui_db::{Result, Tx};

use crate::store::money::withdrawal_status;
use crate::store::project_status::project_status;

/// The queues.
pub static QUEUES: &[&Queue] = &[
    &Queue {
        name: "projects",
        title: Label("待审项目", "Projects to review"),
        need: Permission::Review,
        page: concat!("/console/r/crowdfunding-projects?f.status=", project_status!(Pending)),
        item_page: "/console/review/{}",
        count: |tx, most| {
            let sql = concat!(
                "SELECT COUNT(*) FROM (SELECT 1 FROM cf_project WHERE status = ",
                project_status!(Pending),
                " LIMIT $1) waiting"
            );
            count(tx, sql, most)
        },
        items: |tx, most| {
            let sql = concat!(
                "SELECT id, cover, name, total_money, modify_datetime FROM cf_project WHERE status = ",
                project_status!(Pending),
                " ORDER BY id LIMIT $1"
            );
            items(tx, sql, most)
        },
    },
    &Queue {
        name: "identities",
        title: Label("实名认证", "Identities"),
        need: Permission::SeeIdentity,
        page: "/console/r/identities",
        item_page: "/console/r/crowdfunding-users/{}",
        count: |tx, most| {
            let sql = "SELECT COUNT(*) FROM
                         (SELECT 1 FROM cf_user WHERE idcard_image IS NOT NULL AND NOT is_authentication LIMIT $1) waiting";
            count(tx, sql, most)
        },
        items: |tx, most| {
            let sql = "SELECT id, avatar, nickname, NULL, date_joined FROM cf_user
                       WHERE idcard_image IS NOT NULL AND NOT is_authentication ORDER BY id LIMIT $1";
            items(tx, sql, most)
        },
    },
    &Queue {
        name: "withdrawals",
        title: Label("提现", "Withdrawals"),
        need: Permission::MoveMoney,
        page: concat!("/console/r/withdrawals?f.status=", withdrawal_status!(Pending)),
        item_page: "/console/r/withdrawals/{}",
        count: |tx, most| {
            let sql = concat!(
                "SELECT COUNT(*) FROM (SELECT 1 FROM cf_withdrawal WHERE status = ",
                withdrawal_status!(Pending),
                " LIMIT $1) waiting"
            );
            count(tx, sql, most)
        },
        items: |tx, most| {
            let sql = concat!(
                "SELECT w.id, u.avatar, u.nickname, w.money, w.created_at FROM cf_withdrawal w
                 JOIN cf_user u ON u.id = w.user_id WHERE w.status = ",
                withdrawal_status!(Pending),
                " ORDER BY w.id LIMIT $1"
            );
            items(tx, sql, most)
        },
    },
];

fn count(tx: &mut Tx<'_>, sql: &'static str, most: u32) -> Result<i64> {
    let (count,) = tx.query_one(sql, &[i64::from(most).into()])?;
    Ok(count)
}

fn items(tx: &mut Tx<'_>, sql: &'static str, most: u32) -> Result<Vec<QueueItem>> {
    tx.query(sql, &[i64::from(most).into()])
}
