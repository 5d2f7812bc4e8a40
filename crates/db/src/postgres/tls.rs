//! TLS to PostgreSQL, as `libpq` understands its keys.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Whose certificate is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Anybody's: the connection is encrypted, and nobody knows to whom.
    Anybody,
    /// One that a trusted authority signed, for any name.
    Authority,
    /// One that a trusted authority signed for the host's name.
    AuthorityAndName,
}

/// The files that a URL names.
#[derive(Default)]
pub(super) struct TlsFiles {
    /// Certificates of trusted authorities; without them, those of the system.
    pub roots: Option<PathBuf>,
    /// The client's certificate, and those that lead to an authority.
    pub certificate: Option<PathBuf>,
    /// Its key.
    pub key: Option<PathBuf>,
}

/// The TLS side of a connection. An error is one line that names the file.
pub(super) fn connector(trust: Trust, files: &TlsFiles) -> Result<MakeRustlsConnect, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let verifier = verifier(trust, files.roots.as_deref(), &provider)?;
    let config = config.dangerous().with_custom_certificate_verifier(verifier);
    let config = match (&files.certificate, &files.key) {
        (None, None) => config.with_no_client_auth(),
        (Some(certificate), Some(key)) => {
            let own = PrivateKeyDer::from_pem_file(key).map_err(|error| in_file(key, error))?;
            let chain = certificates(certificate)?;
            config.with_client_auth_cert(chain, own).map_err(|error| in_file(certificate, error))?
        }
        _ => return Err("sslcert and sslkey belong together".into()),
    };
    Ok(MakeRustlsConnect::new(config))
}

fn in_file(path: &Path, error: impl std::fmt::Display) -> String {
    format!("{}: {error}", path.display())
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let found = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let found: Vec<_> = found.map_err(|error| in_file(path, error))?;
    if found.is_empty() { Err(in_file(path, "no certificate is in it")) } else { Ok(found) }
}

fn verifier(
    trust: Trust,
    roots: Option<&Path>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, String> {
    if trust == Trust::Anybody {
        return Ok(Arc::new(Lenient { checked: None, provider: Arc::clone(provider) }));
    }
    let mut store = RootCertStore::empty();
    match roots.filter(|path| path.as_os_str() != "system") {
        Some(path) => {
            for certificate in certificates(path)? {
                store.add(certificate).map_err(|error| in_file(path, error))?;
            }
        }
        None => drop(store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs)),
    }
    let checked = WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider))
        .build()
        .map_err(|error| format!("the trusted certificates cannot be used: {error}"))?;
    Ok(match trust {
        Trust::AuthorityAndName => checked,
        _ => Arc::new(Lenient { checked: Some(checked), provider: Arc::clone(provider) }),
    })
}

/// Accepts any name, and without `checked` any certificate. The signature of the handshake is checked
/// in any case.
#[derive(Debug)]
struct Lenient {
    checked: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(checked) = &self.checked else { return Ok(ServerCertVerified::assertion()) };
        match checked.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
