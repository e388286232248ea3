//! Why what is stored is no record: a member of an enumeration, and what was found
//! (P-6.2).

use iot4emissions_proto::device as core;
use pyo3::exceptions::{PyNotImplementedError, PyValueError};
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::value;

/// The errors, without the numbers in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RecordFault {
    Damaged,
    Version,
    Inconsistent,
}

/// An error as Python has it.
pub(super) fn split(error: core::RecordError) -> PyResult<(RecordFault, Option<usize>)> {
    match error {
        core::RecordError::Damaged { length } => Ok((RecordFault::Damaged, Some(length))),
        core::RecordError::Version { found } => Ok((RecordFault::Version, Some(found.into()))),
        core::RecordError::Inconsistent => Ok((RecordFault::Inconsistent, None)),
        // The core may add errors.
        error => Err(PyNotImplementedError::new_err(format!(
            "there is no RecordFault for {error:?} yet"
        ))),
    }
}

/// The same the other way round.
pub(super) fn join(fault: RecordFault, found: Option<usize>) -> PyResult<core::RecordError> {
    let error = match (fault, found) {
        (RecordFault::Damaged, Some(length)) => Some(core::RecordError::Damaged { length }),
        (RecordFault::Version, Some(found)) => u8::try_from(found)
            .ok()
            .map(|found| core::RecordError::Version { found }),
        (RecordFault::Inconsistent, None) => Some(core::RecordError::Inconsistent),
        _ => None,
    };
    error.ok_or_else(|| {
        PyValueError::new_err(
            "expected a length with the fault damaged, a version from 0 to 255 with version, \
             and nothing with inconsistent, found another number or none",
        )
    })
}

/// What is stored is no record that this version can read, and the device begins anew from
/// the factory (P-6.2): said after `ProvisioningComplete`, so that it stands in the log.
///
/// Both fields are in the `RecordError` that `OtaDevice.restore` raises. `ValueError` where
/// they do not fit each other.
///
/// >>> try:
/// ...     ota_device = OtaDevice.restore(b"torn")
/// ... except RecordError as error:
/// ...     ota_device = OtaDevice()
/// ...     ota_device.handle_input(now, ProvisioningComplete(provisioning))
/// ...     ota_device.handle_input(now, RecordUnreadable(error.code, error.found))
/// >>> ota_device.status().events[-1].kind
/// events.RecordUnreadable(fault=RecordFault.DAMAGED, found=4)
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions.device")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct RecordUnreadable {
    pub(super) error: core::RecordError,
}

value::field_names!(RecordUnreadable: "fault", "found");

value::value_methods!(impl RecordUnreadable {
    #[new]
    #[pyo3(signature = (fault, found = None))]
    fn new(fault: Member<RecordFault>, found: Option<usize>) -> PyResult<Self> {
        let error = join(fault.0, found)?;
        Ok(Self { error })
    }

    /// What is wrong with it: the error's `code`.
    #[getter]
    fn fault(&self) -> PyResult<Member<RecordFault>> {
        split(self.error).map(|(fault, _)| Member(fault))
    }

    /// The number of bytes of a damaged one, or the version of a later one; `None` otherwise.
    #[getter]
    fn found(&self) -> PyResult<Option<usize>> {
        split(self.error).map(|(_, found)| found)
    }
});
