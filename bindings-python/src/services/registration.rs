//! The Registration Service's decisions (P-7.1 to P-7.4).

use iot4emissions_proto::services::registration::{
    Country, Event, VehicleRecord, decide, status_of,
};
use pyo3::prelude::*;

use crate::error::OrRaise;
use crate::identity::DeviceId;
use crate::json;
use crate::vehicle::Vin;

fn read_record(record: &str) -> PyResult<VehicleRecord> {
    json::read("a vehicle's record", "/record", record)
}

/// For `iot4emissions.services.registration`, which documents it.
#[pyfunction]
pub(crate) fn registration_decide(record: &str, event: &str) -> PyResult<(String, String)> {
    let event: Event = json::read("an event", "/event", event)?;
    let (record, effects) = decide(read_record(record)?, event);
    Ok((json::write(&record)?, json::write(&effects)?))
}

/// For `iot4emissions.services.registration`, which documents it.
#[pyfunction]
pub(crate) fn registration_new_record(vin: &Vin) -> PyResult<String> {
    json::write(&VehicleRecord::new(vin.0))
}

/// For `iot4emissions.services.registration`, which documents it.
#[pyfunction]
pub(crate) fn registration_clearance(record: &str) -> PyResult<String> {
    json::write(&read_record(record)?.clearance())
}

/// For `iot4emissions.services.registration`, which documents it.
#[pyfunction]
pub(crate) fn registration_outstanding(record: &str, scope: &str) -> PyResult<String> {
    let scope = json::read("a scope", "/scope", &format!("\"{scope}\""))?;
    json::write(&read_record(record)?.outstanding(scope))
}

/// For `iot4emissions.services.registration`, which documents it.
#[pyfunction]
pub(crate) fn registration_retained(record: &str) -> PyResult<String> {
    json::write(&read_record(record)?.retained())
}

/// For `iot4emissions.services.registration`, which documents it.
#[pyfunction]
pub(crate) fn registration_status_of(device: DeviceId, records: &str) -> PyResult<String> {
    let records: Vec<VehicleRecord> = json::read("vehicles' records", "/records", records)?;
    json::write(&status_of(&device.0, &records))
}

/// For `iot4emissions.services.registration`, which documents it.
#[pyfunction]
pub(crate) fn registration_is_member_state(country: &str) -> PyResult<bool> {
    let country: Country = country.parse().or_raise()?;
    Ok(country.is_member_state())
}
