//! Columns as Arrow arrays, which cross by Arrow's C data interface without a copy.
//!
//! Names, types and metadata are those of the Python package's `read_transfers`.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::types::{
    ArrowPrimitiveType, Decimal128Type, Float64Type, Int32Type, TimestampMicrosecondType,
    TimestampMillisecondType,
};
use arrow_array::{
    Array, ArrayRef, DictionaryArray, PrimitiveArray, StringArray, StructArray, UInt64Array,
};
use arrow_buffer::{
    ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer,
};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, TimeUnit};
use iot4emissions_proto::columns::{Bitmap, ColumnNumber, DeviceColumn, TransferColumns, meaning};
use iot4emissions_proto::obfcm::Parameter;

use crate::hot_path;

const UTC: &str = "UTC";

/// The form of the eight values in Arrow.
pub(crate) trait ArrowNumber: ColumnNumber + ArrowNativeType {
    /// Arrow's type of a number.
    type Type: ArrowPrimitiveType<Native = Self>;
    /// Its data type.
    const TYPE: DataType;
    /// The columns' names, types, units and meanings.
    fn fields() -> Fields;
}

impl ArrowNumber for i128 {
    type Type = Decimal128Type;
    /// Ten digits hold every value of P-5.43.
    const TYPE: DataType = DataType::Decimal128(10, 1);

    fn fields() -> Fields {
        static FIELDS: LazyLock<Fields> = LazyLock::new(|| fields(&i128::TYPE));
        FIELDS.clone()
    }
}

impl ArrowNumber for f64 {
    type Type = Float64Type;
    const TYPE: DataType = DataType::Float64;

    fn fields() -> Fields {
        static FIELDS: LazyLock<Fields> = LazyLock::new(|| fields(&f64::TYPE));
        FIELDS.clone()
    }
}

/// Moves the columns to the C structures at these addresses; no schema to the address 0.
pub(crate) fn export<N: ArrowNumber>(
    columns: TransferColumns<N>,
    array: u64,
    schema: u64,
) -> Result<(), ArrowError> {
    let fields = N::fields();
    let ffi_schema = FFI_ArrowSchema::try_from(&Schema::new(fields.clone()))?;
    let columns = StructArray::try_new(fields, arrays(columns)?, None)?;
    hot_path::place(array, FFI_ArrowArray::new(&columns.to_data()));
    if schema != 0 {
        hot_path::place(schema, ffi_schema);
    }
    Ok(())
}

fn arrays<N: ArrowNumber>(columns: TransferColumns<N>) -> Result<Vec<ArrayRef>, ArrowError> {
    let mut acquired = columns.acquired;
    for time in &mut acquired {
        // Microseconds of at most 9999999999 s (P-5.41).
        *time *= 1_000_000;
    }
    let acquired = PrimitiveArray::<TimestampMicrosecondType>::new(acquired.into(), None);
    let mut arrays: Vec<ArrayRef> = vec![
        Arc::new(devices(columns.device)?),
        Arc::new(acquired.with_timezone(UTC)),
    ];
    for column in columns.values {
        let values = PrimitiveArray::<N::Type>::new(column.values.into(), nulls(column.validity));
        arrays.push(Arc::new(values.with_data_type(N::TYPE)));
    }
    let received = nulls(columns.received.validity);
    let received =
        PrimitiveArray::<TimestampMillisecondType>::new(columns.received.values.into(), received);
    arrays.push(Arc::new(received.with_timezone(UTC)));
    arrays.push(Arc::new(UInt64Array::from(columns.source_row)));
    Ok(arrays)
}

fn devices(device: DeviceColumn) -> Result<DictionaryArray<Int32Type>, ArrowError> {
    let offsets: Result<Vec<i32>, _> = device.offsets.into_iter().map(i32::try_from).collect();
    let offsets = offsets.map_err(|_| {
        let text =
            "the device IDs of a record batch have more than 2 GiB: choose a smaller block size";
        ArrowError::InvalidArgumentError(text.to_owned())
    })?;
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    let texts = StringArray::new(offsets, Buffer::from_vec(device.text.into_bytes()), None);
    let keys = PrimitiveArray::new(device.keys.into(), nulls(device.validity));
    DictionaryArray::try_new(keys, Arc::new(texts))
}

fn nulls(validity: Bitmap) -> Option<NullBuffer> {
    if validity.absent() == 0 {
        return None;
    }
    let length = validity.len();
    let bits = Buffer::from_vec(validity.into_bytes());
    Some(NullBuffer::new(BooleanBuffer::new(bits, 0, length)))
}

fn fields(number: &DataType) -> Fields {
    let device = DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
    let acquired = DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()));
    let received = DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into()));
    let mut fields = vec![
        described(Field::new("device", device, true), meaning::DEVICE),
        described(Field::new("acquired", acquired, false), meaning::ACQUIRED),
    ];
    fields.extend(Parameter::ALL.map(|parameter| {
        let field = Field::new(parameter.wire_name(), number.clone(), true);
        let mut field = described(field, parameter.meaning());
        let unit = parameter.unit().symbol().to_owned();
        field.metadata_mut().insert("unit".to_owned(), unit);
        field
    }));
    fields.push(described(
        Field::new("received", received, true),
        meaning::RECEIVED,
    ));
    fields.push(described(
        Field::new("source_row", DataType::UInt64, false),
        meaning::SOURCE_ROW,
    ));
    fields.into()
}

fn described(field: Field, meaning: &str) -> Field {
    field.with_metadata(HashMap::from([("meaning".to_owned(), meaning.to_owned())]))
}
