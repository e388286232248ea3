//! Numbers drawn from a seed, the same on every platform and in every release.
//!
//! ChaCha is a published cipher, so its stream cannot change under us, and
//! `rand_chacha` promises portable output. What `rand` makes of such a stream
//! (ranges, distributions, `seed_from_u64`) may change between its releases, so
//! only the raw stream is used, and the little arithmetic on it is here: whole numbers, and
//! IEEE additions, multiplications and divisions, no function of the mathematical
//! library, whose last digit depends on the platform.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// One stream of numbers.
#[derive(Debug)]
pub struct Draws(ChaCha8Rng);

impl Draws {
    /// The stream of `seed` for `purpose` and `index`: each purpose and index has one of its
    /// own, so that no vehicle depends on how many others there are, nor on which thread
    /// plays it.
    #[must_use]
    pub fn new(seed: u64, purpose: impl Into<u32>, index: u32) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream((u64::from(purpose.into()) << 32) | u64::from(index));
        Self(generator)
    }

    /// A number from 0 up to, but not including, 1.
    pub fn unit(&mut self) -> f64 {
        // 53 bits are what a double holds exactly.
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number from `mean - half_width` to `mean + half_width`, those near the
    /// mean more often (triangular distribution).
    pub fn around(&mut self, mean: f64, half_width: f64) -> f64 {
        mean + half_width * (self.unit() + self.unit() - 1.0)
    }

    /// A whole number from 0 up to, but not including, `limit`.
    pub fn below(&mut self, limit: u32) -> u32 {
        // The high word of a product with 32 random bits favours a value by less
        // than limit / 2^32, which no simulation notices.
        ((u64::from(self.0.next_u32()) * u64::from(limit)) >> 32) as u32
    }

    /// The same for a limit that 32 bits may not hold, such as milliseconds.
    pub fn long_below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.0.next_u64()) * u128::from(limit)) >> 64) as u64
    }

    /// A whole number from `least` to `most`, both included.
    pub fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.long_below(most - least + 1)
    }

    /// `true` in `per_mille` of a thousand cases.
    pub fn in_a_thousand(&mut self, per_mille: u64) -> bool {
        self.long_below(1000) < per_mille
    }

    /// One of `items`, each as often as the others.
    pub fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.long_below(items.len() as u64) as usize]
    }

    /// Shuffles `items` (Fisher-Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u32 + 1) as usize);
        }
    }

    /// Sixteen bytes.
    pub fn sixteen_bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// Sixteen bytes as hexadecimal digits, in a UUID's form.
    pub fn uuid(&mut self) -> String {
        let bytes = self.sixteen_bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ]
        .join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_seed_purpose_and_index_has_its_own_stream() {
        let first = |seed, purpose: u32, index| Draws::new(seed, purpose, index).sixteen_bytes();
        let all = [
            first(1, 0, 0),
            first(1, 1, 0),
            first(1, 1, 1),
            first(1, 2, 0),
            first(2, 0, 0),
        ];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(one), "{place}");
        }
    }

    #[test]
    fn numbers_keep_to_their_ranges() {
        let mut draws = Draws::new(3, 0u32, 0);
        let mut sum = 0.0;
        for _ in 0..10_000 {
            let near = draws.around(5.0, 2.0);
            assert!((3.0..=7.0).contains(&near));
            sum += near;
            assert!(draws.below(7) < 7 && draws.long_below(7) < 7);
            assert!((5..=9).contains(&draws.between(5, 9)));
        }
        assert!((sum / 10_000.0 - 5.0).abs() < 0.05);
        assert!(!draws.in_a_thousand(0) && draws.in_a_thousand(1000));
    }

    /// A seed's fleet stays the same: what is committed of it was made with these.
    #[test]
    fn the_stream_stays_the_same() {
        let mut draws = Draws::new(1, 1u32, 2);
        assert_eq!(draws.uuid(), "9aca052b-969f-6988-8ef9-901a64d5a3e6");
        assert_eq!(draws.below(1_000_000), 348_047);
        assert_eq!(draws.long_below(1_000_000), 634_392);
    }
}
