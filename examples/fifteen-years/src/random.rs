//! Numbers drawn from a seed, the same on every platform and in every release: only the
//! raw stream of a published cipher is used, and whole numbers made of it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// What numbers are drawn for: each purpose and device has a stream of its own, so that no
/// device depends on how many others there are, nor on which thread plays it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// What all devices share.
    Fleet,
    /// A device's habits.
    Habits,
    /// What befalls a device, and when.
    Plan,
    /// What happens on each of its connections, and how long things take.
    Life,
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

    /// A whole number from 0 up to, but not including, `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // The high word of a product favours a value by less than limit / 2^64.
        ((u128::from(self.0.next_u64()) * u128::from(limit)) >> 64) as u64
    }

    /// A whole number from `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most - least + 1)
    }

    /// `true` in `per_mille` of a thousand cases.
    pub(crate) fn in_a_thousand(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of `items`, each as often as the others.
    pub(crate) fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u64) as usize]
    }

    /// Sixteen bytes as hexadecimal digits, in a UUID's form.
    pub(crate) fn uuid(&mut self) -> String {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
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
    fn each_purpose_and_device_has_its_own_stream() {
        let first = |seed, purpose, index| Draws::new(seed, purpose, index).uuid();
        let all = [
            first(1, Purpose::Fleet, 0),
            first(1, Purpose::Habits, 0),
            first(1, Purpose::Plan, 0),
            first(1, Purpose::Plan, 1),
            first(2, Purpose::Plan, 0),
        ];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(one), "{place}");
        }
    }

    #[test]
    fn numbers_keep_to_their_ranges() {
        let mut draws = Draws::new(3, Purpose::Fleet, 0);
        for _ in 0..10_000 {
            assert!(draws.below(7) < 7);
            assert!((5..=9).contains(&draws.between(5, 9)));
        }
        assert!(!draws.in_a_thousand(0) && draws.in_a_thousand(1000));
    }
}
