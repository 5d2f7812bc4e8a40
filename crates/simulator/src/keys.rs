//! Signs as the providers, and verifies merchants' signatures. It shares no code with the tested
//! clients.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer};
use webpki::RawPublicKeyEntity;
use webpki::ring::RSA_PKCS1_2048_8192_SHA256;

/// A provider's private key.
pub struct Signer(RsaKeyPair);

impl Signer {
    pub fn read(pem: &str) -> Result<Self, String> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).map_err(|error| error.to_string())?;
        RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).map(Self).map_err(|error| error.to_string())
    }

    /// The SHA256withRSA signature in Base64; empty if signing fails.
    pub fn sign(&self, text: &[u8]) -> String {
        let mut signature = vec![0; self.0.public().modulus_len()];
        match self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature) {
            Ok(()) => STANDARD.encode(signature),
            Err(_) => String::new(),
        }
    }
}

/// A merchant's public key.
pub struct Verifier(SubjectPublicKeyInfoDer<'static>);

impl Verifier {
    pub fn read(pem: &str) -> Result<Self, String> {
        SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes()).map(Self).map_err(|error| error.to_string())
    }

    pub fn verifies(&self, text: &[u8], signature: &str) -> bool {
        let Ok(signature) = STANDARD.decode(signature) else { return false };
        RawPublicKeyEntity::try_from(&self.0)
            .and_then(|key| key.verify_signature(RSA_PKCS1_2048_8192_SHA256, text, &signature))
            .is_ok()
    }
}

/// Encrypts `text` with AEAD_AES_256_GCM, in Base64. `nonce` has 12 bytes, `key` 32.
pub fn encrypted(key: &[u8], nonce: &str, associated_data: &str, text: &[u8]) -> Option<String> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).ok()?);
    let nonce = Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()?;
    let mut bytes = text.to_vec();
    key.seal_in_place_append_tag(nonce, Aad::from(associated_data.as_bytes()), &mut bytes).ok()?;
    Some(STANDARD.encode(bytes))
}
