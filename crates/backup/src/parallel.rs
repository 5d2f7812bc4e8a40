//! The same work on many files, a few at a time, because each waits for a disk or a network.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

use crate::error::Result;
use crate::pace::run_last;

/// Files at a time.
const THREADS: usize = 8;

/// Runs `work` on all items, a few at a time, and gives each result to `take`, in the order in which
/// they are done. The first error ends it.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R> + Sync,
    mut take: impl FnMut(&T, R),
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let (sender, results) = channel();
    std::thread::scope(|scope| {
        for _ in 0..THREADS.min(items.len()) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                run_last();
                while let Some(item) = items.get(next.fetch_add(1, Ordering::SeqCst)) {
                    // Nobody listens after the first error.
                    if sender.send((item, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (item, result) in &results {
            match result {
                Ok(result) => take(item, result),
                Err(error) => {
                    next.store(items.len(), Ordering::SeqCst);
                    return Err(error);
                }
            }
        }
        Ok(())
    })
}
