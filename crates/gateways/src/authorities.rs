//! The certificate authorities of the machine.

use ureq::tls::{Certificate, RootCerts};

/// The machine's own authorities; `None` if it knows none.
pub fn system_authorities() -> Option<RootCerts> {
    let found = rustls_native_certs::load_native_certs();
    if found.certs.is_empty() {
        return None;
    }
    Some(RootCerts::from(found.certs.iter().map(|der| Certificate::from_der(der).to_owned())))
}
