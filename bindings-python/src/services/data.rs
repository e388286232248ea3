//! The Data Service's decisions (P-7.5 to P-7.7).

use iot4emissions_proto::data as core;
use iot4emissions_proto::message::{Message, Profile};
#[cfg(feature = "stubs")]
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_union};

use crate::convert::bytes::Payload;
use crate::convert::enumeration::Member;
use crate::error::Raise;
use crate::json;
use crate::message::Decoded;
use crate::obfcm::Snapshot;

/// `None` in JSON is `null`.
fn read_record(record: &str) -> PyResult<Option<core::DeviceRecord>> {
    json::read("a device's record", "/record", record)
}

fn read_parameters(parameters: &str) -> PyResult<core::ConfigurationParameters> {
    json::read("configuration parameters", "/parameters", parameters)
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
pub(crate) fn data_answer(
    record: &str,
    call: &str,
    parameters: &str,
) -> PyResult<(String, Member<core::Answer>)> {
    let call: core::Call = json::read("a call", "/call", call)?;
    let parameters = read_parameters(parameters)?;
    let (record, answer) = core::answer(read_record(record)?, &call, &parameters);
    Ok((json::write(&record)?, Member(answer)))
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
pub(crate) fn data_reconfigure(record: &str, parameters: &str) -> PyResult<String> {
    let record = json::read("a device's record", "/record", record)?;
    json::write(&core::reconfigure(record, &read_parameters(parameters)?))
}

/// What is in a reception: the message, why it cannot be read, or nothing.
pub(crate) struct Content<'py>(Option<Bound<'py, PyAny>>);

impl<'py> IntoPyObject<'py> for Content<'py> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_union!(
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

/// For `iot4emissions.services.data`, which documents it: the name of the case, and what is
/// in it.
#[pyfunction]
pub(crate) fn data_receive<'py>(
    py: Python<'py>,
    record: &str,
    payload: Payload<'_>,
    profile: Member<Profile>,
) -> PyResult<(&'static str, Content<'py>)> {
    let record = read_record(record)?;
    let reception = core::receive(record.as_ref(), payload.as_bytes(), profile.0);
    // Exhaustive: a new case of the core does not compile before it has a name.
    let (case, content) = match reception {
        core::Reception::Unknown => ("Unknown", None),
        core::Reception::Denied => ("Denied", None),
        core::Reception::Quarantine(error) => {
            let error = error.raise().into_value(py).into_bound(py);
            ("Quarantine", Some(error.into_any()))
        }
        core::Reception::Accept(decoded) => {
            let decoded = Decoded(decoded.map(Message::DataTransfer));
            let decoded = Bound::new(py, decoded)?;
            ("Accept", Some(decoded.into_any()))
        }
    };
    Ok((case, Content(content)))
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
#[pyo3(signature = (stored, snapshot))]
pub(crate) fn data_store(stored: Option<Snapshot>, snapshot: Snapshot) -> Member<core::Storing> {
    let stored = stored.map(|stored| stored.0);
    Member(core::store(stored.as_ref(), &snapshot.0))
}
