//! Keys, and the pseudonyms that are made from them (P-10.2).

use iot4emissions_proto::publication as core;
use pyo3::prelude::*;

use crate::convert::bytes::Payload;
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::identity::DeviceId;

/// 32 random bytes from which the pseudonyms of one publication are made, and of no other
/// (P-10.2): `PseudonymKey(secrets.token_bytes(32))`. Whoever has it and the device IDs has
/// every pseudonym, so that nothing shows it: it has no attribute, its `repr` hides it, and it
/// is neither pickled nor compared.
///
/// Raises `PublicationError` for other than 32 bytes, and for such as are not random: zeros,
/// or fewer than 16 different ones.
///
/// >>> from iot4emissions.publication import PseudonymKey
/// >>> PseudonymKey(bytes(range(32)))
/// PseudonymKey(<hidden>)
#[pyclass(frozen, from_py_object, module = "iot4emissions.publication")]
#[derive(Clone)]
pub(crate) struct PseudonymKey(pub(crate) core::PseudonymKey);

#[pymethods]
impl PseudonymKey {
    #[new]
    fn new(key: Payload<'_>) -> PyResult<Self> {
        core::PseudonymKey::from_bytes(key.as_bytes())
            .or_raise()
            .map(Self)
    }

    /// The key of 64 hexadecimal digits, in either letter case: what `openssl rand -hex 32`
    /// writes, without its line end. Raises as the constructor does.
    ///
    /// >>> PseudonymKey.from_hex(bytes(range(32)).hex())
    /// PseudonymKey(<hidden>)
    #[staticmethod]
    fn from_hex(text: Text) -> PyResult<Self> {
        core::PseudonymKey::from_hex(&text).or_raise().map(Self)
    }

    #[allow(clippy::unused_self, reason = "it shows nothing of itself")]
    fn __repr__(&self) -> &'static str {
        "PseudonymKey(<hidden>)"
    }
}

/// The pseudonym of one owner's time of a device, 32 lower-case hexadecimal digits (P-10.2):
/// the first 128 bits of HMAC-SHA-256 by `key` of `iot4emissions pseudonym 1`, the device ID,
/// a zero byte and `segment` in four bytes. The first owner's `segment` is 0.
///
/// >>> key = PseudonymKey(bytes(range(32)))
/// >>> pseudonym(key, DeviceId("f371cb00-68ea-4d5d-9bea-d24cbff2ed28"))
/// '80cd585c79f8f1bd55379defcd8b7f53'
#[pyfunction]
#[pyo3(signature = (key, device, segment = 0))]
pub(crate) fn pseudonym(key: &PseudonymKey, device: &DeviceId, segment: u32) -> String {
    core::Pseudonym::new(&key.0, &device.0, segment).to_string()
}
