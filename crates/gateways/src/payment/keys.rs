//! Signatures with SHA256withRSA (RSASSA-PKCS1-v1_5 with SHA-256), and keys in the providers'
//! formats.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miaohui_kernel::Secret;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, SubjectPublicKeyInfoDer};
use webpki::ring::RSA_PKCS1_2048_8192_SHA256;
use webpki::{EndEntityCert, Error, RawPublicKeyEntity};
use x509_cert::Certificate;

use crate::payment::provider::ProviderSettingsError;

/// The length of the DER of a 2048 bit key. Shorter keys are refused.
const SHORTEST_PUBLIC_KEY: usize = 294;

/// A merchant's private key.
pub(crate) struct SigningKey(RsaKeyPair);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(***)")
    }
}

impl SigningKey {
    /// Reads a private key of 2048 bits or more, in PKCS#8 or PKCS#1: PEM, or only its Base64, as
    /// Alipay's tool writes it. `what` names it in the error.
    pub fn read(what: &str, text: &Secret) -> Result<Self, ProviderSettingsError> {
        let bad = |why: &str| ProviderSettingsError(format!("{what} is not an RSA private key: {why}"));
        let text = text.expose().trim();
        let pair = if text.starts_with("-----") {
            match PrivateKeyDer::from_pem_slice(text.as_bytes()) {
                Ok(PrivateKeyDer::Pkcs8(der)) => RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()),
                Ok(PrivateKeyDer::Pkcs1(der)) => RsaKeyPair::from_der(der.secret_pkcs1_der()),
                Ok(_) => return Err(bad("the PEM holds another kind of key")),
                Err(error) => return Err(bad(&error.to_string())),
            }
        } else {
            let der = unwrapped(text).ok_or_else(|| bad("it is neither PEM nor Base64"))?;
            RsaKeyPair::from_pkcs8(&der).or_else(|_| RsaKeyPair::from_der(&der))
        };
        pair.map(Self).map_err(|error| bad(&error.to_string()))
    }

    /// The Base64 of the signature of `text`.
    pub fn sign(&self, text: &str) -> String {
        let mut signature = vec![0; self.0.public().modulus_len()];
        // This padding needs no random bytes. Signing cannot fail with a valid key and a buffer of
        // the right size, and the provider would refuse an empty signature.
        match self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature) {
            Ok(()) => STANDARD.encode(signature),
            Err(_) => String::new(),
        }
    }
}

/// When a certificate ends, in Unix ms.
pub(crate) fn ends_at(certificate: &Certificate) -> i64 {
    certificate.tbs_certificate().validity().not_after.to_unix_duration().as_millis() as i64
}

/// A provider's public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VerifyingKey(SubjectPublicKeyInfoDer<'static>);

impl VerifyingKey {
    /// Reads a public key of 2048 bits or more (SubjectPublicKeyInfo): PEM, or only its Base64.
    /// `what` names it in the error.
    pub fn read(what: &str, text: &str) -> Result<Self, ProviderSettingsError> {
        let bad = |why: &str| ProviderSettingsError(format!("{what} is not an RSA public key: {why}"));
        let text = text.trim();
        let der = if text.starts_with("-----") {
            SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes())
                .map_err(|error| bad(&error.to_string()))?
        } else {
            unwrapped(text).ok_or_else(|| bad("it is neither PEM nor Base64"))?.into()
        };
        Self(der).checked().map_err(|why| bad(&why))
    }

    /// The serial number of an X.509 certificate, in upper-case hexadecimal digits, and its
    /// key.
    pub fn of_certificate(der: &CertificateDer<'_>) -> Result<(String, Self), String> {
        let certificate = EndEntityCert::try_from(der).map_err(|error| error.to_string())?;
        let serial = hex::encode_upper(certificate.serial());
        Ok((serial, Self(certificate.subject_public_key_info()).checked()?))
    }

    /// A key from its DER (SubjectPublicKeyInfo).
    pub fn of_der(der: Vec<u8>) -> Result<Self, String> {
        Self(der.into()).checked()
    }

    fn checked(self) -> Result<Self, String> {
        if self.0.len() < SHORTEST_PUBLIC_KEY {
            return Err("it is shorter than 2048 bits".into());
        }
        match self.verified(b"", b"") {
            Ok(()) | Err(Error::InvalidSignatureForPublicKey) => Ok(self),
            Err(error) => Err(error.to_string()),
        }
    }

    fn verified(&self, text: &[u8], signature: &[u8]) -> Result<(), Error> {
        RawPublicKeyEntity::try_from(&self.0)?.verify_signature(RSA_PKCS1_2048_8192_SHA256, text, signature)
    }

    /// Whether `signature`, in Base64, is a signature of `text` by this key.
    pub fn verifies(&self, text: &[u8], signature: &str) -> bool {
        STANDARD.decode(signature).is_ok_and(|signature| self.verified(text, &signature).is_ok())
    }
}

/// Decodes Base64 that may have line breaks.
fn unwrapped(text: &str) -> Option<Vec<u8>> {
    let compact: String = text.split_whitespace().collect();
    STANDARD.decode(compact).ok()
}
