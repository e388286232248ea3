//! The Registration Service (P-7.1 to P-7.4, P-5.51).

mod clearance;
mod introduction;
mod numbers;
mod one_device;
mod status;

use iot4emissions_proto::message::RegistrationStatus;
use iot4emissions_proto::services::call::{Answer, CallKind, Sequence};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{Effect, Event, VehicleRecord};
use iot4emissions_proto::vehicle::VehicleInfo;

use crate::{decide, device};

fn vehicle() -> VehicleRecord {
    VehicleRecord::new("JFXHF05K1L4104934".parse().unwrap())
}

fn requested(name: &str) -> Event {
    Event::Requested {
        data_device: None,
        device: device(name),
        attributes: VehicleInfo::default(),
        bound_elsewhere: false,
        last_sequence: Sequence::NONE,
    }
}

fn registered(country: &str, consent: bool) -> Event {
    Event::Registered {
        country: country.parse().unwrap(),
        attributes: VehicleInfo::default(),
        consent,
    }
}

fn status(name: &str, status: RegistrationStatus) -> Effect {
    Effect::PublishStatus {
        device: device(name),
        status,
    }
}

fn clear(name: &str) -> Effect {
    Effect::ClearStatus {
        device: device(name),
    }
}

/// A registration service with one vehicle.
struct Service {
    record: VehicleRecord,
    effects: Vec<Effect>,
}

impl Service {
    fn new() -> Self {
        Self {
            record: vehicle(),
            effects: Vec::new(),
        }
    }

    fn on(&mut self, event: Event) -> &[Effect] {
        let (record, effects) = decide(self.record.clone(), event);
        self.record = record;
        self.effects = effects;
        &self.effects
    }

    /// Acknowledges the outstanding call.
    fn acknowledge(&mut self) -> &[Effect] {
        let call = self
            .record
            .outstanding(IntroductionScope::default())
            .expect("a call is outstanding");
        self.on(Event::CallAnswered {
            device: call.device_id,
            sequence: call.sequence,
            answer: Answer::Applied,
        })
    }

    fn outstanding(&self) -> Option<(u64, CallKind)> {
        self.record
            .outstanding(IntroductionScope::default())
            .map(|call| (call.sequence.get(), call.kind()))
    }
}
