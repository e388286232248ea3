//! A device ID that only the Data Service can read (P-1.7).

use std::fmt;

use iot4emissions_proto::identity as core;
use pyo3::prelude::*;

use crate::convert::bytes::Payload;
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::value;

/// The ID under which the Data Service knows a device, sealed for it: the Registration Service
/// passes it on and cannot read it (P-1.7). `SealingKey.seal` makes one, `OpeningKey.open` reads
/// it.
///
/// Shape: 150 characters of Base64 for URLs without padding (RFC 4648 §5), which are 112 bytes.
/// `str` and `bytes` give them; the `repr` shows none of it.
///
/// Raises `SealedDeviceIdError` for any other text, which the error does not repeat.
///
/// >>> sealed = SealedDeviceId("A" * 150)
/// >>> sealed
/// SealedDeviceId(<hidden>)
/// >>> SealedDeviceId.from_bytes(bytes(sealed)) == sealed
/// True
/// >>> SealedDeviceId("vehicle-7")
/// Traceback (most recent call last):
///     ...
/// iot4emissions.SealedDeviceIdError: expected 112 bytes, as 150 characters, as sealed device ID, found 9
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct SealedDeviceId(pub(crate) core::SealedDeviceId);

impl fmt::Display for SealedDeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

value::field_names!(SealedDeviceId: "text"; Secret);

value::value_methods!(impl SealedDeviceId {
    #[new]
    fn new(text: Text) -> PyResult<Self> {
        text.parse().or_raise().map(Self)
    }

    /// The one of these 112 bytes. Raises `SealedDeviceIdError` for another number of them
    /// (P-1.7).
    #[staticmethod]
    fn from_bytes(value: Payload<'_>) -> PyResult<Self> {
        core::SealedDeviceId::try_from(value.as_bytes())
            .or_raise()
            .map(Self)
    }

    /// The 150 characters, as the Registration Request has them in `dataDevice`.
    #[getter]
    fn text(&self) -> String {
        self.0.to_string()
    }

    fn __bytes__(&self) -> &[u8] {
        self.0.as_bytes()
    }
});
