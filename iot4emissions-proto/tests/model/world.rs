//! The whole system in one state: devices, brokers, both services, and the HTTP calls
//! between them.

use iot4emissions_proto::device::{Input, OtaDevice};
use iot4emissions_proto::message::{ConfigurationStatus, RegistrationStatus};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::call::{Answer, Call, CallKind, Sequence};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::DeviceRecord;
use iot4emissions_proto::services::registration::VehicleRecord;

use crate::at_device::Mishap;
use crate::driver;
use crate::model::Network;
use crate::node::{Content, Ghost, Inbound, Node, Reading, Sent, Stage};
use crate::scenario::{self, Budget, Scenario};
use crate::shared::Shared;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) nodes: Vec<Node>,
    /// What the registration broker retains for each device.
    pub(crate) statuses: Vec<Option<RegistrationStatus>>,
    /// What the data broker retains for each device, and what it retained before.
    pub(crate) configurations: Vec<Option<Shared<ConfigurationStatus>>>,
    pub(crate) replaced: Vec<Option<Shared<ConfigurationStatus>>>,
    /// Whether the registration broker holds a request of each device.
    pub(crate) requests: Vec<bool>,
    /// The Data Transfers that the data broker holds, in no order.
    pub(crate) transfers: Vec<(usize, Sent)>,
    /// The Registration Service's record, and whether another vehicle's record has
    /// the device.
    pub(crate) vehicle: Shared<VehicleRecord>,
    pub(crate) bound_elsewhere: bool,
    /// What a Registration Service that crashed has stored and not yet published, and
    /// whether each service is down.
    pub(crate) owed: Vec<(usize, Option<RegistrationStatus>)>,
    pub(crate) registration_down: bool,
    pub(crate) data_down: bool,
    /// Calls under way to the Data Service, and answers under way back, in no order.
    pub(crate) calls: Vec<Call>,
    pub(crate) answers: Vec<(usize, Sequence, Answer)>,
    /// The Data Service's records of the devices, and its storage.
    pub(crate) records: Vec<Option<Shared<DeviceRecord>>>,
    pub(crate) stored: Vec<(usize, Snapshot)>,
    pub(crate) budget: Budget,
    pub(crate) witness: Shared<Witness>,
}

/// What somebody knows who saw all that the services did.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Witness {
    /// Snapshots that the Data Service refused, and that it ignored as a stranger's.
    pub(crate) refused: Vec<(usize, Reading)>,
    pub(crate) ignored: Vec<(usize, Reading)>,
    /// Those that it flagged, as it has others of the same time (P-7.7).
    pub(crate) flagged: Vec<(usize, Reading)>,
    /// The highest call that reached the Data Service, for each device.
    pub(crate) told: Vec<Option<(Sequence, CallKind)>>,
    pub(crate) stored_uncleared: bool,
    pub(crate) vin_told: bool,
    pub(crate) version_fell: bool,
}

impl World {
    /// Provisioned devices that are about to connect for the first time.
    pub(crate) fn new(network: &Network) -> Self {
        let scenario = &network.scenario;
        let count = scenario.devices;
        let mut world = Self {
            nodes: (0..count).map(|index| node(scenario, index)).collect(),
            statuses: vec![None; count],
            configurations: vec![None; count],
            replaced: vec![None; count],
            requests: vec![false; count],
            transfers: Vec::new(),
            vehicle: Shared::new(scenario::vehicle(scenario)),
            bound_elsewhere: scenario.bound_elsewhere,
            owed: Vec::new(),
            registration_down: false,
            data_down: false,
            calls: Vec::new(),
            answers: Vec::new(),
            records: vec![None; count],
            stored: Vec::new(),
            budget: scenario.budget,
            witness: Shared::new(Witness {
                refused: Vec::new(),
                ignored: Vec::new(),
                flagged: Vec::new(),
                told: vec![None; count],
                stored_uncleared: false,
                vin_told: false,
                version_fell: false,
            }),
        };
        for index in 0..count {
            let trusted = Input::ClockTrusted { trusted: true };
            driver::give(&mut world, network, index, trusted, Mishap::Nothing);
        }
        world
    }

    /// Retains a registration status, and tells who is subscribed.
    pub(crate) fn retain_status(&mut self, index: usize, status: Option<RegistrationStatus>) {
        self.statuses[index].clone_from(&status);
        self.tell(index, Content::Status(status));
    }

    /// Retains a configuration, and tells who is subscribed.
    pub(crate) fn retain_configuration(&mut self, index: usize, status: &ConfigurationStatus) {
        if self.configurations[index].as_deref() != Some(status) {
            let status = Shared::new(status.clone());
            self.replaced[index] = self.configurations[index].replace(status);
        }
        let status = Shared::new(status.clone());
        self.tell(index, Content::Configuration(status));
    }

    fn tell(&mut self, index: usize, content: Content) {
        let Some(link) = &mut self.nodes[index].link else {
            return;
        };
        let subscribed = matches!(link.stage, Stage::Subscribing | Stage::Subscribed);
        let broker = match &content {
            Content::Status(_) => iot4emissions_proto::delivery::BrokerRole::Registration,
            Content::Configuration(_) => iot4emissions_proto::delivery::BrokerRole::Data,
        };
        if subscribed && link.broker == broker {
            let live = Inbound {
                content,
                retain: false,
                again: false,
            };
            // What waits already says the same.
            if link.inbox.last() != Some(&live) {
                link.inbox.push(live);
            }
        }
    }

    pub(crate) fn clearance(&self, index: usize) -> Option<Clearance> {
        Some(self.records[index].as_ref()?.clearance())
    }

    /// The device that the vehicle has, for the Registration Service.
    pub(crate) fn bound(&self) -> Option<usize> {
        let binding = self.vehicle.binding.as_ref()?;
        index_of(self, binding.device.as_str())
    }
}

pub(crate) fn index_of(world: &World, name: &str) -> Option<usize> {
    scenario::DEVICES[..world.nodes.len()]
        .iter()
        .position(|device| *device == name)
}

/// Adds to what has no order and where the same twice is once.
pub(crate) fn insert<T: PartialEq>(items: &mut Vec<T>, item: T, before: impl Fn(&T, &T) -> bool) {
    if !items.contains(&item) {
        let place = items.partition_point(|other| before(other, &item));
        items.insert(place, item);
    }
}

/// A device that has left the factory, its record stored.
fn node(scenario: &Scenario, index: usize) -> Node {
    let mut device = OtaDevice::new();
    let provisioning = Box::new(scenario::provisioning(scenario, index));
    // Before the first tick, so that the first life has begun like all others.
    device.handle_input(scenario::at(0), Input::ProvisioningComplete(provisioning));
    let record = device.record().expect("a provisioned device").clone();
    Node {
        device: Shared::new(OtaDevice::restore(record.clone())),
        disk: Shared::new(record),
        older: None,
        ticks: 0,
        link: None,
        closing: None,
        asked: None,
        storing: None,
        acknowledged: Vec::new(),
        ghost: Shared::new(Ghost::default()),
    }
}
