//! Which kind of message a payload is to be.

use iot4emissions_proto::topic as core;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyString;
#[cfg(feature = "stubs")]
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_union};

use crate::convert::enumeration::Member;
use crate::convert::text::unicode;
use crate::error::OrRaise;
use crate::topic::Topic;

/// The kind of a message: that of the topic on which it came, a `Topic` or its text, or a
/// `TopicKind` where somebody has nothing but the payload.
pub(crate) struct Source(pub(crate) core::TopicKind);

impl<'py> FromPyObject<'_, 'py> for Source {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        Topic::TYPE_HINT,
        type_hint_identifier!("iot4emissions._enums", "TopicKind"),
        type_hint_identifier!("builtins", "str")
    );

    fn extract(source: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = source.cast::<PyString>() {
            // The members of `TopicKind` are texts of a class of their own.
            if !source.is_exact_instance_of::<PyString>()
                && let Ok(kind) = source.extract::<Member<core::TopicKind>>()
            {
                return Ok(Self(kind.0));
            }
            let topic: core::Topic = unicode(&text)?.parse().or_raise()?;
            return Ok(Self(topic.kind()));
        }
        if let Ok(topic) = source.cast::<Topic>() {
            return Ok(Self(topic.get().0.kind()));
        }
        let found = source.get_type().name()?;
        Err(PyTypeError::new_err(format!(
            "expected a Topic, its text or a TopicKind, found {found}"
        )))
    }
}
