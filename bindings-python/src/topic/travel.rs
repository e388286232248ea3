//! How the messages of one topic family travel.

use iot4emissions_proto::delivery::{self as core, BrokerRole, Party};
use iot4emissions_proto::topic::TopicKind;
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::value;

/// How the messages of one topic family travel: who publishes what to whom, on which broker
/// and how.
///
/// Clauses: P-3.1 to P-3.6; JRC127600 §3.1, §3.2 Table 3.
///
/// >>> row = Delivery(TopicKind.CONFIG_SERVER)
/// >>> row.publisher, row.subscriber, row.broker
/// (Party.DATA_SERVICE, Party.DEVICE, BrokerRole.DATA)
/// >>> row.qos, row.retained
/// (1, True)
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Delivery(core::Delivery);

value::field_names!(Delivery: "kind");

value::value_methods!(impl Delivery {
    #[new]
    fn new(kind: Member<TopicKind>) -> Self {
        Self(*kind.0.delivery())
    }

    /// The topic family.
    #[getter]
    fn kind(&self) -> Member<TopicKind> {
        Member(self.0.kind)
    }

    /// Who publishes (P-3.1 to P-3.4).
    #[getter]
    fn publisher(&self) -> Member<Party> {
        Member(self.0.publisher)
    }

    /// Who subscribes (P-3.1 to P-3.4).
    #[getter]
    fn subscriber(&self) -> Member<Party> {
        Member(self.0.subscriber)
    }

    /// The only broker on which the family exists (P-4.3).
    #[getter]
    fn broker(&self) -> Member<BrokerRole> {
        Member(self.0.broker)
    }

    /// The quality of service of publishing and of subscribing: 1, at least once (P-3.5).
    #[getter]
    fn qos(&self) -> u8 {
        self.0.qos.level()
    }

    /// Whether the publisher sets RETAIN, so that the broker keeps the last message for
    /// whoever subscribes later (P-3.6).
    #[getter]
    fn retained(&self) -> bool {
        self.0.retained
    }
});

/// How the messages of the topics of `kind` travel.
///
/// Clauses: P-3.1 to P-3.6; JRC127600 §3.2 Table 3.
///
/// >>> delivery(TopicKind.DATA_DEVICE).retained
/// False
#[pyfunction]
pub(crate) fn delivery(kind: Member<TopicKind>) -> Delivery {
    Delivery::new(kind)
}
