//! A driver with a virtual clock and a disk: it carries out every output in order,
//! wakes the device only when it asked for it, and checks after every input what
//! holds always.

use std::collections::{BTreeMap, BTreeSet};

use iot4emissions_proto::device::{
    Accounts, ConnectionNumber, DeviceState, EventKind, Input, OtaDevice, Output, PublishNumber,
    Record, Settings, Status,
};
use iot4emissions_proto::message::{ConfigurationStatus, DataTransfer, Profile};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::time::{UnixMillis, UnixSeconds};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DEVICE, START, VIN, operational, provisioning, settings, values, vehicle};

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
    pub(crate) now: UnixMillis,
    pub(crate) until: Option<UnixMillis>,
    pub(crate) link: Link,
    /// The host of the last connection.
    pub(crate) host: String,
    /// What is on the disk, and whether it can be written.
    pub(crate) disk: Option<Vec<u8>>,
    pub(crate) disk_works: bool,
    /// Every publish of a Data Transfer that was carried out.
    pub(crate) sent: BTreeMap<(ConnectionNumber, PublishNumber), Vec<Snapshot>>,
    pub(crate) last_publish: Option<(ConnectionNumber, PublishNumber)>,
    acknowledged: BTreeSet<UnixSeconds>,
    wakes_without_time: usize,
    pub(crate) snapshots_taken: u32,
    /// How many more outputs are carried out before the power fails, and whether it has.
    pub(crate) outputs_left: Option<usize>,
    pub(crate) dead: bool,
    persists: usize,
    pub(crate) connections: usize,
    /// What was given and what came of it, where somebody wants to know.
    pub(crate) trace: Option<Vec<(UnixMillis, Input, Vec<Output>)>>,
}

impl World {
    /// A device in PreProvisioning.
    pub(crate) fn new() -> Self {
        Self {
            device: OtaDevice::new(),
            now: START,
            until: None,
            link: Link::Down,
            host: String::new(),
            disk: None,
            disk_works: true,
            sent: BTreeMap::new(),
            last_publish: None,
            acknowledged: BTreeSet::new(),
            wakes_without_time: 0,
            snapshots_taken: 0,
            outputs_left: None,
            dead: false,
            persists: 0,
            connections: 0,
            trace: None,
        }
    }

    /// Provisioned with a trusted clock, about to connect to the registration broker.
    pub(crate) fn provisioned(settings: Settings) -> Self {
        let mut world = Self::new();
        world.give(Input::ClockTrusted { trusted: true });
        world.give(Input::ProvisioningComplete(Box::new(provisioning(
            settings,
        ))));
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

    /// Gives an input, carries out all outputs, and checks what holds always.
    pub(crate) fn give(&mut self, input: Input) -> Vec<Output> {
        let before = self.device.clone();
        self.note_input(&input);
        self.device.handle_input(self.now, input.clone());
        let mut outputs = Vec::new();
        self.until = loop {
            match self.device.poll_output() {
                Output::Wait { until } => break until,
                output => {
                    if self.power_fails() {
                        self.until = None;
                        return outputs;
                    }
                    let first = outputs.is_empty();
                    outputs.push(output.clone());
                    self.carry_out(&output, first, &mut outputs);
                }
            }
            assert!(outputs.len() < 100, "no end of outputs: {outputs:?}");
        };
        let again = Output::Wait { until: self.until };
        assert_eq!(self.device.poll_output(), again, "waiting changes nothing");
        self.check_accounts(&before, &input, &outputs);
        self.check_privacy(&input, &outputs);
        if let Some(trace) = &mut self.trace {
            trace.push((self.now, input, outputs.clone()));
        }
        outputs
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
            (
                Input::Subscribed {
                    connection,
                    accepted: true,
                },
                Link::Connected(number),
            ) if *connection == number => self.link = Link::Subscribed(number),
            (Input::Disconnected { connection }, link) if link.number() == Some(*connection) => {
                self.link = Link::Down;
            }
            _ => {}
        }
    }

    fn carry_out(&mut self, output: &Output, first: bool, outputs: &mut Vec<Output>) {
        match output {
            Output::Persist => {
                assert!(first, "P-6.2: Persist precedes all else: {outputs:?}");
                if self.disk_works {
                    let record = self.device.record().expect("something to persist");
                    let bytes = record.to_bytes();
                    // Reading takes long; the records between look like these.
                    self.persists += 1;
                    if self.persists < 8 || self.persists % 8 == 0 {
                        assert_eq!(Record::from_bytes(&bytes).as_ref(), Ok(record));
                    }
                    self.disk = Some(bytes);
                } else {
                    self.device.handle_input(self.now, Input::PersistFailed);
                }
            }
            Output::Connect {
                connection,
                endpoint,
                ..
            } => {
                assert_eq!(self.link, Link::Down, "one connection at a time");
                endpoint.host.as_str().clone_into(&mut self.host);
                self.connections += 1;
                self.link = Link::Connecting(*connection);
            }
            Output::Subscribe { connection, topic } => {
                assert_eq!(self.link, Link::Connected(*connection));
                assert_eq!(topic.device().as_str(), DEVICE);
            }
            Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } => {
                assert_eq!(self.link, Link::Subscribed(*connection));
                assert_eq!(topic.device().as_str(), DEVICE);
                let number = (*connection, *publish);
                self.last_publish = Some(number);
                if topic.kind() == TopicKind::DataDevice {
                    assert_eq!(self.device.state(), DeviceState::Operational, "P-6.10");
                    let message = DataTransfer::decode(payload.as_bytes(), Profile::Strict);
                    let snapshots = message.unwrap().message.into_snapshots();
                    let record = self.device.record().unwrap();
                    for snapshot in &snapshots {
                        let known = record.pending().contains(snapshot)
                            || self.acknowledged.contains(&snapshot.acquired());
                        assert!(known, "neither pending nor kept: {snapshot:?}");
                    }
                    let twice = self.sent.insert(number, snapshots);
                    assert_eq!(twice, None, "P-6.6: a number is used once");
                } else {
                    assert_eq!(self.device.state(), DeviceState::Provisioned);
                }
            }
            Output::Disconnect { connection } => {
                assert_eq!(
                    self.link.number(),
                    Some(*connection),
                    "only what is open is closed: {outputs:?}"
                );
                self.link = Link::Down;
            }
            _ => {}
        }
    }

    /// P-6.16: every snapshot is accounted for, and none vanishes without a reason.
    fn check_accounts(&mut self, before: &OtaDevice, input: &Input, outputs: &[Output]) {
        let accounts = self.accounts();
        assert!(accounts.balance(), "{accounts:?} after {input:?}");
        let Some(was) = before.record() else { return };
        if events(outputs).contains(&EventKind::PersistFailed) {
            return;
        }
        let pending = self.device.record().map(Record::pending).unwrap_or(&[]);
        let gone: Vec<UnixSeconds> = was
            .pending()
            .iter()
            .filter(|snapshot| !pending.contains(snapshot))
            .map(Snapshot::acquired)
            .collect();
        let counted = accounts.acknowledged - was.accounts().acknowledged;
        if let Input::PublishAcknowledged {
            connection,
            publish,
        } = input
        {
            let sent = self.sent.get(&(*connection, *publish));
            let sent: BTreeSet<UnixSeconds> =
                sent.into_iter().flatten().map(Snapshot::acquired).collect();
            assert!(gone.iter().all(|time| sent.contains(time)), "P-6.6");
            if counted > 0 {
                let new = sent.difference(&self.acknowledged).count() as u64;
                assert_eq!(counted, new, "each snapshot is acknowledged once");
                self.acknowledged.extend(sent);
            }
            return;
        }
        assert_eq!(counted, 0, "P-6.6: acknowledged by a PUBACK only");
        let told: u64 = events(outputs)
            .iter()
            .map(|kind| match kind {
                EventKind::SnapshotsErased { count } => (*count).into(),
                EventKind::SnapshotEvicted { .. } => 1,
                _ => 0,
            })
            .sum();
        assert_eq!(gone.len() as u64, told, "P-6.16: never silence: {gone:?}");
    }

    fn check_privacy(&self, input: &Input, outputs: &[Output]) {
        let text = format!("{outputs:?}");
        assert!(!text.contains(VIN), "P-1.5: {text}");
        // Nothing else can bring one in.
        if matches!(input, Input::VehicleRead(_) | Input::Message { .. }) {
            let text = format!("{:?}", self.device);
            assert!(!text.contains(VIN), "P-1.5: {text}");
        }
    }

    /// Sleeps until the device wants to be woken, and wakes it.
    pub(crate) fn sleep(&mut self) -> Vec<Output> {
        let until = self
            .until
            .unwrap_or_else(|| panic!("the device waits for ever: {:?}", self.device));
        self.wakes_without_time = if until > self.now {
            0
        } else {
            self.wakes_without_time + 1
        };
        assert!(
            self.wakes_without_time < 50,
            "busy loop: the device is woken again and again at {}: {:?}",
            self.now,
            self.device
        );
        self.now = self.now.max(until);
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
                self.now = time;
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
            while outputs.contains(&Output::Acquire) && !outputs.iter().any(&wanted) {
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

    /// The number of the connection that is open.
    pub(crate) fn number(&self) -> ConnectionNumber {
        self.link.number().expect("an open connection")
    }

    pub(crate) fn connected(&mut self) -> Vec<Output> {
        let connection = self.number();
        self.give(Input::Connected { connection })
    }

    pub(crate) fn subscribed(&mut self, accepted: bool) -> Vec<Output> {
        let connection = self.number();
        self.give(Input::Subscribed {
            connection,
            accepted,
        })
    }

    pub(crate) fn connect_and_subscribe(&mut self) -> Vec<Output> {
        self.connected();
        self.subscribed(true)
    }

    pub(crate) fn disconnected(&mut self) -> Vec<Output> {
        let connection = self.number();
        self.give(Input::Disconnected { connection })
    }

    /// A message on the device's own topic of `kind`.
    pub(crate) fn deliver(&mut self, kind: TopicKind, payload: &str, retain: bool) -> Vec<Output> {
        let connection = self.number();
        self.give(message(connection, kind, payload, retain))
    }

    pub(crate) fn configure(&mut self, status: &ConfigurationStatus) -> Vec<Output> {
        let payload = String::from_utf8(status.to_canonical()).unwrap();
        self.deliver(TopicKind::ConfigServer, &payload, true)
    }

    pub(crate) fn vehicle_read(&mut self) -> Vec<Output> {
        self.give(Input::VehicleRead(Box::new(vehicle())))
    }

    /// The PUBACK of the last publish.
    pub(crate) fn puback(&mut self) -> Vec<Output> {
        let (connection, publish) = self.last_publish.expect("a publish");
        self.give(Input::PublishAcknowledged {
            connection,
            publish,
        })
    }

    /// The answer to [`Output::Acquire`].
    pub(crate) fn acquired(&mut self) -> Vec<Output> {
        self.snapshots_taken += 1;
        let values = values(self.snapshots_taken);
        self.give(Input::Acquired(values))
    }

    /// Takes snapshots when they are due.
    pub(crate) fn take_snapshots(&mut self, count: usize) {
        for _ in 0..count {
            let outputs = self.sleep();
            assert!(outputs.contains(&Output::Acquire), "{outputs:?}");
            self.acquired();
        }
    }

    /// Sleeps until the transfer, and goes as far as its first publish.
    pub(crate) fn start_transfer(&mut self) -> Vec<Snapshot> {
        for _ in 0..MANY {
            self.sleep_until_connect();
            self.connect_and_subscribe();
            let status = self.device.record().unwrap().configuration().cloned();
            let outputs = self.configure(&status.unwrap());
            let snapshots = published(&outputs);
            if !snapshots.is_empty() {
                return snapshots;
            }
        }
        panic!("no transfer");
    }

    pub(crate) fn status(&mut self) -> Status {
        let outputs = self.give(Input::StatusQuery);
        let status = outputs.into_iter().find_map(|output| match output {
            Output::Status(status) => Some(*status),
            _ => None,
        });
        status.expect("T-10: a query is answered")
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
        self.link = Link::Down;
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

pub(crate) fn message(
    connection: ConnectionNumber,
    kind: TopicKind,
    payload: &str,
    retain: bool,
) -> Input {
    Input::Message {
        connection,
        topic: format!("iot4emissions/{kind}/{DEVICE}"),
        payload: payload.into(),
        retain,
    }
}

pub(crate) fn events(outputs: &[Output]) -> Vec<EventKind> {
    let events = outputs.iter().filter_map(|output| match output {
        Output::Notify(event) => Some(event.kind),
        _ => None,
    });
    events.collect()
}

/// The snapshots of all Data Transfers among the outputs.
pub(crate) fn published(outputs: &[Output]) -> Vec<Snapshot> {
    let payloads = outputs.iter().filter_map(|output| match output {
        Output::Publish { topic, payload, .. } if topic.kind() == TopicKind::DataDevice => {
            Some(payload)
        }
        _ => None,
    });
    let transfers = payloads.map(|payload| {
        let decoded = DataTransfer::decode(payload.as_bytes(), Profile::Strict);
        decoded.unwrap().message.into_snapshots()
    });
    transfers.flatten().collect()
}

pub(crate) fn times(snapshots: &[Snapshot]) -> Vec<u64> {
    snapshots.iter().map(|s| s.acquired().0).collect()
}

/// The outputs but for notifications, in short.
pub(crate) fn brief(outputs: &[Output]) -> Vec<String> {
    let words = outputs.iter().filter_map(|output| {
        Some(match output {
            Output::Persist => "persist".to_owned(),
            Output::ReadVehicle => "read vehicle".to_owned(),
            Output::Connect {
                connection,
                endpoint,
                ..
            } => format!("connect {} {}", connection.0, endpoint.host.as_str()),
            Output::Subscribe { connection, topic } => {
                format!("subscribe {} {}", connection.0, topic.kind())
            }
            Output::Publish {
                connection, topic, ..
            } => format!("publish {} {}", connection.0, topic.kind()),
            Output::Disconnect { connection } => format!("disconnect {}", connection.0),
            Output::Acquire => "acquire".to_owned(),
            Output::Notify(_) => return None,
            Output::Status(_) => "status".to_owned(),
            Output::Restart => "restart".to_owned(),
            Output::Wait { .. } => "wait".to_owned(),
        })
    });
    words.collect()
}
