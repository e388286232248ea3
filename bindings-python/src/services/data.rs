//! The Data Service's decisions (P-7.5 to P-7.7).

use iot4emissions_proto::message::{Message, Profile};
use iot4emissions_proto::services::call::Call;
use iot4emissions_proto::services::data as core;
#[cfg(feature = "stubs")]
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_union};

use crate::convert::bytes::Payload;
use crate::convert::enumeration::Member;
use crate::convert::time::WithinSecond;
use crate::convert::version::Version;
use crate::error::{OrRaise, Raise};
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
    now: WithinSecond,
) -> PyResult<(String, String)> {
    let call: Call = json::read("a call", "/call", call)?;
    let parameters = read_parameters(parameters)?;
    let (record, answer) = core::answer(read_record(record)?, &call, &parameters, now.0);
    Ok((json::write(&record)?, json::write(&answer)?))
}

/// A record, and not `None`.
fn read_known(record: &str) -> PyResult<core::DeviceRecord> {
    json::read("a device's record", "/record", record)
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
pub(crate) fn data_clearance(record: &str) -> PyResult<String> {
    json::write(&read_known(record)?.clearance())
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
pub(crate) fn data_status(record: &str) -> PyResult<String> {
    json::write(&read_known(record)?.status())
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
#[pyo3(signature = (record, version, now))]
pub(crate) fn data_reissue(
    record: &str,
    version: Option<Version>,
    now: WithinSecond,
) -> PyResult<String> {
    let version = version.map(|version| version.0);
    json::write(&core::reissue(read_known(record)?, version, now.0).or_raise()?)
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
pub(crate) fn data_restart_numbers(
    record: &str,
    parameters: &str,
    now: WithinSecond,
) -> PyResult<String> {
    let parameters = read_parameters(parameters)?;
    json::write(&core::restart_numbers(
        read_known(record)?,
        &parameters,
        now.0,
    ))
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
pub(crate) fn data_note(record: &str, denial: &str) -> PyResult<(String, String)> {
    let denial: core::Denial = json::read("a denial", "/denied", denial)?;
    let (record, notice) = read_known(record)?.note(denial);
    Ok((json::write(&record)?, json::write(&notice)?))
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
pub(crate) fn data_reconfigure(
    record: &str,
    parameters: &str,
    now: WithinSecond,
) -> PyResult<String> {
    let record = read_known(record)?;
    let parameters = read_parameters(parameters)?;
    json::write(&core::reconfigure(record, &parameters, now.0).or_raise()?)
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

/// For `iot4emissions.services.data`, which documents it: the name of the case, what is in
/// it, and how many snapshots were denied and how many of them acquired too late.
#[pyfunction]
pub(crate) fn data_receive<'py>(
    py: Python<'py>,
    record: &str,
    payload: Payload<'_>,
    profile: Member<Profile>,
) -> PyResult<(&'static str, Content<'py>, (u32, u32))> {
    let record = read_record(record)?;
    let reception = core::receive(record.as_ref(), payload.as_bytes(), profile.0);
    let mut denied = core::Denial::default();
    // Exhaustive: a new case of the core does not compile before it has a name.
    let (case, content) = match reception {
        core::Reception::Unknown => ("Unknown", None),
        core::Reception::Denied(denial) => {
            denied = denial;
            ("Denied", None)
        }
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
    let counts = (denied.snapshots, denied.after_suspension);
    Ok((case, Content(content), counts))
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
pub(crate) fn data_keeps(record: &str, snapshot: Snapshot) -> PyResult<bool> {
    Ok(read_known(record)?.keeps(&snapshot.0))
}

/// For `iot4emissions.services.data`, which documents it.
#[pyfunction]
#[pyo3(signature = (stored, snapshot))]
pub(crate) fn data_store(
    stored: Option<Snapshot>,
    snapshot: Snapshot,
) -> Member<core::StorageDecision> {
    let stored = stored.map(|stored| stored.0);
    Member(core::store(stored.as_ref(), &snapshot.0))
}
