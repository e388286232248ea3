//! The Data Service's decisions (P-7.5 to P-7.7, P-7.12 to P-7.14, P-7.16).

mod denied;
mod entry;
mod notice;
mod parameters;
mod pseudonyms;
mod receive;
mod record;
mod segments;
mod withdrawal;

use iot4emissions_proto::services::data as core;
use pyo3::prelude::*;

pub(crate) use denied::Denied;
pub(crate) use entry::Tombstone;
pub(crate) use notice::{StillSending, notice_from_json, notice_to_json};
pub(crate) use parameters::ConfigurationParameters;
pub(crate) use pseudonyms::{Known, Opened, Subject, Unopened, retire, subject};
pub(crate) use receive::data_receive;
pub(crate) use record::{DeviceRecord, LastCall};
pub(crate) use segments::Segments;
pub(crate) use withdrawal::{EndedAt, Lasts};

use self::entry::DeviceEntry;
use super::answers::Answer;
use super::call::Call;
use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::numbers::Version;
use crate::convert::time::WithinSecond;
use crate::error::OrRaise;
use crate::identity::DeviceId;
use crate::mirror::Mirror;
use crate::obfcm::Snapshot;

/// What a call of the Registration Service makes of what is stored of a device, and the answer
/// to it (P-5.51, P-7.5, P-7.6, P-7.14): its record, `None` before the introduction, or a
/// `Tombstone` once it is forgotten, where all of it is to be erased before the answer is given.
/// `now` is an aware `datetime`.
///
/// >>> call = Call(DeviceId("vehicle-7"), 2, Suspended("pause"))
/// >>> paused, answered = answer(record, call, parameters, now)
/// >>> answered, paused.status().device_state, paused.configuration.version
/// (Applied(), ConfiguredState.STANDBY, 2)
#[pyfunction]
#[pyo3(signature = (entry, call, parameters, now))]
pub(crate) fn answer(
    entry: Option<DeviceEntry>,
    call: Call,
    parameters: ConfigurationParameters,
    now: WithinSecond,
) -> (Option<DeviceEntry>, Answer) {
    let (call, parameters) = (call.to_core(), parameters.to_core());
    let entry = entry.map(|entry| entry.0);
    let (entry, answer) = core::answer(entry, &call, &parameters, now.0);
    (entry.map(DeviceEntry), Answer(answer))
}

/// The devices of which nothing was told between two looks at the records: once every vehicle's
/// device has been told again what holds, those that the Registration Service does not know.
/// Nobody could suspend them, so `restart_numbers` puts them on the deny-list (P-7.11).
///
/// >>> untold([record], [record])
/// (DeviceId('vehicle-7'),)
#[pyfunction]
pub(crate) fn untold(before: Many<DeviceRecord>, after: Many<DeviceRecord>) -> Many<DeviceId> {
    let devices = core::untold(&before.to_core(), &after.to_core());
    Many(devices.into_iter().map(DeviceId).collect())
}

/// The record with an operator's new parameters and the next version; `None` where the device
/// has them already (P-7.6). The record's `status()` is to be published, retained. `now` is an
/// aware `datetime`.
///
/// Raises `ConfigurationError` where no version is left.
///
/// >>> reconfigure(record, parameters, now) is None
/// True
#[pyfunction]
pub(crate) fn reconfigure(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: WithinSecond,
) -> PyResult<Option<DeviceRecord>> {
    let record = core::reconfigure(record.to_core(), &parameters.to_core(), now.0).or_raise()?;
    Ok(record.map(DeviceRecord::of))
}

/// The record with the same configuration and a higher version, `version` or the next one for
/// `None`: for a device that evidently has not got it (P-7.12). The record's `status()` is to be
/// published, retained. `now` is an aware `datetime`.
///
/// Raises `ConfigurationError` where no version is left, or the device would refuse it as more
/// than 2**24 above the one before.
///
/// >>> reissue(record, 1000, now).configuration.version
/// 1000
#[pyfunction]
#[pyo3(signature = (record, version, now))]
pub(crate) fn reissue(
    record: DeviceRecord,
    version: Option<Version>,
    now: WithinSecond,
) -> PyResult<DeviceRecord> {
    let version = version.map(|version| version.0);
    let record = core::reissue(record.to_core(), version, now.0).or_raise()?;
    Ok(DeviceRecord::of(record))
}

/// The record with no call known, and the device on the deny-list until there is one: for a
/// device whose numbers are used up (P-5.51). The record's `status()` is to be published,
/// retained. `now` is an aware `datetime`.
///
/// >>> restart_numbers(cleared, parameters, now).last
/// LastCall(sequence=0, kind=Introduced(), new_segment=False)
#[pyfunction]
pub(crate) fn restart_numbers(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: WithinSecond,
) -> DeviceRecord {
    let record = core::restart_numbers(record.to_core(), &parameters.to_core(), now.0);
    DeviceRecord::of(record)
}

/// What to do with a snapshot of an accepted Data Transfer, when `stored` is what the service
/// has of the same device and acquisition time (P-7.7).
///
/// >>> snapshot = Snapshot(datetime(2021, 6, 1, tzinfo=timezone.utc), Values(32))
/// >>> store(None, snapshot), store(snapshot, snapshot)
/// (StorageDecision.NEW, StorageDecision.DUPLICATE)
#[pyfunction]
#[pyo3(signature = (stored, snapshot))]
pub(crate) fn store(stored: Option<Snapshot>, snapshot: Snapshot) -> Member<core::StorageDecision> {
    let stored = stored.map(|stored| stored.0);
    Member(core::store(stored.as_ref(), &snapshot.0))
}
