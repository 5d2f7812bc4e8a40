//! Every page with every role. Expectations follow from the permissions of the descriptions; some
//! are written out, so that the test does not repeat a wrong table.

use miaohui_admin::{Field, Order, Permission, Role, Target};
use miaohui_testkit::{ConsoleClient, TestApp};

use super::fixture::{ConsoleFixture, SENSITIVE_VALUES, keys};
use super::forgery::{filled, routes};
use super::{audited, number, resources};

/// The pages and forms beside those of resources, and the permission for them. None: every signed-in
/// operator may.
const PAGES: &[(&str, Option<Permission>)] = &[
    ("/console/", None),
    ("/console/find", None),
    ("/console/dashboard", Some(Permission::SeeContent)),
    ("/console/revenue", Some(Permission::SeeMoney)),
    ("/console/revenue/csv", Some(Permission::SeeMoney)),
    ("/console/revenue/xlsx", Some(Permission::SeeMoney)),
    ("/console/system", Some(Permission::SeeSystem)),
    ("/console/review/{id}", Some(Permission::Review)),
    ("/console/conversations", Some(Permission::AnswerMessages)),
    ("/console/conversations/{id}", Some(Permission::AnswerMessages)),
    ("/console/conversations/{id}/messages", Some(Permission::AnswerMessages)),
    ("/console/deliveries", Some(Permission::SeeMessages)),
    ("/console/door", Some(Permission::CheckIn)),
    ("/console/door/worker.js", Some(Permission::CheckIn)),
    ("/console/door/{id}", Some(Permission::CheckIn)),
    ("/console/door/{id}/list", Some(Permission::CheckIn)),
    ("/console/door/{id}/scans", Some(Permission::CheckIn)),
    ("/console/limits", Some(Permission::SeeSystem)),
    ("/console/metrics", Some(Permission::SeeSystem)),
    ("/console/settings", Some(Permission::SeeSystem)),
    ("/console/settings/change", Some(Permission::ChangeSettings)),
    ("/console/templates/{id}", Some(Permission::SeeContent)),
    ("/console/staff/new", Some(Permission::ManageStaff)),
    ("/console/account", None),
    ("/console/account/password", None),
    ("/console/account/totp", None),
    ("/console/preferences", None),
    ("/console/image/{id}", Some(Permission::SeeContent)),
    ("/console/media/{id}", Some(Permission::SeeContent)),
    ("/console", None),
    ("/console/sign-in", None),
    ("/console/sign-in/code", None),
    ("/console/sign-out", None),
];

/// Forms that end or begin a session.
const OF_SESSIONS: [&str; 3] = ["/console/sign-in", "/console/sign-in/code", "/console/sign-out"];

/// A signed-in client for each role.
async fn everybody(app: &TestApp) -> Vec<(Role, ConsoleClient)> {
    let mut all = Vec::new();
    for &role in Role::ALL {
        all.push((role, app.signed_in(role.value()).await));
    }
    all
}

#[tokio::test]
async fn pages_check_the_role() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let nobody = app.browser();
    let everybody = everybody(&app).await;
    for (path, gets, posts) in routes() {
        let own = PAGES.iter().find(|(page, _)| *page == path);
        let of_resources = path.contains("{resource}");
        assert!(of_resources || own.is_some(), "say in PAGES who may see {path}");
        let path = filled(&path);
        let open = ["/console", "/console/sign-in"].contains(&path.as_str());
        if gets && !open {
            let page = nobody.get(&path).await;
            assert_eq!(page.status, 303, "{path}");
            assert!(page.location().starts_with("/console/sign-in?next="), "{path}: {}", page.location());
        }
        if posts && !open {
            let page = nobody.post(&path, &[]).await;
            assert_eq!(page.status, 303, "{path}: {}", page.text());
            assert!(page.location().starts_with("/console/sign-in?next="), "{path}: {}", page.location());
        }
        if let Some((_, need)) = own {
            for (role, staff) in &everybody {
                let expected = need.is_none_or(|need| role.may(need));
                if gets {
                    let page = staff.get(&path).await;
                    assert_eq!(page.status != 403, expected, "{path} {role:?}: {}", page.status);
                }
                if posts && !OF_SESSIONS.contains(&path.as_str()) {
                    assert_eq!(staff.post(&path, &[]).await.status != 403, expected, "POST {path} {role:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn resources_check_the_role() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let everybody = everybody(&app).await;
    let nobody = app.browser();
    let keys = keys(&app).await;
    let written =
        number(&app, "SELECT COUNT(*) FROM console_audit WHERE action NOT IN ('view', 'export')").await;
    for resource in resources(&app) {
        let base = format!("/console/r/{}", resource.name);
        let key = keys.get(resource.name).unwrap_or_else(|| panic!("{} has no row", resource.name));
        let missing = if resource.text_key { "nothing" } else { "999999999" };
        for (role, staff) in &everybody {
            let sees = role.may(resource.see);
            let edits = sees && resource.edit.is_some_and(|need| role.may(need));
            let seen = if sees { 200 } else { 403 };
            let get = async |path: String| (staff.get(&path).await.status, path);
            for path in [base.clone(), format!("{base}/csv"), format!("{base}/xlsx"), format!("{base}/{key}")]
            {
                assert_eq!(get(path.clone()).await.0, seen, "{path} {role:?}");
            }
            let picked = staff.get(&format!("/console/pick/{}?q=", resource.name)).await;
            assert_eq!(picked.status, seen, "pick {} {role:?}", resource.name);
            let made = match (edits, resource.creates) {
                (false, _) => 403,
                (true, false) => 404,
                (true, true) => 200,
            };
            assert_eq!(get(format!("{base}/new")).await.0, made, "{base}/new {role:?}");
            let post = async |path: &str, fields: &[(&str, &str)]| staff.post(path, fields).await.status;
            // An empty form fails for its required fields.
            let made = if made == 200 { 422 } else { made };
            assert_eq!(post(&base, &[]).await, made, "create {base} {role:?}");
            let changed = if edits { 404 } else { 403 };
            let row = format!("{base}/{missing}");
            assert_eq!(post(&row, &[("name", "x")]).await, changed, "save {row} {role:?}");
            assert_eq!(post(&row, &[("_do", "delete")]).await, changed, "delete {row} {role:?}");
            let is_ordered = matches!(resource.order, Order::Position(_));
            let ordered = match (edits, is_ordered) {
                (false, _) => 403,
                (true, false) => 404,
                (true, true) => 303,
            };
            assert_eq!(post(&format!("{base}/order"), &[]).await, ordered, "order {base} {role:?}");
            let kept = if sees { 303 } else { 403 };
            assert_eq!(post(&format!("{base}/views"), &[("do", "begin")]).await, kept, "{base} {role:?}");
            for action in resource.actions {
                let asks =
                    action.target == Target::Resource || action.asks.iter().any(|field| field.is_required);
                let done = match sees && role.may(action.need) {
                    true if asks => 422,
                    true => 303,
                    false => 403,
                };
                let path = format!("{base}/do/{}", action.name);
                assert_eq!(post(&path, &[]).await, done, "{path} {role:?}");
                assert_eq!(nobody.post(&path, &[]).await.status, 303, "{path}");
            }
            let unknown = post(&format!("{base}/do/nothing"), &[]).await;
            assert_eq!(unknown, if sees { 404 } else { 403 }, "{base} {role:?}");
        }
        for path in [
            base.clone(),
            format!("{base}/csv"),
            format!("{base}/xlsx"),
            format!("{base}/{key}"),
            format!("{base}/new"),
        ] {
            let page = nobody.get(&path).await;
            assert!(page.status == 303 && page.location().starts_with("/console/sign-in"), "{path}");
        }
        for path in [base.clone(), format!("{base}/order"), format!("{base}/views"), format!("{base}/{key}")]
        {
            assert_eq!(nobody.post(&path, &[]).await.status, 303, "{path}");
        }
        assert_eq!(nobody.get(&format!("/console/pick/{}", resource.name)).await.status, 303);
    }
    let orders = audited(&app, "order").await;
    let now = number(&app, "SELECT COUNT(*) FROM console_audit WHERE action NOT IN ('view', 'export')").await;
    assert_eq!(now - written, orders, "nothing else was done");
}

#[tokio::test]
async fn permissions_of_roles_match_the_handbook() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let everybody = everybody(&app).await;
    let of = |role: Role| &everybody.iter().find(|(own, _)| *own == role).unwrap().1;
    let (owner, operator, reviewer) = (of(Role::Owner), of(Role::Operator), of(Role::Reviewer));
    let (finance, service, reader) = (of(Role::Finance), of(Role::Service), of(Role::Reader));
    for name in ["orders", "intents", "refunds", "withdrawals", "accounts", "postings", "supports"] {
        let path = format!("/console/r/{name}");
        for staff in [owner, operator, finance, service] {
            assert_eq!(staff.get(&path).await.status, 200, "{name} {}", staff.email);
        }
        for staff in [reviewer, reader] {
            assert_eq!(staff.get(&path).await.status, 403, "{name} {}", staff.email);
        }
    }
    for name in ["staff", "audit"] {
        let path = format!("/console/r/{name}");
        assert_eq!(owner.get(&path).await.status, 200);
        for staff in [operator, reviewer, finance, service, reader] {
            assert_eq!(staff.get(&path).await.status, 403, "{name} {}", staff.email);
            assert!(!staff.get("/console/").await.has(&format!("href=\"{path}\"")), "{name} {}", staff.email);
        }
    }
    for staff in [operator, service] {
        assert_eq!(staff.get("/console/r/outbox").await.status, 200, "{}", staff.email);
    }
    for staff in [reviewer, finance, reader] {
        assert_eq!(staff.get("/console/r/outbox").await.status, 403, "{}", staff.email);
    }
    // Content of operators is edited by operators and the owner.
    for staff in [reviewer, finance, service, reader] {
        for (path, fields) in [
            ("/console/r/masters", vec![("name", "达人甲")]),
            ("/console/r/masters/1", vec![("name", "达人甲")]),
            ("/console/r/masters/1", vec![("_do", "delete")]),
            ("/console/r/categories/order", vec![("order", "2"), ("order", "1")]),
            (
                "/console/r/tickets/do/issue",
                vec![("project_id", "1"), ("count", "1"), ("name", "x"), ("price", "1")],
            ),
        ] {
            assert_eq!(staff.post(path, &fields).await.status, 403, "{path} {}", staff.email);
        }
    }
    // Only finance and the owner move money; identities are decided by those who may see them.
    let id = fixture.withdrawal.to_string();
    for staff in [operator, reviewer, service, reader] {
        let page = staff.post("/console/r/withdrawals/do/confirm", &[("id", &id)]).await;
        assert_eq!(page.status, 403, "{}", staff.email);
        let end = [("id", "1"), ("reason", "x")];
        assert_eq!(
            staff.post("/console/r/crowdfunding-projects/do/withdraw", &end).await.status,
            403,
            "{}",
            staff.email
        );
    }
    for staff in [service, reader] {
        let id = fixture.crowdfunding.stranger.id.to_string();
        assert_eq!(staff.post("/console/r/crowdfunding-users/do/identify", &[("id", &id)]).await.status, 403);
        assert_eq!(staff.get("/console/r/identities").await.status, 403);
        assert_eq!(staff.get("/console/review/1").await.status, 403);
    }
    assert_eq!(number(&app, "SELECT COUNT(*) FROM cf_withdrawal WHERE status = 0").await, 1);
    let page = finance.post("/console/r/withdrawals/do/confirm", &[("id", &id)]).await;
    assert_eq!((page.status, page.location()), (303, "/console/r/withdrawals?done=1&left=0"));
    assert_eq!(number(&app, "SELECT COUNT(*) FROM cf_withdrawal WHERE status = 1").await, 1);
}

#[tokio::test]
async fn restricted_fields_appear_nowhere_without_permission() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let id = fixture.crowdfunding.stranger.id;
    let everybody = everybody(&app).await;
    let hidden: Vec<(&str, &Field)> = resources(&app)
        .iter()
        .flat_map(|resource| resource.fields.iter().map(|field| (resource.name, field)))
        .filter(|(_, field)| field.see.is_some())
        .collect();
    assert!(hidden.len() > 7);
    for resource in resources(&app) {
        let label = resource.field(resource.label);
        assert!(
            label.is_none_or(|field| field.see.is_none()),
            "{}: its name is for everybody",
            resource.name
        );
    }
    for (role, staff) in everybody.iter().filter(|(role, _)| role.may(Permission::SeeContent)) {
        let may = role.may(Permission::SeeIdentity);
        let mut pages = vec![
            format!("/console/r/crowdfunding-users/{id}"),
            "/console/r/crowdfunding-users/csv".to_owned(),
        ];
        if role.may(Permission::SeeMoney) {
            pages.extend(["/console/r/withdrawals", "/console/r/withdrawals/csv"].map(str::to_owned));
            pages.push(format!("/console/r/withdrawals/{}", fixture.withdrawal));
        }
        let mut found: Vec<&str> = Vec::new();
        for path in &pages {
            let page = staff.get(path).await;
            assert_eq!(page.status, 200, "{path} {role:?}");
            found.extend(SENSITIVE_VALUES.iter().filter(|secret| page.has(secret)));
        }
        for (name, field) in &hidden {
            if !role.may(app.service.console.registry.resource(name).unwrap().see) {
                continue;
            }
            if field.in_search && !may {
                // A part would tell the rest: only the whole value finds the row.
                let value = super::text(
                    &app,
                    &format!(
                        "SELECT MAX({}) FROM {}",
                        field.column,
                        app.service.console.registry.resource(name).unwrap().table
                    ),
                )
                .await;
                let half = &value[..value.len() / 2];
                let page = staff.get(&format!("/console/r/{name}?q={half}")).await;
                assert!(!page.has("data-row"), "{name}.{} {half} {role:?}", field.column);
            }
            let plain = staff.get(&format!("/console/r/{name}")).await;
            for asked in ["col={}", "f.{}=x", "f.{}=none", "sort={}", "sort=-{}"] {
                let path = format!("/console/r/{name}?{}", asked.replace("{}", field.column));
                let page = staff.get(&path).await;
                assert_eq!(page.status, 200, "{path} {role:?}");
                if !may {
                    assert!(!SENSITIVE_VALUES.iter().any(|secret| page.has(secret)), "{path} {role:?}");
                    assert!(!page.has(&format!("value=\"{}\"", field.column)), "{path} {role:?}");
                    let rows = |page: &miaohui_testkit::ConsolePage| page.text().matches("data-row").count();
                    assert_eq!(rows(&page), rows(&plain), "{path} {role:?} narrows nothing");
                }
            }
        }
        if may {
            assert!(SENSITIVE_VALUES[..6].iter().all(|secret| found.contains(secret)), "{role:?} {found:?}");
        } else {
            assert_eq!(found, Vec::<&str>::new(), "{role:?}");
        }
        let card = staff.get(&format!("/console/image/{}", fixture.idcard)).await;
        assert_eq!(card.status, if may { 200 } else { 404 }, "the identity card {role:?}");
        let other = staff.get(&format!("/console/image/{}", fixture.crowdfunding.image)).await;
        assert_eq!((other.status, other.header("content-type")), (200, "image/png"), "{role:?}");
    }
}

#[tokio::test]
async fn a_steward_scans_tickets_and_nothing_else() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let steward = app.signed_in("steward").await;
    let start = steward.get("/console/").await;
    assert_eq!((start.status, start.location()), (303, "/console/door"));
    let door = format!("/console/door/{}", fixture.community.project);
    for path in ["/console/door", &door, "/console/account"] {
        let page = steward.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.has("/console/r/") && !page.has("/console/dashboard"), "{path}: {}", page.text());
    }
    let page = steward.post("/console/preferences", &[("lang", "en"), ("back", &door)]).await;
    assert_eq!((page.status, page.location()), (303, door.as_str()));
    for path in ["/console/dashboard", "/console/r/users", "/console/r/check-ins", "/console/pick/projects"] {
        assert_eq!(steward.get(path).await.status, 403, "{path}");
    }
    assert_eq!(steward.post("/console/r/check-ins/do/undo", &[("id", "1")]).await.status, 403);
    assert_eq!(steward.post("/console/sign-out", &[]).await.status, 303);
}

#[tokio::test]
async fn choice_lists_show_only_permitted_rows() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let (owner, reader) = (app.signed_in("owner").await, app.signed_in("reader").await);
    assert!(owner.get("/console/pick/staff").await.has("reader"));
    for name in ["staff", "audit", "orders", "intents", "withdrawals", "outbox", "identities"] {
        let page = reader.get(&format!("/console/pick/{name}")).await;
        assert_eq!(page.status, 403, "{name}");
        assert!(!page.has("data-pick"), "{name}");
    }
    assert_eq!(reader.get("/console/pick/nothing").await.status, 404);
    let found = reader.get("/console/pick/masters?q=%E8%BE%BE").await;
    assert!(found.has("data-name=\"达人\""), "{}", found.text());
    assert_eq!(reader.get("/console/pick/masters?q=zzz").await.text().matches("data-pick").count(), 0);
}
