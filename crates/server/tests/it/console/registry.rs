//! The descriptions of all components together.

use std::collections::BTreeSet;

use miaohui_admin::{Queue, Services};
use miaohui_db::{Sql, Tx};
use miaohui_testkit::TestApp;

use super::{change, resources, text};

#[tokio::test]
async fn names_are_unique_and_resolve_and_services_are_there() {
    let app = TestApp::start().await;
    let console = &app.service.console;
    assert_eq!(console.registry.problems(&console.services), Vec::<String>::new());
    let missing = console.registry.problems(&Services::default());
    assert_eq!(
        missing,
        [
            "intents refund: its service is not there",
            "refunds retry: its service is not there",
            "refunds renew: its service is not there",
            "refunds outside: its service is not there",
            "payment-cases reverse: its service is not there",
            "payment-cases bear: its service is not there",
            "payment-cases refunded: its service is not there",
            "payment-cases record: its service is not there",
            "payment-cases fetch-bill: its service is not there",
            "bills fetch: its service is not there",
            "reports uphold: its service is not there",
            "webhooks rotate: its service is not there",
            "requests approve: its service is not there"
        ]
    );
    let mut twice = (*console.registry).clone();
    twice.resources.push(resources(&app)[0]);
    assert_eq!(twice.problems(&console.services), ["the resource users occurs twice"]);
    let mut less = (*console.registry).clone();
    less.resources.retain(|resource| resource.name != "games");
    let problems = less.problems(&console.services);
    assert!(
        problems.contains(&"game-comments.game_id: there is no resource games".to_owned()),
        "{problems:?}"
    );
}

#[tokio::test]
async fn pages_of_queues_exist() {
    let app = TestApp::start().await;
    super::fixture::ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let queues = &app.service.console.registry.queues;
    let names: BTreeSet<&str> = queues.iter().map(|queue| queue.name).collect();
    assert_eq!(names.len(), queues.len());
    for Queue { name, page, items, .. } in queues {
        assert_eq!(owner.get(page).await.status, 200, "{name}");
        let found = app.service.console.db.read(move |tx| items(tx, 10)).await.unwrap();
        for item in found {
            let queue = queues.iter().find(|queue| queue.name == *name).unwrap();
            assert_eq!(owner.get(&queue.page_of(item.id)).await.status, 200, "{name} {}", item.id);
        }
    }
}

#[tokio::test]
async fn the_audit_follows_the_names_of_resources() {
    let app = TestApp::start().await;
    for name in ["projects", "stalls", "people", "talks", "users"] {
        let sql = format!(
            "INSERT INTO console_audit (created_at, staff_id, actor, address, action, resource, subject, changes)
             VALUES (1, NULL, '', '', '{name}', '{name}', '', '{{}}')"
        );
        change(&app, &sql).await;
    }
    let script = include_str!("../../../../console/migrations/0003_names.sql");
    let job = move |tx: &mut Tx<'_>| {
        for statement in script.split(';').filter(|statement| statement.contains("UPDATE")) {
            tx.execute(Sql::Built(statement), &[])?;
        }
        Ok::<_, miaohui_db::Error>(())
    };
    app.service.console.db.write(job).await.unwrap();
    for (before, after) in [
        ("projects", "crowdfunding-projects"),
        ("stalls", "projects"),
        ("people", "crowdfunding-users"),
        ("talks", "conversations"),
        ("users", "users"),
    ] {
        let sql = format!("SELECT resource FROM console_audit WHERE action = '{before}'");
        assert_eq!(text(&app, &sql).await, after, "{before}");
    }
}
