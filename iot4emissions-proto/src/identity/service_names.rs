//! The principal names of the two services (P-2.4).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::device_id::check_name;
use super::{DeviceId, DeviceIdError};

pub(super) const REGISTRATION_SERVICE: &str = "ota-registration-service";
pub(super) const DATA_SERVICE: &str = "obfcm-data-service";

/// One of the two services (P-1.2, P-1.3): [who and where](crate::delivery#who-and-where). On
/// the wire `registration`, `data`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Service {
    /// The OTA Registration Service (P-1.2).
    Registration,
    /// The OBFCM Data Service (P-1.3).
    Data,
}

impl fmt::Display for Service {
    /// The service's name in the report, not its principal name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Registration => "OTA Registration Service",
            Self::Data => "OBFCM Data Service",
        })
    }
}

/// The names by which the two services are known to the brokers: the common
/// names of their certificates. No device may bear them (P-2.4).
///
/// Both have the shape of a [`DeviceId`] (P-2.1), because they are put into the
/// same broker rules, and they differ. The default is
/// `ota-registration-service` and `obfcm-data-service`.
///
/// ```
/// use iot4emissions_proto::identity::{DeviceId, ServiceNames};
///
/// let names = ServiceNames::new("kba-registration", "eea-obfcm")?;
/// let id: DeviceId = "eea-obfcm".parse().unwrap();
/// assert!(names.admit(id).is_err());
/// # Ok::<(), iot4emissions_proto::identity::ServiceNamesError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct ServiceNames {
    registration: Box<str>,
    data: Box<str>,
}

/// What is deserialised before [`ServiceNames::new`] has had its say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    registration: String,
    data: String,
}

impl TryFrom<Unchecked> for ServiceNames {
    type Error = ServiceNamesError;

    fn try_from(names: Unchecked) -> Result<Self, Self::Error> {
        Self::new(&names.registration, &names.data)
    }
}

/// Why two texts are no [`ServiceNames`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceNamesError {
    /// A name breaks a rule of P-2.1 or P-1.5.
    #[error(
        "expected a principal name of 1 to 64 ASCII letters, digits, \"-\" or \"_\" for the {service}, found {}",
        .reason.found()
    )]
    Name {
        /// Whose name it is.
        service: Service,
        /// The rule that it breaks.
        reason: DeviceIdError,
    },
    /// Both services have the same name, and so would have each other's rights.
    #[error("expected two different principal names for the services, found the same one twice")]
    Equal,
}

impl ServiceNamesError {
    /// The stable code, such as `equal`; that of the part where a part is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Name { reason, .. } => reason.code(),
            Self::Equal => "equal",
        }
    }
}

impl ServiceNames {
    /// The names that an operator chose.
    ///
    /// # Errors
    /// If a name breaks P-2.1 or P-1.5, or both are equal.
    pub fn new(registration: &str, data: &str) -> Result<Self, ServiceNamesError> {
        for (service, name) in [(Service::Registration, registration), (Service::Data, data)] {
            check_name(name).map_err(|reason| ServiceNamesError::Name { service, reason })?;
        }
        if registration == data {
            return Err(ServiceNamesError::Equal);
        }
        Ok(Self {
            registration: registration.into(),
            data: data.into(),
        })
    }

    /// The principal name of the OTA Registration Service (P-1.2).
    #[must_use]
    pub fn registration(&self) -> &str {
        &self.registration
    }

    /// The principal name of the OBFCM Data Service (P-1.3).
    #[must_use]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The principal name of `service`.
    #[must_use]
    pub fn name(&self, service: Service) -> &str {
        match service {
            Service::Registration => &self.registration,
            Service::Data => &self.data,
        }
    }

    /// The service that bears `name`, if one does. Compared by bytes (P-2.1).
    #[must_use]
    pub fn service(&self, name: &str) -> Option<Service> {
        [Service::Registration, Service::Data]
            .into_iter()
            .find(|service| self.name(*service) == name)
    }

    /// The device ID itself, if no service bears it (P-2.4).
    ///
    /// A [`DeviceId`] on its own knows only the default names, which stay
    /// reserved whatever an operator chooses.
    ///
    /// # Errors
    /// [`DeviceIdError::Reserved`] if one of these names is the ID.
    pub fn admit(&self, id: DeviceId) -> Result<DeviceId, DeviceIdError> {
        match self.service(id.as_str()) {
            Some(service) => Err(DeviceIdError::Reserved { service }),
            None => Ok(id),
        }
    }
}

impl Default for ServiceNames {
    /// `ota-registration-service` and `obfcm-data-service` (P-2.4).
    fn default() -> Self {
        Self {
            registration: REGISTRATION_SERVICE.into(),
            data: DATA_SERVICE.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_2_4_the_defaults_keep_the_rules_for_chosen_names() {
        let names = ServiceNames::default();
        assert_eq!(names.registration(), "ota-registration-service");
        assert_eq!(names.data(), "obfcm-data-service");
        assert_eq!(
            ServiceNames::new(names.registration(), names.data()),
            Ok(names)
        );
    }

    #[test]
    fn p_2_4_refuses_names_that_would_widen_rules() {
        for (registration, data, text) in [
            (
                "+",
                "data",
                r#"expected a principal name of 1 to 64 ASCII letters, digits, "-" or "_" for the OTA Registration Service, found '+' at character 1"#,
            ),
            (
                "registration",
                "",
                r#"expected a principal name of 1 to 64 ASCII letters, digits, "-" or "_" for the OBFCM Data Service, found an empty text"#,
            ),
            (
                "WVWZZZ1JZXW000001",
                "data",
                r#"expected a principal name of 1 to 64 ASCII letters, digits, "-" or "_" for the OTA Registration Service, found 17 characters in the shape of a VIN"#,
            ),
            (
                "same",
                "same",
                "expected two different principal names for the services, found the same one twice",
            ),
        ] {
            let error = ServiceNames::new(registration, data).unwrap_err();
            assert_eq!(error.to_string(), text);
        }
    }

    #[test]
    fn p_2_4_refuses_a_device_with_a_chosen_service_name() {
        let names = ServiceNames::new("reg", "dat").unwrap();
        let id = |text: &str| text.parse::<DeviceId>().unwrap();
        assert_eq!(names.admit(id("device")), Ok(id("device")));
        assert_eq!(names.admit(id("REG")), Ok(id("REG")));
        assert_eq!(
            names.admit(id("reg")),
            Err(DeviceIdError::Reserved {
                service: Service::Registration
            })
        );
        assert_eq!(
            names.admit(id("dat")),
            Err(DeviceIdError::Reserved {
                service: Service::Data
            })
        );
    }

    #[test]
    fn serde_parses_and_refuses_with_the_same_error() {
        let text = r#"{"registration":"reg","data":"dat"}"#;
        let names: ServiceNames = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&names).unwrap(), text);
        let error =
            serde_json::from_str::<ServiceNames>(r#"{"registration":"a","data":"a"}"#).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with(&ServiceNamesError::Equal.to_string()),
            "{error}"
        );
    }
}
