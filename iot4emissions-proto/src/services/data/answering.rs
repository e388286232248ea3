//! Calls of the Registration Service, and what they make of a device's record (P-5.51,
//! P-7.5, P-7.6).

use std::collections::BTreeMap;

use super::configuring::ConfigurationParameters;
use super::record::{DeviceRecord, LastCall};
use crate::identity::DeviceId;
use crate::message::ConfigurationVersion;
use crate::services::call::{Answer, Call, CallContent, CallKind, Sequence};
use crate::services::clearance::Clearance;
use crate::time::UnixSeconds;
use crate::vehicle::VehicleInfo;

/// What a call makes of a device's record (`None` before the introduction). Only an
/// [applied](Answer::Applied) call changes it.
///
/// An attribute with the shape of a VIN is left behind: whoever called has not looked for
/// one (P-1.5).
pub fn answer(
    record: Option<DeviceRecord>,
    call: &Call,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> (Option<DeviceRecord>, Answer) {
    let attributes = match &call.content {
        CallContent::Introduced { attributes } => Some(attributes.as_ref().clone().without_vins()),
        CallContent::Cleared | CallContent::Suspended { .. } => None,
    };
    match record {
        Some(record) => {
            let (record, answer) = known(record, call, attributes, parameters, now);
            (Some(record), answer)
        }
        None => unknown(call, attributes, parameters, now),
    }
}

fn unknown(
    call: &Call,
    attributes: Option<VehicleInfo>,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> (Option<DeviceRecord>, Answer) {
    let (last, sequence) = (Sequence::NONE, call.sequence);
    let Some(attributes) = attributes else {
        return (None, Answer::NotIntroduced);
    };
    if sequence == last {
        return (None, Answer::Overtaken { last });
    }
    if sequence.is_too_far_above(last) {
        return (None, Answer::TooFar { last });
    }
    let record = DeviceRecord {
        device: call.device_id.clone(),
        attributes,
        last: LastCall {
            sequence,
            kind: CallKind::Introduced,
        },
        // A larger one the device would refuse (P-6.8).
        configuration: parameters.configuration(
            parameters
                .first_version
                .min(ConfigurationVersion::LARGEST_FIRST),
        ),
        issued: now,
        still_sending: 0,
        withdrawal: None,
    };
    (Some(record), Answer::Applied)
}

fn known(
    mut record: DeviceRecord,
    call: &Call,
    attributes: Option<VehicleInfo>,
    parameters: &ConfigurationParameters,
    now: UnixSeconds,
) -> (DeviceRecord, Answer) {
    let (sequence, kind) = (call.sequence, call.kind());
    let LastCall {
        sequence: last,
        kind: told,
    } = record.last;
    if sequence < last {
        return (record, Answer::Overtaken { last });
    }
    if sequence == last {
        let same =
            kind == told && (attributes.as_ref()).is_none_or(|given| *given == record.attributes);
        // Behind the last number no other call comes any more, so it never stands in the
        // way of a withdrawal.
        let closing = last == Sequence::LARGEST && kind.clearance() == Clearance::NOT_CLEARED;
        match (same, closing && kind != CallKind::Introduced) {
            (true, _) => return (record, Answer::Applied),
            (false, false) => return (record, Answer::Contradiction { last }),
            (false, true) => {}
        }
    } else if sequence.is_too_far_above(last) {
        return (record, Answer::TooFar { last });
    }
    let changes = kind.clearance() != record.clearance();
    // Below the first version, the broker and the device may have others than the record
    // says (P-7.6). What changes nothing changes no version otherwise.
    if changes || record.version() < parameters.first_version {
        let issued = record.issue(parameters.first_version, now);
        if !issued && kind.clearance() == Clearance::Cleared {
            return (record, Answer::VersionsExhausted);
        }
    }
    // A device that was released and registers again starts over.
    if let Some(attributes) = attributes {
        record.attributes = attributes;
    }
    record.told(LastCall { sequence, kind }, now);
    (record, Answer::Applied)
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
    };
    record.told(last, now);
    record
}
