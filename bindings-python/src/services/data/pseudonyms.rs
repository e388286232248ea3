//! Devices that the two services know by different IDs (P-1.7, P-7.16).

use iot4emissions_proto::services::data as core;
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_union};

use super::entry::DeviceEntry;
use super::parameters::ConfigurationParameters;
use super::record::DeviceRecord;
use crate::convert::time::WithinSecond;
use crate::identity::DeviceId;
use crate::mirror::{Mirror, mirror};
use crate::services::answers::Answer;
use crate::services::call::Call;
use crate::value_class::value_class;

value_class! { "iot4emissions.services.data";
    /// What is stored that a call may be about (P-7.16).
    ///
    /// >>> Known(record).linked is None
    /// True
    Known {
        /// What is stored under the ID that the call names: a device that both services know by
        /// one ID, or a tombstone.
        named: Option<DeviceEntry> = None,
        /// The record of the device that the ID is linked to: a service finds it by a keyed hash
        /// of the ID that the call names, so that nobody joins the two who has its files and not
        /// its key.
        linked: Option<DeviceRecord> = None,
        /// The device ID in the introduction, `Opened` or `Unopened`; `None` where it brings
        /// none, or the call is no introduction.
        data_device: Option<DataDevice> = None,
    }

    /// The device ID that an introduction brings sealed was opened (P-1.7, P-7.16).
    ///
    /// >>> Opened(DeviceId("9a7d21e7")).known
    /// False
    Opened {
        /// The ID.
        device: DeviceId,
        /// Whether there is a record under this ID.
        known: bool = false,
    }

    /// The device ID that an introduction brings sealed cannot be opened (P-1.7, P-7.16).
    ///
    /// >>> Unopened()
    /// Unopened()
    Unopened {}

    /// What a call is about (P-7.16).
    ///
    /// >>> Subject(DeviceId("9a7d21e7"), link=True, replaced=DeviceId("vehicle-7")).link
    /// True
    Subject {
        /// The device, under the Data Service's ID: `answer` goes by what is stored of it.
        device: DeviceId,
        /// Whether the link is to be stored, once the call is applied; `False` where it stands
        /// already, or none is needed.
        link: bool,
        /// The device that is replaced, where it has another ID now: `retire` it once the call
        /// is applied, and no link leads to it any more.
        replaced: Option<DeviceId>,
    }
}

mirror! {
    core::Subject => Subject { device, link, replaced }
}

/// An ID that came sealed. By hand, since the core borrows it, and has `None` in it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum DataDevice {
    Opened(Opened),
    Unopened,
}

impl DataDevice {
    fn as_core(&self) -> core::DataDevice<'_> {
        match self {
            Self::Unopened => core::DataDevice::Unopened,
            Self::Opened(Opened { device, known }) => core::DataDevice::Opened {
                device: &device.0,
                known: *known,
            },
        }
    }
}

impl<'py> IntoPyObject<'py> for DataDevice {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr =
        type_hint_identifier!("iot4emissions.services.data", "DataDevice");

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Opened(opened) => opened.into_bound_py_any(py),
            Self::Unopened => Unopened {}.into_bound_py_any(py),
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for DataDevice {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr =
        type_hint_identifier!("iot4emissions.services.data", "DataDevice");

    fn extract(device: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(opened) = device.cast::<Opened>() {
            return Ok(Self::Opened(opened.get().clone()));
        }
        if device.is_instance_of::<Unopened>() {
            return Ok(Self::Unopened);
        }
        Err(PyTypeError::new_err(format!(
            "expected what became of a sealed ID such as Unopened(), found {}",
            device.get_type().name()?
        )))
    }
}

/// What `subject` gives: what the call is about, or the answer to it.
pub(crate) struct SubjectOrAnswer(Result<core::Subject, Answer>);

impl<'py> IntoPyObject<'py> for SubjectOrAnswer {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_union!(
        <Subject as pyo3::PyTypeInfo>::TYPE_HINT,
        type_hint_identifier!("iot4emissions.services", "Answer")
    );

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self.0 {
            Ok(subject) => Subject::of(subject).into_bound_py_any(py),
            Err(answer) => answer.into_bound_py_any(py),
        }
    }
}

/// Which of the Data Service's devices a call is about, under the ID by which that service knows
/// it (P-1.7, P-7.16): a `Subject`, or the answer to a call that takes no effect.
///
/// A call that comes late must not lead back to an ID that was replaced: only a number above the
/// last one names another device.
///
/// >>> call = Call(DeviceId("vehicle-7"), 2, Introduction(VehicleInfo()))
/// >>> subject(call, Known(record, data_device=Opened(DeviceId("9a7d21e7"))))
/// Subject(device=DeviceId('9a7d21e7'), link=True, replaced=DeviceId('vehicle-7'))
/// >>> subject(call, Known(record, data_device=Unopened()))
/// DataDeviceRefused()
#[pyfunction]
pub(crate) fn subject(call: Call, known: Known) -> SubjectOrAnswer {
    let named = known.named.map(|entry| entry.0);
    let linked = known.linked.to_core();
    let device = known.data_device.as_ref();
    let known = core::Known {
        named: named.as_ref(),
        linked: linked.as_ref(),
        data_device: device.map_or(core::DataDevice::Absent, DataDevice::as_core),
    };
    SubjectOrAnswer(core::subject(&call.to_core(), known).map_err(Answer))
}

/// The record of a device that has another ID now: it may not send, whatever is told of the
/// vehicle (P-7.16). Its data stay, under an ID to which nothing leads any more. The record's
/// `status()` is to be published, retained. `now` is an aware `datetime`.
///
/// >>> retire(cleared, parameters, now).clearance()
/// Suspended(SuspensionReason.NOT_CLEARED)
#[pyfunction]
pub(crate) fn retire(
    record: DeviceRecord,
    parameters: ConfigurationParameters,
    now: WithinSecond,
) -> DeviceRecord {
    DeviceRecord::of(core::retire(record.to_core(), &parameters.to_core(), now.0))
}
