//! Several record batches as one: `__arrow_c_array__` can only hand over one.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int32Array, LargeStringArray, RecordBatch, make_array,
};
use arrow_data::transform::MutableArrayData;
use arrow_schema::{ArrowError, DataType, SchemaRef};

/// One batch with the rows of all; a single one is not copied.
pub(super) fn concat(
    schema: &SchemaRef,
    batches: &[RecordBatch],
) -> Result<RecordBatch, ArrowError> {
    match batches {
        [] => Ok(RecordBatch::new_empty(schema.clone())),
        [batch] => Ok(batch.clone()),
        _ => {
            let columns = schema.fields().iter().enumerate().map(|(place, field)| {
                let arrays: Vec<_> = batches.iter().map(|batch| batch.column(place)).collect();
                match field.data_type() {
                    DataType::Dictionary(..) => dictionary(&arrays),
                    _ => plain(&arrays),
                }
            });
            RecordBatch::try_new(schema.clone(), columns.collect::<Result<_, _>>()?)
        }
    }
}

fn plain(arrays: &[&ArrayRef]) -> Result<ArrayRef, ArrowError> {
    let data: Vec<_> = arrays.iter().map(|array| array.to_data()).collect();
    let rows = data.iter().map(|data| data.len()).sum();
    let mut all = MutableArrayData::try_new(data.iter().collect(), false, rows)?;
    for (place, data) in data.iter().enumerate() {
        all.try_extend(place, 0, data.len())?;
    }
    Ok(make_array(all.freeze()))
}

/// The dictionaries as one, each text once: some readers insist on that.
fn dictionary(arrays: &[&ArrayRef]) -> Result<ArrayRef, ArrowError> {
    let mut places: HashMap<&str, i32> = HashMap::new();
    let mut texts: Vec<&str> = Vec::new();
    let mut keys: Vec<Option<i32>> = Vec::new();
    for array in arrays {
        let array = array.as_dictionary::<Int32Type>();
        let names = array.values().as_string::<i64>();
        let mut moved = Vec::with_capacity(names.len());
        for name in names.iter().flatten() {
            let place =
                i32::try_from(texts.len()).map_err(|_| ArrowError::DictionaryKeyOverflowError)?;
            let place = *places.entry(name).or_insert_with(|| {
                texts.push(name);
                place
            });
            moved.push(place);
        }
        keys.extend(array.keys().iter().map(|key| Some(moved[key? as usize])));
    }
    let names = LargeStringArray::from_iter_values(texts);
    let keys = Int32Array::from(keys);
    Ok(Arc::new(DictionaryArray::try_new(keys, Arc::new(names))?))
}
