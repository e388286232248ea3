//! Whose certificates a probe has, and the names that follow from them.

use super::Credential;
use crate::access::Principal;
use crate::delivery::BrokerRole;
use crate::identity::{DeviceId, DeviceIdError, ServiceNames};
use crate::topic::{Topic, TopicFilter, TopicKind};

/// The longest text that tells one probe's messages from another's.
const LONGEST_MARK: usize = 32;

/// One broker, two devices that are made for this, and the broker's service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    role: BrokerRole,
    device: DeviceId,
    other: DeviceId,
    services: ServiceNames,
    mark: String,
    tls_1_2: bool,
}

/// Why two devices and a mark are no world.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorldError {
    /// Nobody would be another one.
    #[error("expected certificates of two devices, found the same device ID in both")]
    SameDevice,
    /// A device bears a service's name (P-2.4).
    #[error(transparent)]
    Name(#[from] DeviceIdError),
    /// The mark stands in payloads.
    #[error("expected a mark of 1 to {LONGEST_MARK} ASCII letters and digits, found another text")]
    Mark,
}

impl WorldError {
    /// The stable code, such as `same-device`; that of the name where a name is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SameDevice => "same-device",
            Self::Name(reason) => reason.code(),
            Self::Mark => "mark",
        }
    }
}

impl World {
    /// A probe of the broker with this role. `mark`, drawn anew for each, is part of every
    /// payload, so that what others publish is never taken for its own.
    ///
    /// # Errors
    /// [`WorldError`]: one device instead of two, a device with a service's name (P-2.4), or a
    /// mark that is not 1 to 32 ASCII letters and digits.
    pub fn new(
        role: BrokerRole,
        device: DeviceId,
        other: DeviceId,
        services: ServiceNames,
        mark: &str,
    ) -> Result<Self, WorldError> {
        if device == other {
            return Err(WorldError::SameDevice);
        }
        let device = services.admit(device)?;
        let other = services.admit(other)?;
        let alphanumeric = mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !(1..=LONGEST_MARK).contains(&mark.len()) || !alphanumeric {
            return Err(WorldError::Mark);
        }
        Ok(Self {
            role,
            device,
            other,
            services,
            mark: mark.to_owned(),
            tls_1_2: false,
        })
    }

    /// TLS 1.2 is what the operator says by name (P-3.10); otherwise a broker that speaks it is
    /// found.
    #[must_use]
    pub fn with_tls_1_2(mut self) -> Self {
        self.tls_1_2 = true;
        self
    }

    /// Which broker it is.
    #[must_use]
    pub fn role(&self) -> BrokerRole {
        self.role
    }

    /// Whether TLS 1.2 is permitted.
    #[must_use]
    pub fn permits_tls_1_2(&self) -> bool {
        self.tls_1_2
    }

    /// Who bears a credential: a party by its common name (P-2.2), `None` without one.
    #[must_use]
    pub fn principal(&self, credential: Credential) -> Option<Principal> {
        match (credential, self.role) {
            (Credential::Device, _) => Some(Principal::Device(self.device.clone())),
            (Credential::Other, _) => Some(Principal::Device(self.other.clone())),
            (Credential::Service, BrokerRole::Registration) => Some(Principal::RegistrationService),
            (Credential::Service, BrokerRole::Data) => Some(Principal::DataService),
            (Credential::WithoutCommonName | Credential::Absent, _) => None,
        }
    }

    /// The common name of a credential; `None` without one.
    #[must_use]
    pub fn name(&self, credential: Credential) -> Option<&str> {
        match credential {
            Credential::Device => Some(self.device.as_str()),
            Credential::Other => Some(self.other.as_str()),
            Credential::Service => Some(match self.role {
                BrokerRole::Registration => self.services.registration(),
                BrokerRole::Data => self.services.data(),
            }),
            Credential::WithoutCommonName | Credential::Absent => None,
        }
    }

    /// What devices publish here, and what they receive.
    fn kinds(&self) -> (TopicKind, TopicKind) {
        match self.role {
            BrokerRole::Registration => (TopicKind::RegisterDevice, TopicKind::RegisterServer),
            BrokerRole::Data => (TopicKind::DataDevice, TopicKind::ConfigServer),
        }
    }

    /// Where `device` publishes on this broker.
    pub(super) fn up(&self, device: &DeviceId) -> String {
        Topic::new(self.kinds().0, device.clone()).to_string()
    }

    /// Where a device would publish that had the service's name, which nobody may (P-2.4):
    /// patterns made for devices may grant it to the service.
    pub(super) fn up_of_the_service(&self) -> String {
        let name = self.name(Credential::Service).unwrap_or_default();
        format!("{}{name}", self.kinds().0.prefix())
    }

    /// Where `device` receives on this broker.
    pub(super) fn down(&self, device: &DeviceId) -> String {
        Topic::new(self.kinds().1, device.clone()).to_string()
    }

    /// What all devices publish on this broker.
    pub(super) fn up_filter(&self) -> String {
        TopicFilter::all_devices(self.kinds().0).as_str().to_owned()
    }

    /// What all devices receive on this broker.
    pub(super) fn down_filter(&self) -> String {
        TopicFilter::all_devices(self.kinds().1).as_str().to_owned()
    }

    /// Where the device publishes on the other broker, and nobody here (P-4.3).
    pub(super) fn on_the_other_broker(&self) -> String {
        let kind = match self.role {
            BrokerRole::Registration => TopicKind::DataDevice,
            BrokerRole::Data => TopicKind::RegisterDevice,
        };
        Topic::new(kind, self.device.clone()).to_string()
    }

    /// A topic outside the protocol, which nobody else has.
    #[must_use]
    pub fn elsewhere(&self) -> String {
        format!("iot4emissions-probe/{}", self.device)
    }

    pub(super) fn device(&self) -> &DeviceId {
        &self.device
    }

    pub(super) fn other(&self) -> &DeviceId {
        &self.other
    }

    /// What is published for the question with this number: no message of the protocol, so that
    /// whoever reads it by mistake refuses it and sees where it came from.
    #[must_use]
    pub fn payload(&self, number: usize) -> String {
        format!("iot4emissions-probe {} {number}", self.mark)
    }

    /// The number in a payload of this probe; `None` of what others published.
    #[must_use]
    pub fn number(&self, payload: &[u8]) -> Option<usize> {
        let text = std::str::from_utf8(payload).ok()?;
        let rest = text.strip_prefix("iot4emissions-probe ")?;
        let number = rest.strip_prefix(self.mark.as_str())?.strip_prefix(' ')?;
        number.parse().ok()
    }
}
