//! A schedule's occurrences, one at a time (P-5.33).

use iot4emissions_proto::schedule as core;
use iot4emissions_proto::time::UnixSeconds;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_subscript};

use crate::convert::time::Seconds;

/// Yields a schedule's occurrences; made by `Schedule.occurrences`.
#[pyclass(module = "iot4emissions")]
pub(super) struct Occurrences {
    pub(super) schedule: core::Schedule,
    /// The occurrence that was yielded last; none is left after `None`.
    pub(super) last: Option<UnixSeconds>,
    pub(super) left: Option<u64>,
}

#[pymethods]
impl Occurrences {
    fn __iter__(this: Bound<'_, Self>) -> Bound<'_, Self> {
        this
    }

    fn __next__(&mut self) -> Option<Seconds> {
        match &mut self.left {
            Some(0) => return None,
            Some(left) => *left -= 1,
            None => {}
        }
        self.last = self.schedule.next_after(self.last?);
        self.last.map(Seconds)
    }
}

/// `Occurrences`, known to type checkers as an iterator only.
pub(super) struct Times(pub(super) Occurrences);

impl<'py> IntoPyObject<'py> for Times {
    type Target = Occurrences;
    type Output = Bound<'py, Occurrences>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Iterator"),
        type_hint_identifier!("datetime", "datetime")
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Bound::new(py, self.0)
    }
}
