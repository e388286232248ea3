//! Payloads: whatever Python calls bytes-like.

use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;
use pyo3::types::{PyBytes, PyMemoryView};

/// A payload; `bytes` themselves are not copied.
pub(crate) struct Payload<'py>(Bound<'py, PyBytes>);

impl Payload<'_> {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl<'py> FromPyObject<'_, 'py> for Payload<'py> {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("_typeshed", "ReadableBuffer");

    fn extract(payload: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = payload.cast::<PyBytes>() {
            return Ok(Self(bytes.to_owned()));
        }
        let Ok(view) = PyMemoryView::from(&payload) else {
            let found = payload.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected bytes as the broker delivers them, found {found}"
            )));
        };
        // May be of any shape and item size; a copy, for nobody else to change.
        let bytes = view.call_method0("tobytes")?;
        Ok(Self(bytes.cast_into()?))
    }
}
