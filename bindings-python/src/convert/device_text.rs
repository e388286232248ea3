//! A device by its ID, or by any text.

use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyString;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_union};

use crate::convert::text::unicode;
use crate::identity::DeviceId;

/// What is hashed over a fleet: the core takes any text there (P-6.12, P-6.14).
pub(crate) struct DeviceText(pub(crate) String);

impl<'py> FromPyObject<'_, 'py> for DeviceText {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        <DeviceId as pyo3::PyTypeInfo>::TYPE_HINT,
        type_hint_identifier!("builtins", "str")
    );

    fn extract(device: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(id) = device.cast::<DeviceId>() {
            return Ok(Self(id.get().0.as_str().to_owned()));
        }
        if let Ok(text) = device.cast::<PyString>() {
            return unicode(&text).map(|text| Self(text.into_owned()));
        }
        Err({
            let found = device.get_type();
            let text = |name| format!("expected a DeviceId or a str, found {name}");
            found
                .name()
                .map_or_else(|error| error, |name| PyTypeError::new_err(text(name)))
        })
    }
}
