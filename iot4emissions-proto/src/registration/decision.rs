//! One vehicle's record and an event give its new record and effects (P-7.1 to
//! P-7.4).

use super::event::{Effect, Event, Notice};
use super::record::{Binding, VehicleRecord};
use crate::data::{CallKind, Clearance, SuspensionReason};
use crate::identity::DeviceId;
use crate::message::RegistrationStatus;
use crate::vehicle::VehicleInfo;

/// What an event makes of a vehicle's record, and what follows once that is stored.
#[must_use]
pub fn decide(mut record: VehicleRecord, event: Event) -> (VehicleRecord, Vec<Effect>) {
    let mut effects = Vec::new();
    match event {
        Event::Requested {
            device,
            attributes,
            bound_elsewhere,
            last_sequence,
        } => {
            if record.binding.is_none() {
                record.sequence = record.sequence.max(last_sequence);
            }
            requested(
                &mut record,
                device,
                attributes,
                bound_elsewhere,
                &mut effects,
            );
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
        Event::CallAcknowledged { device, sequence } => {
            acknowledged(&mut record, &device, sequence, &mut effects);
        }
    }
    tell_data_service(&mut record, &mut effects);
    (record, effects)
}

fn requested(
    record: &mut VehicleRecord,
    device: DeviceId,
    attributes: VehicleInfo,
    bound_elsewhere: bool,
    effects: &mut Vec<Effect>,
) {
    let notice = if let Some(attribute) = attributes.attribute_containing(&record.vin) {
        Some(Notice::AttributeContainsVin {
            device: device.clone(),
            attribute: attribute.to_owned(),
        })
    } else if bound_elsewhere {
        Some(Notice::DeviceHasAnotherVehicle {
            device: device.clone(),
        })
    } else {
        record
            .binding
            .as_ref()
            .filter(|binding| binding.device != device || binding.releasing)
            .map(|binding| Notice::VehicleHasAnotherDevice {
                device: device.clone(),
                registered: binding.device.clone(),
            })
    };
    if let Some(notice) = notice {
        record.refused.insert(device.clone());
        effects.push(Effect::Raise(notice));
        effects.push(Effect::PublishStatus {
            device,
            status: Some(RegistrationStatus::ERROR),
        });
        return;
    }
    record.refused.remove(&device);
    match &mut record.binding {
        // P-7.2: no second introduction, the same answer, the attributes of now.
        Some(binding) => {
            binding.attributes = attributes;
            if binding.introduced {
                effects.push(Effect::PublishStatus {
                    device,
                    status: Some(RegistrationStatus::Registered),
                });
            }
        }
        None => {
            record.sequence += 1;
            record.binding = Some(Binding {
                device,
                attributes,
                introduced: false,
                told: Clearance::Suspended(SuspensionReason::NotCleared),
                call: Some((record.sequence, CallKind::Introduced)),
                releasing: false,
            });
            effects.push(Effect::CallDataService);
        }
    }
}

/// P-7.3: the old device is suspended first; a device that the Data Service does not
/// allow to send needs no such call.
fn release(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    let Some(binding) = &mut record.binding else {
        return clear_refusals(record, effects);
    };
    let not_cleared = Clearance::Suspended(SuspensionReason::NotCleared);
    if binding.told == not_cleared && binding.call.is_none() {
        unbind(record, effects);
    } else {
        binding.releasing = true;
    }
}

fn unbind(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    if let Some(binding) = record.binding.take() {
        // The device may register again, for this vehicle or for another one.
        record.refused.insert(binding.device);
    }
    clear_refusals(record, effects);
}

fn clear_refusals(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    for device in std::mem::take(&mut record.refused) {
        effects.push(Effect::PublishStatus {
            device,
            status: None,
        });
    }
}

fn acknowledged(
    record: &mut VehicleRecord,
    device: &DeviceId,
    sequence: u64,
    effects: &mut Vec<Effect>,
) {
    let Some(binding) = &mut record.binding else {
        return;
    };
    // A call that another one has overtaken says nothing about the present.
    let Some((_, kind)) = binding
        .call
        .take_if(|(number, _)| *number == sequence && binding.device == *device)
    else {
        return;
    };
    match kind {
        CallKind::Introduced => {
            binding.introduced = true;
            // Only now (P-7.1): a device that knows itself registered is known to the
            // Data Service. One that was refused in the meantime keeps its error, and one
            // whose vehicle is being released from it is told nothing any more (P-7.3).
            if !record.refused.contains(device) && !binding.releasing {
                effects.push(Effect::PublishStatus {
                    device: device.clone(),
                    status: Some(RegistrationStatus::Registered),
                });
            }
        }
        CallKind::Cleared => binding.told = Clearance::Cleared,
        CallKind::Suspended(reason) => binding.told = Clearance::Suspended(reason),
    }
    let not_cleared = Clearance::Suspended(SuspensionReason::NotCleared);
    if binding.releasing && binding.told == not_cleared {
        unbind(record, effects);
    }
}

/// Makes the call that tells the Data Service what it does not know yet. A call whose
/// word no longer holds is overtaken by one with a higher sequence, whatever became
/// of it (P-5.51); an introduction is never overtaken.
fn tell_data_service(record: &mut VehicleRecord, effects: &mut Vec<Effect>) {
    let clearance = record.clearance();
    let Some(binding) = &mut record.binding else {
        return;
    };
    let telling = match &binding.call {
        Some((_, CallKind::Introduced)) => return,
        Some((_, CallKind::Cleared)) => Clearance::Cleared,
        Some((_, CallKind::Suspended(reason))) => Clearance::Suspended(*reason),
        None => binding.told,
    };
    if telling == clearance {
        return;
    }
    record.sequence += 1;
    let kind = match clearance {
        Clearance::Cleared => CallKind::Cleared,
        Clearance::Suspended(reason) => CallKind::Suspended(reason),
    };
    binding.call = Some((record.sequence, kind));
    effects.push(Effect::CallDataService);
}
