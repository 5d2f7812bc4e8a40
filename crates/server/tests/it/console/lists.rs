//! Lists of all resources: filters, sorting, search, files and query plans.

use std::collections::BTreeSet;

use miaohui_admin::{Kind, Order, Resource};
use miaohui_testkit::{ConsoleClient, ConsolePage, TestApp};

use super::fixture::{ConsoleFixture, keys};
use super::{change, encoded, number, resources};
use crate::plans::plan;

/// Tables that operators fill by hand. They stay small, so that a full scan and a sort are allowed.
pub const SMALL_TABLES: [&str; 11] = [
    "co_master",
    "co_merchant",
    "co_project",
    "co_merchant_cloth",
    "co_design_cloth",
    "co_game",
    "co_banner",
    "cf_category",
    "cf_place",
    "console_staff",
    "console_template",
];

fn rows(page: &ConsolePage) -> usize {
    page.text().matches("data-row").count()
}

async fn list(staff: &ConsoleClient, resource: &Resource, query: &str) -> ConsolePage {
    let path = format!("/console/r/{}?{query}", resource.name);
    let page = staff.get(&path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    page
}

/// The value of a row in a column as a filter writes it; none for NULL.
async fn value(app: &TestApp, resource: &Resource, key: &str, column: &str) -> Option<String> {
    let sql = format!(
        "SELECT COALESCE(CAST(t.{column} AS TEXT), '') FROM {} t WHERE CAST(t.{} AS TEXT) = '{key}'",
        resource.table, resource.key
    );
    Some(super::text(app, &sql).await).filter(|value| !value.is_empty())
}

#[tokio::test]
async fn every_list_can_be_filtered_sorted_searched_and_exported() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let keys = keys(&app).await;
    for resource in resources(&app) {
        let (name, key) = (resource.name, &keys[resource.name]);
        let all = if resource.default_filter.is_some() { "f.nothing=" } else { "" };
        let shown = rows(&list(&owner, resource, all).await);
        assert!(shown > 0, "{name}");
        let only = if resource.only.is_empty() { "1 = 1" } else { resource.only };
        let count = number(&app, &format!("SELECT COUNT(*) FROM {} t WHERE {only}", resource.table)).await;
        assert_eq!(shown as i64, count.min(50), "{name}");
        // A search for the key, and a filter by every value, must find the row.
        let found = list(&owner, resource, &format!("q={}", encoded(&format!("#{key}")))).await;
        let row = format!("/console/r/{name}/{}\"", key.replace(':', "%3A"));
        assert!(found.has(&row), "{name} {key}");
        for field in resource.fields {
            let column = field.column;
            let real = if field.kind.is_column() { value(&app, resource, key, column).await } else { None };
            let real = match field.kind {
                Kind::Thing { kind, .. } => {
                    let kind = value(&app, resource, key, kind).await.unwrap_or_default();
                    real.map(|real| format!("{kind}:{real}"))
                }
                _ if field.filters_presence => Some(i32::from(real.is_some()).to_string()),
                // PostgreSQL spells flags out.
                Kind::Flag => real.map(|flag| flag.replace("true", "1").replace("false", "0")),
                _ => real,
            };
            if field.in_filter {
                if let Some(real) = &real {
                    let page = list(&owner, resource, &format!("f.{column}={}", encoded(real))).await;
                    assert!(page.has(&row) || rows(&page) == 50, "{name} {column}={real}");
                }
                for rubbish in ["abc", "-1", "99999999999999999999", "1.5", "' OR 1=1 --", "\0", "%", "😀"]
                {
                    let page = list(&owner, resource, &format!("f.{column}={}", encoded(rubbish))).await;
                    assert!(
                        rows(&page) == 0
                            || rubbish == "\0"
                            || matches!(field.kind, Kind::Flag)
                            || field.filters_presence,
                        "{name} {column}={rubbish}"
                    );
                }
                list(&owner, resource, &format!("f.{column}=none&q=1&sort=-{column}")).await;
            }
            if field.in_search {
                let real = real
                    .unwrap_or_else(|| panic!("{name}.{column}: a row with nothing in it proves nothing"));
                let half: String = real.chars().take(real.chars().count().div_ceil(2)).collect();
                for text in [&real, &half] {
                    let page = list(&owner, resource, &format!("{all}&q={}", encoded(text))).await;
                    assert!(page.has(&row) || rows(&page) == 50, "{name} {column}: {text}");
                }
            }
            if let Some(by) = resource.sorts_by(field) {
                let texts = [
                    list(&owner, resource, &format!("{all}&sort={by}")).await,
                    list(&owner, resource, &format!("{all}&sort=-{by}")).await,
                ];
                let [up, down] = texts.map(|page| shown_keys(&page));
                let is_reversed = up.len() == 50 || up.iter().eq(down.iter().rev());
                assert!(!up.is_empty() && is_reversed, "{name} {column}: {up:?} {down:?}");
            }
            list(&owner, resource, &format!("sort=-{column}&col={column}")).await;
        }
        for odd in [
            "page=999999999999",
            "page=-1",
            "page=0",
            "page=abc",
            "page=99999999999999999999999",
            "sort=nonsense",
            "sort=-nonsense",
            "sort=password",
            "sort=",
            "col=password",
            "col=token_hash&col=id",
            "f.password=x",
            "f.=x",
            "f.x=abc",
            "q=%00",
            "q=%25",
            "q=%27%20OR%201%3D1",
            "q=%ff%fe",
            "q=99999999999999999999",
            "q=-9223372036854775808",
            "%00=%00",
            "=&&==",
        ] {
            let page = list(&owner, resource, odd).await;
            assert!(!page.has("argon2"), "{name} {odd}");
        }
        require_file(&owner, resource, count).await;
    }
}

/// The keys of a list in order.
fn shown_keys(page: &ConsolePage) -> Vec<String> {
    let text = page.text();
    let cells = text.split(" data-row").skip(1).filter_map(|cell| cell.split(['>', '<']).nth(1));
    cells.map(str::to_owned).collect()
}

/// Requires that the file has a line for each row, the newest first, with as many columns as its
/// heading.
async fn require_file(owner: &ConsoleClient, resource: &Resource, count: i64) {
    let path = format!("/console/r/{}/csv?f.nothing=", resource.name);
    let page = owner.get(&path).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/csv; charset=utf-8"), "{path}");
    assert_eq!(page.header("content-disposition"), format!("attachment; filename=\"{}.csv\"", resource.name));
    let text = page.text();
    let text = text.strip_prefix('\u{FEFF}').expect("a mark for spreadsheets");
    let mut file = csv::Reader::from_reader(text.as_bytes());
    // The name of a related row stands before its key.
    let relations = resource.fields.iter().filter(|field| matches!(field.kind, Kind::Relation(_))).count();
    assert_eq!(file.headers().unwrap().len(), resource.fields.len() + relations + 1, "{path}");
    let keys: Vec<String> = file.records().map(|row| row.unwrap()[0].to_owned()).collect();
    // The requests of this test add audit rows.
    assert!(keys.len() as i64 == count || resource.name == "audit", "{path}: {} {count}", keys.len());
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{path}");
    if !resource.text_key {
        assert!(keys.is_sorted_by_key(|key| std::cmp::Reverse(key.parse::<i64>().unwrap())), "{path}");
    }
}

/// A part of a workbook.
fn part(workbook: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
    text
}

#[tokio::test]
async fn a_workbook_has_numbers_dates_and_texts() {
    let app = TestApp::start().await;
    let owner = app.signed_in("owner").await;
    // 2023-11-14 22:13:20 in UTC, which is the next day in China.
    change(
        &app,
        "INSERT INTO co_master (id, uid, name, created_at) VALUES (7, 'uid7', '=1+1 & 庙会', 1700000000000)",
    )
    .await;
    let page = owner.get("/console/r/masters/xlsx").await;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!((page.status, page.header("content-type")), (200, kind));
    assert_eq!(page.header("content-disposition"), "attachment; filename=\"masters.xlsx\"");
    let sheet = part(&page.bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<c r=\"A2\"><v>7</v></c>"), "{sheet}");
    assert!(sheet.contains("=1+1 &amp; 庙会</t>") && !sheet.contains("<f>"), "{sheet}");
    // Days since 1900, and the time of the day as a part of one.
    let days = sheet.split("<v>").skip(1).filter_map(|cell| cell.split('<').next()?.parse::<f64>().ok());
    assert!(days.into_iter().any(|days| (days - 45_245.259_259).abs() < 0.000_01), "{sheet}");
    let text = owner.get("/console/r/masters/csv").await.text();
    assert!(text.contains("'=1+1 & 庙会"), "{text}");
}

#[tokio::test]
async fn an_exported_file_contains_all_rows_of_the_list() {
    let app = TestApp::start().await;
    let owner = app.signed_in("owner").await;
    change(
        &app,
        "INSERT INTO co_master (uid, name, created_at)
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2001) SELECT 'uid' || n, 'master ' || (n % 2), 1 FROM n",
    )
    .await;
    let lines = async |query: &str| {
        let page = owner.get(&format!("/console/r/masters/csv?{query}")).await;
        let text = page.text();
        let keys: BTreeSet<String> = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes())
            .records()
            .map(|row| row.unwrap()[0].to_owned())
            .collect();
        keys.len()
    };
    assert_eq!(lines("").await, 2001);
    assert_eq!(lines("q=aster+1").await, 1001);
    assert_eq!(lines("q=nothing").await, 0);
    let page = owner.get("/console/r/masters?page=2").await;
    assert_eq!((rows(&page), page.has("2001 条")), (50, true), "{}", page.text());
    assert_eq!(shown_keys(&page)[0], "1951");
    let last = owner.get("/console/r/masters?page=41").await;
    assert!(rows(&last) == 1 && !last.has("rel=\"next\"") && last.has("rel=\"prev\""));
}

#[tokio::test]
async fn links_of_a_list_keep_its_filters() {
    let app = TestApp::start().await;
    ConsoleFixture::create(&app).await;
    let owner = app.signed_in("owner").await;
    let page =
        owner.get("/console/r/crowdfunding-projects?f.status=3&sort=-name&col=name&col=status&q=").await;
    let links = page.addresses();
    assert!(
        links.contains(
            &"/console/r/crowdfunding-projects/csv?f.status=3&sort=-name&col=name&col=status".to_owned()
        ),
        "{links:?}"
    );
    let text = page.text();
    assert!(text.contains("<option value=\"3\" selected>"));
    assert!(!text.contains("<th>目标（元）</th>"), "columns are those that were chosen");
    // A list with a default filter can be shown whole.
    let banners = owner.get("/console/r/banners").await;
    assert!(banners.has("<option value=\"home\" selected>"));
    assert!(rows(&owner.get("/console/r/banners?f.kind=").await) > rows(&banners));
}

#[tokio::test]
async fn every_list_uses_an_index() {
    let app = TestApp::start().await;
    let owner = app.signed_in("owner").await;
    // PostgreSQL plans by table sizes, and tables are almost empty in tests.
    if app.is_postgres() {
        return;
    }
    let db = &app.service.console.db;
    let file = rusqlite::Connection::open(app.data_dir().join("miaohui.db")).unwrap();
    let (mut bad, mut looked_at) = (Vec::new(), 0);
    for resource in resources(&app) {
        if SMALL_TABLES.contains(&resource.table) {
            continue;
        }
        // The second: whether few of the rows can be meant, so that none may be walked over. Days are
        // in `narrowing.rs`, because tables as small as here are read as a whole.
        let mut queries = vec![
            (String::new(), false),
            ("q=7".into(), true),
            ("q=%237".into(), true),
            ("q=seven".into(), true),
            ("q=longer-than-a-piece@mail.example".into(), true),
        ];
        // What operators put in order is few.
        if matches!(resource.order, Order::Position(_)) {
            queries.push((format!("sort={}", resource.key), true));
        }
        for field in resource.fields {
            if field.in_filter {
                // Almost all rows are visible, so that a scan from the newest row fills a page
                // quickly.
                let values: &[&str] = match field.kind {
                    _ if field.filters_presence => &[],
                    Kind::Flag if field.rare.is_empty() => &["1"],
                    Kind::Flag => &["0", "1"],
                    Kind::Thing { .. } => &["ticket order:1", "masters:1"],
                    _ => &["0", "1", "2", "7", "none"],
                };
                for value in values {
                    // A value that is not rare fills a page from the newest row on.
                    let is_frequent =
                        !field.rare.is_empty() && !field.rare.iter().any(|rare| rare.value == *value);
                    queries.push((format!("f.{}={value}", field.column), !is_frequent));
                }
                if field.filters_presence {
                    queries.push((format!("f.{}=1", field.column), true));
                }
            }
        }
        for (query, is_narrowed) in queries {
            for tail in ["", "/csv"] {
                let before: BTreeSet<String> = db.statements().into_iter().collect();
                assert_eq!(
                    owner.get(&format!("/console/r/{}{tail}?{query}", resource.name)).await.status,
                    200
                );
                let new = db.statements().into_iter().filter(|text| !before.contains(text));
                // A condition that is always false reads no row.
                for text in new.filter(|text| {
                    !text.contains("1 = 0") && text.contains(&format!("FROM {} t", resource.table))
                }) {
                    looked_at += 1;
                    let plan = plan(&file, &text);
                    let sorts = plan.iter().any(|step| step.contains("TEMP B-TREE FOR"));
                    // A partial index holds only the rare rows and is small.
                    let walk = |step: &String| {
                        step.starts_with("SCAN s") || step.starts_with("SCAN t") && !step.ends_with("_hidden")
                    };
                    let from_key =
                        |step: &String| step.starts_with("SEARCH t USING INTEGER PRIMARY KEY (rowid>?");
                    let walks = is_narrowed && plan.iter().any(|step| walk(step) || from_key(step));
                    // A search limits the rows of each field before it sorts them; the tickets of
                    // one user are sorted too, and recommended ones of one position.
                    let one_persons = |step: &String| {
                        step.contains("co_ticket_owner (owner_id=?)")
                            || step.contains("co_ticket_recommended")
                    };
                    let is_bounded = text.contains("LIMIT 10001) found") || plan.iter().any(one_persons);
                    if sorts && !is_bounded || walks {
                        bad.push(format!("{} {query}\n  {text}\n  {}", resource.name, plan.join("\n  ")));
                    }
                }
            }
        }
    }
    assert!(looked_at > 150, "{looked_at}");
    assert!(bad.is_empty(), "{}: {}", bad.len(), bad.join("\n\n"));
}

#[tokio::test]
async fn exports_and_views_of_identities_are_audited_and_readers_export_no_phones() {
    let app = TestApp::start().await;
    let fixture = ConsoleFixture::create(&app).await;
    let (operator, reader) = (app.signed_in("operator").await, app.signed_in("reader").await);
    change(&app, "UPDATE co_user SET nickname = '＝cmd'").await;
    let phone = &fixture.community.ann.phone;
    let whole = operator.get("/console/r/users/csv").await.text();
    assert!(whole.contains(phone.as_str()) && whole.contains("'＝cmd"), "{whole}");
    let part = reader.get("/console/r/users/csv?q=x&col=phone").await.text();
    assert!(!part.contains(phone.as_str()), "{part}");
    let mails = reader.get("/console/r/crowdfunding-users/csv").await.text();
    assert!(!mails.contains('@'), "{mails}");
    let exports = async |who: &str| {
        let of = format!(
            "SELECT COUNT(*) FROM console_audit WHERE action = 'export' AND actor = '{who}@miaohui.example'"
        );
        number(&app, &of).await
    };
    assert_eq!((exports("operator").await, exports("reader").await), (1, 2));
    operator.get("/console/r/users/csv?from=2026-11-01&to=2026-11-02").await;
    let days = "SELECT COUNT(*) FROM console_audit WHERE changes LIKE '%2026-11-01 – 2026-11-02%'";
    assert_eq!(number(&app, days).await, 1);
    let views = async || number(&app, "SELECT COUNT(*) FROM console_audit WHERE action = 'view'").await;
    let row = format!("/console/r/crowdfunding-users/{}", fixture.crowdfunding.owner.id);
    reader.get(&row).await;
    operator.get("/console/r/crowdfunding-users").await;
    assert_eq!(views().await, 0, "nothing that needs a permission was shown");
    operator.get(&row).await;
    operator.get("/console/r/crowdfunding-users?col=idcard").await;
    assert_eq!(views().await, 2);
}
