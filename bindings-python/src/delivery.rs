//! Who publishes what to whom, on which broker and how (P-3.1 to P-3.5).

use iot4emissions_proto::delivery as core;
use iot4emissions_proto::topic::TopicKind;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::convert::enumeration::Member;
use crate::value;

/// How the messages of one kind of topic travel: one row of the table of P-3.1 to P-3.5.
///
/// Clauses: P-3.1 to P-3.6, P-4.3; JRC127600 §3.1, Table 3.
///
/// >>> Delivery(TopicKind.CONFIG_SERVER).retained
/// True
/// >>> Delivery("dataDevice")
/// Delivery(TopicKind.DATA_DEVICE)
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Delivery(core::Delivery);

#[pymethods]
impl Delivery {
    #[new]
    fn new(kind: Member<TopicKind>) -> Self {
        Self(*kind.0.delivery())
    }

    /// The kind of topic.
    #[getter]
    fn kind(&self) -> Member<TopicKind> {
        Member(self.0.kind)
    }

    /// Who publishes.
    #[getter]
    fn publisher(&self) -> Member<core::Party> {
        Member(self.0.publisher)
    }

    /// Who subscribes.
    #[getter]
    fn subscriber(&self) -> Member<core::Party> {
        Member(self.0.subscriber)
    }

    /// The only broker on which such topics exist (P-4.3).
    #[getter]
    fn broker(&self) -> Member<core::BrokerRole> {
        Member(self.0.broker)
    }

    /// The quality of service of publishing and of subscribing, as in MQTT packets (P-3.5).
    #[getter]
    fn qos(&self) -> u8 {
        self.0.qos.level()
    }

    /// Whether the publisher sets RETAIN (P-3.6).
    #[getter]
    fn retained(&self) -> bool {
        self.0.retained
    }

    #[classattr]
    fn __match_args__() -> value::Names<1> {
        value::Names(["kind"])
    }

    fn __getnewargs__<'py>(this: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        value::fields(this)
    }

    fn __repr__(this: &Bound<'_, Self>) -> PyResult<String> {
        value::repr(this)
    }
}
