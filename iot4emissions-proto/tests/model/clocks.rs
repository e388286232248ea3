//! The two clocks of a device (P-6.17), and who sets the one that says which day it is.

use iot4emissions_proto::time::{MonotonicMillis, Now};

use crate::at_device::At;
use crate::fault::Fault;
use crate::model::Network;
use crate::node::Node;
use crate::scenario;

impl At {
    /// How far the wall clock is ahead of the truth once it is set, in ticks.
    pub(crate) fn clock_ahead(self, network: &Network) -> Option<i64> {
        let error = network.scenario.clock_error;
        match self {
            At::ClockFast => Some(error),
            At::ClockSlow => Some(-error),
            At::ClockRight => Some(0),
            _ => None,
        }
    }
}

/// What the driver says that both clocks show.
pub(crate) fn now(network: &Network, node: &mut Node) -> Now {
    let ticks = i64::try_from(node.ticks).expect("a short life");
    let mut ahead = node.ahead;
    if network.has(Fault::WallClockNeverBack) {
        node.latest = node.latest.max(ticks + ahead);
        ahead = node.latest - ticks;
    }
    let mut now = scenario::at(node.ticks, ahead);
    if network.has(Fault::OneClock) {
        now.monotonic = MonotonicMillis(now.wall.0);
    }
    now
}
