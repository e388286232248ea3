//! Quantities as `decimal.Decimal` with one place.

use iot4emissions_proto::obfcm::Tenths;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyFloat, PyInt, PyType};
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_union};

use crate::error::OrRaise;

/// A number of tenths. Comes from a `Decimal`, an `int` or a `float` whose shortest text
/// has at most one place (P-5.42).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Quantity(pub(crate) Tenths);

pub(crate) fn decimal(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    DECIMAL.import(py, "decimal", "Decimal")
}

impl<'py> IntoPyObject<'py> for Quantity {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("decimal", "Decimal");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py)?.call1((self.0.to_string(),))
    }
}

impl<'py> FromPyObject<'_, 'py> for Quantity {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        type_hint_identifier!("decimal", "Decimal"),
        type_hint_identifier!("builtins", "float")
    );

    fn extract(number: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        decimal_text(&number, "0.1")?.parse().or_raise().map(Self)
    }
}

/// A number as the text of `places`, `0.1` or `0.01`, where it has no more, and as it is
/// where it has.
pub(crate) fn decimal_text(number: &Bound<'_, PyAny>, places: &str) -> PyResult<String> {
    let py = number.py();
    let is_number = number.is_instance(decimal(py)?)?
        || number.is_instance_of::<PyInt>()
        || number.is_instance_of::<PyFloat>()
        || is_real_of_numpy(number)?;
    if !is_number || number.is_instance_of::<PyBool>() {
        let found = number.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "expected a Decimal, an int or a float, found {found}"
        )));
    }
    let exact = decimal(py)?.call1((number.str()?,))?;
    let rounded = exact
        .call_method1("quantize", (decimal(py)?.call1((places,))?,))
        .and_then(|rounded| Ok(rounded.eq(&exact)?.then_some(rounded)));
    match rounded {
        Ok(Some(rounded)) => Ok(rounded.str()?.to_string()),
        // Infinite, not a number, too long, or with more places: the core says so.
        Ok(None) | Err(_) => Ok(exact.str()?.to_string()),
    }
}

/// Whether it is a scalar of NumPy, whole or with a fraction, and no truth value: such a class
/// says with `__index__` or by its name what it is. Its text is the shortest that gives it, in
/// its own precision.
fn is_real_of_numpy(number: &Bound<'_, PyAny>) -> PyResult<bool> {
    let class = number.get_type();
    if class
        .getattr("__module__")?
        .extract::<String>()
        .ok()
        .as_deref()
        != Some("numpy")
    {
        return Ok(false);
    }
    let name = class.name()?.to_string();
    let is_whole = number.hasattr("__index__")? && !name.starts_with("bool");
    Ok(
        (is_whole || name.starts_with("float") || name == "longdouble")
            && !number.hasattr("__len__")?,
    )
}
