//! Messages of any kind, and their canonical form.

use iot4emissions_proto::message as core;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
#[cfg(feature = "stubs")]
use pyo3::{PyTypeInfo, type_hint_union};

use super::source::Source;
use super::{ConfigurationStatus, DataTransfer, RegistrationRequest, RegistrationStatus};
use crate::convert::bytes::Payload;

/// A message of any kind as the value of its class.
pub(crate) struct AnyMessage(pub(crate) core::Message);

#[cfg(feature = "stubs")]
const UNION: PyStaticExpr = type_hint_union!(
    RegistrationRequest::TYPE_HINT,
    RegistrationStatus::TYPE_HINT,
    ConfigurationStatus::TYPE_HINT,
    DataTransfer::TYPE_HINT
);

impl<'py> IntoPyObject<'py> for AnyMessage {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = UNION;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self.0 {
            core::Message::RegistrationRequest(message) => {
                Bound::new(py, RegistrationRequest(message))?.into_any()
            }
            core::Message::RegistrationStatus(message) => {
                Bound::new(py, RegistrationStatus(message))?.into_any()
            }
            core::Message::ConfigurationStatus(message) => {
                Bound::new(py, ConfigurationStatus(message))?.into_any()
            }
            core::Message::DataTransfer(message) => {
                Bound::new(py, DataTransfer(message))?.into_any()
            }
        })
    }
}

impl<'py> FromPyObject<'_, 'py> for AnyMessage {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = UNION;

    fn extract(message: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let message = if let Ok(message) = message.cast::<DataTransfer>() {
            core::Message::DataTransfer(message.get().0.clone())
        } else if let Ok(message) = message.cast::<ConfigurationStatus>() {
            core::Message::ConfigurationStatus(message.get().0.clone())
        } else if let Ok(message) = message.cast::<RegistrationRequest>() {
            core::Message::RegistrationRequest(message.get().0.clone())
        } else if let Ok(message) = message.cast::<RegistrationStatus>() {
            core::Message::RegistrationStatus(message.get().0.clone())
        } else {
            let found = message.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected a message, found {found}"
            )));
        };
        Ok(Self(message))
    }
}

/// The canonical bytes of a message: no white space, members in the report's order, every
/// number in its one form. The same message gives the same bytes for ever.
///
/// Clause: P-5.1.
///
/// >>> encode(RegistrationStatus(registered=True))
/// b'{"deviceState":"registered"}'
#[pyfunction]
pub(crate) fn encode<'py>(py: Python<'py>, message: AnyMessage) -> Bound<'py, PyBytes> {
    PyBytes::new(py, &message.0.to_canonical())
}

/// Whether `payload` is the canonical form of a message of that kind: a `TopicKind`, a
/// `Topic` or its text, which raises `TopicError` where it is none.
///
/// Clause: P-5.1.
///
/// >>> is_canonical(TopicKind.REGISTER_SERVER, b'{"deviceState":"registered"}')
/// True
/// >>> is_canonical(TopicKind.REGISTER_SERVER, b'{"deviceState": "registered"}')
/// False
#[pyfunction]
pub(crate) fn is_canonical(topic: Source, payload: Payload<'_>) -> bool {
    core::Message::is_canonical(topic.0, payload.as_bytes())
}
