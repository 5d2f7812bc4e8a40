//! What all calls to other systems by HTTP have in common.

use std::sync::LazyLock;
use std::time::Duration;

use ureq::config::ConfigBuilder;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::typestate::AgentScope;
use ureq::{Agent, Proxy};

/// The certificate authorities of the machine.
static AUTHORITIES: LazyLock<Vec<Certificate<'static>>> = LazyLock::new(|| {
    let found = rustls_native_certs::load_native_certs();
    found.certs.iter().map(|der| Certificate::from_der(der).to_owned()).collect()
});

/// The settings of calls to other systems: an answer of any status is returned, a redirect is not
/// followed, because it could lead to another place than the configured one, and no proxy of the
/// environment is used. Certificates are trusted by the machine's own authorities alone.
pub fn calls(timeout: Duration, proxy: Option<Proxy>) -> ConfigBuilder<AgentScope> {
    let roots = RootCerts::from(AUTHORITIES.iter().cloned());
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(proxy)
        .user_agent(concat!("miaohui/", env!("CARGO_PKG_VERSION")))
        .timeout_global(Some(timeout))
        .tls_config(TlsConfig::builder().root_certs(roots).build())
}

/// Whether the provider's URL, of this scheme, can be called; otherwise why not.
pub(crate) fn check_scheme(scheme: Option<&str>) -> Result<(), &'static str> {
    match scheme {
        Some("https") if AUTHORITIES.is_empty() => {
            Err("needs certificate authorities, and this machine knows none")
        }
        Some("https" | "http") => Ok(()),
        _ => Err("is neither http nor https"),
    }
}
