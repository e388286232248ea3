//! Several record batches as one: `__arrow_c_array__` can only hand over one.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, RecordBatch, make_array};
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

/// The keys one after the other: the batches share their dictionary.
fn dictionary(arrays: &[&ArrayRef]) -> Result<ArrayRef, ArrowError> {
    let devices: Vec<_> = arrays
        .iter()
        .map(|array| array.as_dictionary::<Int32Type>())
        .collect();
    let keys: Vec<ArrayRef> = devices
        .iter()
        .map(|array| Arc::new(array.keys().clone()) as ArrayRef)
        .collect();
    let keys = plain(&keys.iter().collect::<Vec<_>>())?;
    let keys = keys.as_primitive::<Int32Type>().clone();
    let texts = devices[0].values().clone();
    Ok(Arc::new(DictionaryArray::try_new(keys, texts)?))
}
