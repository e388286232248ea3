//! Devices that the two services know by different IDs (P-1.7, P-7.16): which of the Data
//! Service's devices a call of the Registration Service is about.

use super::configuring::ConfigurationParameters;
use super::record::{DeviceRecord, LastCall};
use super::tombstone::DeviceEntry;
use crate::identity::DeviceId;
use crate::services::call::{Answer, Call, CallContent, CallKind, Sequence};
use crate::services::clearance::SuspensionReason;
use crate::time::UnixSeconds;

/// What is stored that a call may be about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'r> {
    /// What is stored under the ID that the call names: a device that both services know by
    /// one ID, or a tombstone.
    pub named: Option<&'r DeviceEntry>,
    /// The record of the device that the ID is linked to: a service finds it by a keyed hash
    /// of the ID that the call names, so that nobody joins the two who has its files and not
    /// its key.
    pub linked: Option<&'r DeviceRecord>,
    /// The device ID in the introduction.
    pub data_device: DataDevice<'r>,
}

/// The device ID that an introduction brings sealed.
#[derive(Debug, Clone, Copy, Default)]
pub enum DataDevice<'r> {
    /// There is none: both services know the device by one ID, or it is no introduction.
    #[default]
    Absent,
    /// It cannot be opened.
    Unopened,
    /// It was opened.
    Opened {
        /// The ID.
        device: &'r DeviceId,
        /// Whether there is a record under this ID.
        known: bool,
    },
}

/// What a call is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The device, under the Data Service's ID: [`answer`](super::answer) goes by what is
    /// stored of it.
    pub device: DeviceId,
    /// Whether the link is to be stored, once the call is applied; `false` where it stands
    /// already, or none is needed.
    pub link: bool,
    /// The device that is replaced, where it has another ID now: it is to be
    /// [retired](retire) once the call is applied, and no link leads to it any more.
    pub replaced: Option<DeviceId>,
}

/// Which device a call is about (P-7.16).
///
/// A call that comes late must not lead back to an ID that was replaced: only a number above
/// the last one names another device.
///
/// # Errors
/// What the call is answered; it takes no effect.
pub fn subject(call: &Call, known: Known<'_>) -> Result<Subject, Answer> {
    let named = &call.device_id;
    let linked = known.linked.map(|record| &record.device);
    let present = linked.unwrap_or(named);
    let as_before = || Subject {
        device: present.clone(),
        link: false,
        replaced: None,
    };
    let CallContent::Introduced { .. } = call.content else {
        return Ok(as_before());
    };
    let last = match (known.linked, known.named) {
        (Some(record), _) => record.last.sequence,
        (None, Some(entry)) => entry.last(),
        (None, None) => Sequence::NONE,
    };
    // It is overtaken, whichever ID it brings.
    if call.sequence < last {
        return Ok(as_before());
    }
    let opened = match known.data_device {
        DataDevice::Absent => named,
        DataDevice::Unopened => return Err(Answer::DataDeviceRefused),
        DataDevice::Opened { device, .. } if device == named => {
            return Err(Answer::DataDeviceRefused);
        }
        DataDevice::Opened { device, .. } => device,
    };
    if opened == present {
        return Ok(as_before());
    }
    if call.sequence == last && last != Sequence::NONE {
        return Err(Answer::Contradiction { last });
    }
    // Another device's, or one that was replaced: whose it is, nobody could tell.
    if let DataDevice::Opened { known: true, .. } = known.data_device {
        return Err(Answer::DataDeviceRefused);
    }
    let record = known.linked.or(known.named.and_then(DeviceEntry::record));
    Ok(Subject {
        device: opened.clone(),
        link: opened != named,
        replaced: record.map(|record| record.device.clone()),
    })
}

/// The record of a device that has another ID now: it may not send, whatever is told of the
/// vehicle. Its data stay, under an ID to which nothing leads any more. The record's
/// [status](DeviceRecord::status) is to be published, retained.
#[must_use]
pub fn retire(
    mut record: DeviceRecord,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> DeviceRecord {
    let kind = CallKind::Suspended(SuspensionReason::NotCleared);
    if record.clearance() != kind.clearance() {
        record.issue(parameters.first_version, now);
    }
    let last = LastCall {
        sequence: record.last.sequence,
        kind,
        new_segment: false,
    };
    record.told(last, now);
    record
}
