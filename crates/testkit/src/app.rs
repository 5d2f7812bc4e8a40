//! A running service.

use std::net::SocketAddr;

use miaohui_community::Phone;
use miaohui_community::ids::UserId;
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

/// The time at the start of a test, 2023-11-14T22:13:20Z, in Unix ms.
const START_MS: i64 = 1_700_000_000_000;

/// A service with its own port and database, stopped on drop.
pub struct TestApp {
    /// The assembled service, for access without the APIs.
    pub service: Service,
    /// The manual clock of the service.
    pub clock: Clock,
    /// An HTTP client.
    pub http: reqwest::Client,
    /// The address that it listens on.
    pub address: SocketAddr,
    /// Its database.
    pub database: TestDatabase,
    serving: JoinHandle<()>,
    stop: oneshot::Sender<()>,
}

/// A user of the Community API.
#[derive(Clone, Debug)]
pub struct CommunityUser {
    /// A valid token.
    pub token: String,
    /// 32 hexadecimal digits.
    pub uid: String,
    /// Phone number, country 86.
    pub phone: String,
    /// The internal id.
    pub id: UserId,
}

impl TestApp {
    /// Starts a service without rate limits.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts a service with configuration keys such as `limits.login_per_minute=5`.
    pub async fn start_with(settings: &[&str]) -> Self {
        Self::start_on(TestDatabase::with_schema().await, Clock::manual(START_MS), settings).await
    }

    /// Starts a service on a database that may have been used before, at the time of `clock`.
    pub async fn start_on(database: TestDatabase, clock: Clock, settings: &[&str]) -> Self {
        let mut args = ConfigArgs {
            data_dir: Some(database.dir().to_string_lossy().into_owned()),
            ..Default::default()
        };
        let no_limits = ["login", "signup", "sms", "upload", "publish", "order", "lookup"]
            .map(|limit| format!("limits.{limit}_per_minute=0"));
        let defaults = [
            "database.connections=4",
            // However slow the machine is; a test that hangs ends at last.
            "database.read_ms=60000",
            "database.heavy_read_ms=60000",
            "database.write_ms=60000",
            "sms.per_address_per_hour=1000",
            "orders.pending_orders=0",
            "orders.pending_tickets=0",
            "orders.pending_tickets_per_project=0",
            "orders.expired_before_pause=0",
            "limits.anonymous_images_per_hour=0",
            "limits.uploads_per_day=0",
            "limits.upload_mb_per_day=0",
            "payment.sandbox=true",
            "listen=127.0.0.1:0",
        ];
        let all = no_limits.iter().map(String::as_str).chain(defaults).chain(settings.iter().copied());
        args.settings = all.map(|setting| setting.parse().unwrap()).collect();
        if database.is_postgres() {
            args.database_url = Some(miaohui_kernel::Secret::new(database.url()));
        }
        let config = Config::load(&args, [], &database.dir()).unwrap_or_else(|error| panic!("{error}"));
        let service = assemble(&config, &clock, &Rng::seeded(1)).unwrap_or_else(|error| panic!("{error:#}"));
        let listener = serve::listen(config.listen.to_string().parse().unwrap()).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = async { drop(stopped.await) };
        let gate = serve::Gate::new(
            service.connections,
            service.platform.proxies.clone(),
            &service.platform.metrics,
        );
        let (router, deadlines) = (service.router.clone(), service.deadlines);
        let serving = tokio::spawn(async move {
            serve::serve_one(listener, router, &gate, deadlines, ended).await;
        });
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { service, clock, http, address, database, serving, stop }
    }

    /// Stops the service and returns its database.
    pub async fn close(self) -> TestDatabase {
        drop(self.stop);
        self.serving.await.unwrap();
        self.database
    }

    /// An absolute URL of the service.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The database.
    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// The metrics, over HTTP from the operators' own listener.
    pub async fn metrics(&self) -> String {
        let listener = serve::listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let url = format!("http://{}/metrics", listener.local_addr().unwrap());
        let (router, deadlines) = (self.service.operations.clone(), self.service.deadlines);
        let serving = tokio::spawn(async move {
            let never = std::future::pending();
            serve::serve_one(listener, router, &serve::Gate::open(), deadlines, never).await;
        });
        let response = self.http.get(url).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let text = response.text().await.unwrap();
        serving.abort();
        text
    }

    /// Whether the tests run on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.database.is_postgres()
    }

    /// Calls a method of the Community API. The response must be HTTP 200 and a JSON object with a
    /// code.
    pub async fn call(&self, method: &str, params: Value) -> Value {
        self.post_community(method, params.to_string().into_bytes()).await
    }

    /// Calls a method as a user.
    pub async fn call_as(&self, user: &CommunityUser, method: &str, params: Value) -> Value {
        let mut params = params;
        params["token"] = json!(user.token);
        self.call(method, params).await
    }

    /// Calls a method as a user and requires success.
    pub async fn ok(&self, user: &CommunityUser, method: &str, params: Value) -> Value {
        let reply = self.call_as(user, method, params.clone()).await;
        assert_eq!(code(&reply), 0, "{method} {params}: {reply}");
        reply
    }

    /// Posts raw bytes to a method, or to the mount itself for an empty name.
    pub async fn post_community(&self, method: &str, body: Vec<u8>) -> Value {
        self.send_community(method, |request| request.body(body)).await
    }

    /// Calls a method as a user with an `Idempotency-Key`.
    pub async fn call_with_key(&self, user: &CommunityUser, key: &str, method: &str, params: Value) -> Value {
        let mut params = params;
        params["token"] = json!(user.token);
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
        require_chinese(method, &reply);
        reply
    }

    /// Discards all stored replies, as if the process had ended before each reply.
    pub async fn discard_stored_replies(&self) {
        let lose = |tx: &mut miaohui_db::Tx<'_>| {
            tx.execute("UPDATE idempotency SET status = NULL, body = NULL", &[])
        };
        assert!(self.service.community.db.write(lose).await.unwrap() > 0);
    }

    /// Requires that `verify` reports no finding.
    pub async fn require_verified(&self) {
        let findings = miaohui_server::verify(&self.service.community.db, false).await.unwrap();
        assert_eq!(findings, []);
        let files = miaohui_server::files::verify_files(&self.service.platform.compared()).await;
        assert_eq!(files.unwrap(), []);
    }

    /// The data directory.
    pub fn data_dir(&self) -> std::path::PathBuf {
        self.database.dir()
    }

    /// The directory that sent messages are written to.
    pub fn outbox_dir(&self) -> std::path::PathBuf {
        self.database.dir().join("outbox")
    }

    /// Sends all messages of the outbox and returns the last code sent to a phone of country 86.
    pub async fn sms_code(&self, phone: &str) -> Option<String> {
        while self.service.platform.outbox.deliver_due().await.unwrap() > 0 {}
        let lines = std::fs::read_to_string(self.outbox_dir().join("sms.jsonl")).unwrap();
        let mut messages = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let last = messages.rfind(|message| message["phone"] == phone)?;
        last["code"].as_str().map(str::to_owned)
    }

    /// Inserts a user of the Community API with a valid token. Each `number` is used once.
    pub async fn community_user(&self, number: u32) -> CommunityUser {
        let (uid, token) = (self.service.community.rng.hex32(), self.service.community.rng.hex32());
        let phone = Phone::parse("86", &format!("139{number:08}")).unwrap();
        let (now, own) = (self.clock.now_ms(), (uid.clone(), token.clone(), phone.clone()));
        let insert = move |tx: &mut miaohui_db::Tx<'_>| -> miaohui_db::Result<UserId> {
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
            let id = user::insert(tx, &new)?.expect("each number is used once");
            session::create(
                tx,
                &NewMemberSession { token, user_id: id, created_at: now, expires_at: i64::MAX },
            )?;
            Ok(id)
        };
        let id = self.service.community.db.write(insert).await.unwrap();
        CommunityUser { token, uid, phone: phone.number().to_owned(), id }
    }

    /// Requests a media id and uploads a picture to it.
    pub async fn upload(&self, user: &CommunityUser, bytes: Vec<u8>) -> String {
        let media_id =
            self.ok(user, "get_media_id", json!({})).await["media_id"].as_str().unwrap().to_owned();
        let reply = self.upload_to(&media_id, bytes).await;
        assert_eq!(code(&reply), 0, "{reply}");
        media_id
    }

    /// Uploads a file to a media id.
    pub async fn upload_to(&self, media_id: &str, bytes: Vec<u8>) -> Value {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("picture.jpg");
        let form = reqwest::multipart::Form::new().text("media_id", media_id.to_owned()).part("file", part);
        let response = self.http.post(self.url("/community/upload")).multipart(form).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let reply = response.json().await.unwrap();
        require_chinese("upload", &reply);
        reply
    }

    /// Publishes an article and returns its id.
    pub async fn publish_article(&self, user: &CommunityUser, content: &str) -> i64 {
        let reply = self.ok(user, "article_publish", json!({ "content": content })).await;
        reply["article_id"].as_i64().unwrap()
    }
}

/// Requires that a refusal is explained in Chinese. The reason of a ban is the operators' own.
fn require_chinese(method: &str, reply: &Value) {
    let Some(text) = reply["err_msg"].as_str().filter(|_| code(reply) != 108) else { return };
    let words: Vec<&str> = text.split(' ').collect();
    let is_english = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_phrase = words.windows(2).any(|pair| pair.iter().all(|word| is_english(word)));
    assert!(!text.is_ascii() && !is_phrase, "{method}: {reply}");
}

/// The code of a reply.
pub fn code(reply: &Value) -> i64 {
    reply["code"].as_i64().unwrap_or_else(|| panic!("no code: {reply}"))
}
