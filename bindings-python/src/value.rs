//! What every value class has in common: it is its fields, in their order.
//!
//! A class names its fields once, in `__match_args__`, in the order of its constructor's
//! arguments; pattern matching, pickling, copying and `repr` all follow from that.

use iot4emissions_proto::privacy::hide_vins;
use pyo3::PyClass;
#[cfg(feature = "stubs")]
use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_subscript};

/// The names of more fields than a Rust tuple can hand to Python.
pub(crate) struct Names<const COUNT: usize>(pub(crate) [&'static str; COUNT]);

impl<'py, const COUNT: usize> IntoPyObject<'py> for Names<COUNT> {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "tuple"),
        type_hint_identifier!("builtins", "str"),
        PyStaticExpr::Constant {
            value: PyStaticConstant::Ellipsis
        }
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0)
    }
}

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
/// field without its name. What has the shape of a VIN is hidden, and the expression then
/// makes nothing (P-1.5).
pub(crate) fn repr<T: PyClass>(value: &Bound<'_, T>) -> PyResult<String> {
    expression(value, |_| true)
}

/// The same without the fields that are `None` or an empty `dict`, for a class whose
/// constructor makes that of a field that it is not given.
pub(crate) fn repr_of_present<T: PyClass>(value: &Bound<'_, T>) -> PyResult<String> {
    expression(value, |field| {
        !field.is_none()
            && field
                .cast::<PyDict>()
                .map_or(true, |items| !items.is_empty())
    })
}

fn expression<T: PyClass>(
    value: &Bound<'_, T>,
    shown: impl Fn(&Bound<'_, PyAny>) -> bool,
) -> PyResult<String> {
    let value = value.as_any();
    let class = value.get_type();
    let names = names(&class)?;
    let mut parts = Vec::with_capacity(names.len());
    for name in &names {
        let field = value.getattr(name.as_str())?;
        if !shown(&field) {
            continue;
        }
        let field = without_vins(&field)?;
        parts.push(match names.len() {
            1 => field,
            _ => format!("{name}={field}"),
        });
    }
    Ok(format!("{}({})", class.name()?, parts.join(", ")))
}

/// The repr of a field. VINs are hidden before characters are escaped, since the letter
/// of an escape such as `\x0b` would stand before them, and after: nothing is shown
/// because it was overlooked.
fn without_vins(field: &Bound<'_, PyAny>) -> PyResult<String> {
    let text = if let Ok(text) = field.cast::<PyString>() {
        match hide_vins(text.to_str()?) {
            std::borrow::Cow::Borrowed(_) => field.repr()?.to_string(),
            hidden => PyString::new(field.py(), &hidden).repr()?.to_string(),
        }
    } else if let Ok(items) = field.cast::<PyDict>() {
        let item = |(name, value)| {
            let (name, value) = (without_vins(&name)?, without_vins(&value)?);
            Ok(format!("{name}: {value}"))
        };
        let items: PyResult<Vec<String>> = items.iter().map(item).collect();
        format!("{{{}}}", items?.join(", "))
    } else {
        field.repr()?.to_string()
    };
    Ok(hide_vins(&text).into_owned())
}
