//! The driver of one OTA device: carries out what the device asks for (P-6.2), on the
//! public API only.
//!
//! The device's time is virtual. It stands still while the network works, and goes on
//! to the device's next time-out when nothing has come for a while by the real clock;
//! so a year passes in seconds, and the same seed gives the same life.

mod ledger;
mod mishaps;
mod tally;

pub use ledger::Ledger;
pub use mishaps::Mishaps;
pub use tally::{Acknowledged, Tally};

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use iot4emissions_proto::device::{
    ConnectionNumber, Input, OtaDevice, Output, Provisioning, PublishNumber, Record, RecordError,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::privacy::hide_vins;
use iot4emissions_proto::time::UnixMillis;
use iot4emissions_proto::topic::{Topic, TopicKind};

use crate::fleet::Vehicle;
use crate::link::{Link, LinkEvent, Network};

/// Receives a line for every message of a trace.
pub type Trace = Arc<dyn Fn(&str) + Send + Sync>;

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

    fn until(self, virtual_wait: u64) -> Duration {
        if virtual_wait <= 5_000 {
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
    trace: Option<Trace>,
    /// The device's durable storage.
    stored: Option<Vec<u8>>,
    now: UnixMillis,
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
            now: UnixMillis(0),
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
    pub fn with_trace(mut self, trace: Option<Trace>) -> Self {
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
        self.now = self.now.max(now);
        self.inputs.push_back(Input::Wake);
        loop {
            match self.device.poll_output() {
                Output::Wait { until } => {
                    if let Some(input) = self.inputs.pop_front() {
                        self.ledger.take(&input, self.now.to_seconds());
                        self.device.handle_input(self.now, input);
                    } else if self.link.is_some() {
                        self.await_link(until).await;
                    } else {
                        return Ok(until);
                    }
                }
                output => self.carry_out(output).await?,
            }
        }
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
            self.ledger.discard();
        }
        match output {
            Output::Persist => {
                self.stored = self.device.record().map(Record::to_bytes);
                if let Some(record) = self.device.record() {
                    self.ledger.confirm(record.pending());
                }
            }
            Output::ReadVehicle => {
                let request = Box::new(self.vehicle.registration_request());
                self.inputs.push_back(Input::VehicleRead(request));
            }
            Output::Acquire => {
                let values = self.vehicle.counters(self.now.to_seconds());
                self.inputs.push_back(Input::Acquired(values));
            }
            Output::Connect {
                connection,
                broker,
                endpoint,
            } => {
                let device = self.vehicle.device_id().clone();
                self.tally.connections += 1;
                self.link = self
                    .network
                    .connect(&device, broker, &endpoint)
                    .await
                    .map(|link| (connection, link));
                self.inputs.push_back(match self.link {
                    Some(_) => Input::Connected { connection },
                    None => Input::Disconnected { connection },
                });
            }
            Output::Subscribe { connection, topic } => {
                if let Some(link) = self.link_of(connection) {
                    link.subscribe(&topic).await;
                }
            }
            Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } => {
                self.note_publish(publish, &topic, payload.as_bytes());
                if let Some(link) = self.link_of(connection) {
                    link.publish(publish, &topic, payload.as_bytes()).await;
                }
            }
            Output::Disconnect { connection } => {
                if self.link_of(connection).is_some() {
                    self.disconnect().await;
                }
            }
            Output::Notify(event) => self.tally.events.push(event),
            // Nobody asks for the status while the calendar runs.
            Output::Status(_) | Output::Wait { .. } => {}
            Output::Restart => self.restart()?,
        }
        Ok(())
    }

    fn link_of(&mut self, number: ConnectionNumber) -> Option<&mut Box<dyn Link>> {
        let (present, link) = self.link.as_mut()?;
        (*present == number).then_some(link)
    }

    /// Waits for the network; where it stays silent, the device's next time-out comes.
    async fn await_link(&mut self, until: Option<UnixMillis>) {
        let Some((connection, link)) = &mut self.link else {
            return;
        };
        let connection = *connection;
        let due = until.unwrap_or(self.now);
        let patience = self.patience.until(due.0.saturating_sub(self.now.0));
        match link.event(patience).await {
            Some(event) => self.take_event(connection, event),
            None => {
                self.now = self.now.max(due);
                self.inputs.push_back(Input::Wake);
            }
        }
    }

    fn take_event(&mut self, connection: ConnectionNumber, event: LinkEvent) {
        let input = match event {
            LinkEvent::Subscribed { accepted } => Input::Subscribed {
                connection,
                accepted,
            },
            LinkEvent::Message {
                topic,
                payload,
                retain,
            } => {
                self.note_message(&topic, &payload);
                Input::Message {
                    connection,
                    topic,
                    payload,
                    retain,
                }
            }
            LinkEvent::Acknowledged(publish) => {
                if let Some((_, carried)) = self.carried.take_if(|(sent, _)| *sent == publish) {
                    self.ledger.acknowledged(publish, &carried);
                    self.tally.acknowledge(carried);
                }
                Input::PublishAcknowledged {
                    connection,
                    publish,
                }
            }
            LinkEvent::Closed => {
                self.end_link();
                Input::Disconnected { connection }
            }
        };
        self.inputs.push_back(input);
    }

    async fn disconnect(&mut self) {
        let Some((connection, mut link)) = self.link.take() else {
            return;
        };
        let late = link.disconnect().await;
        self.tally.count_bytes(link.as_ref());
        for event in late {
            self.take_event(connection, event);
        }
        self.inputs.push_back(Input::Disconnected { connection });
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
            let (now, size) = (self.now.to_seconds(), payload.len());
            trace(&format!(
                "{now} device {direction} {topic} {size} B {}",
                hide_vins(&text)
            ));
        }
    }

    /// The device's ID.
    #[must_use]
    pub fn device_id(&self) -> &DeviceId {
        self.vehicle.device_id()
    }
}
