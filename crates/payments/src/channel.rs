//! A payment channel: its provider behind a circuit breaker, with metrics.

use std::sync::Arc;

use miaohui_gateways::payment::provider::{Provider, ProviderError, Reply};
use miaohui_kernel::{Clock, MINUTE_MS};
use parking_lot::Mutex;

use crate::circuit::{Admission, Circuit};
use crate::metrics::PaymentMetrics;

/// The calls to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Start,
    Query,
    Close,
    Refund,
    QueryRefund,
    Bill,
}

impl Call {
    /// The name of the call in the metrics.
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Query => "query",
            Self::Close => "close",
            Self::Refund => "refund",
            Self::QueryRefund => "query_refund",
            Self::Bill => "bill",
        }
    }
}

/// A channel.
pub(crate) struct Channel {
    pub provider: Arc<dyn Provider>,
    circuit: Circuit,
    metrics: PaymentMetrics,
    clock: Clock,
    warning: Mutex<Warning>,
}

/// The last warning about notices that are not genuine.
#[derive(Debug, Default)]
struct Warning {
    at: Option<i64>,
    /// The notices since then.
    silent: u64,
}

/// The shortest time between two warnings: anybody can send forged notices.
const WARN_EVERY_MS: i64 = MINUTE_MS;

impl Channel {
    pub fn new(provider: Arc<dyn Provider>, metrics: PaymentMetrics, clock: Clock) -> Self {
        metrics.record_circuit(provider.channel(), false);
        Self { provider, circuit: Circuit::default(), metrics, clock, warning: Mutex::default() }
    }

    /// The name of the channel.
    pub fn name(&self) -> &'static str {
        self.provider.channel()
    }

    /// Whether background work of the channel has to wait until its provider answers again.
    pub fn is_stopped(&self) -> bool {
        self.circuit.is_open(self.clock.now_ms())
    }

    /// Counts a notice that is not genuine, and logs it unless another one was logged within a minute.
    pub fn report_forged(&self, error: &ProviderError) {
        self.metrics.record_disbelieved(self.name());
        let now = self.clock.now_ms();
        let mut warning = self.warning.lock();
        if warning.at.is_some_and(|at| now - at < WARN_EVERY_MS) {
            warning.silent += 1;
            return;
        }
        let silent = std::mem::replace(&mut *warning, Warning { at: Some(now), silent: 0 }).silent;
        drop(warning);
        tracing::warn!(channel = self.name(), %error, silent, "a notice is not genuine");
    }

    /// Calls the provider: `channel.call(Call::Query, |provider| provider.query(reference))`. While
    /// the circuit is open, the provider counts as unreachable.
    pub async fn call<'a, T>(
        &'a self,
        call: Call,
        make: impl FnOnce(&'a dyn Provider) -> Reply<'a, T>,
    ) -> Result<T, ProviderError> {
        if self.circuit.admit(self.clock.now_ms()) == Admission::Nothing {
            return Err(ProviderError::Unreachable("it has not answered several times in a row".into()));
        }
        let (stopwatch, name) = (self.clock.stopwatch(), self.name());
        let answer = make(&*self.provider).await;
        let code = answer.as_ref().err().map(ProviderError::code);
        self.metrics.record_call(name, call.name(), stopwatch.elapsed(), code);
        let has_answered = !matches!(answer, Err(ProviderError::Unreachable(_)));
        let now = self.clock.now_ms();
        if self.circuit.record(has_answered, now) {
            tracing::error!(
                channel = name,
                "the provider does not answer; its calls are stopped for a while"
            );
        }
        self.metrics.record_circuit(name, self.circuit.is_open(now));
        answer
    }
}
