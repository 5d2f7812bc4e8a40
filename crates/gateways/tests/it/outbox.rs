//! The outbox.

use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use miaohui_db::{Database, Options};
use miaohui_gateways::mail::{self, Mail, MailSender};
use miaohui_gateways::sms::{self, Accepted, Sms, SmsSender};
use miaohui_gateways::{MIGRATIONS, Outbox, OutboxId, SendError, Senders, enqueue_mail, enqueue_sms};
use miaohui_kernel::{Clock, HOUR_MS, MINUTE_MS};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::{START_MS, test_mail};

struct Bench {
    db: Database,
    clock: Clock,
    dir: TempDir,
}

impl Bench {
    fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = dir.path().join("test.db").to_string_lossy().into_owned();
        let db = Database::open(&Options { readers: 1, ..Options::new(url) }, &[MIGRATIONS]).unwrap();
        Self { db, clock: Clock::manual(START_MS), dir }
    }

    fn files(&self) -> Senders {
        let outbox = self.dir.path().join("outbox");
        Senders {
            sms: Arc::new(sms::OutboxFile::open(&outbox).unwrap()),
            mail: Arc::new(mail::OutboxFile::open(&outbox).unwrap()),
        }
    }

    fn mail_by(&self, mail: impl MailSender + 'static) -> Senders {
        Senders { mail: Arc::new(mail), ..self.files() }
    }

    fn outbox(&self, senders: Senders) -> Outbox {
        Outbox::new(self.db.clone(), self.clock.clone(), senders)
    }

    async fn enqueue_mail(&self, mail: Mail) {
        self.db.write(move |tx| enqueue_mail(tx, &mail, START_MS + HOUR_MS)).await.unwrap();
    }

    async fn enqueue_sms(&self, sms: Sms) {
        self.db.write(move |tx| enqueue_sms(tx, &sms, START_MS + HOUR_MS)).await.unwrap();
    }

    fn lines<T: serde::de::DeserializeOwned>(&self, name: &str) -> Vec<T> {
        let lines = std::fs::read_to_string(self.dir.path().join("outbox").join(name)).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The rows: kind, payload, attempts, whether it has ended, the last error.
    async fn rows(&self) -> Vec<(String, String, i64, bool, Option<String>)> {
        let sql = "SELECT kind, payload, tries, next_at IS NULL, last_error FROM outbox ORDER BY id";
        self.db.read(move |tx| tx.query(sql, &[])).await.unwrap()
    }
}

fn code(phone: &str) -> Sms {
    Sms {
        at: START_MS,
        country: "86".into(),
        phone: phone.into(),
        code: "246810".into(),
        text: "您的验证码是 246810".into(),
        purpose: "code".into(),
        minutes: 5,
    }
}

/// A sender that counts mails and fails.
struct FailingSender(Arc<Mutex<u32>>, fn(String) -> SendError);

impl MailSender for FailingSender {
    fn send(&self, _: &Mail) -> Result<(), SendError> {
        *self.0.lock().unwrap() += 1;
        Err(self.1("no".into()))
    }
}

#[tokio::test]
async fn a_mail_is_delivered_once_and_its_payload_deleted() {
    let bench = Bench::open();
    let outbox = bench.outbox(bench.files());
    bench.enqueue_mail(test_mail()).await;
    assert_eq!(outbox.deliver_due().await.unwrap(), 1);
    bench.clock.advance(2 * MINUTE_MS);
    assert_eq!(outbox.deliver_due().await.unwrap(), 0);
    let written: Vec<Mail> = bench.lines("mail.jsonl");
    let written: Vec<_> = written.iter().map(|m| (m.at, &m.to, &m.subject, &m.text)).collect();
    let (subject, text) = (test_mail().subject, test_mail().text);
    assert_eq!(written, [(START_MS, &test_mail().to, &subject, &text)]);
    assert_eq!(bench.rows().await, [("mail".into(), String::new(), 1, true, None)]);
}

#[tokio::test]
async fn each_kind_is_sent_in_order_by_its_sender() {
    let bench = Bench::open();
    let outbox = bench.outbox(bench.files());
    let phones: Vec<String> = (0..12).map(|n| format!("139000000{n:02}")).collect();
    for phone in &phones {
        bench.enqueue_sms(code(phone)).await;
        bench.enqueue_mail(Mail { to: format!("{phone}@example.org"), ..test_mail() }).await;
    }
    let mut count = 0;
    loop {
        match outbox.deliver_due().await.unwrap() {
            0 => break,
            sent => count += sent,
        }
    }
    assert_eq!(count, 24);
    let texted: Vec<serde_json::Value> = bench.lines("sms.jsonl");
    assert!(texted.iter().map(|sms| sms["phone"].as_str().unwrap()).eq(&phones), "{texted:?}");
    let posted: Vec<Mail> = bench.lines("mail.jsonl");
    assert!(posted.iter().zip(&phones).all(|(mail, phone)| mail.to == format!("{phone}@example.org")));
    assert_eq!(posted.len(), phones.len());
    assert!(bench.rows().await.iter().all(|row| row.1.is_empty() && row.3));
}

#[tokio::test]
async fn a_final_failure_is_not_retried() {
    let bench = Bench::open();
    let tries = Arc::default();
    let outbox = bench.outbox(bench.mail_by(FailingSender(Arc::clone(&tries), SendError::Permanent)));
    bench.enqueue_mail(test_mail()).await;
    outbox.deliver_due().await.unwrap();
    bench.clock.advance(HOUR_MS / 2);
    outbox.deliver_due().await.unwrap();
    assert_eq!(*tries.lock().unwrap(), 1);
    let [(_, payload, 1, true, Some(error))] = &bench.rows().await[..] else { panic!("it has ended") };
    assert!(payload.contains("246810") && error == "no", "kept for a manual retry");
}

#[tokio::test]
async fn a_failed_message_can_be_retried_until_it_expires() {
    let bench = Bench::open();
    let failing = bench.outbox(bench.mail_by(FailingSender(Arc::default(), SendError::Permanent)));
    bench.enqueue_mail(test_mail()).await;
    bench.enqueue_mail(test_mail()).await;
    failing.deliver_due().await.unwrap();
    let retry = async |id: i64| {
        let now = bench.clock.now_ms();
        bench.db.write(move |tx| miaohui_gateways::retry(tx, OutboxId(id), now)).await.unwrap()
    };
    let failed = async || bench.db.read(|tx| miaohui_gateways::count_failed(tx, 10)).await.unwrap();
    assert_eq!((failed().await, retry(1).await, retry(1).await, failed().await), (2, true, false, 1));
    bench.outbox(bench.files()).deliver_due().await.unwrap();
    assert_eq!(bench.lines::<Mail>("mail.jsonl").len(), 1);
    assert!(!retry(1).await, "it was sent");
    bench.clock.advance(HOUR_MS);
    let now = bench.clock.now_ms();
    assert!(!retry(2).await, "it has expired");
    assert_eq!(bench.db.write(move |tx| miaohui_gateways::forget_failed(tx, now)).await.unwrap(), 1);
    assert_eq!(failed().await, 1, "its recipient is still known");
    assert!(bench.rows().await.iter().all(|row| row.1.is_empty()));
}

#[tokio::test]
async fn a_temporary_failure_is_retried_until_the_message_expires() {
    let bench = Bench::open();
    let tries = Arc::default();
    let outbox = bench.outbox(bench.mail_by(FailingSender(Arc::clone(&tries), SendError::Transient)));
    bench.enqueue_mail(test_mail()).await;
    outbox.deliver_due().await.unwrap();
    assert_eq!(outbox.deliver_due().await.unwrap(), 0, "not due yet");
    bench.clock.advance(MINUTE_MS);
    outbox.deliver_due().await.unwrap();
    assert_eq!(*tries.lock().unwrap(), 2);
    let [(_, payload, 2, false, Some(error))] = &bench.rows().await[..] else { panic!("it is kept") };
    assert!(payload.contains("246810") && error == "no");
    bench.clock.advance(HOUR_MS);
    outbox.deliver_due().await.unwrap();
    assert_eq!(*tries.lock().unwrap(), 2);
    let [(_, payload, 3, true, Some(error))] = &bench.rows().await[..] else { panic!("it has ended") };
    assert!(payload.is_empty() && error == "no", "the reason stays: {error}");
}

/// A sender that reports its start and blocks until it is released.
struct BlockingSender {
    began: UnboundedSender<()>,
    release: Mutex<mpsc::Receiver<()>>,
}

impl MailSender for BlockingSender {
    fn send(&self, _: &Mail) -> Result<(), SendError> {
        self.began.send(()).unwrap();
        let _ = self.release.lock().unwrap().recv();
        Ok(())
    }
}

struct ReportingSender(UnboundedSender<String>);

impl SmsSender for ReportingSender {
    fn send(&self, sms: &Sms) -> Result<Accepted, SendError> {
        self.0.send(sms.phone.clone()).unwrap();
        Ok(Accepted { provider: "test", serial: None, has_receipt: false })
    }
}

#[tokio::test]
async fn a_hanging_mail_server_does_not_delay_codes() {
    let bench = Bench::open();
    let (began, mut mail_began) = unbounded_channel();
    let (texted, mut phones) = unbounded_channel();
    let (release, until) = mpsc::channel();
    let senders = Senders {
        sms: Arc::new(ReportingSender(texted)),
        mail: Arc::new(BlockingSender { began, release: Mutex::new(until) }),
    };
    let outbox = bench.outbox(senders);
    let running = tokio::spawn(outbox.clone().run());
    bench.enqueue_mail(test_mail()).await;
    outbox.wake();
    mail_began.recv().await.unwrap();
    bench.enqueue_sms(code("13900000000")).await;
    outbox.wake();
    assert_eq!(phones.recv().await.unwrap(), "13900000000");
    drop(release);
    running.abort();
}
