//! The column of device IDs: a dictionary and a key each row.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use super::Bitmap;
use crate::identity::DeviceId;

/// Who sent each row: a key into a dictionary of distinct device IDs in the order of
/// their first row (P-2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceColumn {
    /// The place in the dictionary, from 0; 0 also where no device is known.
    pub keys: Vec<i32>,
    /// Which rows have a device.
    pub validity: Bitmap,
    /// Where each text of the dictionary starts in [`text`](Self::text), and its end:
    /// one more than there are texts, the first 0.
    pub offsets: Vec<i64>,
    /// The texts of the dictionary, one after the other.
    pub text: String,
}

impl DeviceColumn {
    /// The same dictionary with other rows, whose keys are given as
    /// [`RowBlock::device`](super::RowBlock::device) has them: -1 for none.
    #[must_use]
    pub fn with_keys(self, mut keys: Vec<i32>) -> Self {
        let validity = Bitmap::of(keys.iter().map(|key| *key != NONE));
        if validity.absent() > 0 {
            for key in &mut keys {
                *key = (*key).max(0);
            }
        }
        Self {
            keys,
            validity,
            ..self
        }
    }

    /// The device ID of a row; `None` where no device is known or no such row is there.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        if !self.validity.get(row) {
            return None;
        }
        let key = usize::try_from(self.keys[row]).ok()?;
        let offset = |at: usize| usize::try_from(*self.offsets.get(at)?).ok();
        self.text.get(offset(key)?..offset(key + 1)?)
    }
}

/// The key of a row without a device.
pub(super) const NONE: i32 = -1;

/// There are fewer vehicles on Earth.
const MOST: usize = i32::MAX as usize;

/// A [`DeviceColumn`] that is being filled.
#[derive(Debug, Clone)]
pub(super) struct Devices {
    /// How many devices the keys can tell apart.
    pub(super) most: usize,
    keys: Vec<i32>,
    dictionary: Vec<DeviceId>,
    /// Hashed the same in every run (P-6.1), by a function that is hard to choose
    /// colliding IDs for.
    places: HashMap<DeviceId, i32, BuildHasherDefault<DefaultHasher>>,
}

impl Default for Devices {
    fn default() -> Self {
        Self {
            most: MOST,
            keys: Vec::new(),
            dictionary: Vec::new(),
            places: HashMap::default(),
        }
    }
}

/// The dictionary is full.
#[derive(Debug)]
pub(super) struct Full;

impl Devices {
    /// The key of `device`, which is new to the dictionary where need be.
    pub(super) fn key(&mut self, device: Option<&DeviceId>) -> Result<i32, Full> {
        let Some(device) = device else {
            return Ok(NONE);
        };
        match self.known(device.as_str()) {
            Some(key) => Ok(key),
            None => self.insert(device.clone()),
        }
    }

    /// The same for a text; `None` where it is no device ID or the dictionary is full.
    pub(super) fn key_of_text(&mut self, device: &str) -> Option<i32> {
        self.known(device)
            .or_else(|| self.insert(device.parse().ok()?).ok())
    }

    fn known(&self, device: &str) -> Option<i32> {
        // A device's messages often follow each other.
        if let Some(key @ 0..) = self.keys.last().copied() {
            if self.dictionary.get(key as usize)?.as_str() == device {
                return Some(key);
            }
        }
        self.places.get(device).copied()
    }

    fn insert(&mut self, device: DeviceId) -> Result<i32, Full> {
        let place = self.dictionary.len();
        let key = i32::try_from(place)
            .ok()
            .filter(|_| place < self.most)
            .ok_or(Full)?;
        self.dictionary.push(device.clone());
        self.places.insert(device, key);
        Ok(key)
    }

    /// Gives `key` to all rows up to `rows`.
    pub(super) fn extend_to(&mut self, rows: usize, key: i32) {
        self.keys.resize(rows, key);
    }

    /// The rows' keys, -1 for none.
    pub(super) fn keys(&self) -> &[i32] {
        &self.keys
    }

    /// Forgets the rows, but not the dictionary.
    pub(super) fn forget_keys(&mut self) {
        self.keys.clear();
    }

    /// Adds the rows of `other`.
    pub(super) fn append(&mut self, other: Self) -> Result<(), Full> {
        let mut keys = Vec::with_capacity(other.dictionary.len());
        for device in &other.dictionary {
            keys.push(self.key(Some(device))?);
        }
        let key = |key: &i32| match usize::try_from(*key) {
            Ok(place) => keys[place],
            Err(_) => NONE,
        };
        self.keys.extend(other.keys.iter().map(key));
        Ok(())
    }

    pub(super) fn finish(self) -> DeviceColumn {
        let mut offsets = Vec::with_capacity(self.dictionary.len() + 1);
        let mut text = String::new();
        offsets.push(0);
        for device in &self.dictionary {
            text.push_str(device.as_str());
            offsets.push(text.len() as i64);
        }
        let dictionary = DeviceColumn {
            keys: Vec::new(),
            validity: Bitmap::default(),
            offsets,
            text,
        };
        dictionary.with_keys(self.keys)
    }
}
