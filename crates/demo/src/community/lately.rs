//! What happened in the last thirty days beside what users do: new users, refunds, payments and messages
//! that failed. It draws from a generator of its own, so that everything else stays as it is.

use miaohui_community::ids::OrderId;
use miaohui_community::store::order::OrderStatus;
use miaohui_community::store::order_payments::{self, OrderPayments};
use miaohui_community::store::user::{self, NewUser};
use miaohui_community::{Phone, Result};
use miaohui_db::Tx;
use miaohui_kernel::{DAY_MS, Fen, HOUR_MS, MINUTE_MS, Rng};
use miaohui_payments::{NewIntent, PayerId, RefundRequest, SubjectId, record_failed, record_refunded};

use super::users::CODE_CHARACTERS;

const SEED: u64 = 30;
/// New users, the first of whose phones is 137 0000 0001.
const NEW_USERS: u32 = 24;
/// Of the paid orders, each of so many is refunded in part; as of the cancelled ones each payment failed.
const EACH_REFUNDED: usize = 6;
const EACH_FAILED: usize = 3;

/// The first accounts, by which client teams know the data, stay as they are.
const UNTOUCHED: i64 = 3;

/// Why money went back, in the words of operators.
const REASONS: [&str; 4] =
    ["活动改期，退还差价", "少到一人，退一张票款", "材料费多收，退回", "用户投诉，部分退款"];

/// Messages to new users that were not sent or did not arrive: state, reason and the provider's words.
const MESSAGES: [(&str, &str, &str); 6] = [
    ("undelivered", "off", "MK:0001 关机或停机"),
    ("failed", "limited", "isv.BUSINESS_LIMIT_CONTROL: 触发天级流控"),
    ("undelivered", "blocked", "MI:0024 用户已退订"),
    ("failed", "unreachable", "the provider did not answer in time"),
    ("failed", "expired", "the code expired before it could be sent"),
    ("undelivered", "recipient", "UNDELIV: 空号"),
];

/// Inserts everything.
pub fn fill(tx: &mut Tx<'_>, now: i64) -> Result<()> {
    let rng = Rng::seeded(SEED);
    sign_up(tx, &rng, now)?;
    refund(tx, &rng)?;
    fail_payments(tx)?;
    fail_messages(tx, &rng, now)
}

/// New users, more of them lately.
fn sign_up(tx: &mut Tx<'_>, rng: &Rng, now: i64) -> Result<()> {
    for n in 1..=NEW_USERS {
        let left = i64::from(NEW_USERS - n);
        let phone = Phone::parse("86", &format!("1370000{n:04}"))?;
        let new = NewUser {
            uid: &rng.hex32(),
            phone: &phone,
            password: "",
            nickname: &format!("新朋友{n}"),
            invitation_code: &rng.text(CODE_CHARACTERS, 8),
            inviter: None,
            created_at: now - left * left * DAY_MS / 19 - rng.below(20) as i64 * HOUR_MS,
        };
        user::insert(tx, &new)?;
    }
    Ok(())
}

/// Refunds a part of some paid orders, a day or so after the payment.
fn refund(tx: &mut Tx<'_>, rng: &Rng) -> Result<()> {
    let paid: Vec<(String, Fen, i64)> = tx.query(
        "SELECT reference, paid, created_at FROM payment_intent WHERE subject = $1 AND paid > 1 AND user_id > $2
         ORDER BY created_at, id",
        &[order_payments::SUBJECT.into(), UNTOUCHED.into()],
    )?;
    for (n, (payment, fen, paid_at)) in paid.into_iter().step_by(EACH_REFUNDED).enumerate() {
        let request = RefundRequest {
            payment,
            fen: Some(Fen(fen.get() / 2)),
            actor: "admin@miaohui.example".to_owned(),
            reason: REASONS[n % REASONS.len()].to_owned(),
        };
        let at = paid_at + 20 * HOUR_MS + rng.below(600) as i64 * MINUTE_MS;
        let reference = format!("demo-refund-{n}");
        record_refunded(tx, &request, &reference, &OrderPayments, at)?;
    }
    Ok(())
}

/// Failed payments of cancelled orders.
fn fail_payments(tx: &mut Tx<'_>) -> Result<()> {
    let cancelled: Vec<(OrderId, i64, Fen, i64, i64)> = tx.query(
        "SELECT id, user_id, price, created_at, expires_at FROM co_order
         WHERE status = $1 AND price > 0 AND user_id > $2 ORDER BY created_at, id",
        &[OrderStatus::Cancelled.into(), UNTOUCHED.into()],
    )?;
    for (id, user, fen, at, expires_at) in cancelled.into_iter().step_by(EACH_FAILED) {
        let new = NewIntent {
            reference: &format!("demo-failed-{id}"),
            subject: order_payments::SUBJECT,
            subject_id: SubjectId(id.get()),
            payer_id: PayerId(user),
            channel: "sandbox",
            fen,
            expires_at,
        };
        record_failed(tx, &new, at + 4 * MINUTE_MS)?;
    }
    Ok(())
}

/// Messages that did not arrive, the last ones within a day.
fn fail_messages(tx: &mut Tx<'_>, rng: &Rng, now: i64) -> Result<()> {
    for (n, (state, reason, words)) in MESSAGES.iter().cycle().take(18).enumerate() {
        let at = now - (17 - n as i64) * 40 * HOUR_MS - rng.below(300) as i64 * MINUTE_MS;
        tx.execute(
            "INSERT INTO outbox (kind, payload, recipient, provider, state, reason, created_at, expires_at, next_at,
               tries, ended_at, last_error) VALUES ('sms', '', $1, 'aliyun', $2, $3, $4, $5, NULL, 1, $6, $7)",
            &[
                (&format!("+861370000{:04}", n + 1)).into(),
                (*state).into(),
                (*reason).into(),
                at.into(),
                (at + 5 * MINUTE_MS).into(),
                (at + MINUTE_MS).into(),
                (*words).into(),
            ],
        )?;
    }
    Ok(())
}
