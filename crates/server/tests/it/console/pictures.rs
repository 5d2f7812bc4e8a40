//! Pictures that forms upload.

use miaohui_testkit::{ConsolePage, TestApp, png};
use serde_json::json;

use super::forms::edited;
use super::{number, text};

fn key_of(page: &ConsolePage) -> String {
    assert_eq!(page.status, 303, "{}", page.text());
    let path = page.location().strip_suffix("?done=1").unwrap_or_else(|| panic!("{}", page.location()));
    path.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_uploaded_picture_is_served_and_shown() {
    let app = TestApp::start().await;
    let bob = app.community_user(9).await;
    let ann = app.signed_in("operator").await;
    let media = async || number(&app, "SELECT COUNT(*) FROM co_media").await;
    for rubbish in
        [b"<svg onload=alert(1)>".to_vec(), b"%PDF-1.4".to_vec(), vec![0; 1000], png(1, 4, 4)[..40].to_vec()]
    {
        let page = ann.upload("/console/r/masters", &[("name", "x")], &[("avatar", rubbish)]).await;
        assert_eq!(page.status, 422, "{}", page.text());
    }
    assert_eq!((media().await, number(&app, "SELECT COUNT(*) FROM co_master").await), (0, 0));
    let page = ann.upload("/console/r/masters", &[("name", "达人乙")], &[("avatar", png(7, 40, 30))]).await;
    let path = format!("/console/r/masters/{}", key_of(&page));
    let avatar = text(&app, "SELECT avatar FROM co_master").await;
    let listed = app.ok(&bob, "master_list", json!({})).await["master_list"][0].clone();
    assert_eq!(listed["avatar"], avatar.as_str(), "{listed}");
    let row = ann.get(&path).await;
    let shown =
        row.addresses().into_iter().find(|address| address.contains(avatar.split('.').next().unwrap()));
    let served = ann.get(&shown.unwrap_or_else(|| panic!("{}", row.text()))).await;
    assert_eq!((served.status, served.header("content-type")), (200, "image/png"));
    assert!(served.bytes.starts_with(b"\x89PNG"));
    // The picture stays when other fields change, and is removed on request.
    edited(&ann, &path, &[("address", "北京")]).await;
    assert_eq!(text(&app, "SELECT avatar || address FROM co_master").await, format!("{avatar}北京"));
    assert_eq!(edited(&ann, &path, &[("avatar.remove", "1")]).await.status, 303);
    assert_eq!(number(&app, "SELECT COUNT(*) FROM co_master WHERE COALESCE(avatar, '') = ''").await, 1);
    assert_eq!(ann.get(&path).await.status, 200);
}

#[tokio::test]
async fn pictures_can_be_kept_removed_added_and_reordered() {
    let app = TestApp::start().await;
    let ann = app.signed_in("operator").await;
    let merchant = ann.create_row("merchants", &[("name", "店")]).await.to_string();
    let fields = [("name", "衣"), ("merchant_id", merchant.as_str()), ("price", "1"), ("dynasty", "1")];
    let files = [("images", png(1, 4, 4)), ("images", png(2, 4, 4)), ("intro", png(3, 4, 4))];
    let page = ann.upload("/console/r/clothes", &fields, &files).await;
    let path = format!("/console/r/clothes/{}", key_of(&page));
    let images = async || -> Vec<String> {
        serde_json::from_str(&text(&app, "SELECT images FROM co_merchant_cloth").await).unwrap()
    };
    let first = images().await;
    assert_eq!(first.len(), 2);
    let intro = text(&app, "SELECT intro FROM co_merchant_cloth").await;
    assert!(
        ann.get(&path).await.has(&serde_json::from_str::<Vec<String>>(&intro).unwrap()[0]),
        "a picture in the text"
    );
    let mut turned = fields.to_vec();
    turned.extend([("images.keep", first[1].as_str()), ("images.keep", first[0].as_str())]);
    ann.upload(&path, &turned, &[("images", png(4, 4, 4))]).await;
    let second = images().await;
    assert_eq!((second.len(), &second[..2]), (3, [first[1].clone(), first[0].clone()].as_slice()));
    // A form can keep only existing pictures, not arbitrary names.
    let mut made_up = fields.to_vec();
    made_up.extend([
        ("images.keep", first[0].as_str()),
        ("images.keep", "../../etc/passwd"),
        ("images.keep", "f.png"),
    ]);
    ann.upload(&path, &made_up, &[]).await;
    assert_eq!(images().await, [first[0].clone()]);
    // A refused form stores no picture, so the returned form does not name it.
    let mut wrong = fields.to_vec();
    wrong.push(("price", "x"));
    wrong.push(("images.keep", &first[0]));
    let page = ann.upload(&path, &wrong, &[("images", png(9, 4, 4)), ("image", png(10, 4, 4))]).await;
    assert_eq!(page.status, 422);
    let kept: Vec<String> = page
        .form(&path)
        .into_iter()
        .filter(|(name, _)| name == "images.keep")
        .map(|(_, value)| value)
        .collect();
    assert_eq!(kept, [first[0].clone()]);
    for address in
        page.addresses().iter().filter(|address| address.starts_with('/') && !address.starts_with("/console"))
    {
        assert_eq!(app.browser().get(address).await.status, 200, "{address}");
    }
}

#[tokio::test]
async fn an_identity_card_is_shown_to_whoever_may_see_it_and_each_view_is_audited() {
    let app = TestApp::start().await;
    let ann = app.crowdfunding_user(1).await;
    let (reviewer, reader) = (app.signed_in("reviewer").await, app.signed_in("reader").await);
    let path = format!("/console/image/{}", app.upload_image(Some(&ann), 0).await);
    for address in [path.clone(), format!("{path}?w=96")] {
        for nobody in [&reader, &app.browser()] {
            let page = nobody.get(&address).await;
            assert!(matches!(page.status, 303 | 404), "{}", page.status);
            assert_ne!(page.header("content-type"), "image/png");
        }
        let shown = reviewer.get(&address).await;
        assert_eq!((shown.status, shown.header("cache-control")), (200, "private, no-store"));
        assert!(shown.bytes.starts_with(b"\x89PNG"));
    }
    let sql = "SELECT COUNT(*) FROM console_audit WHERE action = 'view' AND resource = 'identity images'
               AND actor = 'reviewer@miaohui.example'";
    assert_eq!(number(&app, sql).await, 2);
    let avatar = format!("/console/image/{}", app.upload_image(Some(&ann), 1).await);
    assert_eq!(reader.get(&avatar).await.status, 200);
    assert_eq!(number(&app, sql).await, 2);
}
