//! What is to be done with a payload from a device (P-7.7).

use iot4emissions_proto::message::{Message, Profile};
use iot4emissions_proto::services::data as core;
#[cfg(feature = "stubs")]
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_union};

use super::denied::Denied;
use super::record::DeviceRecord;
use crate::convert::bytes::Payload;
use crate::convert::enumeration::Member;
use crate::error::Raise;
use crate::message::Decoded;
use crate::mirror::Mirror;

/// What is in a reception: how much was denied, the message, why it cannot be read, or
/// nothing where the device is unknown.
pub(crate) struct Content<'py>(Option<Bound<'py, PyAny>>);

impl<'py> IntoPyObject<'py> for Content<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_union!(
        <Denied as pyo3::PyTypeInfo>::TYPE_HINT,
        <Decoded as pyo3::PyTypeInfo>::TYPE_HINT,
        type_hint_identifier!("iot4emissions._errors", "DecodeError"),
        PyStaticExpr::Constant {
            value: PyStaticConstant::None
        }
    );

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(self.0.unwrap_or_else(|| py.None().into_bound(py)))
    }
}

/// For `iot4emissions.services.data.receive`, which documents it.
#[pyfunction]
#[pyo3(signature = (record, payload, profile))]
pub(crate) fn data_receive<'py>(
    py: Python<'py>,
    record: Option<DeviceRecord>,
    payload: Payload<'_>,
    profile: Member<Profile>,
) -> PyResult<Content<'py>> {
    let record = record.to_core();
    // Exhaustive: a new case of the core does not compile before it has its content.
    let content = match core::receive(record.as_ref(), payload.as_bytes(), profile.0) {
        core::Reception::Unknown => None,
        core::Reception::Denied(denial) => Some(Bound::new(py, Denied::of(denial))?.into_any()),
        core::Reception::Quarantine(error) => {
            Some(error.raise().into_value(py).into_bound(py).into_any())
        }
        core::Reception::Accept(decoded) => {
            let decoded = Decoded(decoded.map(Message::DataTransfer));
            Some(Bound::new(py, decoded)?.into_any())
        }
    };
    Ok(Content(content))
}
