//! The command `serve`: sockets, the service, and its orderly end.

use std::future::{Future, pending};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use miaohui_kernel::{Clock, Rng};
use miaohui_server::config::{Config, ConfigSource, ConfigValues};
use miaohui_server::control::ControlSocket;
use miaohui_server::reload::Reloader;
use miaohui_server::serve::{
    Certificates, Endpoint, Gate, Inherited, ListenAddress, ListenAddresses, Listener, StopSignals, Terms,
    descriptors, to_https, with_hsts,
};
use miaohui_server::{
    Opening, ServeOpening, Service, VERSION, assemble_for, background, certificates, media_store, serve,
    service_manager,
};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

/// Runs the service until a signal ends it.
pub async fn serve(
    mut config: Config,
    (source, values): (ConfigSource, ConfigValues),
    opening: ServeOpening,
) -> Result<()> {
    let (clock, rng) = (Clock::system(), Rng::os());
    let inherited = Inherited::take()?;
    if !inherited.operations.is_empty() {
        config.operations_listen = addresses(&inherited.operations)?;
    }
    if !inherited.redirect.is_empty() && !config.tls.is_enabled() {
        bail!("a socket of systemd is named redirect, which needs tls.certificate");
    }
    // A taken port is told before the demo data is made, and before the database is touched.
    drop(Sockets::open(&config, &inherited).await?);
    certificates::open(&config)?;
    let service = assemble_for(Opening::Serve(opening), &config, &clock, &rng)?;
    media_store::settle(&service.platform, opening.take_bucket).await?;
    if config.demo {
        miaohui_server::load_demo(&service).await?;
    }
    miaohui_community::rewrite_phones(&service.community).await?;
    // Nothing is published before the words are known.
    service.platform.words.reload(&service.platform.db).await?;
    background::take_settings(&service).await?;
    let sockets = Sockets::open(&config, &inherited).await?.with(inherited);
    let tls = service.certificates.clone();
    let signals = StopSignals::listen()?;
    let mut tasks = JoinSet::new();
    if let Some(tls) = tls.clone() {
        tasks.spawn(certificates::watch(tls));
    }
    let reloader = Arc::new(Reloader::new(
        source,
        values,
        service.platform.clone(),
        tls.clone(),
        Arc::clone(&service.running),
    ));
    match ControlSocket::open(&config.data_dir) {
        Ok(control) => drop(tasks.spawn(control.serve(Arc::clone(&reloader)))),
        Err(error) => {
            tracing::warn!(error = format!("{error:#}"), "`miaohui reload` finds no socket; SIGHUP works");
        }
    }
    tasks.spawn(reload_on_hangup(reloader)?);
    announce(&config, &service, &sockets, tls.is_some())?;
    if !miaohui_console::is_staffed(&service.console).await? {
        let text = "  Nobody may sign in to the console yet: miaohui staff add YOU@EXAMPLE.COM\n";
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
    let background = background::start(&service);
    tasks.spawn(service_manager::keep_watched());
    let gate = gate(&service);
    let terms = Terms {
        gate: gate.clone(),
        deadlines: service.deadlines,
        proxy_protocol: config.connections.proxy_protocol,
        leaving: Arc::clone(&service.leaving),
    };
    let Sockets { public, operations, redirect } = sockets;
    tasks.spawn(serve_operations(operations, &service));
    let endpoints = endpoints(&config, &service, public, redirect, tls)?;
    let drain = Duration::from_secs(config.shutdown.drain_seconds.into());
    service_manager::ready();
    serve::serve(endpoints, terms, stop(signals, &config, &service), drain).await;
    tasks.shutdown().await;
    background.stop().await;
    service.end_traces();
    Ok(())
}

/// The sockets of this process, by their use.
struct Sockets {
    public: Vec<Listener>,
    operations: Vec<Listener>,
    redirect: Vec<Listener>,
}

impl Sockets {
    /// Opens those that are not inherited.
    async fn open(config: &Config, inherited: &Inherited) -> Result<Self> {
        let open = async |addresses: &ListenAddresses, inherited: &[Listener]| {
            if inherited.is_empty() { Listener::bind_all(addresses).await } else { Ok(Vec::new()) }
        };
        Ok(Self {
            public: open(&config.listen, &inherited.public).await?,
            operations: open(&config.operations_listen, &inherited.operations)
                .await
                .context("operations_listen")?,
            redirect: open(&config.tls.redirect_listen, &inherited.redirect)
                .await
                .context("tls.redirect_listen")?,
        })
    }

    /// Adds those that are.
    fn with(mut self, inherited: Inherited) -> Self {
        self.public.extend(inherited.public);
        self.operations.extend(inherited.operations);
        self.redirect.extend(inherited.redirect);
        self
    }
}

fn addresses(listeners: &[Listener]) -> Result<ListenAddresses> {
    listeners.iter().map(Listener::address).collect::<Result<_>>().map(ListenAddresses)
}

fn gate(service: &Service) -> Gate {
    let limits = descriptors::fit(service.connections, descriptors::raise());
    Gate::new(limits, service.platform.proxies.clone(), &service.platform.metrics)
}

/// The public endpoints: with a certificate https at every TCP address, and redirects.
fn endpoints(
    config: &Config,
    service: &Service,
    public: Vec<Listener>,
    redirect: Vec<Listener>,
    tls: Option<Arc<Certificates>>,
) -> Result<Vec<Endpoint>> {
    let ports = addresses(&public)?.0.into_iter().filter_map(|address| match address {
        ListenAddress::Tcp(address) => Some(address.port()),
        ListenAddress::Unix(_) => None,
    });
    let port = ports.min().unwrap_or(443);
    let mut all = Vec::new();
    for listener in public {
        let tls = tls.clone().filter(|_| matches!(listener, Listener::Tcp(_)));
        let router = service.router.clone();
        let router = if tls.is_some() { with_hsts(router, config.tls.hsts_seconds) } else { router };
        all.push(Endpoint { listener, router, tls });
    }
    let to_https = to_https(&config.public_url, port);
    let redirects = redirect.into_iter();
    all.extend(redirects.map(|listener| Endpoint { listener, router: to_https.clone(), tls: None }));
    Ok(all)
}

/// From now on SIGHUP is heard, and makes the server read its configuration again.
fn reload_on_hangup(reloader: Arc<Reloader>) -> Result<impl Future<Output = ()>> {
    let mut hangups = signal(SignalKind::hangup()).context("cannot listen for SIGHUP")?;
    Ok(async move {
        while hangups.recv().await.is_some() {
            // It is logged.
            let _ = reloader.reload_logged().await;
        }
    })
}

/// Serves the operators' endpoints until the task is aborted, also while calls finish.
fn serve_operations(listeners: Vec<Listener>, service: &Service) -> impl Future<Output = ()> + use<> {
    let endpoint = |listener| Endpoint { listener, router: service.operations.clone(), tls: None };
    let endpoints: Vec<Endpoint> = listeners.into_iter().map(endpoint).collect();
    let terms = Terms {
        gate: Gate::open(),
        deadlines: service.deadlines,
        proxy_protocol: false,
        leaving: Arc::default(),
    };
    serve::serve(endpoints, terms, pending(), Duration::ZERO)
}

/// Waits for a signal, and then for the load balancers to notice that the server leaves; a second signal
/// ends that.
fn stop(mut signals: StopSignals, config: &Config, service: &Service) -> impl Future<Output = ()> + use<> {
    let announced = Duration::from_secs(config.shutdown.announce_seconds.into());
    let leaving = Arc::clone(&service.leaving);
    async move {
        signals.next().await;
        service_manager::stopping();
        if announced.is_zero() {
            return;
        }
        leaving.store(true, Ordering::Relaxed);
        tracing::info!(seconds = announced.as_secs(), "about to stop: not ready, still taking connections");
        tokio::select! {
            () = tokio::time::sleep(announced) => {}
            () = signals.next() => {}
        }
    }
}

/// The start of URLs at an address.
fn base(address: &ListenAddress, tls: bool) -> String {
    match address {
        ListenAddress::Tcp(address) if tls => format!("https://{address}"),
        ListenAddress::Tcp(address) => format!("http://{address}"),
        ListenAddress::Unix(_) => address.to_string(),
    }
}

/// The start-up lines, for the person who started it.
fn announce(config: &Config, service: &Service, sockets: &Sockets, tls: bool) -> Result<()> {
    let bases = |listeners: &[Listener], tls| -> Result<Vec<String>> {
        Ok(addresses(listeners)?.0.iter().map(|address| base(address, tls)).collect())
    };
    let public = bases(&sockets.public, tls)?;
    let operations = bases(&sockets.operations, false)?;
    let mut text = format!("miaohui {VERSION} is ready\n");
    let mut line = |what: &str, value: &str| {
        text.extend(["  ", what, &" ".repeat(15_usize.saturating_sub(what.len())), value, "\n"]);
    };
    let first = public.first().map(String::as_str).unwrap_or_default();
    for (what, value) in service.addresses(first, operations.first().map(String::as_str)) {
        line(what, &value);
    }
    for other in public.iter().skip(1).chain(operations.iter().skip(1)) {
        line("Also at", other);
    }
    for redirected in bases(&sockets.redirect, false)? {
        line("Redirect", &redirected);
    }
    line("Data", &config.data_dir.display().to_string());
    if config.demo {
        let password = miaohui_demo::PASSWORD;
        line("Demo accounts", &format!("+86 13800000001 … 13800000030, password {password}"));
        line("", &format!("demo1@miaohui.example … demo20@miaohui.example, password {password}"));
        line("", &format!("console: {}, password {password}", miaohui_server::DEMO_STAFF));
    }
    // Whoever started it may have stopped reading; that is no reason to stop.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(())
}
