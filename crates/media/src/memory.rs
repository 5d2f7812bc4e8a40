//! The memory of all pictures that are being decoded.

use parking_lot::{Condvar, Mutex};

/// A number of bytes that decoders share.
#[derive(Debug)]
pub(crate) struct Memory {
    total: u64,
    used: Mutex<u64>,
    freed: Condvar,
}

/// A part of the memory, free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Reserved<'m> {
    memory: &'m Memory,
    bytes: u64,
}

impl Memory {
    pub fn new(total: u64) -> Self {
        Self { total, used: Mutex::new(0), freed: Condvar::new() }
    }

    /// The bytes in use.
    pub fn used(&self) -> u64 {
        *self.used.lock()
    }

    /// Whether a decoder can have that much at all.
    pub fn suffices_for(&self, bytes: u64) -> bool {
        bytes <= self.total
    }

    /// Waits until the others leave that much; `None` if it is more than there is.
    pub fn reserve(&self, bytes: u64) -> Option<Reserved<'_>> {
        if !self.suffices_for(bytes) {
            return None;
        }
        let mut used = self.used.lock();
        while *used + bytes > self.total {
            self.freed.wait(&mut used);
        }
        *used += bytes;
        Some(Reserved { memory: self, bytes })
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        *self.memory.used.lock() -= self.bytes;
        self.memory.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn decoders_wait_for_each_other() {
        let memory = Memory::new(100);
        assert!(memory.reserve(101).is_none());
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    let _reserved = memory.reserve(40).unwrap();
                    most.fetch_max(now.fetch_add(40, Ordering::SeqCst) + 40, Ordering::SeqCst);
                    std::thread::yield_now();
                    now.fetch_sub(40, Ordering::SeqCst);
                });
            }
        });
        assert!(most.into_inner() <= 100);
        assert_eq!(memory.used(), 0);
    }
}
