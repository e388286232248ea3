//! Mappings: a `dict` out, any mapping of texts in.

use std::collections::BTreeMap;

use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_subscript};

use crate::convert::text::Text;

/// A `dict` in the order of the pairs.
pub(crate) struct Pairs<K, V>(pub(crate) Vec<(K, V)>);

impl<'py, K: IntoPyObject<'py>, V: IntoPyObject<'py>> IntoPyObject<'py> for Pairs<K, V> {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        K::OUTPUT_TYPE,
        V::OUTPUT_TYPE
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let pairs = PyDict::new(py);
        for (key, value) in self.0 {
            pairs.set_item(key, value)?;
        }
        Ok(pairs)
    }
}

/// Texts by name.
pub(crate) struct Texts(pub(crate) BTreeMap<String, String>);

impl<'py> FromPyObject<'_, 'py> for Texts {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("builtins", "str")
    );

    fn extract(texts: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let Ok(texts) = texts.cast::<PyMapping>() else {
            let found = texts.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected a mapping of texts by name, found {found}"
            )));
        };
        let items = texts.items()?;
        let items: PyResult<BTreeMap<_, _>> = items
            .iter()
            .map(|item| {
                item.extract::<(Text, Text)>()
                    .map(|(name, text)| (name.0, text.0))
            })
            .collect();
        items.map(Self)
    }
}
