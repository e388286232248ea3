//! What happened, as one of the classes of `iot4emissions.device.events`.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{ConfigurationRefusal, DeviceState, EventKind};
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::time::UnixSeconds;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyNotImplementedError, PyTypeError};
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;

use crate::convert::enumeration::Member;
use crate::convert::time::Seconds;
use crate::convert::version::Version;

/// The kind of an event.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Kind(pub(crate) EventKind);

/// Between a field of the core and one of Python.
trait Field: Sized {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>>;
    fn from_python(field: &Bound<'_, PyAny>) -> PyResult<Self>;
}

macro_rules! fields {
    ($($core:ty as $python:ty: $into:expr, $from:expr;)*) => {$(
        impl Field for $core {
            fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
                $into(self).into_bound_py_any(py)
            }

            fn from_python(field: &Bound<'_, PyAny>) -> PyResult<Self> {
                let field: $python = field.extract()?;
                Ok($from(field))
            }
        }
    )*};
}

fields! {
    bool as bool: std::convert::identity, std::convert::identity;
    u32 as u32: std::convert::identity, std::convert::identity;
    UnixSeconds as Seconds: Seconds, |time: Seconds| time.0;
    ConfigurationVersion as Version: Version, |version: Version| version.0;
    BrokerRole as Member<BrokerRole>: Member, |member: Member<_>| member.0;
    ConfigurationRefusal as Member<ConfigurationRefusal>: Member, |member: Member<_>| member.0;
    DeviceState as Member<DeviceState>: Member, |member: Member<_>| member.0;
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
                        let fields = pyo3::types::PyDict::new(py);
                        $(fields.set_item($name, Field::into_python($field, py)?)?;)*
                        class(py, stringify!($kind))?.call((), Some(&fields))
                    })*
                    // The core may add kinds; tests/test_device_events.py finds them.
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
                    $(let $field = Field::from_python(&kind.getattr($name)?)?;)*
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
    ConnectionFailed { broker: "broker" }
    ConnectionLost { broker: "broker" }
    SubscriptionRefused { broker: "broker" }
    RegistrationRefused {}
    RegistrationUnanswered {}
    VehicleUnreadable {}
    VehicleRefused {}
    NoConfiguration {}
    MessageUnreadable { broker: "broker" }
    ConfigurationApplied { version: "version" }
    ConfigurationRefused { version: "version", reason: "reason" }
    EndpointSwitched { fallback: "fallback" }
    AcquisitionFailed {}
    SnapshotNotLater { newest: "newest" }
    SnapshotEvicted { acquired: "acquired" }
    SnapshotsErased { count: "count" }
    TransferUnacknowledged {}
    PayloadLimitTooSmall {}
    PersistFailed {}
    ClockWentBack { before: "before" }
    TestEnded { passed: "passed" }
}
