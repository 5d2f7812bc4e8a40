//! Traces of requests and of background work, sent as OTLP over HTTP.

mod collector;

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use axum::http::{HeaderMap, Method};
use miaohui_kernel::Clock;
use miaohui_trace::{Activity, RunTracer, Step};
use miaohui_web::{Outcome, RequestTrace, RequestTracer};
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{Span, SpanBuilder, SpanKind, Status, TraceContextExt, TracerProvider as _};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};

use crate::config::Config;
use crate::version::VERSION;
use collector::Collector;

/// Traces requests and background work, and sends what is sampled in batches from a thread of its own.
pub(crate) struct Traces {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
    propagator: TraceContextPropagator,
    clock: Clock,
    system: &'static str,
}

impl Traces {
    /// Opens the traces that the configuration asks for; `None` if there are none.
    pub fn open(config: &Config, clock: &Clock) -> Result<Option<Arc<Self>>> {
        let traces = &config.traces;
        if traces.endpoint.is_empty() {
            return Ok(None);
        }
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Collector::new())
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(&traces.endpoint)
            .build()
            .context("[traces]")?;
        let part = f64::from(traces.sample_per_mille) / 1000.0;
        // A proxy that has decided for a request decides for this part of it.
        let sampler = Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(part)));
        let resource = Resource::builder_empty()
            .with_service_name("miaohui")
            .with_attribute(KeyValue::new("service.version", VERSION))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_sampler(sampler)
            .with_resource(resource)
            .build();
        let tracer = provider.tracer("miaohui");
        let system = if config.database_url.expose().is_empty() { "sqlite" } else { "postgresql" };
        let propagator = TraceContextPropagator::new();
        Ok(Some(Arc::new(Self { provider, tracer, propagator, clock: clock.clone(), system })))
    }

    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_millis(self.clock.now_ms().max(0) as u64)
    }

    /// Sends what waits, for a few seconds at most.
    pub fn end(&self) {
        if let Err(error) = self.provider.shutdown() {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// Reads headers.
struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}

impl RequestTracer for Traces {
    fn begin(&self, method: &Method, headers: &HeaderMap, is_trusted: bool) -> Option<RequestTrace> {
        let parent = if is_trusted {
            self.propagator.extract_with_context(&Context::new(), &Headers(headers))
        } else {
            Context::new()
        };
        let started = self.now();
        let method = KeyValue::new("http.request.method", method.as_str().to_owned());
        let span = SpanBuilder::from_name("request")
            .with_kind(SpanKind::Server)
            .with_start_time(started)
            .with_attributes([method])
            .start_with_context(&self.tracer, &parent);
        if !span.is_recording() {
            return None;
        }
        let id = span.span_context().trace_id().to_string();
        let activity = Activity::new(self.clock.stopwatch());
        let (tracer, system, own) = (self.tracer.clone(), self.system, Arc::clone(&activity));
        let end = move |request: &str, outcome: Outcome, status: u16| {
            let request_id = request.to_owned();
            let mut span = span;
            span.update_name(outcome.operation);
            span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status)));
            span.set_attribute(KeyValue::new("miaohui.code", i64::from(outcome.code)));
            span.set_attribute(KeyValue::new("miaohui.request_id", request_id));
            if status >= 500 {
                span.set_status(Status::error("the server failed"));
            }
            end_with_steps(span, &own, &tracer, started, system);
        };
        Some(RequestTrace::new(id, activity, end))
    }
}

impl RunTracer for Traces {
    fn begin(&self) -> Arc<Activity> {
        Activity::new(self.clock.stopwatch())
    }

    fn end(&self, name: &'static str, activity: &Activity, count: u64, has_failed: bool) {
        let now = self.now();
        let started = now.checked_sub(activity.elapsed()).unwrap_or(now);
        let mut span = SpanBuilder::from_name(name)
            .with_kind(SpanKind::Internal)
            .with_start_time(started)
            .with_attributes([KeyValue::new("miaohui.count", count as i64)])
            .start_with_context(&self.tracer, &Context::new());
        if !span.is_recording() {
            return;
        }
        if has_failed {
            span.set_status(Status::error("the work failed"));
        }
        end_with_steps(span, activity, &self.tracer, started, self.system);
    }
}

/// Adds the steps below a span, and ends it now.
fn end_with_steps(
    mut span: impl Span,
    activity: &Activity,
    tracer: &SdkTracer,
    started: SystemTime,
    system: &'static str,
) {
    let context = Context::new().with_remote_span_context(span.span_context().clone());
    for step in activity.steps() {
        add(tracer, &context, started, system, step);
    }
    span.end_with_timestamp(started + activity.elapsed());
}

/// Adds a step below a span.
fn add(tracer: &SdkTracer, parent: &Context, started: SystemTime, system: &'static str, step: Step) {
    let mut attributes = Vec::with_capacity(3);
    if let Some(begun) = step.begun {
        let queued = begun.saturating_sub(step.start);
        attributes.push(KeyValue::new("miaohui.queue_ms", queued.as_secs_f64() * 1000.0));
    }
    if step.name.starts_with("db.") {
        attributes.push(KeyValue::new("db.system.name", system));
        attributes.push(KeyValue::new("miaohui.statements", step.statements as i64));
    }
    if let Some(peer) = step.peer {
        attributes.push(KeyValue::new("server.address", peer));
    }
    let kind = if step.name == "provider.call" { SpanKind::Client } else { SpanKind::Internal };
    let mut span = SpanBuilder::from_name(step.name)
        .with_kind(kind)
        .with_start_time(started + step.start)
        .with_attributes(attributes)
        .start_with_context(tracer, parent);
    span.end_with_timestamp(started + step.end);
}
