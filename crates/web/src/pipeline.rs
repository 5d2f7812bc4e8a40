//! The pipeline of a call, the same in both APIs: session, idempotency key, admission, rate limit,
//! work, report of queued words, kept answer. A product adds its codes, its envelope and its
//! argument types.

use std::future::Future;
use std::sync::Arc;

use miaohui_db::{QuickRead, Tx};
use miaohui_moderation::{Queued, Thing};
use miaohui_webhooks::{WrittenThing, record_text};

use crate::idempotency::{self, Begun, Claim, IdempotencyKey, Refusal};
use crate::limits::CountedCall;
use crate::{ClientAddress, Limited, Platform, RateLimit, Reader};

/// What a product knows of a call before its transaction: enough to find out who calls.
pub trait Session: Clone + Send + 'static {
    /// Who calls.
    type Caller: Copy;
    /// How the product refuses.
    type Error: Refusal + From<Limited>;

    /// Looks up who calls; a token that is not valid is refused.
    fn caller(&self, tx: &mut Tx<'_>) -> Result<Self::Caller, Self::Error>;

    /// What tells the caller before the transaction: the token, or its hash.
    fn token(&self) -> Option<&str>;

    /// The caller's account, the scope of limits and of idempotency keys; `None` for a caller
    /// without an account.
    fn account(caller: Self::Caller) -> Option<String>;

    /// The refusal of an idempotency key from a caller without an account.
    fn account_required() -> Self::Error;

    /// The caller as a subject of reports; the default when the work names no other.
    fn subject(caller: Self::Caller) -> Option<Thing<'static>>;
}

/// A call before its transaction.
#[derive(Clone)]
pub struct Incoming<S> {
    /// What tells who calls.
    pub session: S,
    /// The caller's address.
    pub address: ClientAddress,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    /// The idempotency key that the client sent.
    pub once: Option<IdempotencyKey>,
    /// Whether a read belongs to the lane of heavy reads.
    pub is_heavy: bool,
    /// The hot row that a write changes.
    pub row: Option<u64>,
}

/// A call inside its transaction.
pub struct RequestContext<'a, 't, C> {
    /// The open transaction.
    pub tx: &'a mut Tx<'t>,
    /// Who calls.
    pub caller: C,
    /// When the call arrived, in Unix ms.
    pub now: i64,
    /// The queued words in the texts of the call.
    pub queued: Queued,
    /// What stores the texts of the call, for a report of queued words and for webhooks that moderate;
    /// a report defaults to the caller.
    pub subject: Option<Thing<'static>>,
}

impl<'a, 't, C> RequestContext<'a, 't, C> {
    fn new(tx: &'a mut Tx<'t>, caller: C, now: i64) -> Self {
        Self { tx, caller, now, queued: Queued::default(), subject: None }
    }
}

/// Counts a call against the limit of its address.
pub async fn limit_address(
    platform: &Platform,
    limit: Option<RateLimit>,
    address: ClientAddress,
) -> Result<(), Limited> {
    match limit {
        Some(limit) => platform.limits.address(limit, address.0).await,
        None => Ok(()),
    }
}

/// Runs a reading call in one read transaction.
pub async fn read<S: Session>(
    platform: &Platform,
    call: Incoming<S>,
    work: impl Fn(&mut RequestContext<'_, '_, S::Caller>) -> Result<Vec<u8>, S::Error> + Send + 'static,
) -> Result<Vec<u8>, S::Error> {
    let Incoming { session, address, now, is_heavy, .. } = call;
    if !is_heavy && platform.reads.may_be_quick(session.token(), address.0, now) {
        let mut job = |tx: &mut Tx<'_>| {
            let caller = session.caller(tx)?;
            work(&mut RequestContext::new(tx, caller, now))
        };
        match platform.db.read_quickly(&mut job) {
            QuickRead::Done(answer) => return answer,
            QuickRead::TookLong => platform.reads.took_long(session.token(), address.0, now),
            QuickRead::Unavailable => {}
        }
    }
    let reader = platform.reads.reader(session.token(), address.0);
    let is_known = matches!(reader, Reader::Account(_));
    let _place = platform.reads.enter(reader).await?;
    let reads = Arc::clone(&platform.reads);
    let job = move |tx: &mut Tx<'_>| {
        let caller = session.caller(tx)?;
        if let (false, Some(token), Some(account)) = (is_known, session.token(), S::account(caller)) {
            reads.remember(token, &account);
        }
        work(&mut RequestContext::new(tx, caller, now))
    };
    if is_heavy { platform.db.read_heavy(job).await } else { platform.db.read(job).await }
}

/// Runs a writing call in one write transaction, once for each idempotency key.
///
/// `admit` decides whether the caller may do it and prepares what `work` needs; only an admitted
/// call counts against the limit. A refusal is kept for the key as well, because its claim was
/// rolled back with the work.
pub async fn write<S: Session, A>(
    platform: &Platform,
    call: Incoming<S>,
    limit: Option<RateLimit>,
    admit: impl Fn(&mut RequestContext<'_, '_, S::Caller>) -> Result<A, S::Error> + Send + 'static,
    work: impl Fn(&mut RequestContext<'_, '_, S::Caller>, A) -> Result<Vec<u8>, S::Error> + Send + 'static,
) -> Result<Vec<u8>, S::Error> {
    let Incoming { session, address, now, once, row, .. } = call;
    let keyed = once.clone().map(|once| (once, session.clone()));
    let counted = CountedCall::new(&platform.limits, limit);
    let counting = counted.clone();
    let answer_by = platform.webhooks.answer_by(now);
    let job = move |tx: &mut Tx<'_>| {
        let caller = session.caller(tx)?;
        let mut claim = None;
        if let Some(once) = &once {
            let account = S::account(caller).ok_or_else(S::account_required)?;
            match once.begin::<S::Error>(tx, &account, now)? {
                Begun::Now(begun) => claim = Some(begun),
                Begun::Before(body) => return Ok(body),
            }
        }
        let mut context = RequestContext::new(tx, caller, now);
        let admitted = admit(&mut context)?;
        counting.count::<S::Error>(context.tx, S::account(caller), address.0, now)?;
        let body = work(&mut context, admitted)?;
        let RequestContext { tx, queued, subject, .. } = context;
        if let Some(subject) = subject {
            note_text(tx, subject, answer_by, now)?;
        }
        if let Some(subject) = subject.or_else(|| S::subject(caller)) {
            queued.report(tx, subject, now)?;
        }
        if let Some(claim) = claim {
            claim.keep(tx, 0, &idempotency::text(&body))?;
        }
        Ok(body)
    };
    let written = match row {
        Some(row) => platform.db.write_row(row, job).await,
        None => platform.db.write(job).await,
    };
    if written.is_ok() {
        counted.committed(now);
    }
    match (keyed, written) {
        (Some((once, session)), Err(error)) => {
            once.refused(&platform.db, now, error, move |tx| required_account(&session, tx)).await
        }
        (_, result) => result,
    }
}

/// Tells webhooks that moderate that the texts of a thing were written; their verdict counts until
/// `answer_by`. A flow calls it itself.
pub fn note_text(tx: &mut Tx<'_>, thing: Thing<'_>, answer_by: i64, now: i64) -> miaohui_db::Result<()> {
    let Thing { product, kind, id } = thing;
    record_text(tx, WrittenThing { product, kind, id: id.get() }, answer_by, now)
}

/// Runs a call that opens its own transactions, once for each idempotency key.
pub async fn flow<S: Session, F>(
    platform: &Platform,
    call: Incoming<S>,
    run: impl FnOnce(Option<Claim>) -> F,
) -> Result<Vec<u8>, S::Error>
where
    F: Future<Output = Result<Vec<u8>, S::Error>> + Send + 'static,
{
    let Incoming { session, once, .. } = call;
    match once {
        Some(once) => {
            let account = move |tx: &mut Tx<'_>| required_account(&session, tx);
            once.around(&platform.db, &platform.clock, account, |claim| run(Some(claim))).await
        }
        None => run(None).await,
    }
}

fn required_account<S: Session>(session: &S, tx: &mut Tx<'_>) -> Result<String, S::Error> {
    S::account(session.caller(tx)?).ok_or_else(S::account_required)
}
