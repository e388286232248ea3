//! Calls of the Registration Service, and what they make of a device's record (P-5.51,
//! P-7.5, P-7.6, P-7.13, P-7.14).

use std::collections::BTreeMap;

use super::configuring::ConfigurationParameters;
use super::record::{DeviceRecord, LastCall, Withdrawal};
use super::segments::Segments;
use super::tombstone::{DeviceEntry, Tombstone};
use crate::identity::DeviceId;
use crate::message::ConfigurationVersion;
use crate::services::call::{Answer, Call, CallContent, CallKind, Sequence};
use crate::services::clearance::Clearance;
use crate::time::UnixSeconds;
use crate::vehicle::VehicleInfo;

/// What a call makes of what is stored of a device (`None` before the introduction). Only
/// an [applied](Answer::Applied) call changes it. Where the device is
/// [forgotten](DeviceEntry::is_forgotten) afterwards, everything of it is erased before the
/// answer is given (P-7.14), and again for every repetition.
///
/// An attribute with the shape of a VIN is left behind: whoever called has not looked for
/// one (P-1.5).
pub fn answer(
    entry: Option<DeviceEntry>,
    call: &Call,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> (Option<DeviceEntry>, Answer) {
    let attributes = match &call.content {
        CallContent::Introduced { attributes, .. } => {
            Some(attributes.as_ref().clone().without_vins())
        }
        CallContent::Cleared { .. } | CallContent::Suspended { .. } | CallContent::Forgotten => {
            None
        }
    };
    match entry {
        Some(DeviceEntry::Introduced(record)) => {
            let (entry, answer) = known(*record, call, attributes, parameters, now);
            (Some(entry), answer)
        }
        Some(DeviceEntry::Forgotten(tombstone)) => {
            let (entry, answer) = forgotten(tombstone, call, attributes, parameters, now);
            (Some(entry), answer)
        }
        None => unknown(call, attributes, parameters, now),
    }
}

fn unknown(
    call: &Call,
    attributes: Option<VehicleInfo>,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> (Option<DeviceEntry>, Answer) {
    let (last, sequence) = (Sequence::NONE, call.sequence);
    if attributes.is_none() && call.kind() != CallKind::Forgotten {
        return (None, Answer::NotIntroduced);
    }
    if sequence == last {
        return (None, Answer::Overtaken { last });
    }
    if sequence.is_too_far_above(last) {
        return (None, Answer::TooFar { last });
    }
    let entry = match attributes {
        Some(attributes) => introduced(call, attributes, None, parameters, now),
        // There is nothing to erase, but an introduction that was sent before may be late.
        None => tombstone(sequence, None, now),
    };
    (Some(entry), Answer::Applied)
}

fn forgotten(
    before: Tombstone,
    call: &Call,
    attributes: Option<VehicleInfo>,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> (DeviceEntry, Answer) {
    let (last, sequence, kind) = (before.last, call.sequence, call.kind());
    let unchanged = DeviceEntry::Forgotten(before);
    if sequence < last {
        return (unchanged, Answer::Overtaken { last });
    }
    if sequence == last {
        return match kind {
            CallKind::Forgotten => (unchanged, Answer::Applied),
            _ => (unchanged, Answer::Contradiction { last }),
        };
    }
    if sequence.is_too_far_above(last) {
        return (unchanged, Answer::TooFar { last });
    }
    match (attributes, kind) {
        (Some(attributes), _) => {
            let entry = introduced(call, attributes, Some(before), parameters, now);
            (entry, Answer::Applied)
        }
        (None, CallKind::Forgotten) => (tombstone(sequence, before.version, now), Answer::Applied),
        (None, _) => (unchanged, Answer::NotIntroduced),
    }
}

fn tombstone(
    last: Sequence,
    version: Option<ConfigurationVersion>,
    now: UnixSeconds,
) -> DeviceEntry {
    DeviceEntry::Forgotten(Tombstone {
        last,
        version,
        forgotten: now,
    })
}

fn introduced(
    call: &Call,
    attributes: VehicleInfo,
    forgotten: Option<Tombstone>,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> DeviceEntry {
    // A larger one the device would refuse (P-6.8).
    let first = parameters
        .first_version
        .min(ConfigurationVersion::LARGEST_FIRST);
    let before = forgotten.and_then(|tombstone| tombstone.version);
    let mut record = DeviceRecord {
        device: call.device_id.clone(),
        attributes,
        last: LastCall {
            sequence: call.sequence,
            kind: CallKind::Introduced,
            new_segment: false,
        },
        configuration: parameters.configuration(before.unwrap_or(first)),
        issued: now,
        still_sending: 0,
        // What was collected before the erasure is late data: it is not kept.
        withdrawal: forgotten.map(|_| Withdrawal::Lasts),
        segments: Segments::default(),
    };
    // Nobody told the device that it was forgotten, so it has its configuration still.
    if before.is_some() {
        record.issue(parameters.first_version, now);
    }
    record.into()
}

fn known(
    mut record: DeviceRecord,
    call: &Call,
    attributes: Option<VehicleInfo>,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> (DeviceEntry, Answer) {
    let (sequence, kind) = (call.sequence, call.kind());
    let LastCall {
        sequence: last,
        kind: told,
        new_segment,
    } = record.last;
    if sequence < last {
        return (record.into(), Answer::Overtaken { last });
    }
    if sequence == last {
        let same = kind == told
            && (call.begins_segment() == new_segment || attributes.is_some())
            && (attributes.as_ref()).is_none_or(|given| *given == record.attributes);
        // Behind the last number no other call comes any more, so it never stands in the
        // way of a withdrawal.
        let closing = last == Sequence::LARGEST && kind.clearance() == Clearance::NOT_CLEARED;
        match (same, closing && kind != CallKind::Introduced) {
            (true, _) => return (record.into(), Answer::Applied),
            (false, false) => return (record.into(), Answer::Contradiction { last }),
            (false, true) => {}
        }
    } else if sequence.is_too_far_above(last) {
        return (record.into(), Answer::TooFar { last });
    }
    if kind == CallKind::Forgotten {
        let version = Some(record.version());
        return (tombstone(sequence, version, now), Answer::Applied);
    }
    let changes = kind.clearance() != record.clearance();
    // Below the first version, the broker and the device may have others than the record
    // says (P-7.6). What changes nothing changes no version otherwise.
    if changes || record.version() < parameters.first_version {
        let issued = record.issue(parameters.first_version, now);
        if !issued && kind.clearance() == Clearance::Cleared {
            return (record.into(), Answer::VersionsExhausted);
        }
    }
    // A device that was released and registers again, perhaps in another vehicle, starts
    // over: its data goes on with nothing that was there before (P-7.13). One whose
    // attributes change before it is cleared or suspended has sent nothing yet.
    let again = attributes.is_some() && told != CallKind::Introduced;
    if let Some(attributes) = attributes {
        record.attributes = attributes;
    }
    let last = LastCall {
        sequence,
        kind,
        new_segment: call.begins_segment() || again,
    };
    record.told(last, now);
    (record.into(), Answer::Applied)
}

/// The devices of which nothing was told between two looks at the records. Once every
/// vehicle's device has been [told again] what holds, these are the devices that the
/// Registration Service does not know, as it was restored from a backup: nobody could ever
/// suspend them, so [`restart_numbers`] puts them on the deny-list (P-7.11).
///
/// ```
/// use iot4emissions_proto::services::data::{
///     ConfigurationParameters, DeviceRecord, restart_numbers, untold,
/// };
/// use iot4emissions_proto::time::UnixSeconds;
///
/// /// The records to store, each with its status to publish, retained.
/// fn denied(
///     before: &[DeviceRecord],
///     after: &[DeviceRecord],
///     parameters: &ConfigurationParameters,
///     now: UnixSeconds,
/// ) -> Vec<DeviceRecord> {
///     let untold = untold(before, after);
///     let records = after.iter().filter(|record| untold.contains(&record.device));
///     records
///         .map(|record| restart_numbers(record.clone(), parameters, now))
///         .collect()
/// }
/// ```
///
/// What comes before and after is [told in order](crate::services).
///
/// [told again]: crate::services::registration::Event::TellAgain
pub fn untold<'r>(
    before: impl IntoIterator<Item = &'r DeviceRecord>,
    after: impl IntoIterator<Item = &'r DeviceRecord>,
) -> Vec<DeviceId> {
    let numbers = |records: &DeviceRecord| records.last.sequence;
    let before: BTreeMap<_, _> = before
        .into_iter()
        .map(|record| (&record.device, numbers(record)))
        .collect();
    let untold = after
        .into_iter()
        .filter(|record| before.get(&record.device) == Some(&numbers(record)));
    untold.map(|record| record.device.clone()).collect()
}

/// The record with no call known, and the device on the deny-list until there is one: for
/// a device whose numbers are used up (P-5.51), where [`Event::TellAgain`] makes the
/// Registration Service go on from 1, and for one that the Registration Service does not
/// know ([`untold`]), which goes on from 1 once it has registered again. The record's [status](DeviceRecord::status) is to be
/// published, retained.
///
/// [`Event::TellAgain`]: crate::services::registration::Event::TellAgain
#[must_use]
pub fn restart_numbers(
    mut record: DeviceRecord,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> DeviceRecord {
    if record.clearance() != Clearance::NOT_CLEARED {
        record.issue(parameters.first_version, now);
    }
    let last = LastCall {
        sequence: Sequence::NONE,
        kind: CallKind::Introduced,
        new_segment: false,
    };
    record.told(last, now);
    record
}
