//! Certificate mode: `opendocs.alipay.com/common/057k53` (签名), and the serial numbers as Alipay's
//! SDKs compute them (`AntCertificationUtil`).

use md5::{Digest as _, Md5};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, Encode as _};

use crate::payment::alipay::settings::AlipayCertificates;
use crate::payment::keys::{VerifyingKey, ends_at};
use crate::payment::provider::{CertificateEnd, ProviderSettingsError};

/// The arc of the signature algorithms with RSA. Root certificates with other algorithms are left
/// out.
const RSA: &str = "1.2.840.113549.1.1.";

/// The serial numbers that calls and answers carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SerialNumbers {
    /// `app_cert_sn`
    pub app: String,
    /// `alipay_root_cert_sn`
    pub root: String,
    /// `alipay_cert_sn` of answers.
    pub alipay: String,
}

/// What the certificates of a merchant hold.
pub(super) struct ReadCertificates {
    pub numbers: SerialNumbers,
    /// Alipay's.
    pub key: VerifyingKey,
    pub ends: Vec<CertificateEnd>,
}

/// Reads the certificates of a merchant.
pub(super) fn read(certificates: &AlipayCertificates) -> Result<ReadCertificates, ProviderSettingsError> {
    let first = |what: &str, pem: &str| {
        let certificates = read_all(what, pem)?;
        certificates.into_iter().next().ok_or_else(|| bad(what, "it holds none"))
    };
    let root: Vec<String> = read_all("Alipay's root certificate", &certificates.root)?
        .iter()
        .filter(|certificate| is_rsa(certificate))
        .map(serial_number)
        .collect();
    if root.is_empty() {
        return Err(bad("Alipay's root certificate", "it holds none with RSA"));
    }
    let alipay = first("Alipay's certificate", &certificates.alipay)?;
    let app = first("the application's certificate", &certificates.app)?;
    let numbers =
        SerialNumbers { app: serial_number(&app), root: root.join("_"), alipay: serial_number(&alipay) };
    let key = alipay.tbs_certificate().subject_public_key_info().to_der();
    let key = key.map_err(|error| error.to_string()).and_then(VerifyingKey::of_der);
    let key = key.map_err(|why| bad("Alipay's certificate", &why))?;
    let ends = [("alipay application", &app), ("alipay", &alipay)];
    let ends = ends.map(|(name, certificate)| CertificateEnd { name, ends_at: ends_at(certificate) });
    Ok(ReadCertificates { numbers, key, ends: ends.into() })
}

/// The certificates in `pem`.
fn read_all(what: &str, pem: &str) -> Result<Vec<Certificate>, ProviderSettingsError> {
    let mut certificates = Vec::new();
    for der in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let der = der.map_err(|error| bad(what, &error.to_string()))?;
        certificates.push(Certificate::from_der(&der).map_err(|error| bad(what, &error.to_string()))?);
    }
    Ok(certificates)
}

fn is_rsa(certificate: &Certificate) -> bool {
    certificate.signature_algorithm().oid.to_string().starts_with(RSA)
}

/// The MD5 of the issuer's name (RFC 4514, the last name first) and the decimal serial number.
fn serial_number(certificate: &Certificate) -> String {
    let certificate = certificate.tbs_certificate();
    let number = decimal(certificate.serial_number().as_bytes());
    hex::encode(Md5::digest(format!("{}{number}", certificate.issuer())))
}

/// The decimal digits of a big-endian number.
fn decimal(bytes: &[u8]) -> String {
    // The digits from the last to the first.
    let mut digits = vec![0_u16];
    for byte in bytes {
        let mut carry = u16::from(*byte);
        for digit in &mut digits {
            carry += *digit * 256;
            *digit = carry % 10;
            carry /= 10;
        }
        while carry > 0 {
            digits.push(carry % 10);
            carry /= 10;
        }
    }
    digits.iter().rev().map(ToString::to_string).collect()
}

fn bad(what: &str, why: &str) -> ProviderSettingsError {
    ProviderSettingsError(format!("{what} is not an X.509 certificate: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_decimal() {
        assert_eq!(decimal(&[]), "0");
        assert_eq!(decimal(&[0, 255]), "255");
        assert_eq!(decimal(&[1, 0]), "256");
        assert_eq!(decimal(&[255; 20]), "1461501637330902918203684832716283019655932542975");
    }
}
