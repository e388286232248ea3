//! The column of device IDs: a dictionary and a key each row.

use super::Bitmap;
use super::places::Places;
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
        let validity = Bitmap::of(&keys, |key| *key != NONE);
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
    dictionary: Dictionary,
    places: Places,
}

/// Distinct device IDs in the form in which they are given away: a piece of memory for each
/// would cost more time than all else about them.
#[derive(Debug, Clone)]
struct Dictionary {
    /// As [`DeviceColumn::offsets`].
    offsets: Vec<i64>,
    text: String,
}

impl Default for Dictionary {
    fn default() -> Self {
        Self {
            offsets: vec![0],
            text: String::new(),
        }
    }
}

impl Dictionary {
    fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    fn push(&mut self, device: &str) {
        self.text.push_str(device);
        self.offsets.push(self.text.len() as i64);
    }

    /// The text with this key, as bytes to compare.
    #[inline]
    fn get(&self, key: i32) -> Option<&[u8]> {
        let key = usize::try_from(key).ok()?;
        let (start, end) = (*self.offsets.get(key)?, *self.offsets.get(key + 1)?);
        self.text.as_bytes().get(start as usize..end as usize)
    }
}

impl Default for Devices {
    fn default() -> Self {
        Self {
            most: MOST,
            keys: Vec::new(),
            dictionary: Dictionary::default(),
            places: Places::default(),
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
        self.key_of_id(device.as_str()).ok_or(Full)
    }

    /// The key of what is known to be a device ID.
    fn key_of_id(&mut self, device: &str) -> Option<i32> {
        let text = device.as_bytes();
        self.last(text)
            .or_else(|| self.known_or(text, || Some(device)))
    }

    /// The same for a text; `None` where it is no device ID or the dictionary is full.
    #[inline]
    pub(super) fn key_of_text(&mut self, device: &[u8]) -> Option<i32> {
        self.last(device).or_else(|| {
            let new = || {
                let device = std::str::from_utf8(device).ok()?;
                DeviceId::check(device).is_ok().then_some(device)
            };
            self.known_or(device, new)
        })
    }

    /// The last row's key, where `device` sent it: a device's messages often follow each
    /// other.
    #[inline]
    fn last(&self, device: &[u8]) -> Option<i32> {
        let key = self.keys.last().copied()?;
        (self.dictionary.get(key)? == device).then_some(key)
    }

    /// The key of the device that is called `text`, which is `new` otherwise.
    #[inline(never)]
    fn known_or<'d>(&mut self, text: &[u8], new: impl FnOnce() -> Option<&'d str>) -> Option<i32> {
        let hash = Places::hash(text);
        let is_it = |key: i32| self.dictionary.get(key) == Some(text);
        if let Some(key) = self.places.find(hash, is_it) {
            return Some(key);
        }
        let place = self.dictionary.len();
        let key = i32::try_from(place).ok().filter(|_| place < self.most)?;
        self.dictionary.push(new()?);
        self.places.insert(hash, key);
        Some(key)
    }

    /// Gives `key` to all rows up to `rows`.
    #[inline]
    pub(super) fn extend_to(&mut self, rows: usize, key: i32) {
        self.keys.resize(rows, key);
    }

    /// Makes room for so many more rows.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.keys.reserve(rows);
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
        let Dictionary { offsets, text } = &other.dictionary;
        let mut keys = Vec::with_capacity(other.dictionary.len());
        for ends in offsets.windows(2) {
            let device = &text[ends[0] as usize..ends[1] as usize];
            keys.push(self.key_of_id(device).ok_or(Full)?);
        }
        let key = |key: &i32| match usize::try_from(*key) {
            Ok(place) => keys[place],
            Err(_) => NONE,
        };
        self.keys.extend(other.keys.iter().map(key));
        Ok(())
    }

    pub(super) fn finish(self) -> DeviceColumn {
        let Dictionary { offsets, text } = self.dictionary;
        let dictionary = DeviceColumn {
            keys: Vec::new(),
            validity: Bitmap::default(),
            offsets,
            text,
        };
        dictionary.with_keys(self.keys)
    }
}
