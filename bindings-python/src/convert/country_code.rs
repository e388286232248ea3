//! Countries by their codes (P-5.50).

use iot4emissions_proto::services::registration::Country;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::convert::text::Text;
use crate::error::OrRaise;

/// An ISO 3166-1 alpha-2 code of two capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CountryCode(pub(crate) Country);

impl<'py> IntoPyObject<'py> for CountryCode {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <&str>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::new(py, self.0.as_str()))
    }
}

impl<'py> FromPyObject<'_, 'py> for CountryCode {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = <&str>::INPUT_TYPE;

    fn extract(code: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let code: Text = code.extract()?;
        code.parse().or_raise().map(Self)
    }
}
