//! Who is talking: device IDs, what a device keeps to itself, the services' principal
//! names, and the certificates that IDs and names come from (P-1.1, P-2.1 to P-2.4, JRC127600 §4.1.4,
//! §4.3.3, §4.3.4).
//!
//! A [`DeviceId`] ends up in topics, in access rules and in broker patterns, so
//! it is parsed once and can hold nothing that widens anybody's rights.
//!
//! ```
//! use iot4emissions_proto::identity::DeviceId;
//!
//! let id: DeviceId = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28".parse()?;
//! assert_eq!(id.as_str(), "f371cb00-68ea-4d5d-9bea-d24cbff2ed28");
//!
//! let refused = "+".parse::<DeviceId>().unwrap_err();
//! assert_eq!(
//!     refused.to_string(),
//!     r#"expected a device ID of 1 to 64 ASCII letters, digits, "-" or "_", found '+' at character 1"#
//! );
//! # Ok::<(), iot4emissions_proto::identity::DeviceIdError>(())
//! ```

#[cfg(feature = "x509")]
mod certificate;
mod device_id;
mod device_secret;
#[cfg(feature = "x509")]
mod pem;
mod sealed_device_id;
#[cfg(feature = "pseudonyms")]
mod sealing;
mod service_names;

#[cfg(feature = "x509")]
pub use certificate::{CertificateError, certificate_common_name};
pub(crate) use device_id::MAX_CHARACTERS;
#[cfg(feature = "schema")]
pub(crate) use device_id::is_name_character;
pub use device_id::{DeviceId, DeviceIdError};
pub(crate) use device_secret::Purpose;
pub use device_secret::{DeviceSecret, DeviceSecretError};
pub use sealed_device_id::{SealedDeviceId, SealedDeviceIdError};
#[cfg(feature = "pseudonyms")]
pub use sealing::{OpeningKey, SealingError, SealingKey};
pub use service_names::{Service, ServiceNames, ServiceNamesError};
