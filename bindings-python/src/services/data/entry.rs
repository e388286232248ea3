//! What the Data Service stores of a device: its record, or that it was forgotten (P-7.14).

use iot4emissions_proto::services::data as core;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;

use super::DeviceRecord;
use crate::convert::numbers::{CallNumber, Version};
use crate::convert::text::Text;
use crate::convert::time::Seconds;
use crate::json;
use crate::mirror::{Mirror, mirror};
use crate::value_class::value_class;

value_class! { "iot4emissions.services.data";
    /// That a device was forgotten, and nothing of what: neither the device nor its vehicle
    /// (P-7.14). A service finds it by a keyed hash of the device ID.
    ///
    /// >>> forgotten, answered = answer(
    /// ...     record, Call(DeviceId("vehicle-7"), 2, Forgotten()), parameters, now
    /// ... )
    /// >>> forgotten.last, answered
    /// (2, Applied())
    Tombstone {
        /// The number of the last call: one that was sent before takes no effect (P-5.51).
        last: CallNumber,
        /// When the data was erased: an aware `datetime` in whole seconds.
        forgotten: Seconds,
        /// The version that its configuration had, above which one goes on that is introduced
        /// again (P-6.8); `None` where it had none.
        version: Option<Version> = None,
    } => {
        /// A tombstone from its JSON form, as `to_json` writes it (P-7.14).
        ///
        /// Raises `ProtocolError` with code `json-form` for any other text.
        ///
        /// >>> tombstone = Tombstone(2, now)
        /// >>> Tombstone.from_json(tombstone.to_json()) == tombstone
        /// True
        #[staticmethod]
        fn from_json(text: Text) -> PyResult<Self> {
            json::read("a tombstone", "", &text).map(Self::of)
        }

        /// Its JSON form, for a database (P-7.14).
        ///
        /// >>> Tombstone(2, now).to_json()
        /// '{"last":2,"forgotten":1622505600}'
        fn to_json(&self) -> PyResult<String> {
            json::write(&self.to_core())
        }
    }
}

mirror! {
    core::Tombstone => Tombstone { last, forgotten, version }
}

/// A record or a tombstone. By hand, since the core has the record in a `Box`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct DeviceEntry(pub(crate) core::DeviceEntry);

impl<'py> IntoPyObject<'py> for DeviceEntry {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_identifier!("iot4emissions.services.data", "DeviceEntry");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.0 {
            core::DeviceEntry::Introduced(record) => {
                DeviceRecord::of(*record).into_bound_py_any(py)
            }
            core::DeviceEntry::Forgotten(tombstone) => {
                Tombstone::of(tombstone).into_bound_py_any(py)
            }
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for DeviceEntry {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr =
        type_hint_identifier!("iot4emissions.services.data", "DeviceEntry");

    fn extract(entry: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(record) = entry.cast::<DeviceRecord>() {
            return Ok(Self(record.get().to_core().into()));
        }
        if let Ok(tombstone) = entry.cast::<Tombstone>() {
            let tombstone = tombstone.get().to_core();
            return Ok(Self(core::DeviceEntry::Forgotten(tombstone)));
        }
        Err(PyTypeError::new_err(format!(
            "expected a device's record or a tombstone, found {}",
            entry.get_type().name()?
        )))
    }
}
