//! The encryption of notices and certificates, AEAD_AES_256_GCM: 如何解密回调报文和平台证书.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use miaohui_kernel::Secret;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde::Deserialize;

use crate::payment::provider::{ProviderError, ProviderSettingsError, forged};

/// An encrypted resource.
#[derive(Debug, Deserialize)]
pub(super) struct Resource {
    algorithm: String,
    ciphertext: String,
    nonce: String,
    #[serde(default)]
    associated_data: String,
}

/// The APIv3 key.
#[derive(Debug)]
pub(super) struct ResourceKey(LessSafeKey);

impl ResourceKey {
    pub fn read(key: &Secret) -> Result<Self, ProviderSettingsError> {
        let key = UnboundKey::new(&AES_256_GCM, key.expose().as_bytes())
            .map_err(|_| ProviderSettingsError("the APIv3 key is not 32 bytes long".into()))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Decrypts a resource. The mode also authenticates it: only a holder of the key can encrypt
    /// one.
    pub fn decrypt(&self, resource: &Resource) -> Result<Vec<u8>, ProviderError> {
        let invalid = || forged("what is encrypted was not encrypted with our key");
        if resource.algorithm != "AEAD_AES_256_GCM" {
            return Err(forged("what is encrypted was encrypted in another way"));
        }
        let mut bytes = STANDARD.decode(&resource.ciphertext).map_err(|_| invalid())?;
        let nonce = Nonce::try_assume_unique_for_key(resource.nonce.as_bytes()).map_err(|_| invalid())?;
        let aad = Aad::from(resource.associated_data.as_bytes());
        let length = self.0.open_in_place(nonce, aad, &mut bytes).map_err(|_| invalid())?.len();
        bytes.truncate(length);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(change: impl FnOnce(&mut Resource)) -> Resource {
        let mut resource = Resource {
            algorithm: "AEAD_AES_256_GCM".into(),
            ciphertext: "Ucu4+gdOsPiGzRQz0SrMEG3/NXGF89uI+XF0QGlQnI5/FMBKPLZu28GxZ7bL1TFk5MbMkNSQqqQ=".into(),
            nonce: "61f9c719728a".into(),
            associated_data: "transaction".into(),
        };
        change(&mut resource);
        resource
    }

    /// The ciphertext comes from Python's `cryptography`.
    #[test]
    fn a_foreign_ciphertext_is_decrypted_and_an_altered_one_is_refused() {
        let key = ResourceKey::read(&Secret::new("a-test-key-that-everybody-knows!")).unwrap();
        let text = key.decrypt(&resource(|_| {})).unwrap();
        assert_eq!(text, r#"{"trade_state":"SUCCESS","attach":"喵"}"#.as_bytes());
        for altered in [
            resource(|r| r.algorithm = "AEAD_SM4_GCM".into()),
            resource(|r| r.nonce = "61f9c719728b".into()),
            resource(|r| r.nonce.clear()),
            resource(|r| r.associated_data.clear()),
            resource(|r| r.ciphertext.replace_range(..1, "B")),
            resource(|r| r.ciphertext.clear()),
            resource(|r| r.ciphertext = "?".into()),
        ] {
            assert!(matches!(key.decrypt(&altered), Err(ProviderError::Forged(_))), "{altered:?}");
        }
    }
}
