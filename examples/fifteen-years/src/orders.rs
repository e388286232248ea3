//! What the manufacturer or a workshop has a driver tell its device (P-6.20). A driver
//! remembers an order until the device has stored what follows from it (P-6.2).

use std::collections::VecDeque;

use crate::days::Millis;

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// A factory configuration for the brokers of a generation.
    Factory(usize),
    /// A renewed certificate; with another device ID or not.
    Certificate {
        other_id: bool,
    },
    RegisterAgain,
    /// The unit sits in another vehicle.
    VehicleChanged,
    /// The owner had the vehicle's data erased (P-6.23).
    DataErased,
    /// The unit is scrapped.
    Decommission,
}

/// The orders that have not been carried out.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    waiting: VecDeque<Order>,
    /// Whether the first one was given, and is not known to be stored.
    given: bool,
    /// From when on it is given again, once it could not be stored.
    again_from: Millis,
}

impl Orders {
    pub(crate) fn add(&mut self, order: Order) {
        self.waiting.push_back(order);
    }

    /// The order that is to be given now.
    pub(crate) fn give(&mut self, now: Millis) -> Option<Order> {
        if self.given || now < self.again_from {
            return None;
        }
        let order = self.waiting.front().copied();
        self.given = order.is_some();
        order
    }

    /// What was given is stored, or had nothing to store.
    pub(crate) fn done(&mut self) -> Option<Order> {
        match std::mem::take(&mut self.given) {
            true => self.waiting.pop_front(),
            false => None,
        }
    }

    /// What was given never happened, and is given again from a time on; whether something
    /// was.
    pub(crate) fn undone(&mut self, again_from: Millis) -> bool {
        self.again_from = again_from;
        std::mem::take(&mut self.given)
    }

    pub(crate) fn is_given(&self) -> bool {
        self.given
    }
}
