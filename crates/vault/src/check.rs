//! The keys that the database has values of.

use miaohui_db::{Result as DbResult, Tx};

use crate::error::{Result, VaultError};
use crate::vault::Vault;

/// What each key encrypts once, to be recognized.
const PROOF: &str = "miaohui";
const COLUMN: &str = "vault_key.proof";

miaohui_db::row! {
    /// A key that has encrypted values.
    #[derive(Clone, Debug)]
    pub struct KeyUse as key_use_columns {
        /// Its name.
        pub id: String = "id",
        proof: String = "proof",
        /// Whether every value was encrypted when it was current.
        pub complete: bool = "complete",
    }
}

/// Lists the keys that have encrypted values.
pub fn used_keys(tx: &mut Tx<'_>) -> DbResult<Vec<KeyUse>> {
    tx.query(concat!("SELECT ", key_use_columns!(), " FROM vault_key ORDER BY id"), &[])
}

impl Vault {
    /// Fails unless the keys contain every used one, and notes the current one. `false`: values may
    /// be stored that are not encrypted yet.
    pub fn check(&self, tx: &mut Tx<'_>, now: i64) -> Result<bool> {
        let used = used_keys(tx)?;
        let proofs: Vec<(String, String)> =
            used.iter().map(|key| (key.id.clone(), key.proof.clone())).collect();
        self.require(&proofs)?;
        self.note(tx, now)?;
        Ok(used.iter().any(|key| key.complete))
    }

    /// Fails unless the keys contain these, which are pairs of a name and a proof.
    pub fn require(&self, used: &[(String, String)]) -> Result<()> {
        for (id, proof) in used {
            if !matches!(self.open_text(COLUMN, 0, proof), Ok(text) if text == PROOF) {
                let (id, source_name) = (id.clone(), self.source().name());
                return Err(if self.ids().contains(&id) {
                    VaultError::WrongKey { id, source_name }
                } else {
                    VaultError::UnknownKey { id, source_name }
                });
            }
        }
        Ok(())
    }

    /// Notes that the current key encrypts values.
    fn note(&self, tx: &mut Tx<'_>, now: i64) -> Result<()> {
        let (id, proof) = (self.current(), self.seal(COLUMN, 0, PROOF)?);
        tx.execute(
            "INSERT INTO vault_key (id, proof, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[(&id).into(), (&proof).into(), now.into()],
        )?;
        Ok(())
    }

    /// Notes that every value is encrypted; with `only`, that all of them are so with the current
    /// key.
    pub fn complete(&self, tx: &mut Tx<'_>, only: bool, now: i64) -> Result<()> {
        self.note(tx, now)?;
        let id = self.current();
        tx.execute("UPDATE vault_key SET complete = TRUE WHERE id = $1", &[(&id).into()])?;
        if only {
            tx.execute("DELETE FROM vault_key WHERE id <> $1", &[(&id).into()])?;
        }
        Ok(())
    }
}
