//! Data of both products for tests of the console.

use std::collections::HashMap;

use miaohui_crowdfunding::operators::ProjectDecision;
use miaohui_testkit::{CommunityFixture, CrowdfundingFixture, TestApp};
use reqwest::Method;
use serde_json::json;

use super::change;

/// Values that only operators with the permission to see identities and bank accounts may see.
pub const SENSITIVE_VALUES: [&str; 7] = [
    "13711112222",
    "秘密姓名",
    "110101199001011234",
    "secret-alipay@example.com",
    "秘密银行",
    "6222000011112222",
    "ann-gets-it@example.com",
];

/// Data of both products.
pub struct ConsoleFixture {
    /// Data of the Community API.
    pub community: CommunityFixture,
    /// Data of the Crowdfunding API.
    pub crowdfunding: CrowdfundingFixture,
    /// A pending withdrawal.
    pub withdrawal: i64,
    /// A failed message of the outbox.
    pub failed: i64,
    /// An image of an identity card.
    pub idcard: i64,
}

impl ConsoleFixture {
    /// Creates the data through the APIs, and through SQL where no API can.
    pub async fn create(app: &TestApp) -> Self {
        let community = CommunityFixture::create(app).await;
        let crowdfunding = CrowdfundingFixture::create(app).await;
        let backer = &crowdfunding.backer;
        app.post(backer, "/api/accounts/user/recharge/", json!({ "money": 100 })).await;
        let fund = json!({ "fundinfo": { "alipay": SENSITIVE_VALUES[6] } });
        app.api(Some(backer), Method::PATCH, "/api/accounts/user/", fund).await;
        let withdrawal = app.post(backer, "/api/accounts/user/withdraw/", json!({ "money": 60 })).await;
        let idcard = app.upload_image(Some(&crowdfunding.stranger), 0).await;
        let [mobile, name, number, alipay, bank, account, _] = SENSITIVE_VALUES;
        change(
            app,
            &format!(
                "UPDATE cf_user SET idcard_image = {idcard}, mobile = '{mobile}', name = '{name}', idcard = '{number}',
                   alipay = '{alipay}', bank_name = '{bank}', bank_account = '{account}' WHERE id = {}",
                crowdfunding.stranger.id
            ),
        )
        .await;
        change(
            app,
            "INSERT INTO outbox (kind, payload, recipient, state, created_at, expires_at, next_at, tries, ended_at, last_error)
             VALUES ('mail', '{\"to\":\"ann@example.com\",\"subject\":\"again\",\"text\":\"x\",\"at\":1}', 'ann@example.com',
               'failed', 1, 9999999999999, NULL, 12, 2, 'no')",
        )
        .await;
        change(
            app,
            "INSERT INTO payment_refund (reference, intent_id, fen, reason, created_at)
             SELECT 'R1', MIN(id), 1, 'late', 1 FROM payment_intent",
        )
        .await;
        change(
            app,
            "INSERT INTO payment_case (kind, channel, key, intent_id, fen, detail, created_at)
             SELECT 'complaint', 'wechat', 'complaint:wechat:C1', MIN(id), 1, 'no ticket came', 1
             FROM payment_intent",
        )
        .await;
        change(
            app,
            "INSERT INTO console_request (resource, action, subject, answers, fen, requested_by, created_at)
             VALUES ('intents', 'refund', '1', '{\"reason\":\"rain\"}', 1, 'ann@example.com', 1)",
        )
        .await;
        change(
            app,
            "INSERT INTO payment_bill (channel, day, begins_at, kind, created_at)
             VALUES ('wechat', '2018-06-08', 1528387200000, 0, 1)",
        )
        .await;
        change(
            app,
            "INSERT INTO payment_bill_line (bill_id, line_no, channel, month, kind, reference, transaction_no,
               refund_no, fen, fee, happened_at, state)
             SELECT MIN(id), 1, 'wechat', '2018-06', 0, 'm1', 't1', '', 1, 0, 1, 'SUCCESS' FROM payment_bill",
        )
        .await;
        let ended = app.create_draft(&crowdfunding.owner, "撤销的项目").await;
        app.start_project(&crowdfunding.owner, ended).await;
        app.decide(ProjectDecision::Withdraw, ended).await;
        change(
            app,
            "INSERT INTO console_template (kind, text, position, created_at) VALUES ('reply', '您好', 1, 1)",
        )
        .await;
        // A free ticket that was admitted at two gates.
        // The first is recommended.
        community.next_ticket();
        let free = community.next_ticket();
        change(app, &format!("UPDATE co_ticket SET price = 0 WHERE id = {free}")).await;
        app.ok(&community.ann, "order_create", json!({ "ticket_id_list": [free] })).await;
        for table in ["co_check_in", "co_double_entry"] {
            let sql = format!(
                "INSERT INTO {table} (ticket_id, project_id, scan, gate, staff, admitted_at, created_at)
                 VALUES ({free}, {}, 's1', '1', 'steward@example.com', 1, 1)",
                community.project
            );
            change(app, &sql).await;
        }
        change(app, "INSERT INTO moderation_word (word, policy, created_at) VALUES ('坏词坏词', 'mask', 1)")
            .await;
        change(
            app,
            "INSERT INTO webhook_endpoint (url, paused_at, created_at) VALUES ('https://crm.example', 1, 1)",
        )
        .await;
        change(
            app,
            "INSERT INTO webhook_delivery (endpoint_id, kind, thing, data, created_at, next_at)
             SELECT MAX(id), 'order.paid', 'order:1', '{}', 1, 1 FROM webhook_endpoint",
        )
        .await;
        change(
            app,
            &format!("INSERT INTO moderation_report (product, kind, thing_id, reporter, reason, text, created_at, state)
             VALUES ('community', 'article', {}, 1, 'spam', '广告', 1, 'open')", community.article),
        )
        .await;
        let failed = super::number(app, "SELECT MAX(id) FROM outbox WHERE last_error = 'no'").await;
        Self {
            community,
            crowdfunding,
            withdrawal: withdrawal["id"].as_i64().unwrap(),
            failed,
            idcard: idcard.get(),
        }
    }
}

/// The key of a row of each resource that has rows.
pub async fn keys(app: &TestApp) -> HashMap<&'static str, String> {
    let mut keys = HashMap::new();
    for resource in super::resources(app) {
        let only = if resource.only.is_empty() { "1 = 1" } else { resource.only };
        let sql = format!(
            "SELECT COALESCE(MAX(CAST(t.{} AS TEXT)), '') FROM {} t WHERE {only}",
            resource.key, resource.table
        );
        let key = super::text(app, &sql).await;
        if !key.is_empty() {
            keys.insert(resource.name, key);
        }
    }
    keys
}
