//! Where in a dictionary a device ID stands.

use std::hash::{DefaultHasher, Hasher};

/// The keys of a dictionary's texts, found by the texts, which stand elsewhere. A text is
/// hashed once, also where it is new and the table grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// A power of two of them, at least twice as many as keys, or none.
    slots: Vec<Slot>,
    filled: usize,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    /// Half of the text's hash.
    hash: u32,
    /// The key, or [`FREE`].
    key: i32,
}

const FREE: i32 = -1;

impl Places {
    /// The same in every run (P-6.1), by a function that is hard to choose colliding texts
    /// for.
    pub(super) fn hash(text: &[u8]) -> u32 {
        let mut hasher = DefaultHasher::new();
        hasher.write(text);
        hasher.finish() as u32
    }

    /// The key with this hash that `is_it` knows.
    pub(super) fn find(&self, hash: u32, is_it: impl Fn(i32) -> bool) -> Option<i32> {
        if self.slots.is_empty() {
            return None;
        }
        let mut at = self.first(hash);
        loop {
            let slot = self.slots[at];
            if slot.key == FREE {
                return None;
            }
            if slot.hash == hash && is_it(slot.key) {
                return Some(slot.key);
            }
            at = self.next(at);
        }
    }

    /// Adds a key, which is not there.
    pub(super) fn insert(&mut self, hash: u32, key: i32) {
        if 2 * (self.filled + 1) > self.slots.len() {
            let free = Slot { hash: 0, key: FREE };
            let size = (2 * self.slots.len()).max(64);
            let slots = std::mem::replace(&mut self.slots, vec![free; size]);
            for slot in slots.into_iter().filter(|slot| slot.key != FREE) {
                self.put(slot);
            }
        }
        self.put(Slot { hash, key });
        self.filled += 1;
    }

    fn put(&mut self, slot: Slot) {
        let mut at = self.first(slot.hash);
        while self.slots[at].key != FREE {
            at = self.next(at);
        }
        self.slots[at] = slot;
    }

    fn first(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_also_among_equal_hashes() {
        let mut places = Places::default();
        assert_eq!(places.find(7, |_| true), None);
        // Some run over the end of the table, and all of them together.
        for key in 0..1000 {
            places.insert(u32::MAX - key as u32 % 3, key);
            for known in 0..=key {
                let hash = u32::MAX - known as u32 % 3;
                assert_eq!(places.find(hash, |found| found == known), Some(known));
            }
            assert_eq!(places.find(u32::MAX, |found| found > key), None);
            assert_eq!(places.find(5, |_| true), None);
        }
    }
}
