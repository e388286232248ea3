//! One dictionary of device IDs over several record batches: what groups, joins or writes them
//! compares keys, and some readers refuse batches with dictionaries of their own.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow_buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;

use super::schema;

/// Record batches whose devices are being brought into one dictionary.
#[derive(Default)]
pub(super) struct OneDictionary {
    batches: Vec<RecordBatch>,
    /// The keys of each batch, where they are not those it has.
    keys: Vec<Option<Int32Array>>,
    /// Hashed the same in every run (P-6.1).
    places: HashMap<String, i32, BuildHasherDefault<DefaultHasher>>,
    text: Vec<u8>,
    ends: Vec<i32>,
}

impl OneDictionary {
    /// Adds a batch; nothing is done to texts that are in no dictionary.
    pub(super) fn push(&mut self, batch: RecordBatch) -> Result<(), ArrowError> {
        let keys = match batch.column(0).as_dictionary_opt::<Int32Type>() {
            Some(device) => self.moved(device)?,
            None => None,
        };
        self.keys.push(keys);
        self.batches.push(batch);
        Ok(())
    }

    /// The keys in the common dictionary, where they are others.
    fn moved(
        &mut self,
        device: &DictionaryArray<Int32Type>,
    ) -> Result<Option<Int32Array>, ArrowError> {
        let texts = device.values().as_string::<i32>();
        let places: Result<Vec<i32>, _> = texts
            .iter()
            .map(|text| self.place(text.unwrap_or_default()))
            .collect();
        let places = places?;
        if (0..).zip(&places).all(|(key, place)| key == *place) {
            return Ok(None);
        }
        let moved = device.keys().unary(|key| places[key as usize]);
        Ok(Some(moved))
    }

    fn place(&mut self, text: &str) -> Result<i32, ArrowError> {
        if let Some(place) = self.places.get(text) {
            return Ok(*place);
        }
        let too_much = |_| ArrowError::OffsetOverflowError(i32::MAX as usize);
        let place = i32::try_from(self.ends.len()).map_err(too_much)?;
        self.text.extend_from_slice(text.as_bytes());
        self.ends
            .push(i32::try_from(self.text.len()).map_err(too_much)?);
        self.places.insert(text.to_owned(), place);
        Ok(place)
    }

    /// The batches with their common dictionary.
    pub(super) fn finish(self) -> Result<Vec<RecordBatch>, ArrowError> {
        let has_one = self.keys.iter().all(Option::is_none);
        if self.batches.len() < 2 || (has_one && self.ends.is_empty()) {
            return Ok(self.batches);
        }
        let ends = std::iter::once(0).chain(self.ends).collect::<Vec<i32>>();
        let texts: ArrayRef = Arc::new(StringArray::new(
            OffsetBuffer::new(ScalarBuffer::from(ends)),
            Buffer::from_vec(self.text),
            None,
        ));
        let batches = self.batches.into_iter().zip(self.keys);
        let one = batches.map(|(batch, keys)| {
            let (schema, mut columns, _) = batch.into_parts();
            let device = columns[0].as_dictionary::<Int32Type>();
            let keys = keys.unwrap_or_else(|| device.keys().clone());
            columns[0] = Arc::new(DictionaryArray::try_new(keys, texts.clone())?);
            RecordBatch::try_new(schema, columns)
        });
        one.collect()
    }
}

/// The error in words, where it is one of the caller's choice.
pub(super) fn in_words(error: ArrowError) -> String {
    match error {
        ArrowError::OffsetOverflowError(_) => schema::TOO_MUCH_TEXT.to_owned(),
        other => other.to_string(),
    }
}
