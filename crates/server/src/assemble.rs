//! The wiring: from a configuration to a router and its background tasks.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use miaohui_admin::Services;
use miaohui_community::store::article_list::ArticleCaches;
use miaohui_console::running::RunningSettings;
use miaohui_console::second_person::SecondPerson;
use miaohui_kernel::{Clock, Rng};
use miaohui_web::{AccessLog, Observer, Platform, RequestTracer, observe, payment_notices, sms_receipts};

use crate::backups::Schedule;
use crate::clock_watch::ClockWatch;
use crate::config::Config;
use crate::measures::Measures;
use crate::opening::{Opening, ServeOpening};
use crate::operations::Readiness;
use crate::registry::registry;
use crate::replica_lags::ReplicaLags;
use crate::running::Running;
use crate::serve::{Certificates, ConnectionLimits, Deadlines};
use crate::traces::Traces;
use crate::version::VERSION;
use crate::{certificates, docs, logging, operations, platform, settings};

/// The whole service, ready to be served.
pub struct Service {
    /// All public routes; without health checks if the operators have a listener of their own.
    pub router: Router,
    /// The routes of the operators' own listener: health and metrics.
    pub operations: Router,
    /// What the products and the console share.
    pub platform: Platform,
    /// The Community API.
    pub community: Arc<miaohui_community::App>,
    /// The Crowdfunding API.
    pub crowdfunding: Arc<miaohui_crowdfunding::App>,
    /// The console.
    pub console: Arc<miaohui_console::App>,
    /// The settings that the console changes.
    pub running: Arc<Running>,
    /// The schedule of backups, if there is one.
    pub backups: Option<Schedule>,
    /// Notices jumps of the clock.
    pub clock_watch: ClockWatch,
    /// Reads the numbers of the metrics.
    pub measures: Measures,
    /// Asks the standbys how far they are behind.
    pub replica_lags: ReplicaLags,
    traces: Option<Arc<Traces>>,
    /// The limits of connections.
    pub connections: ConnectionLimits,
    /// The deadlines of connections.
    pub deadlines: Deadlines,
    /// The certificate of TLS, if there is one and it is to be served.
    pub certificates: Option<Arc<Certificates>>,
    /// Set when the server is about to stop, before it stops accepting.
    pub leaving: Arc<AtomicBool>,
    /// The data directory.
    pub data_dir: PathBuf,
}

/// Opens what the configuration names, as `serve` does, and wires it. Errors are one clear line.
pub fn assemble(config: &Config, clock: &Clock, rng: &Rng) -> Result<Service> {
    assemble_for(Opening::Serve(ServeOpening::DEFAULT), config, clock, rng)
}

/// Opens what the configuration names for a purpose, and wires it.
pub fn assemble_for(opening: Opening, config: &Config, clock: &Clock, rng: &Rng) -> Result<Service> {
    let platform = platform::open(config, clock, rng, opening)?;
    let community = Arc::new(miaohui_community::App {
        platform: platform.clone(),
        articles: ArticleCaches::default(),
        settings: settings::community(config),
    });
    let crowdfunding = Arc::new(miaohui_crowdfunding::App {
        platform: platform.clone(),
        settings: settings::crowdfunding(config),
    });
    let running = Arc::new(Running::new(
        platform.clone(),
        Arc::clone(&community),
        Arc::clone(&crowdfunding),
        config.clone(),
    ));
    let registry = Arc::new(registry());
    let second_person =
        SecondPerson { from: config.console.second_person_from(), registry: Arc::clone(&registry) };
    let console = Arc::new(miaohui_console::App {
        platform: platform.clone(),
        services: Services::default()
            .with(platform.desk.clone())
            .with(registry.reported.clone())
            .with(platform.webhooks.clone())
            .with(second_person),
        registry,
        running: Arc::clone(&running) as Arc<dyn RunningSettings>,
        version: VERSION,
        settings: config.to_toml_redacted().context("the configuration cannot be written")?,
    });
    let log = config.log.requests.then(|| {
        let sampling = platform.log_sampling.clone();
        Arc::new(AccessLog::new(logging::format(&config.log), sampling, logging::writer()))
    });
    let traces = Traces::open(config, clock)?;
    if let Some(traces) = traces.clone() {
        miaohui_trace::trace_runs(traces);
    }
    let tracer = traces.clone().map(|traces| traces as Arc<dyn RequestTracer>);
    let observer = Arc::new(Observer::new(&platform, log, tracer));
    let leaving = Arc::<AtomicBool>::default();
    let readiness = Readiness::new(platform.db.clone(), clock.clone(), Arc::clone(&leaving));
    let is_public = config.operations_listen.0.is_empty();
    let public_health = if is_public { operations::health(Arc::clone(&readiness)) } else { Router::new() };
    let router = miaohui_community::router(Arc::clone(&community))
        .merge(miaohui_crowdfunding::router(Arc::clone(&crowdfunding)))
        .merge(payment_notices(platform.desk.clone(), platform.bodies.clone()))
        .merge(receipts(config, &platform))
        .merge(miaohui_console::router(Arc::clone(&console)))
        .layer(from_fn_with_state(observer, observe))
        .merge(public_health)
        .merge(docs::router())
        // For handlers that leave the reading of the body to the framework.
        .layer(DefaultBodyLimit::max(platform.bodies.limits().bytes));
    let operations = operations::health(readiness).merge(operations::metrics(Arc::clone(&platform.metrics)));
    let connections = settings::connections(config);
    let deadlines = settings::deadlines(config);
    let backups = Schedule::new(config, clock, rng, &platform.metrics)?;
    let data_dir = config.data_dir.clone();
    let clock_watch = ClockWatch::new(&platform);
    let measures = Measures::new(&platform.metrics);
    let replica_lags = ReplicaLags::new(&platform.metrics);
    let is_served = matches!(opening, Opening::Serve(_));
    let certificates = if is_served { certificates::open(config)?.map(Arc::new) } else { None };
    certificates::show_ends(&platform.metrics, certificates.as_ref(), &platform.desk);
    Ok(Service {
        router,
        operations,
        platform,
        community,
        crowdfunding,
        console,
        running,
        backups,
        clock_watch,
        measures,
        replica_lags,
        traces,
        connections,
        deadlines,
        certificates,
        leaving,
        data_dir,
    })
}

/// The route of receipts, where a hook sends the messages.
fn receipts(config: &Config, platform: &Platform) -> Router {
    let secret = config.sms.http.secret.clone();
    if secret.expose().is_empty() {
        return Router::new();
    }
    sms_receipts(platform.db.clone(), platform.clock.clone(), platform.bodies.clone(), secret)
}

impl Service {
    /// Sends the traces that wait, at the end.
    pub fn end_traces(&self) {
        if let Some(traces) = &self.traces {
            traces.end();
        }
    }

    /// What the start-up lines show. `base` is the start of public URLs, `operations` that of the
    /// operators' own listener.
    pub fn addresses(&self, base: &str, operations: Option<&str>) -> Vec<(&'static str, String)> {
        let settings = &self.community.settings;
        let urls = |paths: &[String]| {
            let urls: Vec<String> = paths.iter().map(|path| format!("{base}{path}/")).collect();
            urls.join("  ")
        };
        let mut all = vec![
            ("Community API", urls(&settings.mounts)),
            ("Crowdfunding", format!("{base}/api/")),
            ("Media", urls(&settings.media_mounts)),
            ("Console", format!("{base}/console/")),
            ("API reference", format!("{base}/docs")),
            ("Health", format!("{}/healthz  /readyz", operations.unwrap_or(base))),
        ];
        if let Some(operations) = operations {
            all.push(("Metrics", format!("{operations}/metrics")));
        }
        all
    }
}
