//! Numbers drawn from a seed, the same on every platform and in every release.
//!
//! ChaCha is a published cipher, so its stream cannot change under us, and
//! `rand_chacha` promises portable output. What `rand` makes of such a stream
//! (ranges, distributions, `seed_from_u64`) may change between its releases, so
//! only the raw stream is used, and the little arithmetic on it is here: IEEE
//! additions, multiplications and divisions, no function of the mathematical
//! library, whose last digit depends on the platform.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// What numbers are drawn for: each purpose and index has a stream of its own,
/// so that no vehicle depends on how many others there are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// What all vehicles of a fleet share.
    Fleet,
    /// One vehicle's identity and behaviour.
    Vehicle,
    /// The order of the vehicle types in one deck.
    Deck,
    /// What happens to one vehicle.
    Story,
    /// What fails on one vehicle's day.
    Faults,
    /// When the brokers are killed on one day.
    Kills,
}

/// One stream of numbers.
pub(crate) struct Draws(ChaCha8Rng);

impl Draws {
    /// The stream of `seed` for `purpose` and `index`.
    pub(crate) fn new(seed: u64, purpose: Purpose, index: u32) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(((purpose as u64) << 32) | u64::from(index));
        Self(generator)
    }

    /// A number from 0 up to, but not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        // 53 bits are what a double holds exactly.
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number from `mean - half_width` to `mean + half_width`, those near the
    /// mean more often (triangular distribution).
    pub(crate) fn around(&mut self, mean: f64, half_width: f64) -> f64 {
        mean + half_width * (self.unit() + self.unit() - 1.0)
    }

    /// A whole number from 0 up to, but not including, `limit`.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        // The high word of a product with 32 random bits favours a value by less
        // than limit / 2^32, which no simulation notices.
        ((u64::from(self.0.next_u32()) * u64::from(limit)) >> 32) as u32
    }

    /// Sixteen bytes.
    pub(crate) fn sixteen_bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// Shuffles `items` (Fisher-Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u32 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_purpose_and_index_has_its_own_stream() {
        let first = |seed, purpose, index| Draws::new(seed, purpose, index).sixteen_bytes();
        let all = [
            first(1, Purpose::Fleet, 0),
            first(1, Purpose::Vehicle, 0),
            first(1, Purpose::Vehicle, 1),
            first(1, Purpose::Deck, 0),
            first(2, Purpose::Fleet, 0),
        ];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(one), "{place}");
        }
    }

    #[test]
    fn numbers_keep_to_their_ranges() {
        let mut draws = Draws::new(3, Purpose::Fleet, 0);
        let mut sum = 0.0;
        for _ in 0..10_000 {
            let near = draws.around(5.0, 2.0);
            assert!((3.0..=7.0).contains(&near));
            sum += near;
            assert!(draws.below(7) < 7);
        }
        assert!((sum / 10_000.0 - 5.0).abs() < 0.05);
    }
}
