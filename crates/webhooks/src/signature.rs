//! Signatures as the Standard Webhooks specification defines them: HMAC-SHA256 over id, time and
//! body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miaohui_kernel::{Rng, Secret};
use ring::hmac::{HMAC_SHA256, Key, sign, verify as verify_tag};

/// The header of the id.
pub const ID_HEADER: &str = "webhook-id";
/// The header of the time of the attempt, in Unix seconds.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// The header of the signatures, with spaces between them.
pub const SIGNATURE_HEADER: &str = "webhook-signature";

/// What secrets begin with.
const SECRET_PREFIX: &str = "whsec_";
/// What a signature begins with: the version of the scheme.
const VERSION: &str = "v1,";
/// How long a secret is, in bytes; the specification asks for 24 to 64.
const SECRET_BYTES: usize = 32;
/// How far the time of a call may be from the present, in seconds.
const SKEW_SECONDS: u64 = 300;

/// Why a call is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSignature {
    /// The text is no secret.
    #[error("the secret is not whsec_ and Base64")]
    Secret,
    /// The time is missing or too far away.
    #[error("the time is more than five minutes away")]
    Time,
    /// No signature fits.
    #[error("no signature fits")]
    Signature,
}

/// A secret that signs.
#[derive(Clone, Debug)]
pub struct SigningSecret(Key);

impl SigningSecret {
    /// Reads `whsec_` and Base64.
    pub fn parse(text: &str) -> Result<Self, InvalidSignature> {
        let encoded = text.strip_prefix(SECRET_PREFIX).unwrap_or(text);
        let bytes = STANDARD.decode(encoded).ok().filter(|bytes| bytes.len() >= 16);
        Ok(Self(Key::new(HMAC_SHA256, &bytes.ok_or(InvalidSignature::Secret)?)))
    }

    /// A new secret as text.
    pub fn generate(rng: &Rng) -> Secret {
        let mut bytes = [0; SECRET_BYTES];
        rng.fill(&mut bytes);
        Secret::new(format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes)))
    }
}

fn signed(id: &str, timestamp: i64, body: &[u8]) -> Vec<u8> {
    [format!("{id}.{timestamp}.").as_bytes(), body].concat()
}

/// The value of the signature's header: one signature for each secret.
pub fn signature(secrets: &[SigningSecret], id: &str, timestamp: i64, body: &[u8]) -> String {
    let signed = signed(id, timestamp, body);
    let tags =
        secrets.iter().map(|SigningSecret(key)| format!("{VERSION}{}", STANDARD.encode(sign(key, &signed))));
    tags.collect::<Vec<_>>().join(" ")
}

/// Checks a received call against a secret; `now` in Unix seconds.
pub fn verify(
    secret: &SigningSecret,
    (id, timestamp, signatures): (&str, &str, &str),
    body: &[u8],
    now: i64,
) -> Result<(), InvalidSignature> {
    let timestamp: i64 = timestamp.parse().map_err(|_| InvalidSignature::Time)?;
    if now.abs_diff(timestamp) > SKEW_SECONDS {
        return Err(InvalidSignature::Time);
    }
    let signed = signed(id, timestamp, body);
    let fits = |signature: &str| {
        let tag = signature.strip_prefix(VERSION).and_then(|tag| STANDARD.decode(tag).ok());
        tag.is_some_and(|tag| verify_tag(&secret.0, &signed, &tag).is_ok())
    };
    if signatures.split(' ').any(fits) { Ok(()) } else { Err(InvalidSignature::Signature) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const TIME: i64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    #[test]
    fn a_signature_is_that_of_the_specification() {
        let secret = SigningSecret::parse(SECRET).unwrap();
        assert_eq!(signature(&[secret], ID, TIME, BODY), SIGNATURE);
    }

    #[test]
    fn only_a_fresh_call_with_a_fitting_signature_is_believed() {
        let secret = SigningSecret::parse(SECRET).unwrap();
        let other = SigningSecret::parse(SigningSecret::generate(&Rng::seeded(1)).expose()).unwrap();
        let time = TIME.to_string();
        let both = signature(&[other.clone(), secret.clone()], ID, TIME, BODY);
        for signatures in [SIGNATURE, &both, "v2,xyz v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="] {
            assert_eq!(verify(&secret, (ID, &time, signatures), BODY, TIME + 300), Ok(()));
        }
        let check = |secret: &SigningSecret, id: &str, time: &str, body: &[u8], now| {
            verify(secret, (id, time, SIGNATURE), body, now)
        };
        assert_eq!(check(&other, ID, &time, BODY, TIME), Err(InvalidSignature::Signature));
        assert_eq!(check(&secret, "msg_x", &time, BODY, TIME), Err(InvalidSignature::Signature));
        assert_eq!(check(&secret, ID, &time, b"{}", TIME), Err(InvalidSignature::Signature));
        assert_eq!(check(&secret, ID, &time, BODY, TIME + 301), Err(InvalidSignature::Time));
        assert_eq!(check(&secret, ID, "soon", BODY, TIME), Err(InvalidSignature::Time));
        assert!(SigningSecret::parse("whsec_?").is_err() && SigningSecret::parse("").is_err());
    }
}
