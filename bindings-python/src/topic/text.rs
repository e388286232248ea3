//! Topics and filters as the texts in MQTT packets.

use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyString;
#[cfg(feature = "stubs")]
use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_union};

use crate::convert::text::unicode;

use super::{Subscription, Topic, TopicFilter, TopicName};

/// What stands in a PUBLISH packet: a `Topic`, a `TopicName` or any text.
pub(crate) struct TopicText(pub(crate) String);

/// What stands in a SUBSCRIBE packet: a `TopicFilter`, a `Subscription`, a `Topic` or any
/// text.
pub(crate) struct FilterText(pub(crate) String);

fn other(found: &Bound<'_, PyAny>, expected: &str) -> PyErr {
    match found.get_type().name() {
        Ok(found) => PyTypeError::new_err(format!("expected {expected}, found {found}")),
        Err(error) => error,
    }
}

impl<'py> FromPyObject<'_, 'py> for TopicText {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        Topic::TYPE_HINT,
        TopicName::TYPE_HINT,
        type_hint_identifier!("builtins", "str")
    );

    fn extract(topic: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(topic) = topic.cast::<Topic>() {
            Ok(Self(topic.get().0.to_string()))
        } else if topic.is_instance_of::<PyString>() || topic.is_instance_of::<TopicName>() {
            Ok(Self(unicode(&topic.str()?)?.into_owned()))
        } else {
            Err(other(&topic, "a Topic, a TopicName or a text"))
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for FilterText {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        TopicFilter::TYPE_HINT,
        Subscription::TYPE_HINT,
        Topic::TYPE_HINT,
        type_hint_identifier!("builtins", "str")
    );

    fn extract(filter: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let known = filter.is_instance_of::<PyString>()
            || filter.is_instance_of::<TopicFilter>()
            || filter.is_instance_of::<Subscription>()
            || filter.is_instance_of::<Topic>();
        if !known {
            let expected = "a TopicFilter, a Subscription, a Topic or a text";
            return Err(other(&filter, expected));
        }
        Ok(Self(unicode(&filter.str()?)?.into_owned()))
    }
}
