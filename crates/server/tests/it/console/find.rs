//! The search over everything.

use miaohui_admin::Role;
use miaohui_testkit::{ConsolePage, TestApp};

use super::fixture::ConsoleFixture;
use super::{change, encoded, number, text};
use crate::plans::plan;

/// The headings of the kinds that a page lists.
fn kinds(page: &ConsolePage) -> Vec<String> {
    let text = page.text();
    let main = text.split("<main").nth(1).unwrap().to_owned();
    main.split("<section class=\"card\"><h2>")
        .skip(1)
        .map(|card| card.split('<').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_hit_leads_to_its_page_and_several_are_listed_by_kind() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let staff = app.signed_in("owner").await;
    let find = async |typed: &str| staff.get(&format!("/console/find?q={}", encoded(typed))).await;
    let (ann, order) = (&fixture.community.ann, fixture.community.order);
    let user = number(&app, &format!("SELECT user_id FROM co_order WHERE id = {order}")).await;
    let backer = &fixture.crowdfunding.backer;
    let intent = number(&app, "SELECT id FROM payment_intent WHERE subject = 'ticket order'").await;
    change(&app, &format!("UPDATE payment_intent SET transaction_no = '4200001234' WHERE id = {intent}"))
        .await;
    let reference = text(&app, &format!("SELECT reference FROM payment_intent WHERE id = {intent}")).await;
    let phone = &ann.phone;
    for (typed, path) in [
        (phone.clone(), format!("/console/r/users/{user}")),
        (format!("+86 {} {} {}", &phone[..3], &phone[3..7], &phone[7..]), format!("/console/r/users/{user}")),
        (backer.email.clone(), format!("/console/r/crowdfunding-users/{}", backer.id)),
        (backer.email.to_uppercase(), format!("/console/r/crowdfunding-users/{}", backer.id)),
        (format!("order#{order}"), format!("/console/r/orders/{order}")),
        (format!("订单 {order}"), format!("/console/r/orders/{order}")),
        (format!("Orders:{order}"), format!("/console/r/orders/{order}")),
        (format!("intents#{intent}"), format!("/console/r/intents/{intent}")),
        (format!("支付#{intent}"), format!("/console/r/intents/{intent}")),
        (reference.clone(), format!("/console/r/intents/{intent}")),
        ("4200001234".to_owned(), format!("/console/r/intents/{intent}")),
    ] {
        let page = find(&typed).await;
        assert_eq!((page.status, page.location()), (303, path.as_str()), "{typed}: {}", page.text());
    }
    // Several: by kind, with what matched.
    change(&app, "UPDATE co_user SET nickname = '小庙 ' || CAST(id AS TEXT)").await;
    change(&app, "UPDATE cf_user SET nickname = '小庙'").await;
    change(&app, "DELETE FROM co_user_piece").await;
    change(&app, "DELETE FROM cf_user_piece").await;
    miaohui_console::tidy(&app.service.console).await.unwrap();
    let page = find("小庙").await;
    assert_eq!(kinds(&page), ["用户", "众筹用户"], "{}", page.text());
    assert!(page.has("昵称 小庙 ") && page.has(&format!("/console/r/users/{user}")), "{}", page.text());
    // A bare number is the key of what has no other name.
    let page = find(&order.to_string()).await;
    assert!(page.status == 200 && kinds(&page).contains(&"订单".to_owned()), "{}", page.text());
    for nothing in ["查无此人", "订单#99999", "order#", "%", "'; --"] {
        let page = find(nothing).await;
        assert_eq!((page.status, kinds(&page).len()), (200, 0), "{nothing}: {}", page.text());
        assert!(page.has("没有找到"), "{nothing}");
    }
    assert_eq!(find("").await.status, 200);
    // A phone without a user: the question is why its code did not come.
    let page = find("13900009999").await;
    assert_eq!((page.status, page.location()), (303, "/console/deliveries?to=13900009999"));
}

#[tokio::test]
async fn a_role_finds_what_it_may_see() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let order = fixture.community.order;
    let reference = text(&app, "SELECT reference FROM payment_intent WHERE subject = 'ticket order'").await;
    for &role in Role::ALL {
        let staff = app.signed_in(role.value()).await;
        let may = role.may(miaohui_admin::Permission::SeeMoney);
        for typed in [format!("order#{order}"), reference.clone()] {
            let page = staff.get(&format!("/console/find?q={}", encoded(&typed))).await;
            assert_eq!(page.status == 303, may, "{role:?} {typed}: {}", page.text());
            assert!(may || page.has("没有找到"), "{role:?} {typed}");
        }
        // What a role may not see is neither shown nor found by its parts.
        let sees = role.may(miaohui_admin::Permission::SeeIdentity);
        let page = staff.get("/console/find?q=ann%40exam").await;
        assert!(sees || !page.has("ann@example.com"), "{role:?}: {}", page.text());
    }
    let nobody = app.browser();
    assert!(nobody.get("/console/find?q=1").await.location().starts_with("/console/sign-in"));
}

#[tokio::test]
async fn what_needs_a_permission_of_its_own_is_found_and_not_shown() {
    let app = TestApp::start().await;
    let now = app.clock.now_ms();
    for n in 1..=3 {
        let message = format!(
            "INSERT INTO outbox (kind, payload, recipient, state, created_at, expires_at, next_at, tries)
             VALUES ('sms', '', '+8613912340{n:03}', 'sent', {now}, {now}, NULL, 1)"
        );
        change(&app, &message).await;
    }
    let owner = app.signed_in("owner").await;
    let page = owner.get(&format!("/console/find?q={}", encoded("+861391234"))).await;
    assert_eq!((page.status, kinds(&page)), (200, vec!["短信邮件记录".to_owned()]), "{}", page.text());
    assert_eq!(page.text().matches("/console/r/outbox/").count(), 3, "{}", page.text());
    assert!(!page.has("8613912340001"), "each view of it is in the audit: {}", page.text());
    let id = number(&app, "SELECT MAX(id) FROM outbox").await;
    assert!(owner.get(&format!("/console/r/outbox/{id}")).await.has("8613912340003"));
    assert_eq!(super::audited(&app, "view").await, 1);
}

#[tokio::test]
async fn the_search_over_everything_walks_over_no_table() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let db = &app.service.console.db;
    let before: std::collections::BTreeSet<String> = db.statements().into_iter().collect();
    for typed in ["7", "小", "139", "13900001111", "ann@", "m1234"] {
        owner.get(&format!("/console/find?q={}", encoded(typed))).await;
    }
    if app.is_postgres() {
        return;
    }
    let small = [
        "co_master",
        "co_merchant",
        "co_project",
        "co_game",
        "co_banner",
        "cf_category",
        "cf_place",
        "console_staff",
        "co_merchant_cloth",
        "co_design_cloth",
        "moderation_word",
        "console_template",
    ];
    let file = rusqlite::Connection::open(app.data_dir().join("miaohui.db")).unwrap();
    let mut looked_at = 0;
    for text in
        db.statements().iter().filter(|text| !before.contains(*text) && text.contains("LIMIT 7 OFFSET 0"))
    {
        if small.iter().any(|table| text.contains(&format!("FROM {table} t "))) {
            continue;
        }
        looked_at += 1;
        let plan = plan(&file, text);
        let walks = |step: &String| {
            step.starts_with("SCAN t") || step.starts_with("SCAN s") || step.starts_with("SCAN p")
        };
        assert!(!plan.iter().any(walks), "{text}\n{}", plan.join("\n"));
        assert!(!text.contains("LIMIT 10001"), "{text}");
    }
    assert!(looked_at > 20, "{looked_at}");
}
