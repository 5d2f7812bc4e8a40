//! A system that takes events.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use miaohui_webhooks::{ID_HEADER, SIGNATURE_HEADER, SigningSecret, TIMESTAMP_HEADER, verify};
use parking_lot::Mutex;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A call as it came.
#[derive(Clone)]
pub struct Taken {
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: Vec<u8>,
}

impl Taken {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }

    /// Whether a secret has signed it, at a time in Unix ms.
    pub fn is_signed_by(&self, secret: &str, now: i64) -> bool {
        let secret = SigningSecret::parse(secret).unwrap();
        verify(&secret, (&self.id, &self.timestamp, &self.signature), &self.body, now / 1000).is_ok()
    }
}

/// How a call is answered.
type Answer = Box<dyn Fn(&Value) -> (u16, String) + Send>;

#[derive(Clone)]
struct State {
    taken: Arc<Mutex<Vec<Taken>>>,
    answer: Arc<Mutex<Answer>>,
}

/// The system, stopped on drop.
pub struct Receiver {
    pub address: SocketAddr,
    state: State,
    serving: JoinHandle<()>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answer: Answer = Box::new(|_| (200, String::new()));
        let state = State { taken: Arc::default(), answer: Arc::new(Mutex::new(answer)) };
        let own = state.clone();
        let take = move |headers: HeaderMap, body: Bytes| async move { own.take(&headers, &body) };
        let router = Router::new().fallback(take);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, state, serving }
    }

    pub fn url(&self) -> String {
        format!("http://{}/events", self.address)
    }

    /// Changes how calls are answered.
    pub fn answer(&self, answer: impl Fn(&Value) -> (u16, String) + Send + 'static) {
        *self.state.answer.lock() = Box::new(answer);
    }

    /// The calls since the last time.
    pub fn take(&self) -> Vec<Taken> {
        std::mem::take(&mut *self.state.taken.lock())
    }

    /// The kinds of the events of these calls.
    pub fn kinds(&self) -> Vec<String> {
        self.take().iter().map(Taken::kind).collect()
    }
}

impl State {
    fn take(&self, headers: &HeaderMap, body: &Bytes) -> Response {
        let text = |name: &str| headers[name].to_str().unwrap().to_owned();
        let taken = Taken {
            id: text(ID_HEADER),
            timestamp: text(TIMESTAMP_HEADER),
            signature: text(SIGNATURE_HEADER),
            body: body.to_vec(),
        };
        let (status, answer) = self.answer.lock()(&taken.json());
        self.taken.lock().push(taken);
        let status = StatusCode::from_u16(status).unwrap();
        if status.is_redirection() {
            return (status, [("location", answer)]).into_response();
        }
        (status, answer).into_response()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
