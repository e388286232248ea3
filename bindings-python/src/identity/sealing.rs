//! The Data Service's keys, by which device IDs are sealed and opened (P-1.7).

use std::hash::{Hash, Hasher};

use iot4emissions_proto::identity as core;
use pyo3::prelude::*;

use super::{DeviceId, SealedDeviceId};
use crate::convert::bytes::Payload;
use crate::error::{OrRaise, Raise, protocol_error};
use crate::value;

/// How many random bytes a key or a sealing takes.
const RANDOM: usize = 32;

/// The Data Service's public key: what a device seals its ID for (P-1.7). 32 bytes of X25519
/// (RFC 7748), which `bytes` gives; a device may have them with its factory configuration.
///
/// Raises `SealingError` with code `key` for another number of bytes.
///
/// >>> key = OpeningKey(bytes(range(32))).sealing_key()
/// >>> SealingKey(bytes(key)) == key
/// True
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SealingKey(core::SealingKey);

impl Hash for SealingKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bytes().hash(state);
    }
}

value::field_names!(SealingKey: "value");

value::value_methods!(impl SealingKey {
    #[new]
    fn new(value: Payload<'_>) -> PyResult<Self> {
        core::SealingKey::from_bytes(value.as_bytes())
            .or_raise()
            .map(Self)
    }

    /// Its 32 bytes.
    #[getter]
    fn value(&self) -> [u8; RANDOM] {
        self.0.to_bytes()
    }

    fn __bytes__(&self) -> [u8; RANDOM] {
        self.0.to_bytes()
    }

    /// `data_device`, the ID under which the Data Service is to know the device, sealed for it
    /// and bound to `device`, under which the Registration Service knows it (P-1.7): HPKE
    /// (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
    /// ChaCha20Poly1305.
    ///
    /// `random` are 32 bytes that were drawn for this one sealing; for `None` they are drawn by
    /// `secrets.token_bytes`. With the same ones it gives the same, and whoever knows them reads
    /// it.
    ///
    /// Raises `SealingError`: code `device-id` where both IDs are the same one, `key` for a public
    /// key whose secrets anybody knows, `random` for another number of random bytes.
    ///
    /// >>> key = OpeningKey.generate()
    /// >>> sealed = key.sealing_key().seal(DeviceId("9a7d21e7"), DeviceId("vehicle-7"))
    /// >>> key.open(sealed, DeviceId("vehicle-7"))
    /// DeviceId('9a7d21e7')
    #[pyo3(signature = (data_device, device, random = None))]
    fn seal(
        &self,
        py: Python<'_>,
        data_device: &DeviceId,
        device: &DeviceId,
        random: Option<Payload<'_>>,
    ) -> PyResult<SealedDeviceId> {
        let random = random.map_or_else(|| drawn(py), Ok)?;
        let random = random.as_bytes();
        let random = random.try_into().map_err(|_| wrong_number(random))?;
        let sealed = self.0.seal(&data_device.0, &device.0, random);
        sealed.or_raise().map(SealedDeviceId)
    }
});

/// The Data Service's private key, 32 random bytes: `OpeningKey(secrets.token_bytes(32))`, or
/// `OpeningKey.generate()` (P-1.7). Nothing shows it but `bytes`, for whoever stores it: its
/// `repr` hides it, and it is neither pickled nor compared.
///
/// Raises `SealingError` with code `key` for another number of bytes, and where all are 0.
///
/// >>> OpeningKey(bytes(range(32)))
/// OpeningKey(<hidden>)
/// >>> OpeningKey(b"too short")
/// Traceback (most recent call last):
///     ...
/// iot4emissions.SealingError: expected a key of 32 bytes of X25519, found another one
#[pyclass(frozen, module = "iot4emissions")]
pub(crate) struct OpeningKey {
    key: core::OpeningKey,
    value: [u8; RANDOM],
}

#[pymethods]
impl OpeningKey {
    #[new]
    fn new(value: Payload<'_>) -> PyResult<Self> {
        let value = value.as_bytes();
        let key = core::OpeningKey::from_bytes(value).or_raise()?;
        let value = value.try_into();
        let value = value.map_err(|_| core::SealingError::Key.raise())?;
        Ok(Self { key, value })
    }

    /// A key that is drawn by `secrets.token_bytes` (P-1.7).
    ///
    /// >>> OpeningKey.generate()
    /// OpeningKey(<hidden>)
    #[staticmethod]
    fn generate(py: Python<'_>) -> PyResult<Self> {
        Self::new(drawn(py)?)
    }

    /// The public key that belongs to it: for the devices (P-1.7).
    ///
    /// >>> OpeningKey(bytes(range(32))).sealing_key() == OpeningKey.generate().sealing_key()
    /// False
    fn sealing_key(&self) -> SealingKey {
        SealingKey(self.key.sealing_key())
    }

    /// The ID under which the Data Service is to know `device` (P-1.7).
    ///
    /// Raises `SealingError`: code `sealed` for what was sealed for another service or by another
    /// device, or changed on its way; `device-id` where it is no device ID, or `device` itself.
    ///
    /// >>> OpeningKey.generate().open(SealedDeviceId("A" * 150), DeviceId("vehicle-7"))
    /// Traceback (most recent call last):
    ///     ...
    /// iot4emissions.SealingError: expected a device ID sealed for this service by that device, found another one
    fn open(&self, sealed: &SealedDeviceId, device: &DeviceId) -> PyResult<DeviceId> {
        let device = self.key.open(&sealed.0, &device.0);
        device.or_raise().map(DeviceId)
    }

    fn __bytes__(&self) -> [u8; RANDOM] {
        self.value
    }

    #[allow(clippy::unused_self, reason = "it shows nothing of itself")]
    fn __repr__(&self) -> &'static str {
        "OpeningKey(<hidden>)"
    }
}

/// Random bytes, by Python's own means: the core draws none.
fn drawn(py: Python<'_>) -> PyResult<Payload<'_>> {
    let secrets = py.import("secrets")?;
    secrets.call_method1("token_bytes", (RANDOM,))?.extract()
}

fn wrong_number(random: &[u8]) -> PyErr {
    let text = format!("expected {RANDOM} random bytes, found {}", random.len());
    protocol_error("SealingError", &text, "random", "")
}
