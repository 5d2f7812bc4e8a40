//! Every known way to take more than one's share, each for a moment, while an ordinary client
//! measures. `cargo test --release -p miaohui-server --test hard attacks -- --nocapture` prints the
//! numbers.

mod calls;
mod connections;
mod target;

use std::future::Future;
use std::pin::Pin;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use miaohui_kernel::Clock;
use miaohui_testkit::{CommunityFixture, TestApp, TestDatabase};

use crate::program::{ServerProcess, passes_verification};
use target::Target;

/// How long each attack lasts.
const LASTS: Duration = Duration::from_millis(1500);
/// How many attackers there are, each at an address of its own.
const ATTACKERS: u8 = 4;
/// How many times slower the ordinary client may become. A build without optimization spends most of
/// its time on reading what the attackers send.
const MOST_SLOWER: f64 = if cfg!(debug_assertions) { 20.0 } else { 3.0 };
/// Most memory of the server, in MiB.
const MOST_MEMORY: u64 = 200;
/// How often an attack is repeated when the client was slower: the machine has other work as well.
const TRIES: usize = 4;

/// An attacker's work until the end of the attack.
type Work = Pin<Box<dyn Future<Output = ()> + Send>>;
/// Makes the work of an attacker at `127.0.0.{n}`.
type Attack = fn(Target, u8) -> Work;

const ATTACKS: &[(&str, Attack)] = &[
    ("a part header that never ends", |target, n| Box::pin(connections::endless_header(target, n))),
    ("a body of field names", |target, n| Box::pin(connections::field_names(target, n))),
    ("files of strangers", |target, n| Box::pin(calls::files_of_strangers(target, n))),
    ("unfinished bodies", |target, n| Box::pin(connections::unfinished_bodies(target, n))),
    ("readers that do not read", |target, n| Box::pin(connections::silent_readers(target, n))),
    ("all tickets reserved", |target, n| Box::pin(calls::reserve_all(target, n))),
    ("deep pages", |target, n| Box::pin(calls::deep_pages(target, n))),
    ("searches", |target, n| Box::pin(calls::searches(target, n))),
    ("codes to many spellings of a phone", |target, n| Box::pin(calls::codes(target, n))),
    ("wrong passwords", |target, n| Box::pin(calls::wrong_passwords(target, n))),
    ("ever new idempotency keys", |target, n| Box::pin(calls::new_keys(target, n))),
    ("look-ups of phones", |target, n| Box::pin(calls::look_ups(target, n))),
    ("large pictures", |target, n| Box::pin(calls::large_pictures(target, n))),
    ("long media names", |target, n| Box::pin(calls::long_names(target, n))),
    ("forged notices", |target, n| Box::pin(calls::forged_notices(target, n))),
];

/// Median times of the ordinary client, in µs: alone, and during an attack.
#[derive(Clone, Copy)]
struct Medians {
    alone: f64,
    attacked: f64,
}

impl Medians {
    fn ratio(self) -> f64 {
        self.attacked / self.alone
    }
}

/// Reads the first page as an ordinary client, and returns the median time.
async fn median_until(target: Target, until: Instant) -> f64 {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut times = Vec::new();
    while Instant::now() < until || times.len() < 5 {
        let begun = Instant::now();
        assert_eq!(target.first_page(&http).await, 0, "the ordinary client is answered");
        times.push(begun.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Starts the ordinary client on a thread of its own, so that it does not wait for the attackers'
/// own work.
fn ordinary_client(target: &Target, until: Instant) -> JoinHandle<f64> {
    let target = target.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(median_until(target, until))
    })
}

async fn measure(target: &Target, attack: Attack) -> Medians {
    let alone = ordinary_client(target, Instant::now() + LASTS / 3).join().unwrap();
    let until = Instant::now() + LASTS;
    let target = Target { until, ..target.clone() };
    let client = ordinary_client(&target, until);
    let attackers: Vec<_> = (2..2 + ATTACKERS).map(|n| tokio::spawn(attack(target.clone(), n))).collect();
    for attacker in attackers {
        attacker.await.unwrap();
    }
    Medians { alone, attacked: client.join().unwrap() }
}

/// The most memory that a process has used, in MiB.
#[cfg(target_os = "linux")]
fn peak_memory(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() >> 10
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attacked_server_serves_its_ordinary_clients() {
    let app = TestApp::start_on(TestDatabase::create(), Clock::system(), &[]).await;
    let fixture = CommunityFixture::create(&app).await;
    for n in 0..200 {
        app.publish_article(&fixture.ann, &format!("第 {n} 篇：庙会上的糖画与皮影")).await;
    }
    let mut members = Vec::new();
    for number in 100..100 + u32::from(ATTACKERS) {
        members.push(app.community_user(number).await.token);
    }
    let tickets: Vec<i64> = std::iter::repeat_with(|| fixture.next_ticket().get()).take(90).collect();
    let (member, phone) = (fixture.bob.token.clone(), fixture.bob.phone.clone());
    let database = app.close().await;
    let defaults: Vec<String> = [
        "limits.publish_per_minute=60",
        "limits.order_per_minute=60",
        "orders.pending_orders=5",
        "orders.pending_tickets=20",
        "orders.pending_tickets_per_project=10",
        "orders.expired_before_pause=3",
        "payment.sandbox=true",
    ]
    .map(str::to_owned)
    .into();
    let program = ServerProcess::start_with(&database, "", "127.0.0.1:0", &defaults);
    let address = program.address.parse().unwrap();
    let target = Target { address, until: Instant::now(), member, members, phone, tickets };
    let mut slow = Vec::new();
    for (name, attack) in ATTACKS {
        let mut best = measure(&target, *attack).await;
        for _ in 1..TRIES {
            if best.ratio() > MOST_SLOWER {
                let again = measure(&target, *attack).await;
                best = if again.ratio() < best.ratio() { again } else { best };
            }
        }
        let memory = peak_memory(program.pid());
        println!("{name:<36} {:>5.2} × the median alone, at most {memory} MiB so far", best.ratio());
        if best.ratio() > MOST_SLOWER || memory > MOST_MEMORY {
            slow.push(*name);
        }
    }
    assert_eq!(slow, [""; 0], "slow down the ordinary client, or take too much memory");
    drop(program);
    assert!(passes_verification(&database));
}
