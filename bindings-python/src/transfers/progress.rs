//! Who is told how far it is.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use super::part::Counts;

/// What the caller gave as `progress`.
pub(super) enum Progress {
    None,
    /// Called with bytes done, bytes in all or `None`, rows.
    Callable(Py<PyAny>),
    /// Like `tqdm`: its `update` is called with the bytes since the last call.
    Bar(Py<PyAny>, u64),
}

impl Progress {
    /// `total` are the bytes of the source, where they are known.
    pub(super) fn new(progress: Option<&Bound<'_, PyAny>>, total: Option<u64>) -> PyResult<Self> {
        let Some(progress) = progress else {
            return Ok(Self::None);
        };
        if progress.hasattr("update")? {
            if let Some(total) = total
                && progress.hasattr("total")?
                && progress.getattr("total")?.is_none()
            {
                progress.setattr("total", total)?;
            }
            return Ok(Self::Bar(progress.clone().unbind(), 0));
        }
        if progress.is_callable() {
            return Ok(Self::Callable(progress.clone().unbind()));
        }
        Err(PyTypeError::new_err(
            "progress: expected a callable or an object with update(n), found neither",
        ))
    }

    /// Tells how far it is.
    pub(super) fn tell(&mut self, done: &Counts, total: Option<u64>) -> PyResult<()> {
        match self {
            Self::None => {}
            Self::Callable(callable) => {
                let told = (done.bytes, total, done.rows);
                Python::attach(|py| callable.bind(py).call1(told).map(drop))?;
            }
            Self::Bar(bar, told) => {
                let more = done.bytes - *told;
                if more > 0 {
                    Python::attach(|py| bar.bind(py).call_method1("update", (more,)).map(drop))?;
                    *told = done.bytes;
                }
            }
        }
        Ok(())
    }
}
