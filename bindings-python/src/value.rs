//! What every value class has in common: it is its fields, in their order.
//!
//! A class names its fields once, in `__match_args__`, in the order of its constructor's
//! arguments; pattern matching, pickling, copying and `repr` all follow from that.

use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};

fn names<'py>(class: &Bound<'py, PyType>) -> PyResult<Vec<String>> {
    class.getattr("__match_args__")?.extract()
}

/// The values of the fields, from which the constructor makes an equal value.
pub(crate) fn fields<'py, T: PyClass>(value: &Bound<'py, T>) -> PyResult<Bound<'py, PyTuple>> {
    let value = value.as_any();
    let values = names(&value.get_type())?
        .iter()
        .map(|name| value.getattr(name.as_str()))
        .collect::<PyResult<Vec<_>>>()?;
    PyTuple::new(value.py(), values)
}

/// The value as an expression that makes it, such as `Topic(kind=…, device=…)`; a single
/// field without its name.
pub(crate) fn repr<T: PyClass>(value: &Bound<'_, T>) -> PyResult<String> {
    let value = value.as_any();
    let class = value.get_type();
    let names = names(&class)?;
    let mut parts = Vec::with_capacity(names.len());
    for name in &names {
        let field = value.getattr(name.as_str())?.repr()?;
        parts.push(match names.len() {
            1 => field.to_string(),
            _ => format!("{name}={field}"),
        });
    }
    Ok(format!("{}({})", class.name()?, parts.join(", ")))
}
