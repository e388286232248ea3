//! Schedules in other values: a `Schedule`, or its text.

use iot4emissions_proto::schedule as core;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_union};

use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::schedule::Schedule;

/// A schedule that comes as a `Schedule` or as its text, and goes as a `Schedule`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Expression(pub(crate) core::Schedule);

impl<'py> IntoPyObject<'py> for Expression {
    type Target = Schedule;
    type Output = Bound<'py, Schedule>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = Schedule::TYPE_HINT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, Schedule>> {
        Bound::new(py, Schedule(self.0))
    }
}

impl<'py> FromPyObject<'_, 'py> for Expression {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        Schedule::TYPE_HINT,
        type_hint_identifier!("builtins", "str")
    );

    fn extract(schedule: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(schedule) = schedule.cast::<Schedule>() {
            return Ok(Self(schedule.get().0.clone()));
        }
        let text: Text = schedule.extract()?;
        text.parse().or_raise().map(Self)
    }
}
