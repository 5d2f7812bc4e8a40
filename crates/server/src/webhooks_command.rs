//! The commands of webhooks: `add` enters an endpoint, `listen` takes events, checks their signatures and
//! prints them.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::post;
use miaohui_kernel::Clock;
use miaohui_server::config::ConfigArgs;
use miaohui_server::{Service, serve};
use miaohui_webhooks::{
    EventGroup, ID_HEADER, NewEndpoint, SIGNATURE_HEADER, SigningSecret, TIMESTAMP_HEADER, Verdict, verify,
};
use serde_json::{Value, json};

/// What to do with webhooks.
#[derive(clap::Subcommand)]
pub enum WebhooksCommand {
    /// Add an endpoint, and print its number and its secret.
    Add {
        /// Where events are sent to.
        url: String,
        /// The events, with commas between them.
        #[arg(long, value_delimiter = ',', required = true, value_parser = parse_group)]
        wants: Vec<EventGroup>,
        /// What the console shows beside it.
        #[arg(long, default_value = "")]
        note: String,
        #[command(flatten)]
        args: ConfigArgs,
    },
    /// Take events, check their signatures, print them and answer 200.
    Listen {
        /// Address and port to listen on.
        #[arg(long, default_value = "127.0.0.1:8099")]
        listen: SocketAddr,
        /// The endpoint's secret, as the console shows it.
        #[arg(long)]
        secret: String,
        /// The answer about written texts.
        #[arg(long, default_value = "allow", value_parser = ["allow", "queue", "hide"])]
        verdict: String,
    },
}

fn parse_group(name: &str) -> Result<EventGroup, String> {
    let names = || EventGroup::ALL.map(EventGroup::name).join(", ");
    EventGroup::from_name(name).ok_or_else(|| format!("one of {}", names()))
}

/// The largest event in bytes.
const MAX_BYTES: usize = 1 << 20;

/// Adds an endpoint, and prints its number and its secret.
#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
pub async fn add(service: Service, new: NewEndpoint) -> Result<()> {
    let (id, secret) = service.platform.webhooks.add(new).await?;
    println!("{id} {}", secret.expose());
    Ok(())
}

/// What an answer depends on.
struct Listener {
    secret: SigningSecret,
    verdict: Verdict,
    clock: Clock,
}

/// Takes events until the process ends, and answers those about written texts with `verdict`.
#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
pub async fn listen(address: SocketAddr, secret: &str, verdict: Verdict) -> Result<()> {
    let secret = SigningSecret::parse(secret).context("--secret")?;
    let listener = serve::listen(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let state = Arc::new(Listener { secret, verdict, clock: Clock::system() });
    let router = Router::new().route("/", post(take)).route("/{*path}", post(take)).with_state(state);
    axum::serve(listener, router).await.context("the listener has ended")
}

#[expect(clippy::print_stdout, reason = "what a command prints is its result")]
async fn take(State(listener): State<Arc<Listener>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BYTES).await else {
        return answer(StatusCode::PAYLOAD_TOO_LARGE, &json!({ "error": "the event is too large" }));
    };
    let value = |name| head.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signed = (value(ID_HEADER), value(TIMESTAMP_HEADER), value(SIGNATURE_HEADER));
    if let Err(error) = verify(&listener.secret, signed, &body, listener.clock.now_ms() / 1000) {
        println!("refused {}: {error}", signed.0);
        return answer(StatusCode::UNAUTHORIZED, &json!({ "error": error.to_string() }));
    }
    println!("{}", String::from_utf8_lossy(&body));
    let is_text = serde_json::from_slice::<Value>(&body).is_ok_and(|event| event["type"] == "text.written");
    answer(StatusCode::OK, &if is_text { json!({ "verdict": listener.verdict.value() }) } else { json!({}) })
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
