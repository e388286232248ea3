//! Versions of configurations as numbers (P-5.32).

use iot4emissions_proto::message::ConfigurationVersion;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyInt;

use crate::convert::number::Whole;
use crate::error::OrRaise;

/// The version of a configuration, 1 to 4294967295.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Version(pub(crate) ConfigurationVersion);

impl<'py> IntoPyObject<'py> for Version {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = u32::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        self.0.get().into_pyobject(py)
    }
}

impl<'py> FromPyObject<'_, 'py> for Version {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = Whole::INPUT_TYPE;

    fn extract(number: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let number: Whole = number.extract()?;
        number.0.try_into().or_raise().map(Self)
    }
}
