//! Parts of a state that most actions leave as they are: shared, and hashed once.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A value that costs little to clone, to compare and to hash.
pub(crate) struct Shared<T>(Arc<(u64, T)>);

/// The hash of a value, the same in every run.
pub(crate) fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = Words(0x9e37_79b9_7f4a_7c15);
    value.hash(&mut hasher);
    hasher.finish()
}

/// Hashes eight bytes at a time: most of the proof's time would go into a hash that
/// also resists an attacker.
struct Words(u64);

impl Words {
    fn add(&mut self, word: u64) {
        let mixed = u128::from(self.0.rotate_left(5) ^ word) * 0xf39c_c060_5ced_c835;
        self.0 = (mixed as u64) ^ ((mixed >> 64) as u64);
    }
}

impl Hasher for Words {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.add(
                word.iter()
                    .fold(0, |word, byte| (word << 8) | u64::from(*byte)),
            );
        }
        let rest = words.remainder();
        let length = rest.len() as u64;
        self.add(
            rest.iter()
                .fold(length, |word, byte| (word << 8) | u64::from(*byte)),
        );
    }

    fn write_u8(&mut self, number: u8) {
        self.add(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.add(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        let mut last = Self(self.0);
        last.add(0x2545_f491_4f6c_dd1d);
        last.0
    }
}

impl<T: Hash> Shared<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Arc::new((hash_of(&value), value)))
    }
}

impl<T: Hash + Clone> Shared<T> {
    /// Changes the value, for this owner only.
    pub(crate) fn update<R>(&mut self, change: impl FnOnce(&mut T) -> R) -> R {
        let mut value = self.0.1.clone();
        let result = change(&mut value);
        *self = Self::new(value);
        result
    }
}

impl<T> std::ops::Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.1
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.0.0 == other.0.0 && self.0.1 == other.0.1)
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.0);
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.1.fmt(f)
    }
}
