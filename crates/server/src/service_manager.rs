//! What systemd hears about this process (`Type=notify`); nothing where it did not start it.

use sd_notify::{NotifyState, notify, watchdog_enabled};

/// The service is ready.
pub fn ready() {
    tell(&[NotifyState::Ready]);
}

/// The service is about to stop.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Tells that the process runs, as often as the unit's `WatchdogSec` asks for, and ends at once without one.
/// A runtime whose threads are all stuck tells nothing, and is restarted. A database that does not answer
/// is no reason: a restart would not mend it.
pub async fn keep_watched() {
    let Some(within) = watchdog_enabled() else { return };
    loop {
        tell(&[NotifyState::Watchdog]);
        // Twice as often as it must.
        tokio::time::sleep(within / 2).await;
    }
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = notify(state) {
        tracing::warn!(%error, "systemd was not told");
    }
}
