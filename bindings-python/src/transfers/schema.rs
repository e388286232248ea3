//! The columns' names, types, units and meanings.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};
use iot4emissions_proto::columns::meaning;
use iot4emissions_proto::obfcm::Parameter;

use super::options::{Columns, Devices, Values};

/// Digits and places of decimal(10,1): ten digits hold every value of P-5.43.
pub(super) const DECIMAL: (u8, i8) = (10, 1);
pub(super) const UTC: &str = "UTC";

/// Why a column of texts cannot be made.
pub(super) const TOO_MUCH_TEXT: &str =
    "the device IDs of a record batch have more than 2 GiB: choose a smaller block_size";

/// The columns of `Transfers`.
pub(super) fn transfers(columns: Columns) -> SchemaRef {
    static SCHEMAS: LazyLock<[SchemaRef; 4]> = LazyLock::new(|| {
        [
            schema(Values::Decimal, Devices::Dictionary),
            schema(Values::Decimal, Devices::Text),
            schema(Values::Float64, Devices::Dictionary),
            schema(Values::Float64, Devices::Text),
        ]
    });
    let values = match columns.values {
        Values::Decimal => 0,
        Values::Float64 => 2,
    };
    let devices = match columns.devices {
        Devices::Dictionary => 0,
        Devices::Text => 1,
    };
    SCHEMAS[values + devices].clone()
}

/// The columns of `RejectedRows`.
pub(super) fn rejected() -> SchemaRef {
    static REJECTED: LazyLock<SchemaRef> = LazyLock::new(|| {
        let text = |name, meaning| {
            let nullable = name == "device";
            described(Field::new(name, DataType::LargeUtf8, nullable), meaning)
        };
        Arc::new(Schema::new(vec![
            source_row(),
            text("device", "who sent it, where that much is known"),
            text("code", "the first problem, as a stable code"),
            text("pointer", "where it is, a JSON Pointer (RFC 6901)"),
            text(
                "error",
                "every problem, in words, behind the number of the line, from 1; a column counts in the payload",
            ),
        ]))
    });
    REJECTED.clone()
}

fn schema(values: Values, devices: Devices) -> SchemaRef {
    let device = match devices {
        Devices::Dictionary => DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into()),
        Devices::Text => DataType::Utf8,
    };
    let received = DataType::Timestamp(TimeUnit::Millisecond, Some(UTC.into()));
    let acquired = DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()));
    let number = match values {
        Values::Decimal => DataType::Decimal128(DECIMAL.0, DECIMAL.1),
        Values::Float64 => DataType::Float64,
    };
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
    fields.push(source_row());
    Arc::new(Schema::new(fields))
}

fn source_row() -> Field {
    described(
        Field::new("source_row", DataType::UInt64, false),
        meaning::SOURCE_ROW,
    )
}

fn described(field: Field, meaning: &str) -> Field {
    let metadata = HashMap::from([("meaning".to_owned(), meaning.to_owned())]);
    field.with_metadata(metadata)
}
