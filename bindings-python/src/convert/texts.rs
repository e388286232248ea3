//! Results that name texts and cannot be changed.

#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyDict;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_subscript};

/// A read-only mapping of texts to texts, in their order.
pub(crate) struct Texts<'a>(pub(crate) Vec<(&'a str, &'a str)>);

impl<'py> IntoPyObject<'py> for Texts<'_> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("types", "MappingProxyType"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("builtins", "str")
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let texts = PyDict::new(py);
        for (name, text) in self.0 {
            texts.set_item(name, text)?;
        }
        let frozen = py.import("types")?.getattr("MappingProxyType")?;
        frozen.call1((texts,))
    }
}
