//! What the command line asks a running broker; sockets are in Python.

use iot4emissions_proto::access::export::Format;
use iot4emissions_proto::access::probe::packets::Packet;
use iot4emissions_proto::access::probe::{
    self as core, Action, Answer, Credential, Disguise, Guise, MqttVersion, Question, Seen,
    Witness, World,
};
use iot4emissions_proto::delivery::BrokerRole;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::enumeration::Member;
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::identity::{DeviceId, ServiceNames};

/// Credential, disguise and version; action, its topic or filter, whether it sets RETAIN, and
/// who sees it or publishes it.
type Asked = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    String,
    bool,
    &'static str,
);

/// Code, text and the known difference of each finding; what was not asked, and why; how many
/// questions were answered; whether the broker speaks MQTT 5.
type Judged = (
    Vec<(&'static str, String, Option<&'static str>)>,
    Vec<(String, &'static str)>,
    usize,
    bool,
);

/// A packet's name, its number or code, its topic, its payload and whether it was retained; and
/// how many bytes it took.
type Read<'py> = (
    &'static str,
    u16,
    u8,
    String,
    Bound<'py, PyBytes>,
    bool,
    usize,
);

/// The questions to one broker, the packets that ask them, and what the answers come to. Texts
/// in and out are the core's.
#[pyclass(frozen, name = "_Probe", module = "iot4emissions._native")]
pub(crate) struct Probe {
    world: World,
    questions: Vec<Question>,
}

#[pymethods]
impl Probe {
    #[new]
    fn new(
        role: Member<BrokerRole>,
        device: DeviceId,
        other: DeviceId,
        services: ServiceNames,
        mark: Text,
        tls_1_2: bool,
    ) -> PyResult<Self> {
        let world = World::new(role.0, device.0, other.0, services.0, &mark).or_raise()?;
        let world = if tls_1_2 { world.with_tls_1_2() } else { world };
        let questions = core::plan(&world);
        Ok(Self { world, questions })
    }

    /// What to ask, in this order.
    fn questions(&self) -> Vec<Asked> {
        self.questions.iter().map(asked).collect()
    }

    /// The topic outside the protocol on which it publishes.
    fn elsewhere(&self) -> String {
        self.world.elsewhere()
    }

    /// What each of them publishes for a question.
    fn payload<'py>(&self, py: Python<'py>, number: usize) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.world.payload(number).as_bytes())
    }

    /// The question for which a payload was published; `None` if by somebody else.
    fn number(&self, payload: &[u8]) -> Option<usize> {
        self.world.number(payload)
    }

    /// CONNECT; `will` is a topic, a payload and whether it is retained.
    fn connect<'py>(
        &self,
        py: Python<'py>,
        credential: &str,
        disguise: &str,
        version: &str,
        clean: bool,
        will: Option<(Text, Vec<u8>, bool)>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let guise = Guise {
            credential: one_of(&Credential::ALL, Credential::as_str, credential)?,
            disguise: one_of(&Disguise::ALL, Disguise::as_str, disguise)?,
            version: mqtt(version)?,
        };
        let will = will
            .as_ref()
            .map(|(topic, payload, retain)| core::packets::Will {
                topic,
                payload,
                retain: *retain,
            });
        let bytes = core::packets::connect(&self.world, &guise, clean, will);
        Ok(PyBytes::new(py, &bytes))
    }

    /// What the answers, each as what was seen and its code, come to for a broker with this
    /// configuration; `left` are the topics that could not be cleared.
    fn judge(
        &self,
        answers: Vec<(String, Option<u8>)>,
        left: Vec<Text>,
        format: Option<Member<Format>>,
    ) -> PyResult<Judged> {
        let answers: Vec<Answer> = answers
            .into_iter()
            .map(|(seen, code)| {
                let seen = one_of(&Seen::ALL, Seen::as_str, &seen)?;
                Ok(Answer { seen, code })
            })
            .collect::<PyResult<_>>()?;
        let differences = format.map_or(&[] as &[_], |format| format.0.differences());
        let known: Vec<&str> = differences.iter().map(|each| each.name).collect();
        let left: Vec<String> = left.into_iter().map(String::from).collect();
        let report = core::judge(&self.questions, &answers, &known, &left);
        let findings = report.findings.iter();
        let findings = findings.map(|each| (each.code.as_str(), each.to_string(), each.known));
        let not_asked = report.not_asked.into_iter();
        let not_asked = not_asked.map(|each| (each.what, each.why.described()));
        Ok((
            findings.collect(),
            not_asked.collect(),
            report.answered,
            report.speaks_mqtt_5,
        ))
    }
}

/// PUBLISH, with QoS 1.
#[pyfunction]
pub(crate) fn probe_publish<'py>(
    py: Python<'py>,
    version: &str,
    id: u16,
    topic: Text,
    payload: &[u8],
    retain: bool,
) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = core::packets::publish(mqtt(version)?, id, &topic, payload, retain);
    Ok(PyBytes::new(py, &bytes))
}

/// SUBSCRIBE of one filter, with QoS 1.
#[pyfunction]
pub(crate) fn probe_subscribe<'py>(
    py: Python<'py>,
    version: &str,
    id: u16,
    filter: Text,
) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = core::packets::subscribe(mqtt(version)?, id, &filter);
    Ok(PyBytes::new(py, &bytes))
}

/// PUBACK for a delivery.
#[pyfunction]
pub(crate) fn probe_puback(py: Python<'_>, id: u16) -> Bound<'_, PyBytes> {
    PyBytes::new(py, &core::packets::puback(id))
}

/// PINGREQ.
#[pyfunction]
pub(crate) fn probe_pingreq(py: Python<'_>) -> Bound<'_, PyBytes> {
    PyBytes::new(py, &core::packets::pingreq())
}

/// DISCONNECT.
#[pyfunction]
pub(crate) fn probe_disconnect(py: Python<'_>) -> Bound<'_, PyBytes> {
    PyBytes::new(py, &core::packets::disconnect())
}

/// The first packet in what a broker sent; `None` if more has to come. Raises `ProtocolError`
/// for what is longer than `limit` bytes or no packet.
#[pyfunction]
pub(crate) fn probe_read<'py>(
    py: Python<'py>,
    version: &str,
    sent: &[u8],
    limit: usize,
) -> PyResult<Option<Read<'py>>> {
    let read = core::packets::read(mqtt(version)?, sent, limit).or_raise()?;
    Ok(read.map(|(packet, length)| {
        let (name, id, code, topic, payload, retain) = match packet {
            Packet::ConnAck {
                code,
                session_present,
            } => (
                "CONNACK",
                0,
                code,
                String::new(),
                Vec::new(),
                session_present,
            ),
            Packet::Publish {
                topic,
                payload,
                retain,
                id,
            } => ("PUBLISH", id.unwrap_or(0), 0, topic, payload, retain),
            Packet::PubAck { id, code } => ("PUBACK", id, code, String::new(), Vec::new(), false),
            Packet::SubAck { id, code } => ("SUBACK", id, code, String::new(), Vec::new(), false),
            Packet::PingResp => ("PINGRESP", 0, 0, String::new(), Vec::new(), false),
            Packet::Disconnect { code } => {
                ("DISCONNECT", 0, code, String::new(), Vec::new(), false)
            }
            Packet::Other => ("", 0, 0, String::new(), Vec::new(), false),
        };
        let payload = PyBytes::new(py, &payload);
        (name, id, code, topic, payload, retain, length)
    }))
}

fn asked(question: &Question) -> Asked {
    let (about, witness) = match &question.action {
        Action::Connect | Action::TakeOver | Action::ReceiveSystem => ("", Witness::Asker),
        Action::Will { topic, witness, .. } | Action::Publish { topic, witness, .. } => {
            (topic.as_str(), *witness)
        }
        Action::Subscribe { filter } => (filter.as_str(), Witness::Asker),
        Action::Receive { topic, from } => (topic.as_str(), *from),
    };
    (
        question.guise.credential.as_str(),
        question.guise.disguise.as_str(),
        question.guise.version.as_str(),
        question.action.as_str(),
        about.to_owned(),
        question.action.retains(),
        witness.as_str(),
    )
}

fn mqtt(version: &str) -> PyResult<MqttVersion> {
    one_of(&MqttVersion::ALL, MqttVersion::as_str, version)
}

fn one_of<T: Copy>(all: &[T], text: fn(T) -> &'static str, wanted: &str) -> PyResult<T> {
    let found = all.iter().copied().find(|each| text(*each) == wanted);
    found.ok_or_else(|| PyValueError::new_err("expected a text of the core, found another one"))
}
