//! Who a device and who the services are (P-2).

mod sealed_device_id;
mod sealing;

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use iot4emissions_proto::identity as core;
use iot4emissions_proto::time::UnixSeconds;
use pyo3::prelude::*;

use crate::convert::bytes::Payload;
use crate::convert::text::Text;
use crate::convert::time::WithinSecond;
use crate::error::OrRaise;
use crate::value;

pub(crate) use sealed_device_id::SealedDeviceId;
pub(crate) use sealing::{OpeningKey, SealingKey};

/// The anonymous name of one OTA device: the common name of its certificate, its MQTT
/// client id and the last level of its topics.
///
/// Shape: `[A-Za-z0-9_-]{1,64}`, not the shape of a VIN, not the default name of a
/// service. Compared character by character. Lower-case UUIDs are the recommended form.
///
/// Raises `DeviceIdError` for any other text, which the error does not repeat: it may be a
/// VIN.
///
/// Clauses: P-2.1, P-2.4, P-1.5; JRC127600 §3.1.1.
///
/// >>> DeviceId("f371cb00-68ea-4d5d-9bea-d24cbff2ed28")
/// DeviceId('f371cb00-68ea-4d5d-9bea-d24cbff2ed28')
/// >>> str(DeviceId("vehicle-7"))
/// 'vehicle-7'
#[pyclass(frozen, eq, hash, ord, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DeviceId(pub(crate) core::DeviceId);

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

value::field_names!(DeviceId: "text");

value::value_methods!(impl DeviceId {
    #[new]
    fn new(text: Text) -> PyResult<Self> {
        text.parse().or_raise().map(Self)
    }

    /// The device ID in an X.509 certificate, in DER or PEM: its one common name.
    ///
    /// `now` is the time at which the certificate has to be valid, an aware `datetime`; by
    /// default the system's clock. Chain, signature and revocation are not verified: that
    /// is the work of a TLS library.
    ///
    /// Raises `CertificateError`. Clauses: P-2.2, P-2.3; JRC127600 §4.1.4.
    ///
    /// >>> DeviceId.from_certificate(b"no certificate")
    /// Traceback (most recent call last):
    ///     ...
    /// iot4emissions.CertificateError: expected an X.509 certificate in DER or PEM, found neither
    #[staticmethod]
    #[pyo3(signature = (certificate, now = None))]
    fn from_certificate(certificate: Payload<'_>, now: Option<WithinSecond>) -> PyResult<Self> {
        let now = now.map_or_else(system_time, |now| now.0);
        core::DeviceId::from_certificate(certificate.as_bytes(), now)
            .or_raise()
            .map(Self)
    }

    /// The ID as text.
    #[getter]
    fn text(&self) -> &str {
        self.0.as_str()
    }
});

/// 16 bytes that only the device and whoever provisioned it know: the key of its spread and of
/// its back-off, so that its times tell nobody which device it is (P-6.3, P-6.12, P-6.14).
///
/// Draw them for each device and each provisioning anew, as `secrets.token_bytes(16)` does.
/// `repr` does not show them; the JSON of the input that gives them has them, and so has a
/// pickle. Raises `DeviceSecretError` for another number of bytes, and where all are 0.
///
/// >>> secret = DeviceSecret(bytes(range(16)))
/// >>> secret
/// DeviceSecret(<hidden>)
/// >>> secret == DeviceSecret.from_hex("000102030405060708090a0b0c0d0e0f")
/// True
/// >>> DeviceSecret(bytes(16))
/// Traceback (most recent call last):
///     ...
/// iot4emissions.DeviceSecretError: expected a device secret drawn at random, found 16 bytes of 0
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct DeviceSecret(pub(crate) core::DeviceSecret);

value::field_names!(DeviceSecret: "value"; Secret);

value::value_methods!(impl DeviceSecret {
    #[new]
    fn new(value: Payload<'_>) -> PyResult<Self> {
        core::DeviceSecret::try_from(value.as_bytes())
            .or_raise()
            .map(Self)
    }

    /// The secret of 32 lower-case hexadecimal digits, as the JSON of inputs has it.
    #[staticmethod]
    fn from_hex(text: Text) -> PyResult<Self> {
        text.parse().or_raise().map(Self)
    }

    /// The bytes themselves: not for logs.
    #[getter]
    fn value(&self) -> &[u8] {
        self.0.as_bytes()
    }
});

/// The one common name of an X.509 certificate, in DER or PEM, that is valid for a client at
/// `now`, an aware `datetime`, by default the system's clock: the name of a device or of a
/// service.
///
/// Raises `CertificateError`. Chain, signature and revocation are not verified.
///
/// Clauses: P-2.2, P-2.3; JRC127600 §4.1.4.
///
/// >>> certificate_common_name(b"no certificate")
/// Traceback (most recent call last):
///     ...
/// iot4emissions.CertificateError: expected an X.509 certificate in DER or PEM, found neither
#[pyfunction]
#[pyo3(signature = (certificate, now = None))]
pub(crate) fn certificate_common_name(
    certificate: Payload<'_>,
    now: Option<WithinSecond>,
) -> PyResult<String> {
    let now = now.map_or_else(system_time, |now| now.0);
    core::certificate_common_name(certificate.as_bytes(), now).or_raise()
}

/// The binding's only clock: the core reads none (P-6.1).
fn system_time() -> UnixSeconds {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    UnixSeconds(since.map_or(0, |since| since.as_secs()))
}

/// The names by which the two services are known to the brokers: the common names of
/// their certificates. No device may bear them (P-2.4).
///
/// Both have the shape of a `DeviceId`, and they differ; raises `ServiceNamesError`
/// otherwise.
///
/// >>> ServiceNames()
/// ServiceNames(registration='ota-registration-service', data='obfcm-data-service')
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct ServiceNames(pub(crate) core::ServiceNames);

value::field_names!(ServiceNames: "registration", "data");

value::value_methods!(impl ServiceNames {
    #[new]
    #[pyo3(signature = (registration = None, data = None))]
    fn new(registration: Option<Text>, data: Option<Text>) -> PyResult<Self> {
        let default = core::ServiceNames::default();
        core::ServiceNames::new(
            registration.as_deref().unwrap_or(default.registration()),
            data.as_deref().unwrap_or(default.data()),
        )
        .or_raise()
        .map(Self)
    }

    /// The principal name of the OTA Registration Service.
    #[getter]
    fn registration(&self) -> &str {
        self.0.registration()
    }

    /// The principal name of the OBFCM Data Service.
    #[getter]
    fn data(&self) -> &str {
        self.0.data()
    }
});
