//! What changes in fifteen years (P-6.20, P-6.23, P-6.24): the factory configuration, the
//! certificate, the vehicle around the unit, what its owner wants.

use std::sync::Arc;

use super::event::EventKind;
use super::in_force::LastSpreads;
use super::provisioned::Provisioned;
use super::record::DueTimes;
use super::settings::{DataPseudonym, FactoryConfiguration, Provisioning};
use super::state::Trigger;
use crate::identity::DeviceId;

impl Provisioned {
    /// A new factory configuration. What is in force stays in force; the new domains and
    /// intervals judge the next configuration, and the new intervals hold at once for when
    /// things are due.
    pub(super) fn factory_configured(&mut self, factory: FactoryConfiguration) {
        if *self.record.factory() == factory {
            return;
        }
        let provisioning = Provisioning {
            factory,
            ..(*self.record.provisioning).clone()
        };
        self.provisioned_anew(provisioning);
        self.raise(EventKind::FactoryConfigured);
        self.evict_surplus();
    }

    /// The same device ID: the driver connects with the new certificate from now on.
    /// Another one is another device to both services, which has to register, and of which
    /// neither knows what it had no consent for: nothing of before is sent in its name.
    pub(super) fn certificate_renewed(&mut self, device: DeviceId) {
        let other_device = *self.record.device() != device;
        if other_device {
            self.become_another(device);
        } else {
            self.drop_connection();
        }
        self.record.edit();
        self.raise(EventKind::CertificateRenewed { other_device });
        if other_device {
            self.erase();
            self.register_again();
        }
    }

    /// Registers anew, at the broker that the last configuration names. Snapshots stay
    /// pending: whether they may be sent is what the first configuration says (P-6.10). The
    /// request is sent whatever the broker retains of the registration before.
    pub(super) fn register_again(&mut self) {
        self.drop_connection();
        let record = self.record.edit();
        record.due = DueTimes::default();
        record.refused_configuration = None;
        // Of another vehicle, it may be, or forgotten by the service.
        record.request_anew = true;
        // Snapshots that were acknowledged are another registration's.
        record.kept.clear();
        self.enter(Trigger::RegistrationRequired);
    }

    /// What was acquired belongs to another vehicle: nothing of it is sent in this one's
    /// name. Neither is what the broker retains for the device this one's registration.
    pub(super) fn vehicle_changed(&mut self) {
        self.become_another(self.record.device().clone());
        self.raise(EventKind::VehicleChanged);
        self.erase();
        self.register_again();
    }

    /// Another ID for the Data Service: nothing that was acquired under the one before is sent
    /// under it, and no time is kept by which both were the same device (P-6.24). Repeated it
    /// changes nothing.
    pub(super) fn pseudonym_renewed(&mut self, pseudonym: DataPseudonym) {
        if self.record.data_pseudonym() == Some(&pseudonym) {
            return;
        }
        let provisioning = Provisioning {
            secret: self.record.secret().next(),
            data_pseudonym: Some(Box::new(pseudonym)),
            ..(*self.record.provisioning).clone()
        };
        self.provisioned_anew(provisioning);
        self.raise(EventKind::PseudonymRenewed);
        self.erase();
        self.register_again();
    }

    /// The owner had the vehicle's data erased (P-6.23). A publish under way ends with its
    /// connection: nothing of it is sent once more.
    pub(super) fn data_erased(&mut self) {
        self.drop_connection();
        self.erase();
    }

    /// Goes on with a secret of its own under this ID: the times of the device before must
    /// not tell anybody which one it is now (P-6.12, P-6.14). As it follows from the secret
    /// before, the same inputs still make the same device (P-6.1).
    fn become_another(&mut self, device: DeviceId) {
        let provisioning = Provisioning {
            device,
            secret: self.record.secret().next(),
            ..(*self.record.provisioning).clone()
        };
        self.provisioned_anew(provisioning);
    }

    fn provisioned_anew(&mut self, provisioning: Provisioning) {
        self.drop_connection();
        let record = self.record.edit();
        record.provisioning = Arc::new(provisioning);
        record.last_spread = LastSpreads::default();
        // The spread is the device's, the intervals are the factory's (P-6.11, P-6.12).
        record.due.transfer = None;
        record.due.config_check = None;
    }
}

#[cfg(test)]
mod tests {
    use crate::device::{
        DeviceState, FactoryConfiguration, Input, OtaDevice, Output, Provisioning, Record, Settings,
    };
    use crate::identity::DeviceSecret;
    use crate::message::{Endpoint, RegistrationRequest};
    use crate::time::{MonotonicMillis, Now, UnixMillis};

    fn provisioning() -> Provisioning {
        let endpoint = |host: &str| Endpoint::new(host.parse().unwrap(), 8883).unwrap();
        Provisioning {
            device: "vehicle-7".parse().unwrap(),
            data_pseudonym: None,
            secret: DeviceSecret::new([7; 16]).unwrap(),
            factory: FactoryConfiguration {
                registration_mqtt: endpoint("registration.example.org"),
                obfcm_data_mqtt: endpoint("data.example.org"),
                permitted_domains: vec!["example.org".parse().unwrap()],
                config_check_frequency: "0 0 6 ? * 2".parse().unwrap(),
                settings: Settings::default(),
            },
        }
    }

    /// Lives by the registration broker until a connection ends, where `registered` is
    /// retained and, or, the answer to a request; whether a request was sent.
    fn connect(device: &mut OtaDevice, now: &mut u64, retained: bool, answered: bool) -> bool {
        let status = |connection, retain| Input::Message {
            connection,
            topic: "iot4emissions/registerServer/vehicle-7".into(),
            payload: br#"{"deviceState":"registered"}"#.to_vec().into(),
            retain,
        };
        let mut requested = false;
        let mut inputs = std::collections::VecDeque::from([Input::Wake]);
        loop {
            if let Some(input) = inputs.pop_front() {
                let now = Now {
                    monotonic: MonotonicMillis(*now),
                    wall: UnixMillis(0),
                };
                device.handle_input(now, input);
            }
            match device.poll_output() {
                Output::Persist => inputs.push_front(Input::Persisted { bytes: 100 }),
                Output::Connect { connection, .. } => {
                    inputs.push_back(Input::Connected { connection })
                }
                Output::Subscribe { connection, .. } => {
                    inputs.push_back(Input::Subscribed { connection });
                    inputs.extend(retained.then(|| status(connection, true)));
                }
                Output::ReadVehicle { request } => {
                    let vehicle = Box::new(RegistrationRequest {
                        vin: "JFXHF05K1L4104934".parse().unwrap(),
                        vehicle_info: Default::default(),
                        data_device: None,
                    });
                    inputs.push_back(Input::VehicleRead { request, vehicle });
                }
                Output::Publish { connection, .. } => {
                    requested = true;
                    inputs.extend(answered.then(|| status(connection, false)));
                }
                Output::Disconnect { .. } => return requested,
                Output::Wait(wait) if inputs.is_empty() => {
                    let timeout = wait.timeout.unwrap().0;
                    *now = timeout.max(*now + 1);
                    inputs.push_back(Input::Wake);
                }
                _ => {}
            }
        }
    }

    /// What the broker retains may be of the vehicle before: the unit would report the new
    /// one's data in its name, with its owner's consent.
    #[test]
    fn p_6_20_a_unit_in_another_vehicle_asks_whatever_the_broker_retains() {
        for order in [Input::VehicleChanged, Input::RegisterAgain] {
            let (mut device, mut now) = (OtaDevice::new(), 0);
            let at = Now::default();
            let first = Input::ProvisioningComplete(Box::new(provisioning()));
            device.handle_input(at, first);
            assert_eq!(device.poll_output(), Output::Persist);
            device.handle_input(at, Input::Persisted { bytes: 100 });
            // What is retained is the answer to a request that was not heard.
            assert!(!connect(&mut device, &mut now, true, false));
            assert_eq!(device.state(), DeviceState::Registered);

            let at = Now {
                monotonic: MonotonicMillis(now),
                wall: UnixMillis(0),
            };
            device.handle_input(at, order);
            // The order outlives a loss of power.
            while !matches!(device.poll_output(), Output::Persist) {}
            let record = Record::from_bytes(&device.record().unwrap().to_bytes()).unwrap();
            let mut device = OtaDevice::restore(record);
            assert!(connect(&mut device, &mut now, true, false));
            assert_eq!(device.state(), DeviceState::Provisioned);
            assert!(connect(&mut device, &mut now, true, true));
            assert_eq!(device.state(), DeviceState::Registered);
        }
    }
}
