//! Where the Data Service's broker is: at the host that the factory knows, or, once an
//! operator has moved it, at another one (P-6.8). Both hand out the same messages while
//! they run.

use iot4emissions_proto::device::{EndpointOrigin, OtaDevice};
use iot4emissions_proto::message::Endpoint;

use crate::node::Node;
use crate::scenario;
use crate::world::World;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Host {
    Registration,
    Old,
    New,
}

impl Host {
    pub(crate) fn of(endpoint: &Endpoint) -> Self {
        match endpoint.host.as_str() {
            scenario::OLD_HOST => Self::Old,
            scenario::NEW_HOST => Self::New,
            _ => Self::Registration,
        }
    }
}

impl World {
    pub(crate) fn is_up(&self, host: Host) -> bool {
        !self.down.contains(&host)
    }

    /// What becomes of the hosts when everything is in order: the new one runs, and the old
    /// one as well, as long as a device knows of no other.
    pub(crate) fn heal_hosts(&mut self) {
        let all_know = self.moved && self.nodes.iter().all(knows_the_new_host);
        self.down.retain(|host| all_know && *host == Host::Old);
    }
}

fn knows_the_new_host(node: &Node) -> bool {
    let configuration = node.disk.configuration();
    configuration.is_some_and(|status| Host::of(&status.configuration.obfcm_data_mqtt) == Host::New)
}

/// Whether the device uses an endpoint that worked before, in place of the configured one.
pub(crate) fn has_fallen_back(device: &OtaDevice) -> bool {
    let endpoint = device.status().data_endpoint;
    endpoint.is_some_and(|endpoint| endpoint.origin == EndpointOrigin::Fallback)
}
