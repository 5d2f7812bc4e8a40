//! Moderation as operators see it. The tests of each product cover the users' side.

use miaohui_db::{Slice, Tx};
use miaohui_moderation::report::{self, Filter, OpenCount, Report, ReportDecision, ReportState};
use miaohui_moderation::word::{self, Added, Policy};
use miaohui_moderation::{ReporterId, Thing, ThingId, WordId, Words};
use miaohui_testkit::{TestApp, code};
use serde_json::json;

/// A word of each policy among those of [`add_words`].
pub const REFUSED: &str = "违禁词";
pub const MASKED: &str = "Gamble";
pub const QUEUED: &str = "发票代开";

/// Adds ten thousand words.
pub async fn add_words(app: &TestApp) {
    let db = &app.service.community.db;
    let add = |tx: &mut Tx<'_>| -> miaohui_db::Result<()> {
        for n in 0..9_997 {
            word::add(tx, &format!("词{n}号"), Policy::ALL[n % 3], 1)?;
        }
        for (text, policy) in [(REFUSED, Policy::Refuse), (MASKED, Policy::Mask), (QUEUED, Policy::Queue)] {
            word::add(tx, text, policy, 1)?;
        }
        Ok(())
    };
    db.write(add).await.unwrap();
    assert!(app.service.platform.words.reload(db).await.unwrap());
}

/// The open reports, the newest first.
pub async fn open_reports(app: &TestApp) -> Vec<Report> {
    let filter = Filter { state: ReportState::Open, product: None, newest: true };
    app.service
        .community
        .db
        .read(move |tx| report::list(tx, filter, Slice { limit: 100, offset: 0 }))
        .await
        .unwrap()
}

/// Dismisses the only open report and returns it.
pub async fn take_report(app: &TestApp) -> Option<Report> {
    let mut reports = open_reports(app).await;
    assert!(reports.len() <= 1, "{reports:?}");
    let report = reports.pop()?;
    let id = report.id;
    let decide = move |tx: &mut Tx<'_>| report::decide(tx, id, ReportDecision::Dismiss, "root", "", 2);
    assert!(app.service.community.db.write(decide).await.unwrap());
    Some(report)
}

#[tokio::test]
async fn edited_words_reach_every_process() {
    let app = TestApp::start().await;
    let (db, words) = (&app.service.community.db, &app.service.platform.words);
    let (ann, other_process) = (app.community_user(1).await, Words::default());
    let says =
        async |text: &str| code(&app.call_as(&ann, "article_publish", json!({ "content": text })).await);
    let add = |text: &'static str, policy| db.write(move |tx| word::add(tx, text, policy, 5));
    let Added::New(id) = add("  Bad ", Policy::Refuse).await.unwrap() else { panic!("it is new") };
    assert_eq!(add("bAD", Policy::Mask).await.unwrap(), Added::Known);
    assert_eq!(add("  ", Policy::Mask).await.unwrap(), Added::Invalid);
    add("100%", Policy::Mask).await.unwrap();
    assert_eq!(says("BAD").await, 0, "not before the words are read again");
    assert!(words.reload(db).await.unwrap());
    assert!(!words.reload(db).await.unwrap(), "nothing new");
    assert!(other_process.reload(db).await.unwrap());
    assert_eq!(says("so BaD").await, 400);
    let list =
        |search: &'static str| db.read(move |tx| word::list(tx, search, Slice { limit: 10, offset: 0 }));
    let names = |(count, words): (i64, Vec<word::Word>)| {
        (count, words.into_iter().map(|word| word.word).collect::<Vec<_>>())
    };
    assert_eq!(names(list("").await.unwrap()), (2, vec!["100%".to_owned(), "bad".to_owned()]));
    assert_eq!(names(list("%").await.unwrap()), (1, vec!["100%".to_owned()]));
    assert_eq!(names(list("AD").await.unwrap()), (1, vec!["bad".to_owned()]));
    assert!(db.write(move |tx| word::set_policy(tx, id, Policy::Mask)).await.unwrap());
    assert!(!db.write(|tx| word::set_policy(tx, WordId(999), Policy::Mask)).await.unwrap());
    assert!(words.reload(db).await.unwrap());
    assert_eq!(says("so BaD").await, 0);
    assert!(db.write(move |tx| word::remove(tx, id)).await.unwrap());
    assert!(!db.write(move |tx| word::remove(tx, id)).await.unwrap());
    assert!(words.reload(db).await.unwrap());
    let article = says("bad").await;
    assert_eq!(article, 0);
    let shown = app.ok(&ann, "my_article_list", json!({})).await;
    let texts: Vec<&str> =
        shown["my_article_list"].as_array().unwrap().iter().map(|a| a["content"].as_str().unwrap()).collect();
    assert_eq!(texts, ["bad", "so ***", "BAD"]);
}

#[tokio::test]
async fn reports_are_listed_counted_and_decided_once() {
    let app = TestApp::start().await;
    let db = &app.service.community.db;
    let open = |kind: &'static str, id, reporter: Option<i64>| {
        let thing = Thing { product: "community", kind, id: ThingId(id) };
        let new = report::NewReport { thing, reporter: reporter.map(ReporterId), reason: "spam", text: "" };
        db.write(move |tx| report::open(tx, &new, 7))
    };
    assert!(open("article", 1, Some(1)).await.unwrap());
    assert!(!open("article", 1, Some(1)).await.unwrap(), "once");
    assert!(open("article", 1, Some(2)).await.unwrap());
    assert!(open("article", 1, None).await.unwrap());
    assert!(!open("article", 1, None).await.unwrap());
    assert!(open("user", 1, Some(1)).await.unwrap());
    let list = |state, product, newest| {
        let filter = Filter { state, product, newest };
        async move {
            let reports =
                db.read(move |tx| report::list(tx, filter, Slice { limit: 10, offset: 0 })).await.unwrap();
            reports
                .into_iter()
                .map(|report| (report.kind, report.reporter.map(ReporterId::get)))
                .collect::<Vec<_>>()
        }
    };
    let oldest = list(ReportState::Open, None, false).await;
    let article = |reporter| ("article".to_owned(), reporter);
    assert_eq!(oldest, [article(Some(1)), article(Some(2)), article(None), ("user".to_owned(), Some(1))]);
    let mut newest = list(ReportState::Open, Some("community"), true).await;
    newest.reverse();
    assert_eq!(newest, oldest);
    assert_eq!(list(ReportState::Open, Some("crowdfunding"), true).await, []);
    let count = |kind: &str, reports, things| OpenCount {
        product: "community".to_owned(),
        kind: kind.to_owned(),
        reports,
        things,
    };
    assert_eq!(db.read(report::open_counts).await.unwrap(), [count("article", 3, 1), count("user", 1, 1)]);
    let first = open_reports(&app).await.pop().unwrap();
    let decide = |id| db.write(move |tx| report::decide(tx, id, ReportDecision::Uphold, "root", "right", 9));
    assert!(decide(first.id).await.unwrap());
    assert!(!decide(first.id).await.unwrap(), "once");
    let decided = db.read(move |tx| report::find(tx, first.id)).await.unwrap().unwrap();
    assert_eq!(
        (decided.state, decided.decided_at, decided.note.as_str()),
        (ReportState::Upheld, Some(9), "right")
    );
    assert!(open("article", 1, Some(1)).await.unwrap(), "the earlier report is closed");
    let thing = Thing { product: "community", kind: "article", id: ThingId(1) };
    assert_eq!(
        db.read(move |tx| report::open_about(tx, thing, Slice { limit: 10, offset: 0 })).await.unwrap().len(),
        3
    );
    let all = move |tx: &mut Tx<'_>| report::decide_all(tx, thing, ReportDecision::Dismiss, "root", "", 9);
    assert_eq!(db.write(all).await.unwrap(), 3);
    assert_eq!(list(ReportState::Open, None, true).await, [("user".to_owned(), Some(1))]);
    crate::plans::assert_served_in_order(&app, &["GROUP BY product, kind ORDER BY product, kind"], 3);
}
