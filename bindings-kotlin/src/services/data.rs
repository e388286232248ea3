//! The Data Service's decisions (P-7.5 to P-7.7, P-7.12 to P-7.14, P-7.16).

mod parameters;
mod pseudonyms;
mod reception;
mod record;

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::services::call::{Answer, Call};
use iot4emissions_proto::services::data::{
    self, ConfigurationParameters, DeviceEntry, DeviceRecord,
};
use iot4emissions_proto::time::UnixSeconds;

use crate::error::Fault;

/// What a call makes of what is stored of a device, and the answer to it.
#[derive(uniffi::Record)]
pub struct DataAnswered {
    entry: Option<DeviceEntry>,
    answer: Answer,
}

/// What a call makes of what is stored of a device (P-5.51, P-7.5, P-7.6, P-7.14).
#[uniffi::export]
fn data_answer(
    entry: Option<DeviceEntry>,
    call: Call,
    parameters: ConfigurationParameters,
    now: UnixSeconds,
) -> DataAnswered {
    let (entry, answer) = data::answer(entry, &call, &parameters, now);
    DataAnswered { entry, answer }
}

/// The devices of which nothing was told between two looks at the records (P-7.11).
#[uniffi::export]
fn data_untold(before: Vec<DeviceRecord>, after: Vec<DeviceRecord>) -> Vec<DeviceId> {
    data::untold(&before, &after)
}

/// The record with an operator's new parameters (P-7.6).
#[uniffi::export]
fn data_reconfigure(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: UnixSeconds,
) -> Result<Option<DeviceRecord>, Fault> {
    Ok(data::reconfigure(record, &parameters, now)?)
}

/// The record with the same configuration and a higher version (P-7.12).
#[uniffi::export]
fn data_reissue(
    record: DeviceRecord,
    version: Option<i64>,
    now: UnixSeconds,
) -> Result<DeviceRecord, Fault> {
    let version = version.map(ConfigurationVersion::try_from).transpose()?;
    Ok(data::reissue(record, version, now)?)
}

/// The record with no call known (P-5.51, P-7.11).
#[uniffi::export]
fn data_restart_numbers(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: UnixSeconds,
) -> DeviceRecord {
    data::restart_numbers(record, &parameters, now)
}

/// The record of a device that has another ID now (P-7.16).
#[uniffi::export]
fn data_retire(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: UnixSeconds,
) -> DeviceRecord {
    data::retire(record, &parameters, now)
}
