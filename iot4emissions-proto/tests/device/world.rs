//! A driver with a virtual clock and a disk: it carries out every output in order,
//! wakes the device only when it asked for it, and checks after every input what
//! holds always.

mod checks;
mod outputs;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use iot4emissions_proto::device::{
    Accounts, ConnectionNumber, DeviceState, Input, OtaDevice, Output, PublishNumber, Record,
    Settings, Status,
};
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::time::{UnixMillis, UnixSeconds};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{START, VIN, operational, provisioning, settings};
use outputs::snapshots;
pub(crate) use outputs::{brief, events, message, published, times};

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
                    self.check_output(&output, first, &outputs);
                    self.carry_out(&output);
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

    fn carry_out(&mut self, output: &Output) {
        match output {
            Output::Persist => {
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
                endpoint.host.as_str().clone_into(&mut self.host);
                self.connections += 1;
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
            _ => {}
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
