//! What happened, as one of the classes of `iot4emissions.device.events`.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    ConfigurationRefusal, DailyCap, DeviceState, DisconnectReason, EventKind, ReasonCode,
    RecordError, SetAsideReason,
};
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::time::UnixSeconds;
use pyo3::exceptions::{PyNotImplementedError, PyTypeError};
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;
use pyo3::types::PyDict;

use crate::convert::enumeration::Member;
use crate::convert::numbers::Version;
use crate::convert::time::Seconds;
use crate::device::disconnect_reason::{self, ReasonKind};
use crate::device::record_fault::{self, RecordFault};

/// The kind of an event.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Kind(pub(crate) EventKind);

/// Between a field of the core and what Python has in its place: an attribute, or two.
trait Field: Sized {
    fn put(self, attribute: &str, fields: &Bound<'_, PyDict>) -> PyResult<()>;
    fn take(attribute: &str, kind: &Bound<'_, PyAny>) -> PyResult<Self>;
}

macro_rules! fields {
    ($($core:ty as $python:ty: $into:expr, $from:expr;)*) => {$(
        impl Field for $core {
            fn put(self, attribute: &str, fields: &Bound<'_, PyDict>) -> PyResult<()> {
                fields.set_item(attribute, $into(self))
            }

            fn take(attribute: &str, kind: &Bound<'_, PyAny>) -> PyResult<Self> {
                let field: $python = kind.getattr(attribute)?.extract()?;
                Ok($from(field))
            }
        }
    )*};
}

fields! {
    bool as bool: std::convert::identity, std::convert::identity;
    u32 as u32: std::convert::identity, std::convert::identity;
    ReasonCode as u8: |code: ReasonCode| code.0, ReasonCode;
    UnixSeconds as Seconds: Seconds, |time: Seconds| time.0;
    ConfigurationVersion as Version: Version, |version: Version| version.0;
    BrokerRole as Member<BrokerRole>: Member, |member: Member<_>| member.0;
    ConfigurationRefusal as Member<ConfigurationRefusal>: Member, |member: Member<_>| member.0;
    DailyCap as Member<DailyCap>: Member, |member: Member<_>| member.0;
    DeviceState as Member<DeviceState>: Member, |member: Member<_>| member.0;
    SetAsideReason as Member<SetAsideReason>: Member, |member: Member<_>| member.0;
}

impl Field for DisconnectReason {
    fn put(self, attribute: &str, fields: &Bound<'_, PyDict>) -> PyResult<()> {
        let (reason, code) = disconnect_reason::split(self);
        fields.set_item(attribute, Member(reason))?;
        fields.set_item("code", code)
    }

    fn take(attribute: &str, kind: &Bound<'_, PyAny>) -> PyResult<Self> {
        let reason: Member<ReasonKind> = kind.getattr(attribute)?.extract()?;
        disconnect_reason::join(reason.0, kind.getattr("code")?.extract()?)
    }
}

impl Field for RecordError {
    fn put(self, attribute: &str, fields: &Bound<'_, PyDict>) -> PyResult<()> {
        let (fault, found) = record_fault::split(self)?;
        fields.set_item(attribute, Member(fault))?;
        fields.set_item("found", found)
    }

    fn take(attribute: &str, kind: &Bound<'_, PyAny>) -> PyResult<Self> {
        let fault: Member<RecordFault> = kind.getattr(attribute)?.extract()?;
        record_fault::join(fault.0, kind.getattr("found")?.extract()?)
    }
}

/// The classes by their names, which are the core's.
fn class<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    static EVENTS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let events = EVENTS.get_or_try_init(py, || {
        let events = py.import("iot4emissions.device.events")?;
        PyResult::Ok(events.unbind())
    })?;
    events.bind(py).getattr(name)
}

macro_rules! kinds {
    ($($kind:ident { $($field:ident: $name:literal),* })*) => {
        impl<'py> IntoPyObject<'py> for Kind {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            #[cfg(feature = "stubs")]
            const OUTPUT_TYPE: PyStaticExpr =
                type_hint_identifier!("iot4emissions.device.events", "EventKind");

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                match self.0 {
                    $(EventKind::$kind { $($field),* } => {
                        let fields = PyDict::new(py);
                        $(Field::put($field, $name, &fields)?;)*
                        class(py, stringify!($kind))?.call((), Some(&fields))
                    })*
                    // The core may add kinds; tests/device/test_values.py finds them.
                    kind => Err(PyNotImplementedError::new_err(format!(
                        "there is no class for {kind:?} yet"
                    ))),
                }
            }
        }

        impl<'py> FromPyObject<'_, 'py> for Kind {
            type Error = PyErr;

            #[cfg(feature = "stubs")]
            const INPUT_TYPE: PyStaticExpr =
                type_hint_identifier!("iot4emissions.device.events", "EventKind");

            fn extract(kind: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                let py = kind.py();
                let found = kind.get_type();
                $(if found.is(&class(py, stringify!($kind))?) {
                    $(let $field = Field::take($name, &kind)?;)*
                    return Ok(Self(EventKind::$kind { $($field),* }));
                })*
                Err(PyTypeError::new_err(format!(
                    "expected one of the classes of iot4emissions.device.events, found {}",
                    found.name()?
                )))
            }
        }
    };
}

kinds! {
    StateChanged { from: "from_state", to: "to_state" }
    ConnectionFailed { broker: "broker", reason: "reason" }
    ConnectionLost { broker: "broker", reason: "reason" }
    SubscriptionRefused { broker: "broker", reason: "reason" }
    RegistrationRefused {}
    RegistrationUnanswered {}
    VehicleUnreadable {}
    VehicleRefused {}
    RequestRefused { reason: "reason" }
    NoConfiguration {}
    MessageUnreadable { broker: "broker" }
    ConfigurationApplied { version: "version" }
    ConfigurationRefused { version: "version", reason: "reason" }
    EndpointSwitched { broker: "broker", fallback: "fallback" }
    AcquisitionFailed {}
    SnapshotNotLater { newest: "newest" }
    SnapshotEvicted { acquired: "acquired" }
    SnapshotsErased { count: "count" }
    SnapshotsSetAside { count: "count", reason: "reason" }
    SnapshotsReadmitted { count: "count" }
    TransferUnacknowledged {}
    TransferRefused { reason: "reason" }
    PayloadLimitTooSmall {}
    PersistFailed {}
    ClockWentBack { before: "before" }
    ClockNotTrusted {}
    ClockTooEarly {}
    DailyCapReached { cap: "cap" }
    RecordUnreadable { error: "fault" }
    FactoryConfigured {}
    CertificateRenewed { other_device: "other_device" }
    VehicleChanged {}
    PseudonymRenewed {}
    TestEnded { passed: "passed" }
}
