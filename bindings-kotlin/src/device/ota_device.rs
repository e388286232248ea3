//! The device itself: the one thing of this crate that holds state.

use std::sync::{Arc, Mutex, MutexGuard};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    self as core, DataPseudonym, DeviceState, DueTimes, FactoryConfiguration, Input, Output,
    Record, SetAsideReason, Status,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::time::Now;

use crate::error::Fault;

/// An OTA device. Its calls are carried out one after the other.
#[derive(Debug, uniffi::Object)]
pub struct OtaDevice(Mutex<core::OtaDevice>);

/// A device of the last intact record, and where that ends (P-6.2).
#[derive(Debug, uniffi::Record)]
pub struct RestoredDevice {
    device: Arc<OtaDevice>,
    end: u64,
}

/// A snapshot that is set aside, and why (P-6.13, P-6.18).
#[derive(Debug, uniffi::Record)]
pub struct SnapshotSetAside {
    snapshot: Snapshot,
    reason: SetAsideReason,
}

/// The device of the last intact record of those appended one behind the other.
#[uniffi::export]
fn ota_device_restore_last(records: Vec<u8>) -> Result<RestoredDevice, Fault> {
    let (record, end) = Record::last_of(&records)?;
    Ok(RestoredDevice {
        device: Arc::new(OtaDevice::holding(core::OtaDevice::restore(record))),
        end: end as u64,
    })
}

impl OtaDevice {
    fn holding(device: core::OtaDevice) -> Self {
        Self(Mutex::new(device))
    }

    /// A device whose thread panicked is in no state to go on with.
    fn lock(&self) -> MutexGuard<'_, core::OtaDevice> {
        let held = self.0.lock();
        held.expect("the device failed before; restore it from its record")
    }

    fn of_record<T>(&self, part: impl FnOnce(&Record) -> T) -> Option<T> {
        self.lock().record().map(part)
    }
}

#[uniffi::export]
impl OtaDevice {
    /// A device in PreProvisioning.
    #[uniffi::constructor]
    fn new() -> Self {
        Self::holding(core::OtaDevice::new())
    }

    /// The device whose record the bytes are (P-6.2).
    #[uniffi::constructor]
    fn restore(record: Vec<u8>) -> Result<Self, Fault> {
        let record = Record::from_bytes(&record)?;
        Ok(Self::holding(core::OtaDevice::restore(record)))
    }

    /// Takes in what happened, and gives what is to be done up to a `Persist` or a `Wait`: in
    /// one piece, so that no other thread's input comes between them, and never past a
    /// `Persist`, which the driver has to answer first (P-6.2).
    fn take_in(&self, now: Now, input: Input) -> Vec<Output> {
        let mut device = self.lock();
        device.handle_input(now, input);
        let mut outputs = Vec::new();
        loop {
            let output = device.poll_output();
            let last = matches!(output, Output::Persist | Output::Wait(_));
            outputs.push(output);
            if last {
                return outputs;
            }
        }
    }

    /// Takes in what happened.
    fn handle_input(&self, now: Now, input: Input) {
        self.lock().handle_input(now, input);
    }

    /// The next thing to do.
    fn poll_output(&self) -> Output {
        self.lock().poll_output()
    }

    /// What must survive power loss.
    fn record(&self) -> Option<Vec<u8>> {
        self.of_record(Record::to_bytes)
    }

    /// The status (T-10).
    fn status(&self) -> Status {
        self.lock().status()
    }

    /// The state.
    fn state(&self) -> DeviceState {
        self.lock().state()
    }

    /// The device ID.
    fn device(&self) -> Option<DeviceId> {
        self.of_record(|record| record.device().clone())
    }

    /// The ID for the Data Service's broker, where it is another one (P-1.7).
    fn data_pseudonym(&self) -> Option<DataPseudonym> {
        self.of_record(|record| record.data_pseudonym().cloned())
            .flatten()
    }

    /// The ID that the certificate for a broker has to bear (P-1.7).
    fn device_at(&self, broker: BrokerRole) -> Option<DeviceId> {
        self.of_record(|record| record.device_at(broker).clone())
    }

    /// The factory configuration (P-6.3).
    fn factory(&self) -> Option<FactoryConfiguration> {
        self.of_record(|record| record.factory().clone())
    }

    /// The configuration in force (P-6.8).
    fn configuration(&self) -> Option<ConfigurationStatus> {
        self.of_record(|record| record.configuration().cloned())
            .flatten()
    }

    /// The snapshots not yet acknowledged, oldest first (P-6.6).
    fn pending(&self) -> Vec<Snapshot> {
        self.of_record(|record| record.pending().to_vec())
            .unwrap_or_default()
    }

    /// The snapshots that are set aside.
    fn set_aside(&self) -> Vec<SnapshotSetAside> {
        let parts = |(snapshot, reason): (&Snapshot, SetAsideReason)| SnapshotSetAside {
            snapshot: *snapshot,
            reason,
        };
        self.of_record(|record| record.set_aside().map(parts).collect())
            .unwrap_or_default()
    }

    /// When each schedule is due next (P-6.11).
    fn due(&self) -> DueTimes {
        self.of_record(Record::due).unwrap_or_default()
    }

    /// Whether both are in the same state of everything.
    fn is_equal(&self, other: Arc<Self>) -> bool {
        // Not both locks at once: another thread may compare the other way round.
        let other = other.lock().clone();
        *self.lock() == other
    }

    /// A device of its own in the same state of everything.
    fn twin(&self) -> Self {
        Self::holding(self.lock().clone())
    }
}
