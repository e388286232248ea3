//! The driver of one OTA device: carries out what the device asks for (P-6.2), on the
//! public API only.
//!
//! The device's time is virtual. It stands still while the network works, and goes on
//! to the device's next time-out when nothing has come for a while by the real clock;
//! so a year passes in seconds, and the same seed gives the same life. Both its clocks go
//! on together; the monotonic one begins anew when the power was lost (P-6.17).

mod ledger;
mod mishaps;
mod tally;

pub use ledger::Ledger;
pub use mishaps::Mishaps;
pub use tally::{Acknowledged, Tally};

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    ConnectionNumber, Input, OtaDevice, Output, Provisioning, PublishNumber, Record, RecordError,
    Wait,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::privacy::hide_vins;
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
use iot4emissions_proto::topic::{Topic, TopicKind};

use crate::fleet::Vehicle;
use crate::link::{Link, Network};

/// Receives a line for every message of a trace.
pub type TraceLines = Arc<dyn Fn(&str) + Send + Sync>;

/// How long to wait by the real clock before the device's next time-out may come:
/// shortly where it waits for a retained message, which may well not exist, and long
/// where something is on its way.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For time-outs of at most five virtual seconds.
    pub short: Duration,
    /// For all others.
    pub long: Duration,
}

impl Patience {
    /// For a network of sockets on this machine.
    pub const NETWORK: Self = Self {
        short: Duration::from_millis(1500),
        long: Duration::from_secs(30),
    };
    /// For direct calls, where whatever will come has come.
    pub const NONE: Self = Self {
        short: Duration::ZERO,
        long: Duration::ZERO,
    };

    fn until(self, virtual_wait: Duration) -> Duration {
        if virtual_wait <= Duration::from_secs(5) {
            self.short
        } else {
            self.long
        }
    }
}

/// One vehicle with its device.
pub struct Driver {
    vehicle: Vehicle,
    device: OtaDevice,
    network: Arc<dyn Network>,
    patience: Patience,
    trace: Option<TraceLines>,
    /// The device's durable storage.
    stored: Option<Vec<u8>>,
    now: Now,
    link: Option<(ConnectionNumber, Box<dyn Link>)>,
    inputs: VecDeque<Input>,
    /// The snapshots of the Data Transfer on its way.
    carried: Option<(PublishNumber, Vec<Snapshot>)>,
    tally: Tally,
    ledger: Ledger,
    mishaps: Mishaps,
    /// For a device that loses power before its first record is stored.
    provisioning: Option<Box<Provisioning>>,
}

impl Driver {
    /// A vehicle whose device is still in PreProvisioning.
    #[must_use]
    pub fn new(vehicle: Vehicle, network: Arc<dyn Network>, patience: Patience) -> Self {
        Self {
            vehicle,
            device: OtaDevice::new(),
            network,
            patience,
            trace: None,
            stored: None,
            now: Now::default(),
            link: None,
            inputs: VecDeque::new(),
            carried: None,
            tally: Tally::default(),
            ledger: Ledger::default(),
            mishaps: Mishaps::default(),
            provisioning: None,
        }
    }

    /// Hands a line for every message to `trace`, with VINs hidden.
    #[must_use]
    pub fn with_trace(mut self, trace: Option<TraceLines>) -> Self {
        self.trace = trace;
        self
    }

    /// The vehicle.
    #[must_use]
    pub fn vehicle(&self) -> &Vehicle {
        &self.vehicle
    }

    /// The device.
    #[must_use]
    pub fn device(&self) -> &OtaDevice {
        &self.device
    }

    /// What has passed so far.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// What was acquired, independent of the device's own accounts.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What is to fail from now on.
    pub fn suffer(&mut self, mishaps: Mishaps) {
        self.mishaps = mishaps;
    }

    /// Asks for a communication test (P-6.15) at `now`, and goes on as
    /// [`Driver::wake`] does.
    ///
    /// # Errors
    /// As [`Driver::wake`].
    pub async fn test(&mut self, now: UnixMillis) -> Result<Option<UnixMillis>, RecordError> {
        self.inputs.push_back(Input::CommunicationTest);
        self.wake(now).await
    }

    /// Provisions the device (T-1) at `now`, and goes on as [`Driver::wake`] does.
    ///
    /// # Errors
    /// As [`Driver::wake`].
    pub async fn provision(
        &mut self,
        now: UnixMillis,
        provisioning: Provisioning,
    ) -> Result<Option<UnixMillis>, RecordError> {
        self.inputs.push_back(Input::ClockTrusted { trusted: true });
        let provisioning = Box::new(provisioning);
        self.provisioning = Some(provisioning.clone());
        self.inputs
            .push_back(Input::ProvisioningComplete(provisioning));
        self.wake(now).await
    }

    /// Wakes the device at `now` and does what it asks for until it has no connection
    /// and waits; gives the time until which it does.
    ///
    /// # Errors
    /// Where the device's own record cannot be read back at a restart.
    pub async fn wake(&mut self, now: UnixMillis) -> Result<Option<UnixMillis>, RecordError> {
        self.pass(now.since(self.now.wall));
        self.inputs.push_back(Input::Wake);
        loop {
            match self.device.poll_output() {
                Output::Wait(wait) => {
                    if let Some(input) = self.inputs.pop_front() {
                        self.ledger.take(&input, self.now.wall.to_seconds());
                        self.device.handle_input(self.now, input);
                    } else if self.link.is_some() {
                        self.await_link(wait).await;
                    } else {
                        let left = wait.duration_from(self.now);
                        return Ok(left.map(|left| self.now.wall.plus(left)));
                    }
                }
                output => self.carry_out(output).await?,
            }
        }
    }

    fn pass(&mut self, duration: Duration) {
        self.now = Now {
            monotonic: self.now.monotonic.plus(duration),
            wall: self.now.wall.plus(duration),
        };
    }

    async fn carry_out(&mut self, output: Output) -> Result<(), RecordError> {
        if self.mishaps.power_fails() {
            return self.lose_power();
        }
        if output == Output::Persist && self.mishaps.persist_fails() {
            self.ledger.discard();
            self.tally.failed_persists += 1;
            // At once: before anything else that waits (P-6.2).
            self.device.handle_input(self.now, Input::PersistFailed);
            self.provision_again();
            return Ok(());
        }
        if output != Output::Persist {
            self.ledger.not_taken();
        }
        match output {
            Output::Persist => {
                let record = self.device.record();
                self.stored = record.map(Record::to_bytes);
                if let Some(record) = record {
                    self.ledger.confirm(record);
                }
                let bytes = self.stored.as_ref().map_or(0, Vec::len);
                let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
                // At once: nothing else is given out before (P-6.2).
                self.device
                    .handle_input(self.now, Input::Persisted { bytes });
            }
            Output::ReadVehicle { request } => {
                let vehicle = Box::new(self.vehicle.registration_request());
                self.inputs
                    .push_back(Input::VehicleRead { request, vehicle });
            }
            Output::Acquire { request } => {
                let values = self.vehicle.counters(self.now.wall.to_seconds());
                self.inputs.push_back(Input::Acquired { request, values });
            }
            Output::Connect {
                connection,
                broker,
                endpoint,
                device,
            } => {
                self.tally.connections += 1;
                self.ledger.connect();
                let connecting = self.network.connect(connection, &device, broker, &endpoint);
                let connected = connecting.await;
                let input = match connected {
                    Ok(link) => {
                        self.link = Some((connection, link));
                        Input::Connected { connection }
                    }
                    Err(reason) => Input::Disconnected { connection, reason },
                };
                self.inputs.push_back(input);
            }
            Output::Subscribe { connection, .. } => self.pass_on(connection, &output).await,
            Output::Publish {
                connection,
                publish,
                ref topic,
                ref payload,
            } => {
                self.note_publish(publish, topic, payload.as_bytes());
                self.pass_on(connection, &output).await;
            }
            Output::Disconnect { connection } => {
                self.pass_on(connection, &output).await;
                self.take_leave(connection).await;
            }
            Output::Notify(event) => self.tally.events.push(event),
            // Nobody asks for the status while the calendar runs.
            Output::Status(_) | Output::Wait(_) => {}
            Output::Restart => self.restart()?,
        }
        Ok(())
    }

    fn link_of(&mut self, number: ConnectionNumber) -> Option<&mut Box<dyn Link>> {
        let (present, link) = self.link.as_mut()?;
        (*present == number).then_some(link)
    }

    async fn pass_on(&mut self, connection: ConnectionNumber, output: &Output) {
        if let Some(link) = self.link_of(connection) {
            link.carry_out(output).await;
        }
    }

    /// Waits for the network; where it stays silent, the device's next time-out comes.
    async fn await_link(&mut self, wait: Wait) {
        let left = wait.duration_from(self.now).unwrap_or_default();
        let Some((_, link)) = &mut self.link else {
            return;
        };
        match link.input(self.patience.until(left)).await {
            Some(input) => self.take_input(input),
            None => {
                self.pass(left);
                self.inputs.push_back(Input::Wake);
            }
        }
    }

    fn take_input(&mut self, input: Input) {
        match &input {
            Input::Message { topic, payload, .. } => self.note_message(&topic.0, &payload.0),
            Input::PublishAcknowledged { publish, .. } => {
                if let Some((_, carried)) = self.carried.take_if(|(sent, _)| sent == publish) {
                    self.ledger.acknowledged(*publish, &carried);
                    self.tally.acknowledge(carried);
                }
            }
            Input::Disconnected { .. } => self.end_link(),
            _ => {}
        }
        self.inputs.push_back(input);
    }

    /// What had arrived before the connection was closed still counts (P-6.5).
    async fn take_leave(&mut self, connection: ConnectionNumber) {
        while let Some(link) = self.link_of(connection) {
            match link.input(Duration::ZERO).await {
                Some(input) => self.take_input(input),
                None => self.end_link(),
            }
        }
    }

    fn end_link(&mut self) {
        if let Some((_, link)) = self.link.take() {
            self.tally.count_bytes(link.as_ref());
        }
    }

    /// P-6.9: the device is built anew from what was stored, as after a reboot.
    fn restart(&mut self) -> Result<(), RecordError> {
        if let Some(bytes) = &self.stored {
            self.device = OtaDevice::restore(Record::from_bytes(bytes)?);
            self.ledger.discard();
            // What was meant for the device before the reboot is lost with it.
            self.inputs.clear();
            self.inputs.push_back(Input::ClockTrusted { trusted: true });
            self.tally.restarts += 1;
        }
        Ok(())
    }

    /// A device whose first record was not stored is still in PreProvisioning (P-6.2):
    /// the factory has to do it again.
    fn provision_again(&mut self) {
        if self.stored.is_none() {
            let again = self.provisioning.clone().map(Input::ProvisioningComplete);
            self.inputs.extend(again);
        }
    }

    /// The device loses power before it carries out what it was about to: nothing is
    /// left but the stored record, and time has to be trusted anew (P-6.2, P-6.13).
    fn lose_power(&mut self) -> Result<(), RecordError> {
        self.end_link();
        self.inputs.clear();
        self.carried = None;
        self.ledger.discard();
        self.tally.power_losses += 1;
        self.now.monotonic = MonotonicMillis(0);
        self.inputs.push_back(Input::ClockTrusted { trusted: true });
        self.device = match &self.stored {
            Some(bytes) => OtaDevice::restore(Record::from_bytes(bytes)?),
            None => OtaDevice::new(),
        };
        self.provision_again();
        self.inputs.push_back(Input::Wake);
        Ok(())
    }

    fn note_publish(&mut self, publish: PublishNumber, topic: &Topic, payload: &[u8]) {
        if topic.kind() == TopicKind::DataDevice
            && let Ok(decoded) = DataTransfer::decode(payload, Profile::Strict)
        {
            self.carried = Some((publish, decoded.message.into_snapshots()));
        }
        self.tally.count_message(topic.kind(), payload.len());
        self.trace_message("→", &topic.to_string(), payload);
    }

    fn note_message(&mut self, topic: &str, payload: &[u8]) {
        if let Ok(parsed) = topic.parse::<Topic>() {
            self.tally.count_message(parsed.kind(), payload.len());
        }
        self.trace_message("←", topic, payload);
    }

    fn trace_message(&self, direction: &str, topic: &str, payload: &[u8]) {
        if let Some(trace) = &self.trace {
            let text = String::from_utf8_lossy(payload);
            let (now, size) = (self.now.wall.to_seconds(), payload.len());
            trace(&format!(
                "{now} device {direction} {topic} {size} B {}",
                hide_vins(&text)
            ));
        }
    }

    /// The ID by which the Data Service knows the device.
    #[must_use]
    pub fn data_device_id(&self) -> &DeviceId {
        let record = self.device.record();
        record.map_or(self.device_id(), |it| it.device_at(BrokerRole::Data))
    }

    /// The device's ID.
    #[must_use]
    pub fn device_id(&self) -> &DeviceId {
        self.vehicle.device_id()
    }
}
