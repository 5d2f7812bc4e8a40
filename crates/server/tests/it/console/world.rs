//! Both products with one of everything in them.

use std::collections::HashMap;

use miaohui_testkit::{Fair, Kitchen, TestApp};
use reqwest::Method;
use serde_json::json;

use super::change;

/// What only those may see who decide about identities and pay out.
pub const SECRETS: [&str; 7] = [
    "13711112222",
    "秘密姓名",
    "110101199001011234",
    "secret-alipay@example.com",
    "秘密银行",
    "6222000011112222",
    "ann-gets-it@example.com",
];

/// One of everything.
pub struct World {
    /// The community.
    pub fair: Fair,
    /// The crowdfunding.
    pub kitchen: Kitchen,
    /// A withdrawal that waits.
    pub withdrawal: i64,
    /// A message that failed and can be sent again.
    pub failed: i64,
    /// The image of an identity card.
    pub idcard: i64,
}

impl World {
    /// Builds it through the APIs; behind them what no member can do.
    pub async fn build(app: &TestApp) -> Self {
        let fair = Fair::build(app).await;
        let kitchen = Kitchen::build(app).await;
        let backer = &kitchen.backer;
        app.post(backer, "/api/accounts/user/recharge/", json!({ "money": 100 })).await;
        let fund = json!({ "fundinfo": { "alipay": SECRETS[6] } });
        app.api(Some(backer), Method::PATCH, "/api/accounts/user/", fund).await;
        let withdrawal = app.post(backer, "/api/accounts/user/withdraw/", json!({ "money": 60 })).await;
        let idcard = app.image(Some(&kitchen.stranger), 0).await;
        let [mobile, name, number, alipay, bank, account, _] = SECRETS;
        change(
            app,
            &format!(
                "UPDATE cf_user SET idcard_image = {idcard}, mobile = '{mobile}', name = '{name}', idcard = '{number}',
                   alipay = '{alipay}', bank_name = '{bank}', bank_account = '{account}' WHERE id = {}",
                kitchen.stranger.id
            ),
        )
        .await;
        change(
            app,
            "INSERT INTO outbox (kind, payload, created_at, expires_at, next_at, tries, ended_at, last_error)
             VALUES ('mail', '{\"to\":\"ann@example.com\",\"subject\":\"again\",\"text\":\"x\",\"at\":1}', 1, 9999999999999, NULL, 12, 2, 'no')",
        )
        .await;
        change(
            app,
            "INSERT INTO payment_refund (reference, intent_id, fen, reason, created_at)
             SELECT 'R1', MIN(id), 1, 'late', 1 FROM payment_intent",
        )
        .await;
        change(app, "INSERT INTO moderation_word (word, policy, created_at) VALUES ('坏词坏词', 'mask', 1)")
            .await;
        change(
            app,
            &format!("INSERT INTO moderation_report (product, kind, thing_id, reporter, reason, text, created_at, state)
             VALUES ('community', 'article', {}, 1, 'spam', '广告', 1, 'open')", fair.article),
        )
        .await;
        let failed = super::number(app, "SELECT MAX(id) FROM outbox WHERE last_error = 'no'").await;
        Self { fair, kitchen, withdrawal: withdrawal["id"].as_i64().unwrap(), failed, idcard }
    }
}

/// The key of a row of each resource, but for those that have none.
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
