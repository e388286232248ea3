//! Shared and ordinary subscriptions.

use std::fmt;

use iot4emissions_proto::topic as core;
use pyo3::prelude::*;

use super::TopicFilter;
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::value;

/// What a SUBSCRIBE packet may carry: a filter, or a filter that several clients of a group
/// share, each message going to one of them.
///
/// Shape: `<filter>` or `$share/<group>/<filter>`, at most 65,535 bytes in all; a group is
/// not empty and has no U+0000, `/`, `+` and `#`. Raises `SubscriptionError`. Whether
/// somebody may share is said by `may_subscribe`.
///
/// Clauses: P-3.7, P-3.8; MQTT 5 §4.8.2.
///
/// >>> shared = Subscription(TopicFilter("iot4emissions/dataDevice/+"), "readers")
/// >>> str(shared)
/// '$share/readers/iot4emissions/dataDevice/+'
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Subscription(pub(crate) core::Subscription);

impl fmt::Display for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

value::field_names!(Subscription: "filter", "group"; Present);

value::value_methods!(impl Subscription {
    #[new]
    #[pyo3(signature = (filter, group = None))]
    fn new(filter: TopicFilter, group: Option<Text>) -> PyResult<Self> {
        let Some(group) = group else {
            return Ok(Self(filter.0.into()));
        };
        let group = group.parse().or_raise()?;
        core::Subscription::shared(group, filter.0)
            .or_raise()
            .map(Self)
    }

    /// Reads what a SUBSCRIBE packet carries. Raises `SubscriptionError` for a text that is
    /// no subscription.
    ///
    /// >>> Subscription.parse("$share/readers/iot4emissions/dataDevice/+").group
    /// 'readers'
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        text.parse().or_raise().map(Self)
    }

    /// The filter, without `$share/` and the group (P-3.8).
    #[getter]
    fn filter(&self) -> TopicFilter {
        TopicFilter(self.0.filter().clone())
    }

    /// The group's name, `None` where the subscription is not shared (P-3.7).
    #[getter]
    fn group(&self) -> Option<&str> {
        Some(self.0.group()?.as_str())
    }
});
