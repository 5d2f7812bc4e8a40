//! Every method without a token, with an unknown token and with a valid token. The tests of each
//! method cover access to other users' data.

use miaohui_community::{Access, methods};
use miaohui_testkit::{TestApp, code};
use serde_json::json;

#[tokio::test]
async fn every_method_requires_a_valid_token() {
    let app = TestApp::start().await;
    for (number, method) in (1..).zip(methods::table()) {
        let ann = app.community_user(number).await;
        let nobody = code(&app.call(method.name, json!({})).await);
        let stranger = code(&app.call(method.name, json!({ "token": "0".repeat(32) })).await);
        let member = code(&app.call_as(&ann, method.name, json!({})).await);
        match method.access {
            Access::Open => assert!(nobody != 403 && stranger != 404, "{}", method.name),
            Access::Member => assert_eq!((nobody, stranger), (403, 404), "{}", method.name),
        }
        assert!(!matches!(member, 403 | 404 | -1), "{}: {member}", method.name);
    }
}

#[test]
fn the_open_methods_are_those_of_the_contract() {
    let open: Vec<_> =
        methods::table().into_iter().filter(|m| m.access == Access::Open).map(|m| m.name).collect();
    assert_eq!(open, ["current_time", "send_sms_code", "user_login", "user_password_update", "user_signup"]);
}
