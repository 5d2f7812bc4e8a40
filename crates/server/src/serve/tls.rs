//! TLS: the certificate and its key, which can be replaced while the server runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use parking_lot::RwLock;
use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

/// HTTP/2, as clients and servers name it to each other.
pub(super) const H2: &[u8] = b"h2";

/// The files of a certificate and its key, and what was read from them.
pub struct Certificates {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Current>,
}

struct Current {
    /// The bytes of both files.
    files: [Vec<u8>; 2],
    config: Arc<ServerConfig>,
    ends_at: i64,
}

impl Certificates {
    /// Reads the chain and the key, in PEM, and requires that they belong together.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self> {
        let current = RwLock::new(read(certificate, key)?);
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), current })
    }

    /// Reads the files again; returns whether they have changed. What cannot be used changes nothing.
    pub fn reload(&self) -> Result<bool> {
        let read = read(&self.certificate, &self.key)?;
        let mut current = self.current.write();
        let has_changed = read.files != current.files;
        if has_changed {
            *current = read;
        }
        Ok(has_changed)
    }

    /// When the certificate ends, in Unix ms.
    pub fn ends_at(&self) -> i64 {
        self.current.read().ends_at
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        Arc::clone(&self.current.read().config).into()
    }
}

fn read(certificate: &Path, key: &Path) -> Result<Current> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let files = [read(certificate)?, read(key)?];
    let what = || certificate.display().to_string();
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&files[0]).collect::<Result<_, _>>().with_context(what)?;
    let Some(first) = chain.first() else { bail!("{} holds no certificate", what()) };
    let ends_at = ends_at(first).with_context(what)?;
    // An error shows no part of the file.
    let private = PrivateKeyDer::from_pem_slice(&files[1])
        .ok()
        .with_context(|| format!("{} holds no private key in PEM", key.display()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)
        .with_context(|| format!("{} and {} do not belong together", certificate.display(), key.display()))?;
    config.alpn_protocols = vec![H2.to_vec(), b"http/1.1".to_vec()];
    Ok(Current { files, config: Arc::new(config), ends_at })
}

/// When a certificate ends, in Unix ms.
fn ends_at(certificate: &[u8]) -> Result<i64> {
    let certificate = Certificate::from_der(certificate).context("no X.509 certificate")?;
    Ok(certificate.tbs_certificate().validity().not_after.to_unix_duration().as_millis() as i64)
}
