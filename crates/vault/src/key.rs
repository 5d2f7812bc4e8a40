//! Keys, and what they do to bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use miaohui_kernel::Secret;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{self, HKDF_SHA256};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Bytes of a key's name before it is written in hexadecimal.
const ID_BYTES: usize = 4;

/// Bytes of a signature.
pub const SIGNATURE_BYTES: usize = 32;

/// A named key.
pub(crate) struct Key {
    pub id: String,
    /// Its text in files: Base64.
    text: Secret,
    cipher: LessSafeKey,
    /// Derived from the key, so that no bytes serve two algorithms.
    signer: hmac::Key,
}

impl Key {
    /// A new random key; `None` if the system has no random numbers.
    pub fn generate() -> Option<Self> {
        let (id, key) = (random::<ID_BYTES>()?, random::<KEY_BYTES>()?);
        Self::new(&hex::encode(id), &STANDARD.encode(key)).ok()
    }

    /// A key from its name and its text; what is wrong with them otherwise.
    pub fn new(id: &str, text: &str) -> Result<Self, &'static str> {
        let named = !id.is_empty() && id.len() <= 32 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !named {
            return Err("the name of a key has 1 to 32 letters and digits");
        }
        let key = STANDARD.decode(text).map_err(|_| "a key is written in Base64")?;
        let cipher = UnboundKey::new(&AES_256_GCM, &key).map_err(|_| "a key has 32 bytes")?;
        let signer = signer(&key).ok_or("a key has 32 bytes")?;
        Ok(Self { id: id.to_owned(), text: Secret::new(text), cipher: LessSafeKey::new(cipher), signer })
    }

    /// Its text in files.
    pub fn text(&self) -> &str {
        self.text.expose()
    }

    /// Nonce, ciphertext and tag.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Option<Vec<u8>> {
        let nonce = random::<NONCE_LEN>()?;
        let mut sealed = plain.to_vec();
        let aad = Aad::from(place.as_bytes());
        self.cipher.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// The signature of a text for a purpose.
    pub fn sign(&self, purpose: &str, text: &str) -> [u8; SIGNATURE_BYTES] {
        let mut signing = hmac::Context::with_key(&self.signer);
        // NUL cannot be part of a purpose.
        for part in [purpose.as_bytes(), b"\0", text.as_bytes()] {
            signing.update(part);
        }
        let mut signature = [0; SIGNATURE_BYTES];
        signature.copy_from_slice(signing.sign().as_ref());
        signature
    }

    /// The plain bytes; `None` if they were not sealed with this key for this place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut bytes = rest.to_vec();
        let length = self.cipher.open_in_place(nonce, Aad::from(place.as_bytes()), &mut bytes).ok()?.len();
        bytes.truncate(length);
        Some(bytes)
    }
}

/// The key that signs.
fn signer(key: &[u8]) -> Option<hmac::Key> {
    let derived = hkdf::Salt::new(HKDF_SHA256, b"miaohui").extract(key);
    Some(derived.expand(&[b"signatures"], hmac::HMAC_SHA256).ok()?.into())
}

fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes)
}
