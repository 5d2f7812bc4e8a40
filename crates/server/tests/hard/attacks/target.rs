//! The server under attack.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};

/// The server, and what attackers know.
#[derive(Clone)]
pub struct Target {
    pub address: SocketAddr,
    /// The end of the attack.
    pub until: Instant,
    /// The token of the ordinary client.
    pub member: String,
    /// The tokens of attackers who have signed up.
    pub members: Vec<String>,
    /// The phone of a victim.
    pub phone: String,
    /// Tickets on sale.
    pub tickets: Vec<i64>,
}

impl Target {
    pub fn is_over(&self) -> bool {
        Instant::now() >= self.until
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The token of the attacker at `127.0.0.{n}`.
    pub fn token(&self, n: u8) -> &str {
        &self.members[usize::from(n) % self.members.len()]
    }

    /// A client at `127.0.0.{n}`.
    pub fn client(n: u8) -> reqwest::Client {
        let source = IpAddr::from(Ipv4Addr::new(127, 0, 0, n));
        reqwest::Client::builder().no_proxy().local_address(source).build().unwrap()
    }

    /// A connection from `127.0.0.{n}`; `None` when it is refused.
    pub async fn connect(&self, n: u8) -> Option<TcpStream> {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind((Ipv4Addr::new(127, 0, 0, n), 0).into()).ok()?;
        socket.connect(self.address).await.ok()
    }

    /// Calls a method of the Community API; the code, or `None` without a reply.
    pub async fn call(&self, http: &reqwest::Client, method: &str, params: &Value) -> Option<i64> {
        let url = self.url(&format!("/community/{method}"));
        let reply: Value = http.post(url).body(params.to_string()).send().await.ok()?.json().await.ok()?;
        reply["code"].as_i64()
    }

    /// Reads the first page of articles as the ordinary client, and returns the code.
    pub async fn first_page(&self, http: &reqwest::Client) -> i64 {
        self.call(http, "article_list", &json!({ "token": self.member })).await.unwrap()
    }
}
