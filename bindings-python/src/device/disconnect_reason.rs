//! Why a connection ended: a member of an enumeration, and the broker's code where it
//! refused (P-6.8).

use iot4emissions_proto::device as core;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::value;

/// The reasons, without the code of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ReasonKind {
    NoNetwork,
    NameResolution,
    Tcp,
    Tls,
    Refused,
    Closed,
    TimedOut,
    Protocol,
}

/// A reason as Python has it.
pub(super) fn split(reason: core::DisconnectReason) -> (ReasonKind, Option<u8>) {
    let kind = match reason {
        core::DisconnectReason::NoNetwork => ReasonKind::NoNetwork,
        core::DisconnectReason::NameResolution => ReasonKind::NameResolution,
        core::DisconnectReason::Tcp => ReasonKind::Tcp,
        core::DisconnectReason::Tls => ReasonKind::Tls,
        core::DisconnectReason::Refused { code } => return (ReasonKind::Refused, Some(code)),
        core::DisconnectReason::Closed => ReasonKind::Closed,
        core::DisconnectReason::TimedOut => ReasonKind::TimedOut,
        core::DisconnectReason::Protocol => ReasonKind::Protocol,
    };
    (kind, None)
}

/// The same the other way round.
pub(super) fn join(kind: ReasonKind, code: Option<u8>) -> PyResult<core::DisconnectReason> {
    let reason = match (kind, code) {
        (ReasonKind::Refused, Some(code)) => return Ok(core::DisconnectReason::Refused { code }),
        (ReasonKind::Refused, None) => {
            return Err(PyValueError::new_err(
                "expected the broker's code with the reason refused, found none",
            ));
        }
        (_, Some(_)) => {
            return Err(PyValueError::new_err(
                "expected a code with the reason refused only, found one with another",
            ));
        }
        (ReasonKind::NoNetwork, None) => core::DisconnectReason::NoNetwork,
        (ReasonKind::NameResolution, None) => core::DisconnectReason::NameResolution,
        (ReasonKind::Tcp, None) => core::DisconnectReason::Tcp,
        (ReasonKind::Tls, None) => core::DisconnectReason::Tls,
        (ReasonKind::Closed, None) => core::DisconnectReason::Closed,
        (ReasonKind::TimedOut, None) => core::DisconnectReason::TimedOut,
        (ReasonKind::Protocol, None) => core::DisconnectReason::Protocol,
    };
    Ok(reason)
}

/// The connection ended without having been asked to, or was never established
/// (P-6.4, P-6.8).
///
/// The device weighs the reason: want of coverage says nothing of an endpoint. A driver that
/// cannot tell says the nearest that is true. `code` comes with the reason `refused`, and
/// only with it: `ValueError` otherwise.
///
/// >>> Disconnected(connection=1, reason=DisconnectReason.TIMED_OUT).reason
/// DisconnectReason.TIMED_OUT
/// >>> Disconnected(1, DisconnectReason.REFUSED, code=5).code
/// 5
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions.device")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Disconnected {
    /// Its number, from `Connect`.
    #[pyo3(get)]
    pub(super) connection: u32,
    pub(super) why: core::DisconnectReason,
}

value::field_names!(Disconnected: "connection", "reason", "code");

value::value_methods!(impl Disconnected {
    #[new]
    #[pyo3(signature = (connection, reason, code = None))]
    fn new(connection: u32, reason: Member<ReasonKind>, code: Option<u8>) -> PyResult<Self> {
        let why = join(reason.0, code)?;
        Ok(Self { connection, why })
    }

    /// Why.
    #[getter]
    fn reason(&self) -> Member<ReasonKind> {
        Member(split(self.why).0)
    }

    /// The CONNACK's code, where the broker refused: 1 to 5 in MQTT 3.1.1, or the reason code
    /// of MQTT 5; `None` otherwise.
    #[getter]
    fn code(&self) -> Option<u8> {
        split(self.why).1
    }
});
