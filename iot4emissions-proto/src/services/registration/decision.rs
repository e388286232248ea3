//! One vehicle's record and an event give its new record and effects (P-7.1 to
//! P-7.4).

use super::binding::{Binding, Phase};
use super::event::{Effect, Event, OperatorNotice};
use super::record::VehicleRecord;
use super::telling::{answered, tell_again, tell_data_service};
use crate::identity::DeviceId;
use crate::message::RegistrationStatus;
use crate::services::clearance::Clearance;
use crate::vehicle::VehicleInfo;

/// What an event makes of a vehicle's record, and what follows once that is stored.
#[must_use]
pub fn decide(mut record: VehicleRecord, event: Event) -> (VehicleRecord, Vec<Effect>) {
    let mut effects = Vec::new();
    let consented = record.is_consented();
    match event {
        Event::Requested {
            device,
            attributes,
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
                None => accept(&mut record, device, attributes, &mut effects),
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
        }
        Event::ConsentChanged { consent } => record.consent = consent,
        // A vehicle that comes back needs its owner's word anew.
        Event::Left => {
            record.country = None;
            record.consent = false;
        }
        Event::Paused { paused } => record.paused = paused,
        Event::Released => release(&mut record, &mut effects),
        Event::CallAnswered {
            device,
            sequence,
            answer,
        } => answered(&mut record, &device, sequence, answer, &mut effects),
        Event::TellAgain => tell_again(&mut record, &mut effects),
    }
    record.withdrawn |= consented && !record.is_consented();
    tell_data_service(&mut record, &mut effects);
    (record, effects)
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

fn refuse(
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
    effects: &mut Vec<Effect>,
) {
    record.refused.remove(&device);
    let before = record.binding.as_mut().map(|binding| {
        let same = binding.attributes == attributes;
        binding.attributes.clone_from(&attributes);
        (binding.phase, same)
    });
    match before {
        None => {
            let sequence = record.count_up();
            record.binding = Some(Binding {
                device,
                attributes,
                phase: Phase::Introducing { sequence },
            });
            effects.push(Effect::CallDataService);
        }
        // The introduction says what holds now, by a number of its own (P-5.51).
        Some((Phase::Introducing { .. }, false)) => {
            let sequence = record.count_up();
            if let Some(binding) = &mut record.binding {
                binding.phase = Phase::Introducing { sequence };
            }
            effects.push(Effect::CallDataService);
        }
        Some((Phase::Introducing { .. }, true)) => {}
        // P-7.2: no second introduction, the same answer, the attributes of now.
        Some((Phase::Introduced { .. } | Phase::Releasing { .. }, _)) => {
            let status = RegistrationStatus::Registered;
            effects.push(Effect::PublishStatus { device, status });
        }
    }
}

/// P-7.3: the old device is suspended first; a device that the Data Service does not
/// allow to send needs no such call.
fn release(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    let Some(phase) = record.binding.as_ref().map(|binding| binding.phase) else {
        return clear_refusals(record, effects);
    };
    let sequence = match phase {
        Phase::Releasing { .. } => return,
        Phase::Introduced {
            acknowledged,
            call: None,
        } if acknowledged.is_not_cleared() => {
            return unbind(record, effects);
        }
        // It is being suspended already.
        Phase::Introduced {
            call: Some(call), ..
        } if call.clearance == Clearance::NOT_CLEARED => call.sequence,
        // A suspension overtakes an introduction as well: whether that has arrived or
        // not, the device may not send, and the vehicle is free (P-5.51).
        Phase::Introducing { .. } | Phase::Introduced { .. } => {
            effects.push(Effect::CallDataService);
            record.count_up()
        }
    };
    if let Some(binding) = &mut record.binding {
        binding.phase = Phase::Releasing { sequence };
    }
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
