//! Topic names.

use iot4emissions_proto::topic as core;
use pyo3::prelude::*;

use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::value;

/// A text that MQTT lets a client publish to; most are no `Topic` of this protocol.
///
/// Shape: 1 to 65,535 bytes of UTF-8 without U+0000, `+` and `#`. Raises `TopicError` for
/// any other text.
///
/// Clauses: P-3.8; MQTT 3.1.1 §4.7, §1.5.3.
///
/// >>> TopicName("sensors/7")
/// TopicName('sensors/7')
/// >>> TopicName("sensors/+")
/// Traceback (most recent call last):
///     ...
/// iot4emissions.TopicError: expected a topic name without wildcards, found "+" in level 2
#[pyclass(
    frozen,
    eq,
    hash,
    str = "{0}",
    from_py_object,
    module = "iot4emissions"
)]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct TopicName(String);

value::field_names!(TopicName: "text");

value::value_methods!(impl TopicName {
    #[new]
    fn new(text: Text) -> PyResult<Self> {
        core::TopicName::new(&text).or_raise()?;
        Ok(Self(text.0))
    }

    /// The name as text.
    #[getter]
    fn text(&self) -> &str {
        &self.0
    }
});
