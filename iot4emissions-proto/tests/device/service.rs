//! Both services and their brokers, and the vehicle, as they are when nothing is
//! wrong: they answer every output of a device at once.

use std::collections::{BTreeMap, VecDeque};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{DisconnectReason, Input, OtaDevice, Output, Record};
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::time::UnixMillis;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DATA_HOST, REGISTRATION_HOST, values, vehicle};
use crate::world::{World, message, published};

pub(crate) struct Service {
    /// The retained configuration.
    pub(crate) configuration: Option<ConfigurationStatus>,
    /// The hosts that can be reached.
    pub(crate) hosts: Vec<String>,
    pub(crate) registered: bool,
    /// What arrived, once a snapshot.
    pub(crate) received: BTreeMap<u64, Snapshot>,
    pub(crate) requests: usize,
    pub(crate) transfers: usize,
    /// Whether a restart restores the device in its place.
    pub(crate) restores: bool,
    waiting: VecDeque<Output>,
}

impl Service {
    pub(crate) fn new(configuration: Option<ConfigurationStatus>) -> Self {
        Self {
            configuration,
            hosts: vec![REGISTRATION_HOST.to_owned(), DATA_HOST.to_owned()],
            registered: false,
            received: BTreeMap::new(),
            requests: 0,
            transfers: 0,
            restores: false,
            waiting: VecDeque::new(),
        }
    }

    /// Runs the world until `time`, or until its power fails.
    pub(crate) fn run(&mut self, world: &mut World, time: UnixMillis) {
        self.run_with(world, time, Vec::new());
    }

    /// The same, where the world has already put something out.
    pub(crate) fn run_with(&mut self, world: &mut World, time: UnixMillis, outputs: Vec<Output>) {
        self.waiting = outputs.into();
        for _ in 0..20_000 {
            if world.dead {
                return;
            }
            if let Some(output) = self.waiting.pop_front() {
                for input in self.answers(world, &output) {
                    let outputs = world.give(input);
                    self.waiting.extend(outputs);
                    if world.dead {
                        return;
                    }
                }
                continue;
            }
            if world.until.is_none_or(|until| until > time) {
                world.skip(time.0.saturating_sub(world.now.0));
                return;
            }
            let outputs = world.sleep();
            self.waiting.extend(outputs);
        }
        panic!("20,000 steps, and {time} is not reached");
    }

    fn answers(&mut self, world: &mut World, output: &Output) -> Vec<Input> {
        let stale = |number| world.link.number() != Some(number);
        match output {
            Output::ReadVehicle { request } => vec![Input::VehicleRead {
                request: *request,
                vehicle: Box::new(vehicle()),
            }],
            Output::Connect {
                connection,
                endpoint,
                ..
            } if !stale(*connection) => {
                let connection = *connection;
                let reachable = self.hosts.iter().any(|host| host == endpoint.host.as_str());
                vec![match reachable {
                    true => Input::Connected { connection },
                    false => Input::Disconnected {
                        connection,
                        reason: DisconnectReason::Tcp,
                    },
                }]
            }
            Output::Subscribe { connection, topic } if !stale(*connection) => {
                let connection = *connection;
                let accepted = Input::Subscribed { connection };
                let retained = match topic.kind() {
                    TopicKind::RegisterServer => self.registered.then(registered),
                    _ => self
                        .configuration
                        .as_ref()
                        .map(|status| String::from_utf8(status.to_canonical()).unwrap()),
                };
                let retained = retained.map(|text| message(connection, topic.kind(), &text, true));
                std::iter::once(accepted).chain(retained).collect()
            }
            Output::Publish {
                connection,
                publish,
                topic,
                ..
            } => {
                let (connection, publish) = (*connection, *publish);
                let acknowledged = Input::PublishAcknowledged {
                    connection,
                    publish,
                };
                if topic.kind().delivery().broker == BrokerRole::Registration {
                    self.requests += 1;
                    self.registered = true;
                    let kind = TopicKind::RegisterServer;
                    return vec![
                        acknowledged,
                        message(connection, kind, &registered(), false),
                    ];
                }
                self.transfers += 1;
                for snapshot in published(std::slice::from_ref(output)) {
                    self.received.insert(snapshot.acquired().0, snapshot);
                }
                vec![acknowledged]
            }
            Output::Acquire { request } => {
                world.snapshots_taken += 1;
                vec![Input::Acquired {
                    request: *request,
                    values: values(world.snapshots_taken),
                }]
            }
            Output::Restart if self.restores => {
                // What was still to be carried out is the new device's own matter.
                let record = Record::from_bytes(world.disk.as_ref().unwrap()).unwrap();
                world.device = OtaDevice::restore(record);
                vec![Input::ClockTrusted { trusted: true }]
            }
            _ => Vec::new(),
        }
    }
}

fn registered() -> String {
    r#"{"deviceState":"registered"}"#.to_owned()
}
