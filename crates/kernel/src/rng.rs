//! Random numbers: the system's generator in the server, a seeded one in tests and demo data.

use std::sync::Arc;

use parking_lot::Mutex;
use rand::{Rng as _, SeedableRng, TryRng};
use rand_chacha::ChaCha20Rng;

/// A source of random values. Cheap to clone; clones share the source.
#[derive(Clone)]
pub struct Rng(Source);

#[derive(Clone)]
enum Source {
    Os,
    Seeded(Arc<Mutex<ChaCha20Rng>>),
}

impl Rng {
    /// The operating system's generator, which is safe for tokens and codes.
    pub fn os() -> Self {
        Self(Source::Os)
    }

    /// A reproducible generator, which is not safe for secrets.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))))
    }

    /// Fills `bytes` with random values.
    ///
    /// # Panics
    /// If the operating system's generator fails.
    #[expect(clippy::panic, reason = "no secret can be made without the system's generator")]
    pub fn fill(&self, bytes: &mut [u8]) {
        match &self.0 {
            Source::Os => {
                if let Err(error) = rand::rngs::SysRng.try_fill_bytes(bytes) {
                    panic!("the operating system's random generator failed: {error}");
                }
            }
            Source::Seeded(rng) => rng.lock().fill_bytes(bytes),
        }
    }

    /// How many words of a seeded generator are used; 0 for the system's.
    pub fn position(&self) -> u128 {
        match &self.0 {
            Source::Os => 0,
            Source::Seeded(rng) => rng.lock().get_word_pos(),
        }
    }

    /// Lets a seeded generator go on at a position of another one with the same seed.
    pub fn set_position(&self, position: u128) {
        if let Source::Seeded(rng) = &self.0 {
            rng.lock().set_word_pos(position);
        }
    }

    /// A random number.
    pub fn next_u64(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// A uniformly distributed number below `bound`; 0 for a bound of 0.
    pub fn below(&self, bound: u64) -> u64 {
        ((u128::from(self.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// 32 lower-case hexadecimal digits (128 bits): a `uid` or a `token`.
    pub fn hex32(&self) -> String {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        hex::encode(bytes)
    }

    /// A version 4 UUID with hyphens.
    pub fn uuid(&self) -> String {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    /// `count` characters, uniformly chosen from `alphabet` (ASCII, not empty).
    pub fn text(&self, alphabet: &[u8], count: usize) -> String {
        (0..count).map(|_| char::from(alphabet[self.below(alphabet.len() as u64) as usize])).collect()
    }
}

impl std::fmt::Debug for Rng {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            Source::Os => "Rng(os)",
            Source::Seeded(_) => "Rng(seeded)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_give_equal_values() {
        assert_eq!(Rng::seeded(7).hex32(), Rng::seeded(7).hex32());
        assert_ne!(Rng::seeded(7).hex32(), Rng::seeded(8).hex32());
        assert_ne!(Rng::os().hex32(), Rng::os().hex32());
        assert!((0..1000).all(|_| Rng::os().below(10) < 10));
    }
}
