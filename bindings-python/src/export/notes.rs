//! What an operator has to know about each broker: all of it the core's data.

use iot4emissions_proto::access::export as core;
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::convert::text::Text;
use crate::value;

/// What one broker can be told, what it enforces, and what to look out for.
///
/// Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.
///
/// >>> BrokerNotes("mosquitto").enforces.subscribe
/// False
/// >>> BrokerNotes(Format.RABBITMQ).lists_devices
/// True
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct BrokerNotes(core::Format);

value::field_names!(BrokerNotes: "format");

value::value_methods!(impl BrokerNotes {
    #[new]
    fn new(format: Member<core::Format>) -> Self {
        Self(format.0)
    }

    /// Whose notes they are.
    #[getter]
    fn format(&self) -> Member<core::Format> {
        Member(self.0)
    }

    /// The broker's name and the versions that the rendering is made for.
    #[getter]
    fn broker(&self) -> &'static str {
        self.0.broker()
    }

    /// The releases that `export_rules` takes as `version`, oldest first; none for a service
    /// that has no releases.
    #[getter]
    fn versions(&self) -> Many<String> {
        Many(self.0.versions().iter().map(ToString::to_string).collect())
    }

    /// The release that `export_rules` is for where none is given.
    #[getter]
    fn default_version(&self) -> Option<String> {
        self.0.default_version().map(|version| version.to_string())
    }

    /// Whether its language names each device, so that `devices` matter to `export_rules`.
    #[getter]
    fn lists_devices(&self) -> bool {
        self.0.lists_devices()
    }

    /// Whether it takes the clients' revocation list from a file.
    #[getter]
    fn reads_revocation_lists(&self) -> bool {
        self.0.reads_revocation_lists()
    }

    /// Which decisions it takes itself.
    #[getter]
    fn enforces(&self) -> Enforcement {
        Enforcement(self.0.enforces())
    }

    /// What a client sees that is denied something, in sentences.
    #[getter]
    fn denied(&self) -> &'static str {
        self.0.denied()
    }

    /// Where it decides otherwise than the rules, because its language cannot say them.
    #[getter]
    fn differences(&self) -> Many<Difference> {
        let differences = self.0.differences().iter();
        let difference = |it: &core::Difference| Difference::new(it.name.into(), it.text.into());
        Many(differences.map(difference).collect())
    }

    /// What an operator has to know besides, one sentence or two each.
    #[getter]
    fn pitfalls(&self) -> Many<&'static str> {
        Many(self.0.pitfalls().to_vec())
    }
});

/// Which decisions a broker takes itself, with the exported configuration (P-4.2).
///
/// >>> Enforcement(True, False, False, True).receive
/// True
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Enforcement(core::Enforcement);

value::field_names!(Enforcement: "publish", "publish_retained", "subscribe", "receive");

value::value_methods!(impl Enforcement {
    #[new]
    #[expect(
        clippy::fn_params_excessive_bools,
        reason = "each is one of the core's fields"
    )]
    fn new(publish: bool, publish_retained: bool, subscribe: bool, receive: bool) -> Self {
        Self(core::Enforcement {
            publish,
            publish_retained,
            subscribe,
            receive,
        })
    }

    /// It refuses a publish to a topic that no rule grants.
    #[getter]
    fn publish(&self) -> bool {
        self.0.publish
    }

    /// It tells a publish with RETAIN from one without.
    #[getter]
    fn publish_retained(&self) -> bool {
        self.0.publish_retained
    }

    /// It refuses a SUBSCRIBE of a filter that no rule grants.
    #[getter]
    fn subscribe(&self) -> bool {
        self.0.subscribe
    }

    /// It checks each delivery, whatever was subscribed.
    #[getter]
    fn receive(&self) -> bool {
        self.0.receive
    }
});

/// Where an exported configuration decides otherwise than the rules (P-4.1 to P-4.3).
///
/// `name` is stable, such as `"retain"`; `text` says what differs, in a sentence.
///
/// >>> [difference.name for difference in BrokerNotes("mosquitto").differences][0]
/// 'retain'
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Difference {
    /// A name to refer to it by.
    #[pyo3(get)]
    name: Text,
    /// What differs.
    #[pyo3(get)]
    text: Text,
}

value::field_names!(Difference: "name", "text");

value::value_methods!(impl Difference {
    #[new]
    fn new(name: Text, text: Text) -> Self {
        Self { name, text }
    }
});
