//! How lists are narrowed: any part of a text, days, states; and their pages.

use miaohui_kernel::DAY_MS;
use miaohui_testkit::{ConsoleClient, TestApp};
use serde_json::json;

use super::fixture::ConsoleFixture;
use super::{change, encoded, number};

/// The keys of the rows that a list shows.
async fn keys(staff: &ConsoleClient, path: &str) -> Vec<i64> {
    let page = staff.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    let text = page.text();
    let cells = text.split(" data-row").skip(1).filter_map(|cell| cell.split(['>', '<']).nth(1));
    cells.map(|key| key.parse().unwrap()).collect()
}

#[tokio::test]
async fn any_part_of_a_name_a_phone_or_a_mail_address_is_found() {
    let app = TestApp::start().await;
    let user = app.community_user(1).await;
    let backer = app.crowdfunding_user(1).await;
    app.ok(&user, "my_user_info_update", json!({ "nickname": "“庙会 小能手”" })).await;
    let staff = app.signed_in("service").await;
    let id = number(&app, "SELECT MAX(id) FROM co_user").await;
    let phone = &user.phone;
    let spaced = format!("+86 {} {} {}", &phone[..3], &phone[3..7], &phone[7..]);
    for part in [
        "庙会",
        "能手",
        "小能",
        "庙会 小",
        "庙会小能手",
        phone,
        &phone[3..7],
        &phone[7..],
        &spaced,
        &format!("86{phone}"),
        &format!("#{id}"),
    ] {
        let found = keys(&staff, &format!("/console/r/users?q={}", encoded(part))).await;
        assert_eq!(found, [id], "{part}");
    }
    for other in ["庙会大", "能手小", "00000000000", &id.to_string(), "#99999", "#x", "%", "_"] {
        let found = keys(&staff, &format!("/console/r/users?q={}", encoded(other))).await;
        let is_digit_of_phone = other == id.to_string() && phone.contains(other);
        assert!(found.is_empty() || is_digit_of_phone, "{other}: {found:?}");
    }
    // What is changed is found by its new name, and no more by its old one.
    app.ok(&user, "my_user_info_update", json!({ "nickname": "Ἀνδρέας" })).await;
    assert_eq!(keys(&staff, &format!("/console/r/users?q={}", encoded("ΔΡΈΑΣ"))).await, [id]);
    assert!(keys(&staff, &format!("/console/r/users?q={}", encoded("能手"))).await.is_empty());
    let owner = app.signed_in("owner").await;
    let mut form = owner.get(&format!("/console/r/users/{id}")).await.form(&format!("/console/r/users/{id}"));
    form.retain(|(name, _)| name != "nickname" && name != "_csrf");
    let mut form: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.push(("nickname", "运营改名"));
    assert_eq!(owner.post(&format!("/console/r/users/{id}"), &form).await.status, 303);
    assert_eq!(keys(&staff, &format!("/console/r/users?q={}", encoded("营改"))).await, [id]);
    let mail = &backer.email[2..];
    assert_eq!(
        keys(&staff, &format!("/console/r/crowdfunding-users?q={}", encoded(mail))).await,
        [backer.id.get()]
    );
    // Rows from before there were pieces get them in the background.
    change(&app, "DELETE FROM co_user_piece").await;
    assert!(keys(&staff, &format!("/console/r/users?q={}", encoded("营改"))).await.is_empty());
    miaohui_console::tidy(&app.service.console).await.unwrap();
    assert_eq!(keys(&staff, &format!("/console/r/users?q={}", encoded("营改"))).await, [id]);
    // A small table is read.
    let owner_made = owner.create_row("masters", &[("name", "“糖画”师傅 100%")]).await;
    for part in ["糖画", "师傅", "100%"] {
        assert_eq!(
            keys(&staff, &format!("/console/r/masters?q={}", encoded(part))).await,
            [owner_made],
            "{part}"
        );
    }
    assert!(keys(&staff, "/console/r/masters?q=1%250").await.is_empty());
    // Both the beginning and the end of a part that is longer than a piece must be in one row.
    let (local, _) = backer.email.split_once('@').unwrap();
    let far = format!("{local}@elsewhere.example");
    change(
        &app,
        &format!(
            "UPDATE cf_user SET email = '{far}', nickname = 'another-long-name' WHERE id = {}",
            backer.id
        ),
    )
    .await;
    change(&app, "DELETE FROM cf_user_piece").await;
    change(&app, "DELETE FROM console_counted WHERE what = 'cf_user_piece'").await;
    miaohui_console::tidy(&app.service.console).await.unwrap();
    for (part, is_found) in [
        (far.as_str(), true),
        ("@elsewhere.example", true),
        ("another-long-name", true),
        ("@elsewhere.examples", false),
        ("nowhere-near@elsewhere.example", false),
    ] {
        let found = keys(&staff, &format!("/console/r/crowdfunding-users?q={}", encoded(part))).await;
        assert_eq!(found == [backer.id.get()], is_found, "{part}: {found:?}");
    }
}

#[tokio::test]
async fn a_part_of_a_projects_name_is_found() {
    let app = TestApp::start().await;
    let owner = app.crowdfunding_user(1).await;
    let id = app.create_draft(&owner, "《Σίσυφος》 糖画 100%").await;
    app.create_draft(&owner, "其他项目").await;
    let staff = app.signed_in("reviewer").await;
    for part in ["糖", "糖画", "σίσυ", "ΊΣΥΦΟΣ》", "画 100%"] {
        let found = keys(&staff, &format!("/console/r/crowdfunding-projects?q={}", encoded(part))).await;
        assert_eq!(found, [id.get()], "{part}");
    }
    assert!(
        keys(&staff, &format!("/console/r/crowdfunding-projects?q={}", encoded("画 1_0"))).await.is_empty()
    );
}

#[tokio::test]
async fn a_payment_is_found_by_our_number_and_by_the_providers() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let staff = app.signed_in("finance").await;
    change(&app, "UPDATE payment_intent SET transaction_no = '4200001234', channel = 'wechat' WHERE id = 1")
        .await;
    let reference = super::text(&app, "SELECT reference FROM payment_intent WHERE id = 1").await;
    for typed in ["4200001234", "42000012", reference.as_str()] {
        assert_eq!(keys(&staff, &format!("/console/r/intents?q={typed}")).await, [1], "{typed}");
    }
}

#[tokio::test]
async fn lists_are_narrowed_to_days_in_china() {
    let app = TestApp::start().await;
    let staff = app.signed_in("owner").await;
    let now = app.clock.now_ms();
    // Midnight in China; each order is an hour later than the one before, over 40 days.
    let midnight = (now + 8 * 3_600_000) / DAY_MS * DAY_MS - 8 * 3_600_000;
    let first = midnight - 40 * DAY_MS;
    app.community_user(1).await;
    change(
        &app,
        &format!(
            "INSERT INTO co_order (user_id, price, status, created_at, updated_at, expires_at)
             WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 967)
             SELECT (SELECT MIN(id) FROM co_user), 100, 1, {first} + CAST(n AS BIGINT) * 3600000, 1, 1 FROM n"
        ),
    )
    .await;
    let ids = async |since: i64, until: i64| {
        let of =
            format!("SELECT COUNT(*) FROM co_order WHERE created_at >= {since} AND created_at < {until}");
        number(&app, &of).await as usize
    };
    // Small, and then with keys so far apart that days are found by them.
    let ranges = [
        ("t=today", midnight, midnight + DAY_MS),
        ("t=yesterday", midnight - DAY_MS, midnight),
        ("t=7d", midnight - 6 * DAY_MS, midnight + DAY_MS),
        ("t=30d", midnight - 29 * DAY_MS, midnight + DAY_MS),
        ("from=2000-01-01&to=2000-01-31", 0, 1),
    ];
    let far = "UPDATE co_order SET id = id + 1000000 WHERE id > (SELECT MIN(id) + 500 FROM co_order)";
    for (n, (query, from, to)) in ranges.iter().chain(&ranges).enumerate() {
        if n == ranges.len() {
            change(&app, far).await;
        }
        let page = staff.get(&format!("/console/r/orders?{query}")).await;
        let expected = ids(*from, *to).await;
        assert!(expected > 0 || *to == 1, "{query}");
        assert!(page.has(&format!("{expected} 条")), "{query} {expected}: {}", page.text());
        assert!(page.has(&format!("¥{expected}.00")), "the sum of {query}: {}", page.text());
    }
    let yesterday = keys(&staff, "/console/r/orders?t=yesterday").await;
    assert_eq!(yesterday.len(), 24);
    let csv = staff.get("/console/r/orders/csv?t=yesterday").await.text();
    assert_eq!(csv.lines().count(), 25, "{csv}");
    // Times in files are those of the pages, and buyers have names.
    assert!(csv.contains(" 00:00:00") && csv.lines().next().unwrap().contains("买家,买家 #"), "{csv}");
    let page = staff.get("/console/r/orders?from=2000-01-01&to=2000-01-31").await;
    assert!(page.has("0 条") && page.has("value=\"2000-01-01\""), "{}", page.text());
    for odd in ["t=nonsense", "from=x&to=y", "from=9999-99-99", "from=2020-01-01&to=1999-01-01"] {
        assert_eq!(staff.get(&format!("/console/r/orders?{odd}")).await.status, 200, "{odd}");
    }
}

#[tokio::test]
async fn lists_are_narrowed_to_states() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let staff = app.signed_in("owner").await;
    for (resource, table, column, values) in [
        ("orders", "co_order", "status", &["0", "1", "2"][..]),
        ("intents", "payment_intent", "status", &["0", "1", "2", "3", "4", "5"]),
        ("tickets", "co_ticket", "state", &["0", "1", "2"]),
        ("supports", "cf_support", "status", &["0", "1", "2"]),
        ("recharges", "cf_recharge", "status", &["0", "1", "2"]),
        ("refunds", "payment_refund", "status", &["0", "1", "2"]),
    ] {
        for value in values {
            let expected =
                number(&app, &format!("SELECT COUNT(*) FROM {table} WHERE {column} = {value}")).await;
            let page = staff.get(&format!("/console/r/{resource}?f.{column}={value}")).await;
            assert!(page.has(&format!("{expected} 条")), "{resource} {value} {expected}: {}", page.text());
        }
    }
    let banned = number(&app, "SELECT MIN(id) FROM co_user").await;
    let form = [("id", banned.to_string()), ("reason", "广告".to_owned())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    staff.post("/console/r/users/do/ban", &form).await;
    assert_eq!(keys(&staff, "/console/r/users?f.banned=1").await, [banned]);
    assert!(!keys(&staff, "/console/r/users?f.banned=0").await.contains(&banned));
}

#[tokio::test]
async fn fifty_rows_are_one_page() {
    let app = TestApp::start().await;
    let staff = app.signed_in("owner").await;
    change(
        &app,
        "INSERT INTO co_master (uid, name, created_at)
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 50) SELECT 'uid' || n, 'm' || n, 1 FROM n",
    )
    .await;
    let page = staff.get("/console/r/masters").await;
    assert!(page.has("50 条") && !page.has("rel=\"next\""), "{}", page.text());
    change(&app, "INSERT INTO co_master (uid, name, created_at) VALUES ('more', 'more', 1)").await;
    assert!(staff.get("/console/r/masters").await.has("rel=\"next\""));
    assert_eq!(keys(&staff, "/console/r/masters?page=2").await.len(), 1);
}

#[tokio::test]
async fn only_an_action_that_asks_for_it_looks_up_what_a_list_is_narrowed_to() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let db = &app.service.console.db;
    let looks_up = async |path: &str, table: &str| {
        let before = db.statements();
        assert_eq!(owner.get(path).await.status, 200, "{path}");
        let looked_up = format!("FROM {table} t WHERE t.id = ");
        let new = db.statements().into_iter().filter(|text| !before.contains(text));
        new.filter(|text| text.starts_with("SELECT CAST(") && text.contains(&looked_up)).count()
    };
    assert_eq!(looks_up("/console/r/orders?f.user_id=1", "co_user").await, 0);
    assert_eq!(looks_up("/console/r/tickets?f.owner_id=1", "co_user").await, 0);
    assert_eq!(looks_up("/console/r/tickets?f.project_id=1", "co_project").await, 1);
}
