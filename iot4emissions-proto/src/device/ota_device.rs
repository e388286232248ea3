//! The device itself: an input in, outputs out (P-6.1, P-6.2).

use std::collections::VecDeque;

use super::clock::Clock;
use super::connection::InFlight;
use super::event::EventKind;
use super::input::{ConnectionNumber, Input};
use super::output::{Output, Wait};
use super::persist::Persistence;
use super::provisioned::Provisioned;
use super::record::Record;
use super::state::{DeviceState, Trigger, transition};
use super::status::Status;
use crate::time::Now;

/// An OTA device: a state machine without I/O, clock and randomness (P-6.1). The
/// same inputs give the same outputs, byte for byte; so do, from then on, two devices
/// that are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct OtaDevice {
    /// The device from Provisioned on; nothing before, when there is nothing to remember.
    pub(super) provisioned: Option<Box<Provisioned>>,
    pub(super) persistence: Persistence,
    pub(super) outputs: VecDeque<Output>,
    /// The device that is decommissioned, until that is stored (T-13).
    pub(super) leaving: Option<Box<Provisioned>>,
    /// The clock of a device that is not provisioned.
    clock: Clock,
}

impl OtaDevice {
    /// A device in PreProvisioning.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The device that `record` is of, as after a lost connection (P-6.2). What is said
    /// of clock, network and ignition has to be said anew, and the monotonic clock may
    /// begin anew.
    #[must_use]
    pub fn restore(record: Record) -> Self {
        Self {
            persistence: Persistence::of(record.clone()),
            provisioned: Some(Box::new(Provisioned::restore(record, Clock::default()))),
            ..Self::default()
        }
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> DeviceState {
        self.record()
            .map_or(DeviceState::PreProvisioning, Record::state)
    }

    /// What must survive power loss: what [`Output::Persist`] asks to store. `None` in
    /// PreProvisioning, when there is nothing to remember.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        self.provisioned.as_ref().map(|device| &*device.record)
    }

    /// Takes in what happened at `now`. Any input is welcome in any state: what does
    /// not fit changes nothing.
    pub fn handle_input(&mut self, now: Now, input: Input) {
        match input {
            Input::Persisted { bytes } => return self.persisted(bytes),
            Input::PersistFailed => return self.persist_failed(now),
            Input::Disconnected { connection, .. } => {
                if let Some(device) = &mut self.provisioned {
                    forget(&mut self.outputs, &mut device.in_flight, connection);
                }
            }
            _ => {}
        }
        let changed = match &mut self.provisioned {
            Some(_) if matches!(input, Input::Decommissioned) => self.decommission(now),
            Some(device) => {
                self.persistence.before_change(&device.record);
                device.handle(now, input)
            }
            None => self.handle_unprovisioned(now, input),
        };
        if changed {
            // What follows from the record is done after it is stored (P-6.2).
            self.outputs.push_back(Output::Persist);
            self.persistence.changed();
        }
        self.take_outputs();
    }

    /// The next thing to do; [`Output::Wait`] when there is none before the next input.
    pub fn poll_output(&mut self) -> Output {
        while !self.persistence.is_storing() {
            match self.outputs.pop_front() {
                Some(Output::Persist) if !self.persistence.begin() => {}
                Some(output) => return output,
                None => break,
            }
        }
        Output::Wait(self.wait())
    }

    /// Until when it waits if nothing happens meanwhile.
    fn wait(&self) -> Wait {
        let device = self.provisioned.as_deref();
        device.map(Provisioned::wait).unwrap_or_default()
    }

    /// The status, as [`Input::StatusQuery`] answers it (T-10).
    #[must_use]
    pub fn status(&self) -> Status {
        match &self.provisioned {
            Some(device) => device.status(),
            None => Status::unprovisioned(self.clock.is_trusted()),
        }
    }

    /// What an input does where nothing is remembered yet.
    #[cold]
    fn handle_unprovisioned(&mut self, now: Now, input: Input) -> bool {
        self.clock.set(now);
        match input {
            Input::ProvisioningComplete(provisioning) => {
                self.persistence.before_provisioning();
                let device = Provisioned::new(*provisioning, self.clock);
                let device = self.provisioned.insert(Box::new(device));
                return device.handle(now, Input::Wake);
            }
            Input::ClockTrusted { trusted } => self.clock.trust(trusted),
            Input::StatusQuery => {
                let status = Box::new(self.status());
                self.outputs.push_back(Output::Status(status));
            }
            Input::CommunicationTest => self.notify(EventKind::TestEnded { passed: false }),
            Input::RecordUnreadable(error) => {
                self.notify(EventKind::RecordUnreadable { error });
            }
            _ => {}
        }
        false
    }

    /// T-13: everything is erased, and what is stored is to be deleted.
    #[cold]
    fn decommission(&mut self, now: Now) -> bool {
        let Some(mut device) = self.provisioned.take() else {
            return false;
        };
        let to = transition(device.record.state, Trigger::Decommissioned);
        let (Some(to), from) = (to.map(|row| row.to), device.record.state) else {
            return false;
        };
        self.persistence.before_change(&device.record);
        device.begin(now);
        device.drop_connection();
        device.erase();
        device.raise(EventKind::StateChanged { from, to });
        self.clock = device.clock;
        self.outputs.push_back(Output::Persist);
        self.persistence.changed();
        self.outputs.extend(device.outputs.drain(..));
        self.leaving = Some(device);
        // Closing and telling others need no record; what else was asked for would.
        self.outputs.retain(|output| {
            matches!(
                output,
                Output::Persist | Output::Disconnect { .. } | Output::Notify(_) | Output::Status(_)
            )
        });
        false
    }

    pub(super) fn notify(&mut self, kind: EventKind) {
        let event = kind.at(self.clock.wall());
        self.outputs.push_back(Output::Notify(event));
    }

    pub(super) fn set_clock(&mut self, now: Now) -> Clock {
        self.clock.set(now);
        self.clock
    }

    pub(super) fn take_outputs(&mut self) {
        let Some(device) = &mut self.provisioned else {
            return;
        };
        let device: &mut Provisioned = device;
        // Half of the inputs ask for nothing.
        if device.outputs.is_empty() {
            return;
        }
        for output in device.outputs.drain(..) {
            let unasked = match output {
                Output::Disconnect { connection } => {
                    forget(&mut self.outputs, &mut device.in_flight, connection)
                }
                _ => false,
            };
            if !unasked {
                self.outputs.push_back(output);
            }
        }
    }
}

/// What waits until a record is stored is not done any more on a connection that has
/// ended meanwhile: the state may forbid it now (P-6.5). Whether the connection itself
/// was among it.
fn forget(
    outputs: &mut VecDeque<Output>,
    in_flight: &mut Option<InFlight>,
    ended: ConnectionNumber,
) -> bool {
    let (mut unasked, mut unsent) = (false, false);
    outputs.retain(|output| match output {
        Output::Connect { connection, .. } if *connection == ended => {
            unasked = true;
            false
        }
        Output::Publish { connection, .. } if *connection == ended => {
            unsent = true;
            false
        }
        Output::Subscribe { connection, .. } | Output::Disconnect { connection } => {
            *connection != ended
        }
        _ => true,
    });
    if unsent {
        in_flight.take_if(|sent| sent.connection == ended);
    }
    unasked
}
