//! Schedules as their texts.

use iot4emissions_proto::schedule::Schedule;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;
use pyo3::types::PyString;

use crate::error::OrRaise;

/// A cron expression (P-5.33), kept as it came. Equality compares what it means (P-6.8).
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Expression(pub(crate) Schedule);

impl<'py> IntoPyObject<'py> for Expression {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "str");

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PyString::new(py, self.0.as_str()))
    }
}

impl<'py> FromPyObject<'_, 'py> for Expression {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "str");

    fn extract(text: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let text: String = text.extract()?;
        text.parse().or_raise().map(Self)
    }
}
