//! Device IDs, and the names of the services (P-2).

use iot4emissions_proto::identity::{self, DeviceId, ServiceNames};
use iot4emissions_proto::time::UnixSeconds;

use crate::error::Fault;

// What fails here is a defect of the facade: it makes a device ID by `device_id` alone.
uniffi::custom_type!(DeviceId, String, {
    remote,
    lower: |device| device.as_str().to_owned(),
    try_lift: |text| Ok(text.parse()?),
});

/// Whether the text is a device ID (P-2.1).
#[uniffi::export]
fn device_id_check(text: &str) -> Result<(), Fault> {
    text.parse::<DeviceId>()?;
    Ok(())
}

/// The common name of a certificate in DER or PEM (P-2.2, P-2.3).
#[uniffi::export]
fn certificate_common_name(certificate: Vec<u8>, now: u64) -> Result<String, Fault> {
    Ok(identity::certificate_common_name(
        &certificate,
        UnixSeconds(now),
    )?)
}

/// The names that the services bear unless they are told otherwise: registration, data.
#[uniffi::export]
fn service_names_default() -> Vec<String> {
    let names = ServiceNames::default();
    vec![names.registration().to_owned(), names.data().to_owned()]
}

/// Whether the two services can bear these names (P-2.4).
#[uniffi::export]
fn service_names_check(registration: &str, data: &str) -> Result<(), Fault> {
    ServiceNames::new(registration, data)?;
    Ok(())
}
