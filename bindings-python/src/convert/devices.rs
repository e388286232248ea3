//! Device IDs of which each stands once: any iterable in, a tuple in byte order out.

use std::collections::BTreeSet;

use iot4emissions_proto::identity as core;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::convert::many::Many;
use crate::identity::DeviceId;

#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Devices(pub(crate) BTreeSet<core::DeviceId>);

pub(crate) const NO_DEVICES: Devices = Devices(BTreeSet::new());

impl<'py> IntoPyObject<'py> for Devices {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <Many<DeviceId> as IntoPyObject<'_>>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        Many(self.0.into_iter().map(DeviceId).collect()).into_pyobject(py)
    }
}

impl<'py> FromPyObject<'_, 'py> for Devices {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = <Many<DeviceId> as FromPyObject<'_, '_>>::INPUT_TYPE;

    fn extract(devices: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let devices: Many<DeviceId> = devices.extract()?;
        Ok(Self(devices.0.into_iter().map(|device| device.0).collect()))
    }
}
