//! The authenticated party of a connection (P-1.1 to P-1.3, P-2.4).

use serde::{Deserialize, Serialize};

use crate::delivery::Party;
use crate::identity::{DeviceId, DeviceIdError, Service, ServiceNames};

/// Who is at the other end of a connection, by its certificate's common name:
/// [who and where](crate::delivery#who-and-where).
///
/// In serde `{"device":"<device-ID>"}`, `"registrationService"` or
/// `"dataService"`.
///
/// Clauses: P-1.1 to P-1.3, P-2.4; JRC127600 §4.3.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Principal {
    /// An OTA device (P-1.1).
    Device(DeviceId),
    /// The OTA Registration Service (P-1.2).
    RegistrationService,
    /// The OBFCM Data Service (P-1.3).
    DataService,
}

impl Principal {
    /// The principal that bears `name`: a service if it is one of `services`,
    /// otherwise a device.
    ///
    /// # Errors
    /// If the name is neither a service's nor a device ID (P-2.1). The default
    /// service names stay reserved where an operator chose others (P-2.4).
    pub fn from_name(name: &str, services: &ServiceNames) -> Result<Self, DeviceIdError> {
        match services.service(name) {
            Some(Service::Registration) => Ok(Self::RegistrationService),
            Some(Service::Data) => Ok(Self::DataService),
            None => name.parse().map(Self::Device),
        }
    }

    /// The name by which brokers know the principal.
    #[must_use]
    pub fn name<'a>(&'a self, services: &'a ServiceNames) -> &'a str {
        match self {
            Self::Device(id) => id.as_str(),
            Self::RegistrationService => services.registration(),
            Self::DataService => services.data(),
        }
    }

    /// The kind of client that it is.
    #[must_use]
    pub fn party(&self) -> Party {
        match self {
            Self::Device(_) => Party::Device,
            Self::RegistrationService => Party::RegistrationService,
            Self::DataService => Party::DataService,
        }
    }

    /// The device ID, if it is a device.
    #[must_use]
    pub fn device(&self) -> Option<&DeviceId> {
        match self {
            Self::Device(id) => Some(id),
            Self::RegistrationService | Self::DataService => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_2_4_names_lead_to_principals_and_back() {
        let chosen = ServiceNames::new("reg", "dat").unwrap();
        let device = Principal::Device("d".parse().unwrap());
        for (name, services, principal) in [
            (
                "ota-registration-service",
                ServiceNames::default(),
                Principal::RegistrationService,
            ),
            (
                "obfcm-data-service",
                ServiceNames::default(),
                Principal::DataService,
            ),
            ("reg", chosen.clone(), Principal::RegistrationService),
            ("dat", chosen.clone(), Principal::DataService),
            ("d", chosen.clone(), device.clone()),
            (
                "reg",
                ServiceNames::default(),
                Principal::Device("reg".parse().unwrap()),
            ),
        ] {
            assert_eq!(Principal::from_name(name, &services), Ok(principal.clone()));
            assert_eq!(principal.name(&services), name);
        }
        assert_eq!(
            Principal::from_name("obfcm-data-service", &chosen),
            Err(DeviceIdError::Reserved {
                service: Service::Data
            })
        );
        assert_eq!(Principal::from_name("", &chosen), Err(DeviceIdError::Empty));
    }

    #[test]
    fn p_1_1_serde_and_party() {
        for (principal, party, json) in [
            (
                Principal::Device("d".parse().unwrap()),
                Party::Device,
                r#"{"device":"d"}"#,
            ),
            (
                Principal::RegistrationService,
                Party::RegistrationService,
                r#""registrationService""#,
            ),
            (
                Principal::DataService,
                Party::DataService,
                r#""dataService""#,
            ),
        ] {
            assert_eq!(principal.party(), party);
            assert_eq!(serde_json::to_string(&principal).unwrap(), json);
            assert_eq!(serde_json::from_str::<Principal>(json).unwrap(), principal);
        }
        assert!(serde_json::from_str::<Principal>(r##"{"device":"#"}"##).is_err());
    }
}
