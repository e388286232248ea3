//! The whole system in one state: devices, brokers, both services, and the HTTP calls
//! between them.

use iot4emissions_proto::device::{Input, OtaDevice};
use iot4emissions_proto::message::{ConfigurationStatus, RegistrationStatus};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::services::call::{Answer, Call, CallKind, Sequence};
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{DeviceEntry, DeviceRecord};
use iot4emissions_proto::services::registration::{Binding, VehicleRecord};

use iot4emissions_proto::time::UnixSeconds;

use crate::at_device::Mishap;
use crate::driver;
use crate::hosts::Host;
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
    /// The requests that the registration broker holds: of which device, for which vehicle.
    pub(crate) requests: Vec<(usize, usize)>,
    /// The Data Transfers that the data broker holds, in no order.
    pub(crate) transfers: Vec<(usize, Sent)>,
    /// The Registration Service's records, and whether the record of a vehicle that is not
    /// modelled has the device.
    pub(crate) vehicles: Vec<Shared<VehicleRecord>>,
    pub(crate) bound_elsewhere: bool,
    /// What a Registration Service that crashed has stored and not yet published, and
    /// whether each service is down.
    pub(crate) owed: Vec<(usize, Option<RegistrationStatus>)>,
    pub(crate) registration_down: bool,
    pub(crate) data_down: bool,
    /// Whether the Data Service's broker has moved, and which hosts are down.
    pub(crate) moved: bool,
    pub(crate) down: Vec<Host>,
    /// Calls under way to the Data Service, and answers under way back, in no order.
    pub(crate) calls: Vec<(usize, Call)>,
    pub(crate) answers: Vec<Answered>,
    /// What both services' records were when they were backed up, whether one of them was
    /// restored from that, and whether an operator still has to have the devices told again
    /// (P-7.11).
    pub(crate) backup: Option<Shared<Backup>>,
    pub(crate) restored: bool,
    pub(crate) to_tell_again: bool,
    /// What the Data Service has of the devices, and its storage.
    pub(crate) entries: Vec<Option<Shared<DeviceEntry>>>,
    pub(crate) stored: Vec<(usize, Snapshot)>,
    pub(crate) budget: Budget,
    pub(crate) witness: Shared<Witness>,
}

/// An answer under way back, of a call that a vehicle's record made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Answered {
    pub(crate) vehicle: usize,
    pub(crate) device: usize,
    pub(crate) sequence: Sequence,
    pub(crate) answer: Answer,
}

/// The records of both services. What the Data Service has stored of snapshots is among them
/// where data is erased, which a backup may bring back; otherwise who loses that loses it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Backup {
    pub(crate) vehicles: Vec<Shared<VehicleRecord>>,
    pub(crate) entries: Vec<Option<Shared<DeviceEntry>>>,
    pub(crate) stored: Vec<(usize, Snapshot)>,
    /// What people could still do then.
    pub(crate) budget: Budget,
}

/// What somebody knows who saw all that the services did.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Witness {
    /// Snapshots that the Data Service refused, and that it ignored as a stranger's.
    pub(crate) refused: Vec<(usize, Reading)>,
    pub(crate) ignored: Vec<(usize, Reading)>,
    /// Those that it did not keep, as a withdrawal ended later (P-7.7), and when the last one
    /// of each device has ended.
    pub(crate) withheld: Vec<(usize, Reading)>,
    pub(crate) withdrawn_until: Vec<UnixSeconds>,
    /// Those that it flagged, as it has others of the same time (P-7.7).
    pub(crate) flagged: Vec<(usize, Reading)>,
    /// The highest call that reached the Data Service, for each device.
    pub(crate) told: Vec<Option<(Sequence, CallKind)>>,
    pub(crate) stored_uncleared: bool,
    pub(crate) stored_withdrawn: bool,
    pub(crate) stored_foreign: bool,
    pub(crate) vin_told: bool,
    pub(crate) version_fell: bool,
    /// What was stored and is erased (P-7.14), and when each device was last forgotten; 0
    /// where it never was.
    pub(crate) erased: Vec<(usize, Reading)>,
    pub(crate) forgotten_at: Vec<UnixSeconds>,
    /// The vehicles whose owners had their data erased.
    pub(crate) ended: Vec<bool>,
    pub(crate) partings: Vec<Parting>,
}

/// A change of owner, and how far the Data Service has heard of it (P-7.13).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Parting {
    pub(crate) device: usize,
    pub(crate) sold: UnixSeconds,
    /// A call with a higher number than this tells of it.
    pub(crate) above: Sequence,
    pub(crate) heard: Option<UnixSeconds>,
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
            requests: Vec::new(),
            transfers: Vec::new(),
            vehicles: (0..1 + usize::from(scenario.budget.swaps))
                .map(|vehicle| Shared::new(scenario::vehicle(scenario, vehicle)))
                .collect(),
            bound_elsewhere: scenario.bound_elsewhere,
            owed: Vec::new(),
            registration_down: false,
            data_down: false,
            moved: false,
            down: Vec::new(),
            backup: None,
            restored: false,
            to_tell_again: false,
            calls: Vec::new(),
            answers: Vec::new(),
            entries: vec![None; count],
            stored: Vec::new(),
            budget: scenario.budget,
            witness: Shared::new(Witness {
                refused: Vec::new(),
                ignored: Vec::new(),
                flagged: Vec::new(),
                withheld: Vec::new(),
                withdrawn_until: vec![UnixSeconds(0); count],
                told: vec![None; count],
                stored_uncleared: false,
                stored_withdrawn: false,
                stored_foreign: false,
                vin_told: false,
                version_fell: false,
                erased: Vec::new(),
                forgotten_at: vec![UnixSeconds(0); count],
                ended: vec![false; 1 + usize::from(scenario.budget.swaps)],
                partings: Vec::new(),
            }),
        };
        for index in 0..count {
            let trusted = Input::ClockTrusted { trusted: true };
            driver::give(&mut world, network, index, trusted, Mishap::Nothing);
        }
        world
    }

    /// Whether a device is registered for the first vehicle, and nothing about that is under
    /// way any more: that takes seconds, and putting a unit elsewhere hours. A status has no
    /// word for which request it answers.
    pub(crate) fn is_registered(&self, index: usize) -> bool {
        let binding = self.vehicles[0].binding.as_ref();
        self.bound(0) == Some(index)
            && binding.is_some_and(Binding::is_introduced)
            && self.requests.is_empty()
    }

    /// Whether the Data Service's broker refuses a publish, however often it comes.
    pub(crate) fn is_refused(&self, sent: &Sent) -> bool {
        let mut fuel = sent.readings.iter().filter_map(|reading| reading.fuel);
        self.budget.poison && fuel.any(|fuel| scenario::tick_of(fuel) == scenario::POISON)
    }

    /// Retains a registration status, and tells who is subscribed.
    pub(crate) fn retain_status(&mut self, index: usize, status: Option<RegistrationStatus>) {
        self.statuses[index].clone_from(&status);
        self.tell(index, Content::Status(status));
    }

    /// Retains a configuration, or clears the topic by a zero-length payload, and tells who
    /// is subscribed.
    pub(crate) fn retain_configuration(
        &mut self,
        index: usize,
        status: Option<ConfigurationStatus>,
    ) {
        let status = status.map(Shared::new);
        if self.configurations[index] != status {
            let before = std::mem::replace(&mut self.configurations[index], status.clone());
            self.replaced[index] = before;
        }
        self.tell(index, Content::Configuration(status));
    }

    /// Has the broker retain what the Data Service has of a device.
    pub(crate) fn publish_entry(&mut self, index: usize) {
        if let Some(entry) = self.entries[index].clone() {
            let status = entry.record().map(DeviceRecord::status);
            self.retain_configuration(index, status);
        }
    }

    /// The Data Service's record of a device, where it knows it.
    pub(crate) fn record(&self, index: usize) -> Option<&DeviceRecord> {
        self.entries[index].as_ref()?.record()
    }

    /// Whether the Data Service has only a tombstone of a device.
    pub(crate) fn is_forgotten(&self, index: usize) -> bool {
        let entry = self.entries[index].as_ref();
        entry.is_some_and(|entry| entry.is_forgotten())
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
        Some(self.record(index)?.clearance())
    }

    /// The device that a vehicle has, for the Registration Service.
    pub(crate) fn bound(&self, vehicle: usize) -> Option<usize> {
        let binding = self.vehicles[vehicle].binding.as_ref()?;
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
    device.handle_input(
        scenario::at(0, 0),
        Input::ProvisioningComplete(provisioning),
    );
    let record = device.record().expect("a provisioned device").clone();
    Node {
        device: Shared::new(OtaDevice::restore(record.clone())),
        disk: Shared::new(record),
        older: None,
        ticks: 0,
        ahead: 0,
        latest: 0,
        host_given_up: false,
        link: None,
        closing: None,
        asked: None,
        vehicle: 0,
        known_vehicle: 0,
        storing: None,
        acknowledged: Vec::new(),
        ghost: Shared::new(Ghost::default()),
    }
}
