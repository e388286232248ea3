//! Device IDs, what a device keeps to itself, and the names of the services (P-2).

use iot4emissions_proto::identity::{
    self, DeviceId, DeviceSecret, SealedDeviceId, Service, ServiceNames,
};
use iot4emissions_proto::time::UnixSeconds;

use crate::error::Fault;

// What fails in these is a defect of the facade: it makes each by its function below alone.
uniffi::custom_type!(DeviceId, String, {
    remote,
    lower: |device| device.as_str().to_owned(),
    try_lift: |text| Ok(text.parse()?),
});

uniffi::custom_type!(DeviceSecret, Vec<u8>, {
    remote,
    lower: |secret| secret.as_bytes().to_vec(),
    try_lift: |bytes| Ok(bytes.as_slice().try_into()?),
});

uniffi::custom_type!(SealedDeviceId, String, {
    remote,
    lower: |sealed| sealed.to_string(),
    try_lift: |text| Ok(text.parse()?),
});

/// Whether the text is a device ID (P-2.1).
#[uniffi::export]
fn device_id_check(text: &str) -> Result<(), Fault> {
    text.parse::<DeviceId>()?;
    Ok(())
}

/// The device ID in a certificate in DER or PEM (P-2.2, P-2.3).
#[uniffi::export]
fn device_id_from_certificate(certificate: Vec<u8>, now: u64) -> Result<DeviceId, Fault> {
    Ok(DeviceId::from_certificate(&certificate, UnixSeconds(now))?)
}

/// The common name of a certificate in DER or PEM (P-2.2, P-2.3).
#[uniffi::export]
fn certificate_common_name(certificate: Vec<u8>, now: u64) -> Result<String, Fault> {
    Ok(identity::certificate_common_name(
        &certificate,
        UnixSeconds(now),
    )?)
}

/// Whether the bytes are a device secret (P-6.3).
#[uniffi::export]
fn device_secret_check(bytes: Vec<u8>) -> Result<(), Fault> {
    DeviceSecret::try_from(bytes.as_slice())?;
    Ok(())
}

/// The bytes of a device secret's hexadecimal digits (P-6.3).
#[uniffi::export]
fn device_secret_from_hex(text: &str) -> Result<DeviceSecret, Fault> {
    Ok(text.parse()?)
}

/// Whether the text is a sealed device ID (P-1.7).
#[uniffi::export]
fn sealed_device_id_check(text: &str) -> Result<(), Fault> {
    text.parse::<SealedDeviceId>()?;
    Ok(())
}

/// The text of a sealed device ID's bytes (P-1.7).
#[uniffi::export]
fn sealed_device_id_from_bytes(bytes: Vec<u8>) -> Result<SealedDeviceId, Fault> {
    Ok(bytes.as_slice().try_into()?)
}

/// The bytes of a sealed device ID's text (P-1.7).
#[uniffi::export]
fn sealed_device_id_bytes(sealed: SealedDeviceId) -> Vec<u8> {
    sealed.as_bytes().to_vec()
}

/// One of the two services (P-1.2, P-1.3).
#[uniffi::remote(Enum)]
pub enum Service {
    Registration,
    Data,
}

/// The principal names of both services.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ServiceNamesParts {
    registration: String,
    data: String,
}

impl TryFrom<ServiceNamesParts> for ServiceNames {
    type Error = Fault;

    fn try_from(names: ServiceNamesParts) -> Result<Self, Fault> {
        Ok(Self::new(&names.registration, &names.data)?)
    }
}

/// The names that the services bear unless they are told otherwise (P-2.4).
#[uniffi::export]
fn service_names_default() -> ServiceNamesParts {
    let names = ServiceNames::default();
    ServiceNamesParts {
        registration: names.registration().to_owned(),
        data: names.data().to_owned(),
    }
}

/// Whether the two services can bear these names (P-2.4).
#[uniffi::export]
fn service_names_check(names: ServiceNamesParts) -> Result<(), Fault> {
    ServiceNames::try_from(names)?;
    Ok(())
}

/// The service that bears the name (P-2.4).
#[uniffi::export]
fn service_names_service(names: ServiceNamesParts, name: &str) -> Result<Option<Service>, Fault> {
    Ok(ServiceNames::try_from(names)?.service(name))
}

/// Whether a device may have the ID beside services of these names (P-2.4).
#[uniffi::export]
fn service_names_admit(names: ServiceNamesParts, device: DeviceId) -> Result<(), Fault> {
    ServiceNames::try_from(names)?.admit(device)?;
    Ok(())
}
