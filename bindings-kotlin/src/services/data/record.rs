//! What the Data Service stores of one device (P-1.3, P-7.5 to P-7.7, P-7.13, P-7.14).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{Configuration, ConfigurationStatus, ConfigurationVersion};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::call::{CallKind, Sequence};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{
    Denial as DataDenial, DeviceEntry, DeviceRecord, LastCall, OperatorNotice as DataNotice,
    Segments, Tombstone, Withdrawal,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::services::json_forms;

/// One device that has been introduced.
#[uniffi::remote(Record)]
pub struct DeviceRecord {
    pub device: DeviceId,
    pub attributes: VehicleInfo,
    pub last: LastCall,
    pub configuration: Configuration,
    pub issued: UnixSeconds,
    pub still_sending: u32,
    pub withdrawal: Option<Withdrawal>,
    pub segments: Segments,
}

/// How far a device's last withdrawal has come.
#[uniffi::remote(Enum)]
pub enum Withdrawal {
    Lasts,
    EndedAt(UnixSeconds),
}

/// The last call about a device that was applied.
#[uniffi::remote(Record)]
pub struct LastCall {
    pub sequence: Sequence,
    pub kind: CallKind,
    pub new_segment: bool,
}

/// When the segments of a device's data began.
#[derive(uniffi::Record)]
pub struct SegmentsParts {
    first: u32,
    begun: Vec<UnixSeconds>,
}

uniffi::custom_type!(Segments, SegmentsParts, {
    remote,
    lower: |segments| SegmentsParts { first: segments.first(), begun: segments.begun().to_vec() },
    try_lift: |parts| Ok(Segments::from_parts(parts.first, parts.begun)),
});

/// That a device was forgotten.
#[uniffi::remote(Record)]
pub struct Tombstone {
    pub last: Sequence,
    pub version: Option<ConfigurationVersion>,
    pub forgotten: UnixSeconds,
}

/// What the Data Service stores of a device.
#[uniffi::remote(Enum)]
pub enum DeviceEntry {
    Introduced(Box<DeviceRecord>),
    Forgotten(Tombstone),
}

json_forms! {
    "a device's record": DeviceRecord, device_record_to_json, device_record_from_json;
    "a withdrawal": Withdrawal, withdrawal_to_json, withdrawal_from_json;
    "the last call": LastCall, last_call_to_json, last_call_from_json;
    "segments": Segments, segments_to_json, segments_from_json;
    "a tombstone": Tombstone, tombstone_to_json, tombstone_from_json;
    "a device's record or a tombstone": DeviceEntry, device_entry_to_json, device_entry_from_json;
}

/// Whether the device may send (P-7.5, P-7.6).
#[uniffi::export]
fn device_record_clearance(record: DeviceRecord) -> Clearance {
    record.clearance()
}

/// The configuration that the broker retains for the device (P-7.8).
#[uniffi::export]
fn device_record_status(record: DeviceRecord) -> ConfigurationStatus {
    record.status()
}

/// Whether a snapshot of an accepted Data Transfer may be stored (P-7.7).
#[uniffi::export]
fn device_record_keeps(record: DeviceRecord, snapshot: Snapshot) -> bool {
    record.keeps(&snapshot)
}

/// A record with a denied message counted, and what an operator is told.
#[derive(uniffi::Record)]
pub struct DataNoted {
    record: DeviceRecord,
    notice: Option<DataNotice>,
}

/// The record with a message counted that was denied (P-7.12).
#[uniffi::export]
fn device_record_note(record: DeviceRecord, denial: DataDenial) -> DataNoted {
    let (record, notice) = record.note(denial);
    DataNoted { record, notice }
}

/// The segments that began at these times, in any order.
#[uniffi::export]
fn segments_of(first: u32, begun: Vec<UnixSeconds>) -> Segments {
    Segments::from_parts(first, begun)
}

/// The number of the segment that goes on now.
#[uniffi::export]
fn segments_present(segments: Segments) -> u32 {
    segments.present()
}

/// The number of the segment that a snapshot belongs to.
#[uniffi::export]
fn segments_number(segments: Segments, acquired: UnixSeconds) -> u32 {
    segments.of(acquired)
}
