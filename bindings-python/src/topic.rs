//! Topics, topic filters, and how messages travel (P-3).

mod name;
mod subscription;
mod text;
mod travel;

use std::fmt;

use iot4emissions_proto::topic as core;
use pyo3::prelude::*;

pub(crate) use name::TopicName;
pub(crate) use subscription::Subscription;
pub(crate) use text::{FilterText, TopicText};
pub(crate) use travel::{Delivery, delivery};

use crate::convert::enumeration::Member;
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::identity::DeviceId;
use crate::value;

/// One of a device's four topics: `iot4emissions/<kind>/<device-ID>` (P-3.1 to P-3.4,
/// JRC127600 Table 3).
///
/// >>> topic = Topic(TopicKind.DATA_DEVICE, DeviceId("vehicle-7"))
/// >>> str(topic)
/// 'iot4emissions/dataDevice/vehicle-7'
/// >>> Topic.parse(str(topic)) == topic
/// True
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Topic(pub(crate) core::Topic);

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

value::field_names!(Topic: "kind", "device");

value::value_methods!(impl Topic {
    #[new]
    fn new(kind: Member<core::TopicKind>, device: DeviceId) -> Self {
        Self(core::Topic::new(kind.0, device.0))
    }

    /// Reads a topic name as a broker delivers it. Raises `TopicError` for any other text.
    ///
    /// >>> Topic.parse("iot4emissions/dataDevice/vehicle-7").device
    /// DeviceId('vehicle-7')
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        text.parse().or_raise().map(Self)
    }

    /// Which of the four topics it is.
    #[getter]
    fn kind(&self) -> Member<core::TopicKind> {
        Member(self.0.kind())
    }

    /// Whose topic it is.
    #[getter]
    fn device(&self) -> DeviceId {
        DeviceId(self.0.device().clone())
    }
});

/// An MQTT topic filter (P-3.8, MQTT 3.1.1 §4.7). Raises `TopicFilterError` for a text
/// that is none.
///
/// >>> everything = TopicFilter("iot4emissions/dataDevice/+")
/// >>> everything.matches("iot4emissions/dataDevice/vehicle-7")
/// True
/// >>> everything.covers(TopicFilter("iot4emissions/#"))
/// False
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct TopicFilter(pub(crate) core::TopicFilter);

impl fmt::Display for TopicFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

value::field_names!(TopicFilter: "text");

value::value_methods!(impl TopicFilter {
    #[new]
    fn new(text: Text) -> PyResult<Self> {
        text.parse().or_raise().map(Self)
    }

    /// Whether a message on `topic`, any text, is delivered to a subscriber of the filter.
    fn matches(&self, topic: Text) -> bool {
        self.0.matches(&topic)
    }

    /// Whether the filter matches every topic that `other` can match.
    fn covers(&self, other: &Self) -> bool {
        self.0.covers(&other.0)
    }

    /// The filter as text.
    #[getter]
    fn text(&self) -> &str {
        self.0.as_str()
    }
});
