//! Device Registration (P-6.4, T-2, T-3, JRC127600 §3.3.1 and §4.2.1).

use super::event::EventKind;
use super::input::{PublishNumber, RequestNumber};
use super::output::{Output, Payload};
use super::provisioned::Provisioned;
use super::reason::ReasonCode;
use super::state::Trigger;
use super::steps::Signal;
use crate::delivery::BrokerRole;
use crate::message::{Profile, RegistrationRequest, RegistrationStatus};
use crate::topic::{Topic, TopicKind};

impl Provisioned {
    /// No retained `registered` came: build the request from what the vehicle says
    /// now (P-6.3).
    pub(super) fn read_vehicle(&mut self) {
        if !self.signal(Signal::Expired) {
            return;
        }
        let request = self.next_request();
        if let Some(connection) = &mut self.connection {
            connection.request = Some(request);
        }
        self.outputs.push(Output::ReadVehicle { request });
    }

    /// A number for a question to the vehicle.
    pub(super) fn next_request(&mut self) -> RequestNumber {
        self.last_request.0 = self.last_request.0.wrapping_add(1);
        self.last_request
    }

    /// Whether `request` is the question that the present connection waits for.
    fn awaits(&self, request: RequestNumber) -> bool {
        let connection = self.connection.as_ref();
        connection.is_some_and(|connection| connection.request == Some(request))
            && self.fits(Signal::VehicleRead)
    }

    pub(super) fn vehicle_unreadable(&mut self, request: RequestNumber) {
        if self.awaits(request) {
            self.vehicle_gave_none();
        }
    }

    /// The vehicle did not say its VIN and attributes, or not in time.
    pub(super) fn vehicle_gave_none(&mut self) {
        self.raise(EventKind::VehicleUnreadable);
        self.refused(Signal::VehicleUnreadable);
    }

    pub(super) fn vehicle_read(&mut self, request: RequestNumber, vehicle: &RegistrationRequest) {
        if !self.awaits(request) {
            return;
        }
        let attribute = vehicle.vehicle_info.attribute_containing(&vehicle.vin);
        if attribute.is_some() || self.record.device().contains(&vehicle.vin) {
            self.raise(EventKind::VehicleRefused);
            self.refused(Signal::VehicleUnreadable);
            return;
        }
        let Some(connection) = &self.connection else {
            return;
        };
        // Whatever the driver has put there: the record says under which ID the device
        // will connect to the Data Service's broker (P-1.7).
        let pseudonym = self.record.data_pseudonym();
        let request = RegistrationRequest {
            data_device: pseudonym.map(|pseudonym| pseudonym.sealed.clone()),
            ..vehicle.clone()
        };
        let output = Output::Publish {
            connection: connection.number,
            publish: PublishNumber(0),
            topic: Topic::new(TopicKind::RegisterDevice, self.record.device().clone()),
            payload: Payload::of(request.to_canonical()),
        };
        if self.signal(Signal::VehicleRead) {
            self.outputs.push(output);
        }
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
            // The registration before an order to register again, which may have been another
            // vehicle's: only what follows the request answers it (P-6.4).
            (RegistrationStatus::Registered, retain)
                if self.record.request_anew
                    && (retain || !self.fits(Signal::RegistrationRefused)) => {}
            (RegistrationStatus::Registered, _) => {
                if self.fits(Signal::Registered) && self.enter(Trigger::RegistrationConfirmed) {
                    self.record.edit().request_anew = false;
                    self.signal(Signal::Registered);
                }
            }
            // Only what follows a request answers it (T-3): the service also publishes
            // anew what its broker has lost (P-7.8), and that comes live.
            (RegistrationStatus::Error { .. }, false) if self.fits(Signal::RegistrationRefused) => {
                self.registration_failed(EventKind::RegistrationRefused);
                self.refused(Signal::RegistrationRefused);
            }
            // Old news: the case may have been settled since (P-6.4).
            (RegistrationStatus::Error { .. }, _) => {}
        }
    }

    /// The broker refused the request: no answer to it will come.
    pub(super) fn request_refused(&mut self, reason: ReasonCode) {
        self.registration_failed(EventKind::RequestRefused { reason });
        self.refused(Signal::PublishRefused);
    }

    fn registration_failed(&mut self, kind: EventKind) {
        let failures = &mut self.record.note().failures;
        failures.registrations = failures.registrations.saturating_add(1);
        self.raise(kind);
    }
}
