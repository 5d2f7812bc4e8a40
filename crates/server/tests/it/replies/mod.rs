//! The recorded replies of both APIs: status, headers and body of each call, byte for byte.
//!
//! The calls are made one after another on the demo data, with a manual clock and a seeded
//! generator, so that the same code gives the same bytes on both engines. The replies are kept in
//! `tests/data/replies`, one call a line. `MIAOHUI_RECORD=1` writes the files anew; a change in
//! them is a change of the published contract and is reviewed as one.

mod community_read;
mod community_refused;
mod community_write;
mod crowdfunding_read;
mod crowdfunding_refused;
mod crowdfunding_write;
mod recorder;

use std::collections::BTreeSet;

use miaohui_crowdfunding::routes;
use miaohui_testkit::TestApp;

use self::recorder::Recorder;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_are_the_recorded_ones() {
    let app = TestApp::start().await;
    miaohui_server::load_demo(&app.service).await.unwrap();
    require_recorded(app).await;
}

/// Makes all calls on the demo data and requires the recorded replies.
pub async fn require_recorded(app: TestApp) {
    let mut recorder = Recorder::new(app);
    community_read::record(&mut recorder).await;
    crowdfunding_read::record(&mut recorder).await;
    community_write::record(&mut recorder).await;
    crowdfunding_write::record(&mut recorder).await;
    // PostgreSQL never reuses the id of a refused insert, so refusals come after all new rows.
    community_refused::record(&mut recorder).await;
    crowdfunding_refused::record(&mut recorder).await;
    require_complete(&recorder);
    recorder.app.require_verified().await;
    recorder.finish();
}

/// Requires a success of every method and of every operation.
fn require_complete(recorder: &Recorder) {
    let methods = miaohui_community::methods::table();
    let methods = methods.into_iter().map(|method| method.name.to_owned());
    let resources = routes::table();
    let operations = resources.iter().flat_map(|resource| {
        resource.operations.iter().map(|operation| format!("{} {}", operation.verb, resource.path))
    });
    let all: BTreeSet<String> = methods.chain(operations).collect();
    let missing: Vec<&String> = all.difference(&recorder.succeeded).collect();
    assert_eq!(missing, [""; 0], "no success is recorded");
    assert!(recorder.calls() >= 400, "only {} calls are recorded", recorder.calls());
}
