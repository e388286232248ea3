//! The three decisions of the access rules.

use iot4emissions_proto::access::{self as core, Denied};
use iot4emissions_proto::delivery::BrokerRole;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::Principal;
use crate::convert::enumeration::Member;
use crate::convert::text::Text;
use crate::topic::{FilterText, TopicText};
use crate::value;

/// Whether something is allowed, and if not, why. True where it is.
///
/// `rule` is the rule that it breaks, such as `P-4.2`; `reason` says what would have to be
/// different, and shows no device ID; `code` is stable, such as `retained`. All three are
/// `None` where it is allowed; a `ValueError` otherwise.
///
/// Clauses: P-4.1 to P-4.3, P-3.7; JRC127600 §3.1.2, §4.3.
///
/// >>> device = Principal.device(DeviceId("vehicle-7"))
/// >>> match may_publish(device, "data", "iot4emissions/dataDevice/vehicle-8"):
/// ...     case Decision(allowed=False, rule=rule, reason=reason):
/// ...         rule, reason
/// ('P-4.1', "expected the device's own ID in the topic, found another one or a wildcard")
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Decision(Option<Denial>);

/// What the core says, so that it can also come from a pickle.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Denial {
    rule: Text,
    reason: Text,
    code: Text,
}

impl From<Result<(), Denied>> for Decision {
    fn from(decision: Result<(), Denied>) -> Self {
        Self(decision.err().map(|denied| Denial {
            rule: denied.rule().into(),
            reason: denied.to_string().into(),
            code: denied.code().into(),
        }))
    }
}

value::field_names!(Decision: "allowed", "rule", "reason", "code"; Present);

value::value_methods!(impl Decision {
    #[new]
    #[pyo3(signature = (allowed, rule = None, reason = None, code = None))]
    fn new(
        allowed: bool,
        rule: Option<Text>,
        reason: Option<Text>,
        code: Option<Text>,
    ) -> PyResult<Self> {
        match (allowed, rule, reason, code) {
            (true, None, None, None) => Ok(Self(None)),
            (false, Some(rule), Some(reason), Some(code)) => {
                Ok(Self(Some(Denial { rule, reason, code })))
            }
            _ => Err(PyValueError::new_err(
                "expected rule, reason and code where it is not allowed and only there, found others",
            )),
        }
    }

    /// Whether it is allowed.
    #[getter]
    fn allowed(&self) -> bool {
        self.0.is_none()
    }

    /// The rule that it breaks, such as `P-4.1`; `None` where it is allowed.
    #[getter]
    fn rule(&self) -> Option<&str> {
        Some(&self.0.as_ref()?.rule)
    }

    /// What was expected and what was found; `None` where it is allowed.
    #[getter]
    fn reason(&self) -> Option<&str> {
        Some(&self.0.as_ref()?.reason)
    }

    /// The stable code of the reason, such as `other-device`; `None` where it is allowed.
    #[getter]
    fn code(&self) -> Option<&str> {
        Some(&self.0.as_ref()?.code)
    }

    fn __bool__(&self) -> bool {
        self.allowed()
    }
});

/// Whether `principal` may publish to `topic` on `broker`, with RETAIN set if `retain`.
///
/// `topic` is a `Topic` or the text of a PUBLISH packet, which may be anything; `broker` is
/// a `BrokerRole` or its text.
///
/// Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.
///
/// >>> device = Principal.device(DeviceId("vehicle-7"))
/// >>> topic = Topic(TopicKind.DATA_DEVICE, DeviceId("vehicle-7"))
/// >>> bool(may_publish(device, BrokerRole.DATA, topic))
/// True
/// >>> may_publish(device, BrokerRole.DATA, topic, retain=True).rule
/// 'P-4.2'
#[pyfunction]
#[pyo3(signature = (principal, broker, topic, retain = false))]
pub(crate) fn may_publish(
    principal: &Principal,
    broker: Member<BrokerRole>,
    topic: TopicText,
    retain: bool,
) -> Decision {
    core::publish(&principal.0, broker.0, &topic.0, retain).into()
}

/// Whether `principal` may subscribe `filter` on `broker`: every topic that it can match
/// must be one that the principal may receive.
///
/// `filter` is a `TopicFilter`, a `Subscription`, a `Topic` or the text of a SUBSCRIBE
/// packet, which may be anything, a shared subscription included.
///
/// Clauses: P-4.1 to P-4.3, P-3.7; JRC127600 §3.1.2.
///
/// >>> everything = TopicFilter("iot4emissions/dataDevice/+")
/// >>> bool(may_subscribe(Principal.data_service(), "data", everything))
/// True
/// >>> bool(may_subscribe(Principal.device(DeviceId("vehicle-7")), "data", everything))
/// False
#[pyfunction]
pub(crate) fn may_subscribe(
    principal: &Principal,
    broker: Member<BrokerRole>,
    filter: FilterText,
) -> Decision {
    core::subscribe(&principal.0, broker.0, &filter.0).into()
}

/// Whether `broker` may deliver a message on `topic` to `principal`.
///
/// `topic` is a `Topic` or any text. For a service this is every topic that its filter
/// matches, also one whose last level is no device ID: MQTT has no narrower wildcard.
///
/// Clauses: P-4.1 to P-4.3; JRC127600 §3.1.2.
///
/// >>> device = Principal.device(DeviceId("vehicle-7"))
/// >>> bool(may_receive(device, "data", "iot4emissions/configServer/vehicle-7"))
/// True
/// >>> may_receive(device, "registration", "iot4emissions/configServer/vehicle-7").code
/// 'other-broker'
#[pyfunction]
pub(crate) fn may_receive(
    principal: &Principal,
    broker: Member<BrokerRole>,
    topic: TopicText,
) -> Decision {
    core::receive(&principal.0, broker.0, &topic.0).into()
}
