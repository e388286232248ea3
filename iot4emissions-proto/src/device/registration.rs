//! Device Registration (P-6.4, T-2, T-3, JRC127600 §3.3.1 and §4.2.1).

use super::OtaDevice;
use super::connection::Step;
use super::event::EventKind;
use super::input::PublishNumber;
use super::output::{Output, Payload};
use super::state::Trigger;
use crate::delivery::BrokerRole;
use crate::message::{Profile, RegistrationRequest, RegistrationStatus};
use crate::topic::{Topic, TopicKind};

impl OtaDevice {
    /// No retained `registered` came: build the request from what the vehicle says
    /// now (P-6.3).
    pub(super) fn read_vehicle(&mut self) {
        let Some(record) = &self.record else { return };
        let wait = record.settings().answer_wait();
        self.go_to(Step::ReadingVehicle, wait);
        self.outputs.push_back(Output::ReadVehicle);
    }

    pub(super) fn vehicle_unreadable(&mut self) {
        if self.is_reading_vehicle() {
            self.raise(EventKind::VehicleUnreadable);
            self.give_up();
        }
    }

    pub(super) fn vehicle_read(&mut self, request: &RegistrationRequest) {
        if !self.is_reading_vehicle() {
            return;
        }
        let (Some(record), Some(connection)) = (&self.record, &self.connection) else {
            return;
        };
        if request
            .vehicle_info
            .attribute_containing(&request.vin)
            .is_some()
        {
            self.raise(EventKind::VehicleRefused);
            self.give_up();
            return;
        }
        let topic = Topic::new(TopicKind::RegisterDevice, record.device().clone());
        let wait = record.settings().answer_wait();
        let output = Output::Publish {
            connection: connection.number,
            publish: PublishNumber(0),
            topic,
            payload: Payload::of(request.to_canonical()),
        };
        self.go_to(Step::AwaitingStatus, wait);
        self.outputs.push_back(output);
    }

    fn is_reading_vehicle(&self) -> bool {
        self.step() == Some(Step::ReadingVehicle)
    }

    fn is_awaiting_status(&self) -> bool {
        self.step() == Some(Step::AwaitingStatus)
    }

    fn step(&self) -> Option<Step> {
        self.connection.as_ref().map(|connection| connection.step)
    }

    /// A message on the device's own RegisterServer topic.
    pub(super) fn registration_status(&mut self, payload: &[u8], retain: bool) {
        let status = match RegistrationStatus::decode(payload, Profile::Tolerant) {
            Ok(decoded) => decoded.message,
            Err(_) => {
                let broker = BrokerRole::Registration;
                self.raise(EventKind::MessageUnreadable { broker });
                return;
            }
        };
        match (status, retain) {
            (RegistrationStatus::Registered, _) => {
                if self.enter(Trigger::RegistrationConfirmed) {
                    self.finish();
                }
            }
            // Only what follows a request answers it (T-3): the service also publishes
            // anew what its broker has lost (P-7.8), and that comes live.
            (RegistrationStatus::Error { .. }, false) if self.is_awaiting_status() => {
                self.raise(EventKind::RegistrationRefused);
                self.give_up();
            }
            // Old news: the case may have been settled since (P-6.4).
            (RegistrationStatus::Error { .. }, _) => {}
        }
    }
}
