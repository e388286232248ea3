//! What changes in fifteen years (P-6.20): the factory configuration, the certificate, the
//! vehicle around the unit.

use std::sync::Arc;

use super::event::EventKind;
use super::provisioned::Provisioned;
use super::record::DueTimes;
use super::settings::{FactoryConfiguration, Provisioning};
use super::state::Trigger;
use crate::identity::DeviceId;
use crate::schedule::spread_hash;

impl Provisioned {
    /// A new factory configuration. What is in force stays in force; the new domains and
    /// intervals judge the next configuration, and the new intervals hold at once for when
    /// things are due.
    pub(super) fn factory_configured(&mut self, factory: FactoryConfiguration) {
        if *self.record.factory() == factory {
            return;
        }
        let device = self.record.device().clone();
        self.provisioned_anew(Provisioning { device, factory });
        self.raise(EventKind::FactoryConfigured);
        self.evict_surplus();
    }

    /// The same device ID: the driver connects with the new certificate from now on.
    /// Another one is another device to both services, which has to register.
    pub(super) fn certificate_renewed(&mut self, device: DeviceId) {
        let other_device = *self.record.device() != device;
        if other_device {
            let factory = self.record.factory().clone();
            self.provisioned_anew(Provisioning { device, factory });
        } else {
            self.drop_connection();
        }
        self.record.edit();
        self.raise(EventKind::CertificateRenewed { other_device });
        if other_device {
            self.register_again();
        }
    }

    /// Registers anew, at the broker that the last configuration names. Snapshots stay
    /// pending: whether they may be sent is what the first configuration says (P-6.10).
    pub(super) fn register_again(&mut self) {
        self.drop_connection();
        let record = self.record.edit();
        record.due = DueTimes::default();
        record.refused_configuration = None;
        // Snapshots that were acknowledged are another registration's.
        record.kept.clear();
        self.enter(Trigger::RegistrationRequired);
    }

    /// What was acquired belongs to another vehicle: nothing of it is sent in this one's
    /// name.
    pub(super) fn vehicle_changed(&mut self) {
        self.drop_connection();
        self.raise(EventKind::VehicleChanged);
        self.erase();
        self.register_again();
    }

    fn provisioned_anew(&mut self, provisioning: Provisioning) {
        self.drop_connection();
        let record = self.record.edit();
        record.spread_hash = spread_hash(provisioning.device.as_str());
        record.provisioning = Arc::new(provisioning);
        // The spread is the device's, the intervals are the factory's (P-6.11, P-6.12).
        record.due.transfer = None;
        record.due.config_check = None;
    }
}
