//! The device itself.

use std::sync::{Mutex, MutexGuard};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device as core;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::input::AnyInput;
use super::now::Moment;
use super::output::AnyOutput;
use super::settings::{DataPseudonym, FactoryConfiguration};
use super::status::{DueTimes, Status};
use crate::convert::bytes::Payload;
use crate::convert::enumeration::Member;
use crate::convert::many::Many;
use crate::error::OrRaise;
use crate::identity::DeviceId;
use crate::message::ConfigurationStatus;
use crate::mirror::Mirror;
use crate::obfcm::Snapshot;

/// An OTA device (P-6, JRC127600 §1.3, §4.2): a state machine without I/O, clock and
/// randomness. The same inputs give the same outputs.
///
/// Say what happened by `handle_input`, then carry out what `poll_output` asks for, in
/// order, until it is a `Wait`. The inputs and outputs are the classes of
/// `iot4emissions.device`.
///
/// Several threads may call one device: the calls are carried out one after the other.
/// Which output belongs to which input only a lock of the caller's around both can tell.
///
/// Two devices are equal if they are in the same state of everything; then they go on
/// alike. A copy (`copy.copy`) is a device of its own.
///
/// >>> import time
/// >>> from iot4emissions.device import Now, Status, StatusQuery
/// >>> ota_device = OtaDevice()
/// >>> now = Now(timedelta(seconds=time.monotonic()), datetime.now(timezone.utc))
/// >>> ota_device.handle_input(now, StatusQuery())
/// >>> match ota_device.poll_output():
/// ...     case Status(state=state):
/// ...         print(state)
/// preProvisioning
/// >>> ota_device.poll_output()
/// Wait(timeout=None, alarm=None)
#[pyclass(frozen, module = "iot4emissions")]
pub(crate) struct OtaDevice(Mutex<core::OtaDevice>);

impl OtaDevice {
    fn holding(device: core::OtaDevice) -> Self {
        Self(Mutex::new(device))
    }

    /// Held for the core's work only, never while Python runs: nobody waits for himself.
    fn lock(&self) -> PyResult<MutexGuard<'_, core::OtaDevice>> {
        self.0.lock().map_err(|_| {
            PyRuntimeError::new_err("the device failed before; restore it from its record")
        })
    }

    fn twin(&self) -> PyResult<core::OtaDevice> {
        self.lock().map(|device| device.clone())
    }
}

#[pymethods]
impl OtaDevice {
    /// A device in PreProvisioning.
    #[new]
    fn new() -> Self {
        Self::holding(core::OtaDevice::new())
    }

    /// The device whose `record()` the bytes are, as after a lost connection (P-6.2). What is
    /// said of clock, network and ignition has to be said anew, and the monotonic clock may
    /// begin anew.
    ///
    /// Raises `RecordError` where the bytes are no record, were damaged since, come from a
    /// later version in another form, or do not fit each other: begin anew from the factory,
    /// and say so with `RecordUnreadable`.
    ///
    /// >>> OtaDevice.restore(b"")
    /// Traceback (most recent call last):
    ///     ...
    /// iot4emissions.RecordError: expected a device record, found 0 bytes whose checksum does not fit
    #[staticmethod]
    fn restore(record: Payload<'_>) -> PyResult<Self> {
        let record = core::Record::from_bytes(record.as_bytes()).or_raise()?;
        Ok(Self::holding(core::OtaDevice::restore(record)))
    }

    /// The device of the last intact record of those that were appended one behind the other,
    /// and where it ends (P-6.2): what follows, such as one whose writing was cut short, is to
    /// be cut off before the next is appended.
    ///
    /// Raises `RecordError` as `restore` does, where not even the first one is intact.
    ///
    /// >>> OtaDevice.restore_last(b"torn")
    /// Traceback (most recent call last):
    ///     ...
    /// iot4emissions.RecordError: expected a device record, found 4 bytes whose checksum does not fit
    #[staticmethod]
    fn restore_last(records: Payload<'_>) -> PyResult<(Self, usize)> {
        let (record, end) = core::Record::last_of(records.as_bytes()).or_raise()?;
        Ok((Self::holding(core::OtaDevice::restore(record)), end))
    }

    /// Takes in what happened at `now`, a `Now` with both clocks (P-6.17). Any input is
    /// welcome in any state: what does not fit changes nothing.
    ///
    /// >>> import time
    /// >>> from iot4emissions.device import Now, Wake
    /// >>> now = Now(timedelta(seconds=time.monotonic()), datetime.now(timezone.utc))
    /// >>> OtaDevice().handle_input(now, Wake())
    fn handle_input(&self, now: Moment, input: AnyInput) -> PyResult<()> {
        self.lock()?.handle_input(now.0, input.0);
        Ok(())
    }

    /// The next thing to do; `Wait` when there is none before the next input, such as
    /// `Persisted` after a `Persist`.
    ///
    /// >>> OtaDevice().poll_output()
    /// Wait(timeout=None, alarm=None)
    fn poll_output(&self) -> PyResult<AnyOutput> {
        Ok(AnyOutput(self.lock()?.poll_output()))
    }

    /// What must survive power loss, which `Persist` asks to store: bytes for `restore`, or to
    /// be appended for `restore_last`, without a VIN (P-6.2, P-6.3). `None` in PreProvisioning,
    /// when there is nothing to remember: after `Decommissioned`, delete what is stored.
    ///
    /// >>> OtaDevice().record() is None
    /// True
    fn record<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let bytes = self.lock()?.record().map(core::Record::to_bytes);
        Ok(bytes.map(|bytes| PyBytes::new(py, &bytes)))
    }

    /// The status, as a `StatusQuery` is answered (T-10).
    ///
    /// >>> OtaDevice().status().accounts.acquired
    /// 0
    fn status(&self) -> PyResult<Status> {
        Ok(Status::of(self.lock()?.status()))
    }

    /// The device ID, which is the MQTT client ID, at both brokers unless there is a
    /// `data_pseudonym`; `None` in PreProvisioning.
    #[getter]
    fn device(&self) -> PyResult<Option<DeviceId>> {
        let device = self.lock()?;
        Ok(device
            .record()
            .map(|record| DeviceId(record.device().clone())))
    }

    /// The ID for the Data Service's broker, where it is another one (P-1.7).
    #[getter]
    fn data_pseudonym(&self) -> PyResult<Option<DataPseudonym>> {
        let device = self.lock()?;
        let pseudonym = device.record().and_then(core::Record::data_pseudonym);
        Ok(pseudonym.cloned().map(DataPseudonym::of))
    }

    /// The ID that the certificate for a broker has to bear (P-1.7); `None` in PreProvisioning.
    ///
    /// >>> OtaDevice().device_at("data") is None
    /// True
    fn device_at(&self, broker: Member<BrokerRole>) -> PyResult<Option<DeviceId>> {
        let device = self.lock()?;
        let id = device.record().map(|record| record.device_at(broker.0));
        Ok(id.cloned().map(DeviceId))
    }

    /// The factory configuration (P-6.3); `None` in PreProvisioning.
    #[getter]
    fn factory(&self) -> PyResult<Option<FactoryConfiguration>> {
        let device = self.lock()?;
        Ok(device
            .record()
            .map(|record| FactoryConfiguration(record.factory().clone())))
    }

    /// The state (JRC127600 §1.3.2).
    #[getter]
    fn state(&self) -> PyResult<Member<core::DeviceState>> {
        Ok(Member(self.lock()?.state()))
    }

    /// The snapshots not yet acknowledged, oldest first (P-6.6).
    #[getter]
    fn pending(&self) -> PyResult<Many<Snapshot>> {
        let device = self.lock()?;
        let pending = device.record().map_or(&[][..], core::Record::pending);
        Ok(Many(pending.iter().copied().map(Snapshot).collect()))
    }

    /// The snapshots that are set aside, in the order in which they were, and why (P-6.13,
    /// P-6.18).
    #[getter]
    fn set_aside(&self) -> PyResult<Many<(Snapshot, Member<core::SetAsideReason>)>> {
        let device = self.lock()?;
        let aside = device
            .record()
            .into_iter()
            .flat_map(core::Record::set_aside);
        let aside = aside.map(|(snapshot, reason)| (Snapshot(*snapshot), Member(reason)));
        Ok(Many(aside.collect()))
    }

    /// The configuration in force; `None` for the factory's (P-6.8).
    #[getter]
    fn configuration(&self) -> PyResult<Option<ConfigurationStatus>> {
        let device = self.lock()?;
        let configuration = device.record().and_then(core::Record::configuration);
        Ok(configuration.cloned().map(ConfigurationStatus))
    }

    /// When each schedule is due next (P-6.11).
    #[getter]
    fn due(&self) -> PyResult<DueTimes> {
        let device = self.lock()?;
        let due = device.record().map(core::Record::due);
        Ok(DueTimes::of(due.unwrap_or_default()))
    }

    fn __eq__(&self, other: &Self) -> PyResult<bool> {
        // Not both locks at once: another thread may compare the other way round.
        let other = other.twin()?;
        Ok(*self.lock()? == other)
    }

    fn __copy__(&self) -> PyResult<Self> {
        self.twin().map(Self::holding)
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.twin().map(Self::holding)
    }

    fn __repr__(&self) -> PyResult<String> {
        let device = self.lock()?;
        let state = device.state();
        Ok(match device.record() {
            Some(record) => format!("<OtaDevice {}: {state}>", record.device()),
            None => format!("<OtaDevice: {state}>"),
        })
    }
}
