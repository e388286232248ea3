//! A driver with a virtual clock and a disk: it carries out every output in order,
//! wakes the device only when it asked for it, and checks after every input what
//! holds always.

mod checks;
mod outputs;
mod steps;

use std::collections::{BTreeMap, HashSet};

use iot4emissions_proto::device::{
    Accounts, ConnectionNumber, DeviceState, EventKind, Input, OtaDevice, Output, Provisioning,
    PublishNumber, Record, RequestNumber, Settings, Status, Wait,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{START, VIN, operational, provisioning, settings};
use outputs::snapshots;
pub(crate) use outputs::{acquires, brief, connects, events, message, published, times};

/// More steps than any test needs: who takes more is not getting anywhere.
const MANY: usize = 20_000;

/// The connection as the driver sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    Down,
    Connecting(ConnectionNumber),
    Connected(ConnectionNumber),
    Subscribed(ConnectionNumber),
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) device: OtaDevice,
    /// The wall clock; set by a test, it is a clock that was set.
    pub(crate) now: UnixMillis,
    /// The monotonic clock.
    pub(crate) running: MonotonicMillis,
    pub(crate) wait: Wait,
    /// When the wait ends on the wall clock, if no clock is set meanwhile.
    pub(crate) until: Option<UnixMillis>,
    pub(crate) link: Link,
    /// Its ID for the Data Service, where that is another one (P-1.7).
    pub(crate) data_device: Option<DeviceId>,
    /// The host of the last connection.
    pub(crate) host: String,
    /// What is on the disk, and whether it can be written.
    pub(crate) disk: Option<Vec<u8>>,
    pub(crate) disk_works: bool,
    /// Every publish of a Data Transfer that was carried out.
    pub(crate) sent: BTreeMap<(ConnectionNumber, PublishNumber), Vec<Snapshot>>,
    pub(crate) last_publish: Option<(ConnectionNumber, PublishNumber)>,
    acknowledged: HashSet<Snapshot>,
    wakes_without_time: usize,
    pub(crate) snapshots_taken: u32,
    /// The last questions to the vehicle.
    pub(crate) last_acquire: RequestNumber,
    pub(crate) last_read: RequestNumber,
    /// How many more outputs are carried out before the power fails, and whether it has.
    pub(crate) outputs_left: Option<usize>,
    pub(crate) dead: bool,
    pub(crate) persists: usize,
    pub(crate) bytes_persisted: usize,
    pub(crate) connections: usize,
    /// The number of the last one.
    pub(crate) last_connection: u32,
    /// When each connection was tried, on the monotonic clock of all lives, and where.
    pub(crate) tried: Vec<(u64, String)>,
    /// What of that clock passed in earlier lives.
    pub(crate) earlier: u64,
    /// Every event that was told.
    pub(crate) told: Vec<EventKind>,
    /// What was given and what came of it, where somebody wants to know.
    pub(crate) trace: Option<Vec<(Now, Input, Vec<Output>)>>,
}

impl World {
    /// A device in PreProvisioning.
    pub(crate) fn new() -> Self {
        Self {
            device: OtaDevice::new(),
            now: START,
            running: MonotonicMillis(7_000),
            wait: Wait::default(),
            until: None,
            link: Link::Down,
            data_device: None,
            host: String::new(),
            disk: None,
            disk_works: true,
            sent: BTreeMap::new(),
            last_publish: None,
            acknowledged: HashSet::new(),
            wakes_without_time: 0,
            snapshots_taken: 0,
            last_acquire: RequestNumber(0),
            last_read: RequestNumber(0),
            outputs_left: None,
            dead: false,
            persists: 0,
            bytes_persisted: 0,
            connections: 0,
            last_connection: 0,
            tried: Vec::new(),
            earlier: 0,
            told: Vec::new(),
            trace: None,
        }
    }

    /// Provisioned with a trusted clock, about to connect to the registration broker.
    pub(crate) fn provisioned(settings: Settings) -> Self {
        Self::provisioned_with(provisioning(settings))
    }

    /// The same with another identity or another secret.
    pub(crate) fn provisioned_with(provisioning: Provisioning) -> Self {
        let mut world = Self::new();
        world.give(Input::ClockTrusted { trusted: true });
        world.give(Input::ProvisioningComplete(Box::new(provisioning)));
        world
    }

    /// Registered, about to connect to the data broker.
    pub(crate) fn registered(settings: Settings) -> Self {
        let mut world = Self::provisioned(settings);
        world.connect_and_subscribe();
        world.deliver(
            TopicKind::RegisterServer,
            r#"{"deviceState":"registered"}"#,
            true,
        );
        assert_eq!(world.device.state(), DeviceState::Registered);
        world
    }

    /// Registered, and then configured.
    pub(crate) fn configured(settings: Settings, status: &ConfigurationStatus) -> Self {
        let mut world = Self::registered(settings);
        world.connect_and_subscribe();
        world.configure(status);
        assert_eq!(world.link, Link::Down);
        world
    }

    /// Operational without a spread, configured with version 1.
    pub(crate) fn operational() -> Self {
        Self::configured(settings(), &operational(1))
    }

    /// The present moment on both clocks.
    pub(crate) fn time(&self) -> Now {
        Now {
            monotonic: self.running,
            wall: self.now,
        }
    }

    /// Time passes, on both clocks; the device is not woken.
    pub(crate) fn skip(&mut self, millis: u64) {
        self.now.0 += millis;
        self.running.0 += millis;
    }

    /// Gives an input, carries out all outputs, and checks what holds always.
    pub(crate) fn give(&mut self, input: Input) -> Vec<Output> {
        let before = self.device.clone();
        self.note_input(&input);
        self.tell(input.clone());
        let mut outputs = Vec::new();
        self.wait = loop {
            match self.device.poll_output() {
                Output::Wait(wait) => break wait,
                output => {
                    if self.power_fails() {
                        (self.wait, self.until) = (Wait::default(), None);
                        return outputs;
                    }
                    let first = outputs.is_empty();
                    outputs.push(output.clone());
                    if let Some((.., noted)) = self.trace.as_mut().and_then(|it| it.last_mut()) {
                        noted.push(output.clone());
                    }
                    self.check_output(&output, first, &outputs);
                    self.carry_out(&output);
                }
            }
            assert!(outputs.len() < 100, "no end of outputs: {outputs:?}");
        };
        let duration = self.wait.duration_from(self.time());
        self.until = duration.map(|duration| self.now.plus(duration));
        let again = Output::Wait(self.wait);
        assert_eq!(self.device.poll_output(), again, "waiting changes nothing");
        self.check_accounts(&before, &input, &outputs);
        self.check_privacy(&input, &outputs);
        outputs
    }

    /// Hands an input over, and notes it where somebody wants to know.
    fn tell(&mut self, input: Input) {
        let time = self.time();
        if let Some(trace) = &mut self.trace {
            trace.push((time, input.clone(), Vec::new()));
        }
        self.device.handle_input(time, input);
    }

    fn power_fails(&mut self) -> bool {
        if let Some(left) = &mut self.outputs_left {
            self.dead = *left == 0;
            *left = left.saturating_sub(1);
        }
        self.dead
    }

    fn note_input(&mut self, input: &Input) {
        assert!(!format!("{input:?}").contains(VIN), "P-1.5: {input:?}");
        match (input, self.link) {
            (Input::Connected { connection }, Link::Connecting(number))
                if *connection == number =>
            {
                self.link = Link::Connected(number);
            }
            (Input::Subscribed { connection }, Link::Connected(number))
                if *connection == number =>
            {
                self.link = Link::Subscribed(number);
            }
            (Input::Disconnected { connection, .. }, link)
                if link.number() == Some(*connection) =>
            {
                self.link = Link::Down;
            }
            _ => {}
        }
    }

    fn carry_out(&mut self, output: &Output) {
        match output {
            Output::Persist => self.persist(),
            Output::Acquire { request } => self.last_acquire = *request,
            Output::ReadVehicle { request } => self.last_read = *request,
            Output::Connect {
                connection,
                endpoint,
                ..
            } => {
                endpoint.host.as_str().clone_into(&mut self.host);
                self.connections += 1;
                self.last_connection = connection.0;
                self.tried
                    .push((self.earlier + self.running.0, self.host.clone()));
                self.link = Link::Connecting(*connection);
            }
            Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } => {
                let number = (*connection, *publish);
                self.last_publish = Some(number);
                if topic.kind() == TopicKind::DataDevice {
                    let twice = self.sent.insert(number, snapshots(payload));
                    assert_eq!(twice, None, "P-6.6: a number is used once");
                }
            }
            Output::Disconnect { .. } => self.link = Link::Down,
            Output::Notify(event) => self.told.push(event.kind),
            _ => {}
        }
    }

    fn persist(&mut self) {
        let waits = matches!(self.device.poll_output(), Output::Wait(_));
        assert!(waits, "P-6.2: nothing is given out before it is stored");
        if !self.disk_works {
            self.tell(Input::PersistFailed);
            return;
        }
        let bytes = self.device.record().map(|record| {
            let bytes = record.to_bytes();
            // Reading takes long; the records between look like these.
            if self.persists < 8 || self.persists % 8 == 0 {
                assert_eq!(Record::from_bytes(&bytes).as_ref(), Ok(record));
            }
            bytes
        });
        self.persists += 1;
        self.disk = bytes;
        let bytes = self.disk.as_ref().map_or(0, Vec::len);
        self.bytes_persisted += bytes;
        let bytes = u32::try_from(bytes).unwrap();
        self.tell(Input::Persisted { bytes });
    }

    /// Sleeps until the device wants to be woken, and wakes it.
    pub(crate) fn sleep(&mut self) -> Vec<Output> {
        let duration = self
            .wait
            .duration_from(self.time())
            .unwrap_or_else(|| panic!("the device waits for ever: {:?}", self.device));
        self.wakes_without_time = match duration.is_zero() {
            false => 0,
            true => self.wakes_without_time + 1,
        };
        assert!(
            self.wakes_without_time < 50,
            "busy loop: the device is woken again and again at {}: {:?}",
            self.now,
            self.device
        );
        self.skip(u64::try_from(duration.as_millis()).unwrap());
        let outputs = self.give(Input::Wake);
        assert!(
            !outputs.is_empty() || self.until.is_none_or(|until| until > self.now),
            "busy loop: woken at {} the device does nothing, and wants to be woken at once: {:?}",
            self.now,
            self.device
        );
        outputs
    }

    /// Lets time pass until `time`, waking the device when it wants to be woken.
    pub(crate) fn pass_until(&mut self, time: UnixMillis) -> Vec<Output> {
        let mut outputs = Vec::new();
        for _ in 0..MANY {
            if self.until.is_none_or(|until| until > time) {
                self.skip(time.0.saturating_sub(self.now.0));
                return outputs;
            }
            outputs.extend(self.sleep());
        }
        panic!("{MANY} steps, and {time} is not reached");
    }

    pub(crate) fn pass(&mut self, seconds: u64) -> Vec<Output> {
        self.pass_until(UnixMillis(self.now.0 + seconds * 1000))
    }

    /// Sleeps until an output is `wanted`; answers whatever is to be acquired.
    pub(crate) fn sleep_until(&mut self, wanted: impl Fn(&Output) -> bool) -> Vec<Output> {
        for _ in 0..MANY {
            let mut outputs = self.sleep();
            while acquires(&outputs) && !outputs.iter().any(&wanted) {
                outputs = self.acquired();
            }
            if outputs.iter().any(&wanted) {
                return outputs;
            }
        }
        panic!("{MANY} steps without the wanted output");
    }

    pub(crate) fn sleep_until_connect(&mut self) -> Vec<Output> {
        self.sleep_until(|output| matches!(output, Output::Connect { .. }))
    }

    pub(crate) fn status(&mut self) -> Status {
        let outputs = self.give(Input::StatusQuery);
        let status = outputs.into_iter().find_map(|output| match output {
            Output::Status(status) => Some(*status),
            _ => None,
        });
        status.expect("T-10: a query is answered")
    }

    /// How often an event was told that is `wanted`.
    pub(crate) fn told(&self, wanted: impl Fn(&EventKind) -> bool) -> usize {
        self.told.iter().filter(|kind| wanted(kind)).count()
    }

    /// How many connections to `host` were tried.
    pub(crate) fn tried_at(&self, host: &str) -> usize {
        self.tried.iter().filter(|(_, tried)| tried == host).count()
    }

    pub(crate) fn accounts(&self) -> Accounts {
        self.device.status().accounts
    }

    pub(crate) fn pending(&self) -> Vec<u64> {
        let record = self.device.record().unwrap();
        record.pending().iter().map(|s| s.acquired().0).collect()
    }

    /// Power loss: what is not on the disk is gone, connections too.
    pub(crate) fn lose_power(&mut self) -> Vec<Output> {
        self.device = match &self.disk {
            Some(bytes) => OtaDevice::restore(Record::from_bytes(bytes).unwrap()),
            None => OtaDevice::new(),
        };
        self.forget_unstored();
        self.link = Link::Down;
        self.earlier += self.running.0 - 5_000;
        self.running = MonotonicMillis(5_000);
        self.sent.clear();
        self.outputs_left = None;
        self.dead = false;
        let mut outputs = self.give(Input::ClockTrusted { trusted: true });
        if self.disk.is_none() {
            let provisioning = Box::new(provisioning(settings()));
            outputs.extend(self.give(Input::ProvisioningComplete(provisioning)));
        }
        outputs
    }

    /// The driver restores the device in its place (P-6.9): old connections may
    /// still report.
    pub(crate) fn restore_in_place(&mut self) {
        let record = self.device.record().unwrap().to_bytes();
        self.device = OtaDevice::restore(Record::from_bytes(&record).unwrap());
    }
}

impl Link {
    pub(crate) const fn number(self) -> Option<ConnectionNumber> {
        match self {
            Self::Down => None,
            Self::Connecting(number) | Self::Connected(number) | Self::Subscribed(number) => {
                Some(number)
            }
        }
    }
}
