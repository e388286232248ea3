//! What the Data Service is told, and what its answers change (P-5.51, P-7.1, P-7.4,
//! P-7.11, P-7.13, P-7.14).

use super::binding::{AcknowledgedClearance, ClearanceCall, Phase};
use super::decision::{refuse, release, unbind};
use super::event::{Effect, OperatorNotice};
use super::record::VehicleRecord;
use super::stored_data::StoredData;
use crate::identity::DeviceId;
use crate::message::RegistrationStatus;
use crate::services::call::{Answer, Sequence};
use crate::services::clearance::Clearance;

/// Makes the call that tells the Data Service what it does not know yet. A call whose
/// word no longer holds is overtaken by one with a higher number, whatever became
/// of it (P-5.51).
pub(super) fn tell_data_service(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    let Some(binding) = &record.binding else {
        return;
    };
    let new_segment = binding.new_segment;
    let (acknowledged, call) = match binding.phase {
        Phase::Introduced { acknowledged, call } => (acknowledged, call),
        // Its data was erased when the vehicle was withdrawn, which it no longer is.
        Phase::Forgotten if record.is_consented() => return introduce(record, effects),
        Phase::Introducing { .. }
        | Phase::Forgetting { .. }
        | Phase::Forgotten
        | Phase::Releasing { .. } => return,
    };
    // A clearance that follows at once ends the withdrawal: what was collected before is
    // not kept (P-7.7).
    let clearance = match acknowledged {
        AcknowledgedClearance::Introduced => Clearance::NOT_CLEARED,
        _ => record.clearance(),
    };
    let known = match call {
        Some(call) => call.clearance == clearance && call.new_segment == new_segment,
        None => acknowledged.covers(clearance) && !new_segment,
    };
    if known {
        return;
    }
    let sequence = record.count_up();
    let call = Some(ClearanceCall {
        sequence,
        clearance,
        new_segment,
    });
    go_to(record, Phase::Introduced { acknowledged, call });
    effects.push(Effect::CallDataService);
}

/// Introduces the device, by a call with a new number.
pub(super) fn introduce(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    let sequence = record.count_up();
    go_to(record, Phase::Introducing { sequence });
    effects.push(Effect::CallDataService);
}

/// Has the Data Service told again what holds (P-7.11), by a call with a new number: an
/// answer to the present one may have been given before records were lost, and says nothing
/// then.
pub(super) fn tell_again(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    segment_again(record);
    let Some(binding) = &record.binding else {
        return;
    };
    let (phase, named_anew) = (binding.phase, binding.data_device.is_some());
    match phase {
        // A Data Service that has lost records may know the device by an ID of before: only
        // an introduction says which one it has (P-7.16).
        Phase::Introduced { .. } if named_anew => introduce(record, effects),
        // The call is made with the others that are due.
        Phase::Introduced { .. } => {
            let (acknowledged, call) = (AcknowledgedClearance::Nothing, None);
            go_to(record, Phase::Introduced { acknowledged, call });
        }
        // A backup of the Data Service has what was erased.
        Phase::Forgotten => {
            let sequence = record.count_up();
            go_to(record, Phase::Forgetting { sequence });
            effects.push(Effect::CallDataService);
        }
        Phase::Forgetting { .. } | Phase::Introducing { .. } | Phase::Releasing { .. } => {
            let sequence = record.count_up();
            go_to(record, phase.renumbered(sequence));
            effects.push(Effect::CallDataService);
        }
    }
}

/// The Data Service answered. A call that another one has overtaken says nothing about
/// the present.
pub(super) fn answered(
    record: &mut VehicleRecord,
    device: &DeviceId,
    sequence: Sequence,
    answer: Answer,
    effects: &mut Vec<Effect>,
) {
    let Some(binding) = &record.binding else {
        return;
    };
    if binding.device != *device || binding.phase.number() != Some(sequence) {
        return;
    }
    let phase = binding.phase;
    match (answer, phase) {
        (Answer::Overtaken { last } | Answer::Contradiction { last }, _) => {
            record.sequence = record.sequence.max(last);
            make_again(record, device, phase, last, effects);
        }
        // Down: the Data Service takes nothing as high as that.
        (Answer::TooFar { last }, _) => {
            record.sequence = last;
            make_again(record, device, phase, last, effects);
        }
        // Whichever of these it is, the device may not send, and the vehicle is free.
        (
            Answer::Applied
            | Answer::NotIntroduced
            | Answer::DataDeviceRefused
            | Answer::VersionsExhausted,
            Phase::Releasing { .. },
        ) => unbind(record, effects),
        (
            Answer::Applied
            | Answer::NotIntroduced
            | Answer::DataDeviceRefused
            | Answer::VersionsExhausted,
            Phase::Forgetting { .. } | Phase::Forgotten,
        ) => go_to(record, Phase::Forgotten),
        // Under the ID before, the Data Service may let it send still: it is released.
        (Answer::DataDeviceRefused, Phase::Introducing { .. }) => {
            let device = device.clone();
            let notice = OperatorNotice::DataDeviceRefused {
                device: device.clone(),
            };
            refuse(record, device, notice, effects);
            release(record, StoredData::Keep, effects);
        }
        // Only an introduction is answered so.
        (Answer::DataDeviceRefused, Phase::Introduced { .. }) => {}
        (Answer::Applied, Phase::Introducing { .. }) => introduced(record, device, effects),
        // Neither is an answer to an introduction: it is made again.
        (Answer::NotIntroduced | Answer::VersionsExhausted, Phase::Introducing { .. }) => {}
        (Answer::Applied, Phase::Introduced { acknowledged, call }) => {
            let acknowledged = call.map_or(acknowledged, |call| call.clearance.into());
            if call.is_some_and(|call| call.new_segment) {
                segment_told(record);
            }
            go_to(
                record,
                Phase::Introduced {
                    acknowledged,
                    call: None,
                },
            );
        }
        (Answer::VersionsExhausted, Phase::Introduced { .. }) => {
            let acknowledged = AcknowledgedClearance::NoVersionLeft;
            // Nothing will ever lie in the new one.
            segment_told(record);
            go_to(
                record,
                Phase::Introduced {
                    acknowledged,
                    call: None,
                },
            );
            let device = device.clone();
            effects.push(Effect::Raise(OperatorNotice::VersionsExhausted { device }));
        }
        (Answer::NotIntroduced, Phase::Introduced { .. }) => {
            segment_again(record);
            let device = device.clone();
            effects.push(Effect::Raise(OperatorNotice::NotIntroduced { device }));
            introduce(record, effects);
        }
    }
}

/// Only now (P-7.1): a device that knows itself registered is known to the Data Service.
/// One that was refused in the meantime keeps its error.
fn introduced(record: &mut VehicleRecord, device: &DeviceId, effects: &mut Vec<Effect>) {
    let acknowledged = match record.withdrawn {
        true => AcknowledgedClearance::Introduced,
        false => Clearance::NOT_CLEARED.into(),
    };
    go_to(
        record,
        Phase::Introduced {
            acknowledged,
            call: None,
        },
    );
    if !record.refused.contains(device) {
        effects.push(Effect::PublishStatus {
            device: device.clone(),
            status: RegistrationStatus::Registered,
        });
    }
}

/// Makes the call again with the next number. After the last one there is none: the call
/// waits, and is repeated, until the numbers are restarted.
fn make_again(
    record: &mut VehicleRecord,
    device: &DeviceId,
    phase: Phase,
    last: Sequence,
    effects: &mut Vec<Effect>,
) {
    let next = record.count_up();
    if let Some(sequence) = phase.number() {
        let device = device.clone();
        effects.push(Effect::Raise(OperatorNotice::Misnumbered {
            device,
            sequence,
            last,
        }));
    }
    let renumbered = phase.renumbered(next);
    if renumbered != phase {
        go_to(record, renumbered);
        effects.push(Effect::CallDataService);
    }
}

/// The Data Service knows that a new segment has begun.
fn segment_told(record: &mut VehicleRecord) {
    if let Some(binding) = &mut record.binding {
        binding.new_segment = false;
    }
}

/// The Data Service may have lost that a segment ended: another one begins, which parts
/// nobody's data from whose it is not.
fn segment_again(record: &mut VehicleRecord) {
    if let Some(binding) = &mut record.binding {
        binding.new_segment |= record.separated;
    }
}

pub(super) fn go_to(record: &mut VehicleRecord, phase: Phase) {
    if let Some(binding) = &mut record.binding {
        binding.phase = phase;
    }
}
