//! Reading a payload.

use std::collections::BTreeMap;

use iot4emissions_proto::message as core;
use pyo3::prelude::*;

use super::Deviation;
use super::any::AnyMessage;
use super::source::Source;
use crate::convert::bytes::Payload;
use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::error::OrRaise;
use crate::value;

/// A message, and how its payload deviated from the canonical forms.
///
/// Clauses: P-5.2, P-5.4.
///
/// >>> match decode(TopicKind.REGISTER_SERVER, b'{"deviceState":"Registered"}'):
/// ...     case Decoded(RegistrationStatus(registered=True), deviations):
/// ...         [deviation.code for deviation in deviations]
/// [DeviationCode.SPELLING]
#[pyclass(frozen, eq, hash, module = "iot4emissions")]
#[derive(PartialEq, Eq, Hash)]
pub(crate) struct Decoded(pub(crate) core::Decoded<core::Message>);

value::field_names!(Decoded: "message", "deviations");

value::value_methods!(impl Decoded {
    #[new]
    #[pyo3(signature = (message, deviations = None))]
    fn new(message: AnyMessage, deviations: Option<Many<Deviation>>) -> Self {
        let deviations = deviations.into_iter().flat_map(|deviations| deviations.0);
        let deviations: Vec<_> = deviations.map(|deviation| deviation.0).collect();
        Self(core::Decoded {
            message: message.0,
            counts: core::DeviationCounts::of_all(&deviations),
            deviations,
        })
    }

    /// The message (P-5). It is made anew at each access.
    #[getter]
    fn message(&self) -> AnyMessage {
        AnyMessage(self.0.message.clone())
    }

    /// The deviations in the order in which they were met, the first 64 of them; none in the
    /// strict profile (P-5.2).
    #[getter]
    fn deviations(&self) -> Many<Deviation> {
        Many(self.0.deviations.iter().cloned().map(Deviation).collect())
    }

    /// How many deviations there are by their codes, listed or not (P-5.4).
    ///
    /// >>> decode(TopicKind.REGISTER_SERVER, b'{"deviceState":"Registered"}').counts
    /// {DeviationCode.SPELLING: 1}
    #[getter]
    fn counts(&self) -> BTreeMap<Member<core::DeviationCode>, u64> {
        let counts = core::DeviationCode::ALL.map(|code| (Member(code), self.0.counts.of(code)));
        counts.into_iter().filter(|(_, count)| *count > 0).collect()
    }
});

/// Reads the payload of a message.
///
/// `topic` is the topic on which it came, a `Topic` or its text, or a `TopicKind` where
/// there is nothing but the payload; a text that is no topic raises `TopicError`.
/// `payload` is anything bytes-like, at most 128 KiB. `profile` is `tolerant`, which takes
/// the report's own forms and tells each as a `Deviation`, or `strict`, which takes only
/// the canonical ones. With `null_is_absent`, a member that is `null` counts as one that is not
/// there, as data frames write it: a deviation, `null-member`.
///
/// Raises `DecodeError` with every problem of the payload: it is accepted or refused whole.
///
/// Clauses: P-5.2 to P-5.5; JRC127600 §3.3.
///
/// >>> decoded = decode(
/// ...     "iot4emissions/dataDevice/vehicle-7",
/// ...     b'{"data":[{"acquired":1622538000,"tfc":"32.5","tdt":295.9}]}',
/// ... )
/// >>> decoded.message.snapshots[0].values.total_fuel_consumed
/// Decimal('32.5')
/// >>> decoded.deviations[0].pointer
/// '/data/0/tfc'
#[pyfunction]
#[pyo3(
    signature = (topic, payload, profile = Member(core::Profile::Tolerant), *, null_is_absent = false),
    text_signature = "(topic, payload, profile='tolerant', *, null_is_absent=False)"
)]
pub(crate) fn decode(
    topic: Source,
    payload: Payload<'_>,
    profile: Member<core::Profile>,
    null_is_absent: bool,
) -> PyResult<Decoded> {
    let reading = core::DecodeOptions {
        profile: profile.0,
        null_is_absent,
    };
    core::Message::decode(topic.0, payload.as_bytes(), reading)
        .or_raise()
        .map(Decoded)
}
