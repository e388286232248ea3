//! Payloads that a value holds.

#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;
use pyo3::types::PyBytes;

use crate::convert::bytes::Payload;

/// A field of bytes.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct OwnedBytes(pub(crate) Vec<u8>);

impl<'py> IntoPyObject<'py> for OwnedBytes {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "bytes");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyBytes::new(py, &self.0))
    }
}

impl<'py> FromPyObject<'_, 'py> for OwnedBytes {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = Payload::INPUT_TYPE;

    fn extract(bytes: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let bytes: Payload<'_> = bytes.extract()?;
        Ok(Self(bytes.as_bytes().to_vec()))
    }
}
