//! Fairness among the callers whose reads wait for the database.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most accounts of tokens to remember; they are forgotten together.
const MOST_TOKENS: usize = 100_000;

/// How long a caller whose read took long gets no quick one, in ms.
const PATIENT_MS: i64 = 1_000;
/// The most places for the times of slow callers; two callers may share one.
const SLOW_PLACES: usize = 1_024;

/// Who reads: an account, or an address without one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// The name of an account, such as `community:7`.
    Account(String),
    /// An address; an IPv6 address counts as its /64 network.
    Address(IpAddr),
}

/// How many reads of one caller may be in the database's queue or wait before it.
///
/// The calls of one caller wait here for one another, so that the queue holds few of them and the
/// calls of others pass.
pub struct Reads {
    callers: Mutex<HashMap<Reader, Arc<Caller>>>,
    /// The accounts of tokens.
    accounts: Mutex<HashMap<String, String>>,
    /// Until when callers get no quick reads, in Unix ms.
    slow: Box<[AtomicI64]>,
    of_account: usize,
    of_address: usize,
    waiting: usize,
}

struct Caller {
    places: Arc<Semaphore>,
    /// Reads that have or wait for a place.
    inside: AtomicUsize,
}

/// A place in the queue, given up on drop.
pub struct ReadPlace<'r> {
    reads: &'r Reads,
    reader: Reader,
    caller: Arc<Caller>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Reads {
    /// Creates the places for a database with this number of reader threads. At most `waiting` reads
    /// of one caller wait for a place.
    pub fn new(threads: usize, waiting: usize) -> Self {
        Self {
            callers: Mutex::default(),
            accounts: Mutex::default(),
            slow: (0..SLOW_PLACES).map(|_| AtomicI64::new(0)).collect(),
            of_account: (threads / 2).max(1),
            of_address: threads.max(1),
            waiting,
        }
    }

    /// Whether a read of this caller may run on the thread that asks. After one that took too long for it
    /// the caller waits in the queue for a while, so that repeated long reads hold up nobody else.
    pub fn may_be_quick(&self, token: Option<&str>, address: IpAddr, now: i64) -> bool {
        self.slow_until(token, address).load(Ordering::Relaxed) <= now
    }

    /// Notes that a read of this caller took too long for the thread that asked.
    pub fn took_long(&self, token: Option<&str>, address: IpAddr, now: i64) {
        self.slow_until(token, address).store(now + PATIENT_MS, Ordering::Relaxed);
    }

    fn slow_until(&self, token: Option<&str>, address: IpAddr) -> &AtomicI64 {
        let mut hasher = DefaultHasher::new();
        match token {
            Some(token) => token.hash(&mut hasher),
            None => crate::address::network(address).hash(&mut hasher),
        }
        &self.slow[hasher.finish() as usize % SLOW_PLACES]
    }

    /// The caller with this token and address. The account of a token is known after its first read.
    pub fn reader(&self, token: Option<&str>, address: IpAddr) -> Reader {
        let account = token.and_then(|token| self.accounts.lock().get(token).cloned());
        account.map_or_else(|| Reader::Address(crate::address::network(address)), Reader::Account)
    }

    /// Remembers the account of a token.
    pub fn remember(&self, token: &str, account: &str) {
        let mut accounts = self.accounts.lock();
        if accounts.len() >= MOST_TOKENS {
            accounts.clear();
        }
        accounts.insert(token.to_owned(), account.to_owned());
    }

    /// Waits for a place; a caller with too many waiting reads is refused as by a full queue.
    pub async fn enter(&self, reader: Reader) -> miaohui_db::Result<ReadPlace<'_>> {
        let most = match reader {
            Reader::Account(_) => self.of_account,
            Reader::Address(_) => self.of_address,
        };
        let caller = {
            let mut callers = self.callers.lock();
            let new = || Caller { places: Arc::new(Semaphore::new(most)), inside: AtomicUsize::new(0) };
            let caller = Arc::clone(callers.entry(reader.clone()).or_insert_with(|| Arc::new(new())));
            // Counted while the map is locked, so that nobody removes the caller meanwhile.
            caller.inside.fetch_add(1, Ordering::Relaxed);
            caller
        };
        let mut place = ReadPlace { reads: self, reader, caller, permit: None };
        if place.caller.inside.load(Ordering::Relaxed) > most + self.waiting {
            return Err(miaohui_db::Error::Busy { waiting: self.waiting });
        }
        // The semaphore is never closed.
        place.permit = Arc::clone(&place.caller.places).acquire_owned().await.ok();
        Ok(place)
    }
}

impl Drop for ReadPlace<'_> {
    fn drop(&mut self) {
        drop(self.permit.take());
        let mut callers = self.reads.callers.lock();
        if self.caller.inside.fetch_sub(1, Ordering::Relaxed) == 1 {
            callers.remove(&self.reader);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn now<F: Future>(future: F) -> Option<F::Output> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    #[test]
    fn a_caller_with_a_long_read_gets_no_quick_one_for_a_while() {
        let (reads, address) = (Reads::new(1, 1), "203.0.113.1".parse().unwrap());
        assert!(reads.may_be_quick(Some("token"), address, 1));
        reads.took_long(Some("token"), address, 1);
        assert!(!reads.may_be_quick(Some("token"), address, 1_000));
        assert!(reads.may_be_quick(Some("other"), address, 1_000));
        assert!(reads.may_be_quick(None, address, 1_000));
        assert!(reads.may_be_quick(Some("token"), address, 1_001));
    }

    #[test]
    fn the_reads_of_one_caller_wait_for_one_another() {
        let reads = Reads::new(4, 2);
        let (one, two): (IpAddr, IpAddr) = ("203.0.113.1".parse().unwrap(), "203.0.113.2".parse().unwrap());
        assert_eq!(reads.reader(Some("token"), one), Reader::Address(one));
        reads.remember("token", "community:7");
        let account = reads.reader(Some("token"), one);
        assert_eq!(account, Reader::Account("community:7".into()));
        let held: Vec<_> = (0..2).map(|_| now(reads.enter(account.clone())).unwrap().unwrap()).collect();
        {
            let mut waiting: Vec<_> = (0..2).map(|_| Box::pin(reads.enter(account.clone()))).collect();
            assert!(waiting.iter_mut().all(|waiting| now(waiting).is_none()));
            assert!(now(reads.enter(account.clone())).unwrap().is_err(), "too many wait");
            assert!(now(reads.enter(reads.reader(None, two))).unwrap().is_ok(), "others pass");
            drop(held);
            assert!(waiting.iter_mut().all(|waiting| now(waiting).unwrap().is_ok()));
        }
        assert!(reads.callers.lock().is_empty());
    }
}
