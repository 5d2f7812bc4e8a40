//! A running service.

use std::net::SocketAddr;
use std::time::Duration;

use miaohui_community::Phone;
use miaohui_community::store::session::{self, NewMemberSession};
use miaohui_community::store::user;
use miaohui_community::store::user::NewUser;
use miaohui_kernel::{Clock, Rng};
use miaohui_server::config::{Config, ConfigArgs};
use miaohui_server::{Service, assemble, serve};
use reqwest::RequestBuilder;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::TestDatabase;
use crate::reference::require_described;

/// When tests begin: 2023-11-14T22:13:20Z in Unix ms.
const START_MS: i64 = 1_700_000_000_000;

/// A service on a port of its own, with its own database, that ends when this is dropped.
pub struct TestApp {
    /// Its wiring, for looking behind the API.
    pub service: Service,
    /// Its clock, which stands until it is moved.
    pub clock: Clock,
    /// An HTTP client.
    pub http: reqwest::Client,
    /// Where it listens.
    pub address: SocketAddr,
    database: TestDatabase,
    serving: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

/// A user made behind the API.
#[derive(Clone, Debug)]
pub struct Member {
    /// A valid token.
    pub token: String,
    /// 32 hexadecimal digits.
    pub uid: String,
    /// Phone number, country 86.
    pub phone: String,
    /// Internal id.
    pub id: i64,
}

impl TestApp {
    /// A service without limits on how often one calls.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A service with the given keys of the configuration (`limits.login_per_minute=5`).
    pub async fn start_with(settings: &[&str]) -> Self {
        Self::start_on(TestDatabase::create(), Clock::manual(START_MS), settings).await
    }

    /// A service on a database that may have been used before, at the time of `clock`.
    pub async fn start_on(database: TestDatabase, clock: Clock, settings: &[&str]) -> Self {
        let mut args = ConfigArgs {
            data_dir: Some(database.dir().to_string_lossy().into_owned()),
            ..Default::default()
        };
        let quiet = ["login", "signup", "sms", "upload", "publish"]
            .map(|limit| format!("limits.{limit}_per_minute=0"));
        let small = [
            "database.connections=4",
            "sms.per_address_per_hour=1000",
            "payment.sandbox=true",
            "listen=127.0.0.1:0",
        ];
        let all = quiet.iter().map(String::as_str).chain(small).chain(settings.iter().copied());
        args.settings = all.map(|setting| setting.parse().unwrap()).collect();
        if database.is_postgres() {
            args.database_url = Some(miaohui_kernel::Secret::new(database.url()));
        }
        let config = Config::load(&args, [], &database.dir()).unwrap_or_else(|error| panic!("{error}"));
        let service = assemble(&config, &clock, &Rng::seeded(1)).unwrap_or_else(|error| panic!("{error:#}"));
        let listener = serve::listen(config.listen).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = async { drop(stopped.await) };
        let serve = serve::serve(listener, service.router.clone(), ended, Duration::ZERO);
        let serving = tokio::spawn(serve);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { service, clock, http, address, database, serving, stop }
    }

    /// Ends the service and leaves its database.
    pub async fn close(self) -> TestDatabase {
        drop(self.stop);
        self.serving.await.unwrap();
        self.database
    }

    /// An absolute URL of the service.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Whether the tests run on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.database.is_postgres()
    }

    /// Calls a method of the Community API; every answer must be HTTP 200 and a JSON object with a code.
    pub async fn call(&self, method: &str, params: Value) -> Value {
        self.post_community(method, params.to_string().into_bytes()).await
    }

    /// Calls as a member.
    pub async fn call_as(&self, member: &Member, method: &str, params: Value) -> Value {
        let mut params = params;
        params["token"] = json!(member.token);
        self.call(method, params).await
    }

    /// Calls as a member and requires success.
    pub async fn ok(&self, member: &Member, method: &str, params: Value) -> Value {
        let reply = self.call_as(member, method, params.clone()).await;
        assert_eq!(code(&reply), 0, "{method} {params}: {reply}");
        reply
    }

    /// Posts raw bytes to a method (an empty name: to the mount itself).
    pub async fn post_community(&self, method: &str, body: Vec<u8>) -> Value {
        self.send_community(method, |request| request.body(body)).await
    }

    /// Calls as a member, with an `Idempotency-Key`.
    pub async fn call_once(&self, member: &Member, key: &str, method: &str, params: Value) -> Value {
        let mut params = params;
        params["token"] = json!(member.token);
        let key = HeaderValue::from_bytes(key.as_bytes()).unwrap();
        self.send_community(method, |request| {
            request.header("idempotency-key", key).body(params.to_string().into_bytes())
        })
        .await
    }

    async fn send_community(
        &self,
        method: &str,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Value {
        let request = self.http.post(self.url(&format!("/community/{method}")));
        let response = fill(request).send().await.unwrap();
        assert_eq!(response.status(), 200, "{method}");
        let reply: Value = response.json().await.unwrap();
        assert!(reply["code"].is_i64(), "{method}: {reply}");
        require_described(&self.service.community.settings, method, &reply);
        reply
    }

    /// Makes every answered call with an `Idempotency-Key` one whose process ended before it could answer.
    pub async fn lose_answers(&self) {
        let lose = |tx: &mut miaohui_db::Tx<'_>| {
            tx.execute("UPDATE idempotency SET status = NULL, body = NULL", &[])
        };
        assert!(self.service.community.db.write(lose).await.unwrap() > 0);
    }

    /// Requires that everything holds that must always hold.
    pub async fn require_verified(&self) {
        let findings = miaohui_server::verify(&self.service.community.db, false).await.unwrap();
        assert_eq!(findings, []);
    }

    /// The data directory.
    pub fn data_dir(&self) -> std::path::PathBuf {
        self.database.dir()
    }

    /// Where sent messages are written.
    pub fn outbox_dir(&self) -> std::path::PathBuf {
        self.database.dir().join("outbox")
    }

    /// Sends what is in the outbox and returns the last code sent to a phone of country 86.
    pub async fn sms_code(&self, phone: &str) -> Option<String> {
        while self.service.platform.outbox.deliver_due().await.unwrap() > 0 {}
        let lines = std::fs::read_to_string(self.outbox_dir().join("sms.jsonl")).unwrap();
        let mut messages = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let last = messages.rfind(|message| message["phone"] == phone)?;
        last["code"].as_str().map(str::to_owned)
    }

    /// A user made behind the API, with a valid token. `number` tells users apart.
    pub async fn member(&self, number: u32) -> Member {
        let (uid, token) = (self.service.community.rng.hex32(), self.service.community.rng.hex32());
        let phone = Phone::parse("86", &format!("139{number:08}")).unwrap();
        let (now, own) = (self.clock.now_ms(), (uid.clone(), token.clone(), phone.clone()));
        let insert = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<i64> {
            let (uid, token, phone) = &own;
            let new = NewUser {
                uid,
                phone,
                password: "",
                nickname: &format!("user-{number}"),
                invitation_code: &uid[..8],
                inviter: None,
                created_at: now,
            };
            let id = user::insert(tx, &new)?.expect("numbers are used once");
            session::create(
                tx,
                &NewMemberSession { token, user_id: id, created_at: now, expires_at: i64::MAX },
            )?;
            Ok(id.get())
        };
        let id = self.service.community.db.write(insert).await.unwrap();
        Member { token, uid, phone: phone.number, id }
    }

    /// Asks for a media id and fills it.
    pub async fn upload(&self, member: &Member, bytes: Vec<u8>) -> String {
        let media_id =
            self.ok(member, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
        let reply = self.upload_to(&media_id, bytes).await;
        assert_eq!(code(&reply), 0, "{reply}");
        media_id
    }

    /// Uploads to a media id.
    pub async fn upload_to(&self, media_id: &str, bytes: Vec<u8>) -> Value {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("picture.jpg");
        let form = reqwest::multipart::Form::new().text("media_id", media_id.to_owned()).part("file", part);
        let response = self.http.post(self.url("/community/upload")).multipart(form).send().await.unwrap();
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    }

    /// Publishes an article of a member's; its id.
    pub async fn article(&self, member: &Member, content: &str) -> i64 {
        let reply = self.ok(member, "article_publish", json!({ "content": content })).await;
        reply["article_id"].as_i64().unwrap()
    }
}

/// The code of a reply.
pub fn code(reply: &Value) -> i64 {
    reply["code"].as_i64().unwrap_or_else(|| panic!("no code: {reply}"))
}
