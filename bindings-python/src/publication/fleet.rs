//! A fleet's vehicles and snapshots on their way from columns into a publication.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Decimal128Type, Float64Type, Int32Type, TimestampMicrosecondType, TimestampMillisecondType,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use iot4emissions_proto::analysis::{Reading, Reason};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::Parameter;
use iot4emissions_proto::publication as core;
use iot4emissions_proto::services::introduction::MinimalAttributes;
use iot4emissions_proto::vehicle::VehicleInfo;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use serde_json::{Map, Value};

use super::{PseudonymKey, PublicationReport, Uniqueness};
use crate::analysis::{Columns, seconds, snapshot};
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::transfers::Transfers;

/// The rows of a publication, each a column: pseudonyms, months, the types by attribute, the
/// growth by counter.
type Table = (
    Vec<String>,
    Vec<String>,
    Vec<Vec<Option<String>>>,
    Vec<Vec<Option<u32>>>,
);

/// What is stored of a fleet; what `iot4emissions.publication` and the command line fill.
#[pyclass(name = "_Fleet", module = "iot4emissions")]
#[derive(Default)]
pub(crate) struct Fleet(core::Fleet);

#[pymethods]
impl Fleet {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Adds vehicles: for each its device, its attributes in the order of `_attribute_names()`
    /// as texts, and whether it is cleared.
    #[pyo3(signature = (
        device: "list[str]",
        attributes: "list[list[str | None]]",
        cleared: "list[bool]"
    ))]
    fn add_vehicles(
        &mut self,
        device: Vec<Text>,
        attributes: Vec<Vec<Option<Text>>>,
        cleared: Vec<bool>,
    ) -> PyResult<()> {
        for ((device, attributes), cleared) in device.into_iter().zip(attributes).zip(cleared) {
            let device: DeviceId = device.parse().or_raise()?;
            let attributes = MinimalAttributes::of(&papers(attributes)?);
            self.0.add_vehicle(device, attributes, cleared).or_raise()?;
        }
        Ok(())
    }

    /// Adds snapshots that were read; each device's belong to one owner.
    fn add_transfers(&mut self, transfers: &Transfers) -> PyResult<()> {
        transfers.record_batches().iter().try_for_each(|batch| {
            self.add_batch(batch)
                .ok_or_else(|| PyRuntimeError::new_err("a column of transfers is another one"))
        })
    }

    /// Adds rows: device, segment, UNIX seconds, values in tenths of their unit.
    #[pyo3(signature = (
        device: "list[str | None]",
        segment: "list[int]",
        acquired: "list[int | None]",
        received: "list[int | None]",
        tenths: "list[list[float | None]]"
    ))]
    fn add_rows(
        &mut self,
        device: Vec<Option<PyBackedStr>>,
        segment: Vec<u32>,
        acquired: Vec<Option<i64>>,
        received: Vec<Option<i64>>,
        tenths: Columns,
    ) -> PyResult<()> {
        let rows = device.len();
        let lengths = [segment.len(), acquired.len(), received.len()];
        let mut all = lengths.into_iter().chain(tenths.iter().map(Vec::len));
        if tenths.len() != Parameter::ALL.len() || all.any(|length| length != rows) {
            return Err(PyValueError::new_err("columns of different lengths"));
        }
        for row in 0..rows {
            let values = tenths.iter().map(|column| vec![column[row]]).collect();
            let times = [acquired[row], received[row]];
            self.add(device[row].as_deref(), segment[row], times, &values);
        }
        Ok(())
    }

    /// The rows that may be given to people, as columns and as CSV, the groups' totals as CSV, and
    /// the report (P-10).
    #[pyo3(signature = (key, by: "list[str]", min_vehicles, first, last)
        -> "tuple[tuple[list[str], list[str], list[list[str | None]], list[list[int | None]]], str, str, PublicationReport]")]
    fn publish(
        &self,
        py: Python<'_>,
        key: &PseudonymKey,
        by: Vec<Text>,
        min_vehicles: u32,
        first: Option<Text>,
        last: Option<Text>,
    ) -> PyResult<(Table, String, String, PublicationReport)> {
        let month = |text: Option<Text>| text.map(|text| text.parse().or_raise()).transpose();
        let settings = core::PublicationSettings {
            by: by
                .iter()
                .map(|name| name.parse().or_raise())
                .collect::<PyResult<_>>()?,
            min_vehicles: core::MinVehicles::new(min_vehicles).or_raise()?,
            first: month(first)?,
            last: month(last)?,
        };
        Ok(py.detach(|| {
            let published = self.0.publish(&key.0, &settings);
            let rows = &published.rows;
            let of_type = |place| {
                rows.iter()
                    .map(move |row| row.types.get(place).cloned().flatten())
            };
            let growth = |place: usize| rows.iter().map(move |row| row.growth[place]);
            let table = (
                rows.iter().map(|row| row.pseudonym.to_string()).collect(),
                rows.iter().map(|row| row.month.to_string()).collect(),
                (0..settings.by.len())
                    .map(|place| of_type(place).collect())
                    .collect(),
                (0..Parameter::ALL.len())
                    .map(|place| growth(place).collect())
                    .collect(),
            );
            (
                table,
                published.to_csv(),
                published.to_groups_csv(),
                PublicationReport(published.report),
            )
        }))
    }

    /// How many of these vehicles are unique, each by its types, which may be any texts, and by
    /// the first odometer reading that the fleet has of its device.
    #[pyo3(signature = (device: "list[str]", types: "list[list[str | None]]"))]
    fn uniqueness(
        &self,
        device: Vec<PyBackedStr>,
        types: Vec<Vec<Option<PyBackedStr>>>,
    ) -> Uniqueness {
        let texts = types.iter().map(|texts| -> Vec<Option<&str>> {
            texts.iter().map(|text| text.as_deref()).collect()
        });
        let odometer = |device: &PyBackedStr| {
            let device: Option<DeviceId> = device.parse().ok();
            device.and_then(|device| self.0.first_odometer(&device))
        };
        core::Uniqueness::of(texts.zip(device.iter().map(odometer))).into()
    }
}

impl Fleet {
    fn add(
        &mut self,
        device: Option<&str>,
        segment: u32,
        [acquired, received]: [Option<i64>; 2],
        tenths: &Columns,
    ) {
        // It may be anything: the reason says so, and does not repeat it.
        let Some(device) = device.and_then(|device| device.parse().ok()) else {
            return self.0.exclude(Reason::NoDevice);
        };
        match snapshot(acquired, tenths, 0) {
            Err(reason) => self.0.exclude(reason),
            Ok(snapshot) => {
                let reading = Reading::new(snapshot, received.and_then(seconds));
                self.0.add_reading(device, segment, reading);
            }
        }
    }

    /// `None` where the columns are not those of `Transfers`.
    fn add_batch(&mut self, batch: &RecordBatch) -> Option<()> {
        let device = batch.column_by_name("device")?;
        let acquired = batch.column_by_name("acquired")?;
        let acquired = acquired.as_primitive_opt::<TimestampMicrosecondType>()?;
        let received = batch.column_by_name("received")?;
        let received = received.as_primitive_opt::<TimestampMillisecondType>()?;
        let counters: Option<Vec<_>> = Parameter::ALL
            .iter()
            .map(|parameter| batch.column_by_name(parameter.wire_name()))
            .collect();
        let counters = counters?;
        for row in 0..batch.num_rows() {
            let device = match device.data_type() {
                DataType::Dictionary(..) => {
                    let device = device.as_dictionary_opt::<Int32Type>()?;
                    let texts = device.values().as_string_opt::<i32>()?;
                    device.key(row).map(|key| texts.value(key))
                }
                _ => {
                    let device = device.as_string_opt::<i32>()?;
                    device.is_valid(row).then(|| device.value(row))
                }
            };
            let times = [
                acquired
                    .is_valid(row)
                    .then(|| acquired.value(row) / 1_000_000),
                received.is_valid(row).then(|| received.value(row) / 1000),
            ];
            let values: Option<Columns> = counters
                .iter()
                .map(|column| Some(vec![tenths(column, row)?]))
                .collect();
            self.add(device, 0, times, &values?);
        }
        Some(())
    }
}

/// A counter in tenths, where there is one; none where the column is another one.
#[allow(
    clippy::option_option,
    reason = "a column may be wrong, and a value missing"
)]
fn tenths(column: &dyn Array, row: usize) -> Option<Option<f64>> {
    if !column.is_valid(row) {
        return Some(None);
    }
    if let Some(column) = column.as_primitive_opt::<Decimal128Type>() {
        // Ten digits: a float holds each of them.
        #[allow(clippy::cast_precision_loss)]
        return Some(Some(column.value(row) as f64));
    }
    let column = column.as_primitive_opt::<Float64Type>()?;
    Some(Some(column.value(row) * 10.0))
}

/// A vehicle's papers, out of its attributes in the order of [`core::Attribute::ALL`].
fn papers(attributes: Vec<Option<Text>>) -> PyResult<VehicleInfo> {
    let members = core::Attribute::ALL.iter().zip(attributes);
    let members: Map<String, Value> = members
        .filter_map(|(name, text)| Some((name.wire_name().to_owned(), Value::String(text?.0))))
        .collect();
    serde_json::from_value(Value::Object(members))
        .map_err(|error| PyValueError::new_err(format!("expected a vehicle's attributes: {error}")))
}

/// The names of the attributes that may be published (P-10.6), and of those that are published
/// by default.
#[pyfunction]
#[pyo3(name = "_attribute_names", signature = () -> "tuple[list[str], list[str], int]")]
pub(crate) fn attribute_names() -> (Vec<&'static str>, Vec<&'static str>, u32) {
    let all = core::Attribute::ALL
        .map(core::Attribute::wire_name)
        .to_vec();
    let default = core::PublicationSettings::default();
    let by = default.by.iter().map(|one| one.wire_name()).collect();
    (all, by, default.min_vehicles.vehicles())
}

/// The names of the columns of growth.
#[pyfunction]
#[pyo3(name = "_growth_columns", signature = () -> "list[str]")]
pub(crate) fn growth_columns() -> Vec<&'static str> {
    core::COLUMNS.to_vec()
}
