//! One vehicle's record and an event give its new record and effects (P-7.1 to P-7.4,
//! P-7.13, P-7.14).

use super::binding::{Binding, Phase};
use super::event::{Effect, Event, OperatorNotice};
use super::record::VehicleRecord;
use super::stored_data::{StoredData, StoredDataPolicy};
use super::telling::{answered, go_to, introduce, tell_again, tell_data_service};
use crate::identity::{DeviceId, SealedDeviceId};
use crate::message::RegistrationStatus;
use crate::services::clearance::Clearance;
use crate::vehicle::VehicleInfo;

/// What an event makes of a vehicle's record, and what follows once that is stored. What
/// becomes of stored data where it is a setting, `policy` says (P-7.14).
#[must_use]
pub fn decide(
    mut record: VehicleRecord,
    event: Event,
    policy: &StoredDataPolicy,
) -> (VehicleRecord, Vec<Effect>) {
    let mut effects = Vec::new();
    let consented = record.is_consented();
    let device = record.binding.as_ref().map(|it| it.device.clone());
    // What becomes of the data if the event withdraws the vehicle.
    let mut withdrawn_data = policy.withdrawal;
    match event {
        Event::Requested {
            device,
            attributes,
            data_device,
            bound_elsewhere,
            last_sequence,
        } => {
            // The numbers of one device never go on with another's: they would tell the
            // Data Service whose it replaces (P-5.51).
            if record.binding.is_none() {
                record.sequence = last_sequence;
            }
            let refusal = refusal(&record, &device, &attributes, bound_elsewhere);
            match refusal {
                Some(notice) => refuse(&mut record, device, notice, &mut effects),
                None => accept(&mut record, device, attributes, data_device, &mut effects),
            }
        }
        Event::Registered {
            country,
            attributes,
            consent,
        } => {
            record.country = Some(country);
            record.registered_attributes = Some(attributes);
            record.consent = consent;
            record.ending = false;
        }
        Event::ConsentChanged { consent } => {
            record.consent = consent;
            record.ending &= !consent;
        }
        Event::OwnerChanged { consent } => {
            record.consent = consent;
            record.ending = false;
            // One owner's refusal is not the withdrawal of the one before.
            withdrawn_data = StoredData::Keep;
            separate(&mut record);
        }
        // A vehicle that comes back needs its owner's word anew.
        Event::Left => {
            withdrawn_data = policy.leaving;
            record.country = None;
            record.consent = false;
        }
        Event::Scrapped => {
            withdrawn_data = StoredData::Keep;
            end(&mut record, policy.scrapping, &mut effects);
        }
        Event::Erased => {
            withdrawn_data = StoredData::Keep;
            end(&mut record, StoredData::Erase, &mut effects);
        }
        Event::Paused { paused } => record.paused = paused,
        Event::Released => release(&mut record, policy.release, &mut effects),
        Event::CallAnswered {
            device,
            sequence,
            answer,
        } => answered(&mut record, &device, sequence, answer, &mut effects),
        Event::TellAgain => tell_again(&mut record, &mut effects),
    }
    if consented && !record.is_consented() {
        record.withdrawn = true;
        match withdrawn_data {
            StoredData::Keep => {}
            StoredData::Separate => separate(&mut record),
            StoredData::Erase => forget(&mut record, &mut effects),
        }
    }
    tell_data_service(&mut record, &mut effects);
    if record.ending && record.binding.is_none() {
        effects.push(Effect::DeleteRecord { device });
    }
    (record, effects)
}

/// A new segment of the vehicle's data begins (P-7.13).
fn separate(record: &mut VehicleRecord) {
    record.separated = true;
    let Some(binding) = &mut record.binding else {
        return;
    };
    binding.new_segment = true;
    // The answer to a call that begins one says nothing of another one.
    if let Phase::Introduced {
        acknowledged,
        call: Some(call),
    } = binding.phase
        && call.new_segment
    {
        binding.phase = Phase::Introduced {
            acknowledged,
            call: None,
        };
    }
}

/// The Data Service is to erase what it has of the vehicle's device (P-7.14). Retained
/// messages say whose they are by their topics: they go, too.
fn forget(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    let Some(binding) = &mut record.binding else {
        return;
    };
    match binding.phase {
        Phase::Forgetting { .. } | Phase::Forgotten | Phase::Releasing { .. } => return,
        Phase::Introducing { .. } | Phase::Introduced { .. } => {}
    }
    binding.new_segment = false;
    let device = binding.device.clone();
    // One that is introduced again, after a loss of records, was registered before.
    if !record.refused.contains(&device) {
        effects.push(Effect::ClearStatus { device });
    }
    let sequence = record.count_up();
    go_to(record, Phase::Forgetting { sequence });
    effects.push(Effect::CallDataService);
}

/// Nothing of the vehicle is to be kept here (P-7.14), and at the Data Service as `data`
/// says.
fn end(record: &mut VehicleRecord, data: StoredData, effects: &mut Vec<Effect>) {
    record.country = None;
    record.registered_attributes = None;
    record.consent = false;
    record.paused = false;
    record.ending = true;
    release(record, data, effects);
}

/// Why a request is refused (P-7.3).
fn refusal(
    record: &VehicleRecord,
    device: &DeviceId,
    attributes: &VehicleInfo,
    bound_elsewhere: bool,
) -> Option<OperatorNotice> {
    if device.contains(&record.vin) {
        return Some(OperatorNotice::DeviceContainsVin);
    }
    let device = device.clone();
    if let Some(attribute) = attributes.attribute_containing(&record.vin) {
        let attribute = attribute.to_owned();
        return Some(OperatorNotice::AttributeContainsVin { device, attribute });
    }
    if bound_elsewhere {
        return Some(OperatorNotice::DeviceHasAnotherVehicle { device });
    }
    let binding = record.binding.as_ref()?;
    let registered = binding.device.clone();
    let taken = registered != device || binding.is_releasing();
    taken.then_some(OperatorNotice::VehicleHasAnotherDevice { device, registered })
}

pub(super) fn refuse(
    record: &mut VehicleRecord,
    device: DeviceId,
    notice: OperatorNotice,
    effects: &mut Vec<Effect>,
) {
    record.refused.insert(device.clone());
    effects.push(Effect::Raise(notice));
    let status = RegistrationStatus::ERROR;
    effects.push(Effect::PublishStatus { device, status });
}

fn accept(
    record: &mut VehicleRecord,
    device: DeviceId,
    attributes: VehicleInfo,
    data_device: Option<SealedDeviceId>,
    effects: &mut Vec<Effect>,
) {
    record.refused.remove(&device);
    record.ending = false;
    let before = record.binding.as_mut().map(|binding| {
        let same_attributes = binding.attributes == attributes;
        let same_device = binding.data_device == data_device;
        binding.attributes.clone_from(&attributes);
        binding.data_device.clone_from(&data_device);
        (binding.phase, same_attributes, same_device)
    });
    match before {
        None => {
            let sequence = record.count_up();
            record.binding = Some(Binding {
                device,
                attributes,
                data_device,
                new_segment: false,
                phase: Phase::Introducing { sequence },
            });
            effects.push(Effect::CallDataService);
        }
        // The introduction says what holds now, by a number of its own (P-5.51).
        Some((Phase::Introducing { .. }, false, _) | (Phase::Introducing { .. }, _, false)) => {
            introduce(record, effects);
        }
        // It asks again and is answered as any other, once the Data Service knows it, or
        // knows it by another ID (P-7.16).
        Some((Phase::Forgotten, ..) | (Phase::Introduced { .. }, _, false)) => {
            introduce(record, effects);
        }
        // The one is repeated anyway; after the other the device asks again.
        Some((Phase::Introducing { .. }, true, true) | (Phase::Forgetting { .. }, ..)) => {}
        // P-7.2: no second introduction, the same answer, the attributes of now.
        Some((Phase::Introduced { .. }, _, true) | (Phase::Releasing { .. }, ..)) => {
            let status = RegistrationStatus::Registered;
            effects.push(Effect::PublishStatus { device, status });
        }
    }
}

/// P-7.3: the old device is suspended first, or forgotten (P-7.14); a device that the Data
/// Service does not allow to send, or does not know, needs no such call.
pub(super) fn release(record: &mut VehicleRecord, data: StoredData, effects: &mut Vec<Effect>) {
    let Some(phase) = record.binding.as_ref().map(|binding| binding.phase) else {
        return clear_refusals(record, effects);
    };
    let erase = data == StoredData::Erase;
    let sequence = match phase {
        Phase::Releasing { erase: already, .. } if already || !erase => return,
        Phase::Forgotten => return unbind(record, effects),
        Phase::Introduced {
            acknowledged,
            call: None,
        } if acknowledged.is_not_cleared() && !erase => return unbind(record, effects),
        // It is being forgotten already, by a call that says no more and no less.
        Phase::Forgetting { sequence } => {
            return go_to(
                record,
                Phase::Releasing {
                    sequence,
                    erase: true,
                },
            );
        }
        // It is being suspended already.
        Phase::Introduced {
            call: Some(call), ..
        } if call.clearance == Clearance::NOT_CLEARED && !erase => call.sequence,
        // A suspension overtakes an introduction as well: whether that has arrived or
        // not, the device may not send, and the vehicle is free (P-5.51).
        Phase::Introducing { .. } | Phase::Introduced { .. } | Phase::Releasing { .. } => {
            effects.push(Effect::CallDataService);
            record.count_up()
        }
    };
    go_to(record, Phase::Releasing { sequence, erase });
}

/// Ends the binding: the device may register again, for this vehicle or for another one.
pub(super) fn unbind(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    if let Some(binding) = record.binding.take() {
        record.refused.insert(binding.device);
    }
    clear_refusals(record, effects);
}

fn clear_refusals(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    let devices = std::mem::take(&mut record.refused);
    effects.extend(
        devices
            .into_iter()
            .map(|device| Effect::ClearStatus { device }),
    );
}
