//! JSON Schemas of the messages, and the `AsyncAPI` document.

use iot4emissions_proto::schema as core;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_subscript};
use serde_json::Value;

use crate::convert::many::Many;
use crate::convert::text::Text;
use crate::error::protocol_error;

/// The names of all schemas, in the report's order of messages: what may be sent
/// (canonical), then what is understood (accepted).
///
/// Clauses: P-5.1, P-5.2; JRC127600 §3.3.
///
/// >>> schema_names()[-2:]
/// ('data-transfer.canonical', 'data-transfer.accepted')
#[pyfunction]
pub(crate) fn schema_names() -> Many<String> {
    Many(core::names())
}

/// The JSON Schema (draft 2020-12) of that name, with its members in the order in which
/// they are read.
///
/// Each call makes a new `dict`. Raises `ProtocolError`, code `"schema"`, for a text that
/// is none of `schema_names()`.
///
/// Clauses: P-5.1 to P-5.5; JRC127600 §3.3.
///
/// >>> schema("data-transfer.canonical")["title"]
/// 'Data Transfer'
/// >>> schema("data-transfer")  # doctest: +ELLIPSIS
/// Traceback (most recent call last):
///     ...
/// iot4emissions.ProtocolError: expected one of "registration-request.canonical", ...
#[pyfunction]
pub(crate) fn schema(name: Text) -> PyResult<Document> {
    core::schema(&name).map(Document).ok_or_else(|| {
        let known = core::names().join("\", \"");
        let text = format!("expected one of \"{known}\", found another text");
        protocol_error("ProtocolError", &text, "schema", "")
    })
}

/// The `AsyncAPI` 3.0 document of the protocol: both brokers, the four channels, and each
/// party's operations with QoS and retain.
///
/// Each call makes a new `dict`. Clauses: P-3.1 to P-3.9, P-4.1; JRC127600 §3.1, Table 3.
///
/// >>> sorted(asyncapi()["channels"])
/// ['configServer', 'dataDevice', 'registerDevice', 'registerServer']
#[pyfunction]
pub(crate) fn asyncapi() -> Document {
    Document(core::asyncapi())
}

/// A JSON object as a `dict`.
pub(crate) struct Document(Value);

impl<'py> IntoPyObject<'py> for Document {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("builtins", "dict"),
        type_hint_identifier!("builtins", "str"),
        type_hint_identifier!("builtins", "object")
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_python(py, &self.0)
    }
}

fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(truth) => truth.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => integer.into_pyobject(py)?.into_any(),
            (None, Some(integer)) => integer.into_pyobject(py)?.into_any(),
            (None, None) => number.as_f64().into_pyobject(py)?,
        },
        Value::String(text) => text.into_pyobject(py)?.into_any(),
        Value::Array(elements) => {
            let list = PyList::empty(py);
            for element in elements {
                list.append(to_python(py, element)?)?;
            }
            list.into_any()
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| (core::reading_order(name), *name));
            let dict = PyDict::new(py);
            for (name, value) in members {
                dict.set_item(name, to_python(py, value)?)?;
            }
            dict.into_any()
        }
    })
}
