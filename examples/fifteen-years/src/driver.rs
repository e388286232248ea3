//! The driver: gives the device its inputs and carries out its outputs, in order (P-6.2).

use iot4emissions_proto::device::{
    DailyCap, DeviceState, EventKind, Input, Output, SetAsideReason,
};

use crate::agenda::Arrival;
use crate::days::{MINUTE, SECOND};
use crate::failure::Check;
use crate::habits::ControlUnits;
use crate::ledger::Cause;
use crate::life::Life;
use crate::mishap::Mishap;
use crate::orders::Order;

impl Life<'_> {
    /// Tells the device what happened, and does what it asks for.
    pub(crate) fn give(&mut self, input: Input) {
        self.give_for(input, &Cause::Other);
    }

    pub(crate) fn give_for(&mut self, input: Input, cause: &Cause) {
        if !self.is_on {
            return;
        }
        self.handle(input, cause);
        self.drain();
    }

    fn handle(&mut self, input: Input, cause: &Cause) {
        self.trace(|| format!("input {input:?}"));
        let now = self.clocks();
        self.device.handle_input(now, input);
        self.follow(cause);
    }

    /// Compares the record with the ledger.
    pub(crate) fn follow(&mut self, cause: &Cause) {
        let Some(record) = self.device.record() else {
            return;
        };
        let followed = self.ledger.follow(record, cause);
        let initialized = record.state() == DeviceState::Initialized;
        let empty = record.pending().is_empty() && record.set_aside().next().is_none();
        if let Err(what) = followed {
            self.fail(Check::Accounts, what);
        }
        if initialized && !empty {
            let what = "expected nothing held in Initialized, found snapshots".to_owned();
            self.fail(Check::Erased, what);
        }
    }

    pub(crate) fn fail(&mut self, check: Check, what: String) {
        self.failures.add(check, self.index, self.now, what);
    }

    /// The time that the device waits for has come.
    pub(crate) fn wake(&mut self) {
        if self.link.is_none() {
            self.meters.woken();
        }
        self.give(Input::Wake);
    }

    /// Carries out what the device asks for, until it waits.
    pub(crate) fn drain(&mut self) {
        while self.is_on {
            let output = self.device.poll_output();
            if let Output::Wait(wait) = output {
                self.wait = wait;
                break;
            }
            if let Some(left) = &mut self.outputs_left {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    self.lose_power_at(output);
                    return;
                }
            }
            self.carry_out(output);
        }
        self.after_outputs();
    }

    fn after_outputs(&mut self) {
        if !self.is_on || self.flash.is_writing() {
            return;
        }
        if self.orders.is_given() {
            self.order_done();
        }
        if std::mem::take(&mut self.restart_wanted) {
            return self.restart();
        }
        self.give_orders();
    }

    pub(crate) fn carry_out(&mut self, output: Output) {
        match output {
            Output::Persist => self.persist(),
            Output::ReadVehicle { request } => {
                let silent = !self.undisturbed && self.draws.in_a_thousand(20);
                let answer = match silent {
                    false => Arrival::Vehicle(request),
                    true => Arrival::NoVehicle(request),
                };
                self.agenda.add(self.now + SECOND, answer);
            }
            Output::Acquire { request } => self.acquire(request),
            Output::Connect {
                connection,
                broker,
                endpoint,
                ..
            } => self.connect(connection, broker, &endpoint),
            Output::Subscribe { connection, topic } => {
                self.subscribe(connection, &topic.to_string())
            }
            Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } => self.publish(connection, publish, &topic, payload.as_bytes()),
            Output::Disconnect { connection } => self.disconnect(connection),
            Output::Notify(event) => self.count_event(event.kind),
            Output::Status(status) => {
                if !status.accounts.balance() {
                    self.fail(Check::Accounts, format!("status: {:?}", status.accounts));
                }
            }
            Output::Restart => self.restart_wanted = true,
            Output::Wait(wait) => self.wait = wait,
        }
    }

    fn persist(&mut self) {
        self.trace(|| "persist".to_owned());
        self.flash.begin(self.device.record());
        self.ledger.handed_out();
        match self.habits.write_takes {
            0 => self.written(),
            millis => self.agenda.add(self.now + millis, Arrival::Written),
        }
    }

    /// A write has ended: the device hears of it, and gives out what follows.
    pub(crate) fn written(&mut self) {
        if self.now < self.flash.fails_until {
            self.mishaps.count(Mishap::PersistFailed);
            self.flash.fail();
            self.ledger.go_back();
            let again = self.now + 10 * MINUTE;
            if self.orders.undone(again) {
                self.agenda.add(again, Arrival::Orders);
            }
            self.restart_wanted = false;
            let provisioned = self.device.record().is_some();
            self.handle(Input::PersistFailed, &Cause::Other);
            if provisioned && self.device.record().is_none() {
                // The very first record: the driver provisions again.
                self.agenda.add(self.now + 10 * MINUTE, Arrival::Orders);
            }
            return;
        }
        let bytes = self.flash.finish();
        self.ledger.stored();
        let written = self.meters.stored(self.now, bytes);
        let cap = self.habits.settings.daily_persisted_bytes;
        if written > u64::from(cap) && written > self.meters.most_bytes(cap) {
            let most = self.meters.most_bytes(cap);
            let what = format!("{written} bytes in 24 hours, at most {most}");
            self.fail(Check::FlashBytes, what);
        }
        self.handle(Input::Persisted { bytes }, &Cause::Other);
    }

    fn acquire(&mut self, request: iot4emissions_proto::device::RequestNumber) {
        self.meters.cost.asked += 1;
        if !self.habits.are_awake(self.now) {
            self.mishaps.count(Mishap::AskedWhileAsleep);
            let answer = Arrival::NoValues(request);
            return self.agenda.add(self.now + 5 * SECOND, answer);
        }
        let luck = match self.undisturbed {
            true => 1000,
            false => self.draws.long_below(1000),
        };
        let answer = match luck {
            0..=3 => Arrival::NoValues(request),
            // None at all.
            4 => return self.mishaps.count(Mishap::VehicleSilent),
            _ => Arrival::Values(request),
        };
        self.agenda.add(self.now + SECOND, answer);
    }

    fn count_event(&mut self, kind: EventKind) {
        self.trace(|| format!("event {kind:?}"));
        let mishap = match kind {
            EventKind::EndpointSwitched { fallback: true, .. } => Mishap::FellBack,
            EventKind::SnapshotEvicted { .. } => Mishap::Evicted,
            EventKind::SnapshotsSetAside { reason, .. } => match reason {
                SetAsideReason::LaterThanClock => Mishap::SetAsideForTime,
                SetAsideReason::Refused => Mishap::SetAsideAsRefused,
            },
            EventKind::SnapshotsReadmitted { .. } => Mishap::Readmitted,
            EventKind::DailyCapReached { cap } => match cap {
                DailyCap::Connections => Mishap::ConnectionCapReached,
                DailyCap::PersistedBytes => Mishap::FlashCapReached,
            },
            EventKind::CertificateRenewed { other_device } => match other_device {
                false => Mishap::CertificateSameId,
                true => Mishap::CertificateOtherId,
            },
            EventKind::FactoryConfigured => Mishap::FactoryRenewed,
            EventKind::VehicleChanged => Mishap::UnitSwapped,
            EventKind::ConfigurationApplied { .. } => Mishap::Reconfigured,
            _ => return,
        };
        self.mishaps.count(mishap);
    }

    // Orders (P-6.20).

    /// Gives the next order, if there is one; what is being written comes first.
    pub(crate) fn give_orders(&mut self) {
        if !self.is_on || self.flash.is_writing() || self.device.record().is_none() {
            return;
        }
        if let Some(order) = self.orders.give(self.now) {
            let cause = match order {
                Order::VehicleChanged | Order::Decommission | Order::DataErased => Cause::Erased,
                _ => Cause::Other,
            };
            match order {
                Order::Decommission => self.mishaps.count(Mishap::Decommissioned),
                Order::DataErased => {
                    self.mishaps.count(Mishap::ErasedOnUnit);
                    self.data_erased_at = self.now;
                }
                _ => {}
            }
            let input = match order {
                Order::Factory(_) => Input::FactoryConfigured(Box::new(self.factory.clone())),
                Order::Certificate { .. } => Input::CertificateRenewed {
                    device: self.identity.clone(),
                },
                Order::RegisterAgain => {
                    self.mishaps.count(Mishap::RegisteredAgain);
                    Input::RegisterAgain
                }
                Order::VehicleChanged => Input::VehicleChanged,
                Order::DataErased => Input::DataErased,
                Order::Decommission => Input::Decommissioned,
            };
            self.give_for(input, &cause);
        }
    }

    /// The order that was given is stored.
    pub(crate) fn order_done(&mut self) {
        let done = self.orders.done();
        let before = self.data_erased_at;
        if done == Some(Order::DataErased) && self.ledger.holds_of_before(before) {
            let what = "expected nothing held of before its owner had it erased".to_owned();
            self.fail(Check::Erased, what);
        }
        if done != Some(Order::Decommission) {
            return;
        }
        self.scrapped = true;
        self.ledger.scrap();
        if !self.flash.is_empty() {
            let what = "expected nothing stored by a scrapped unit".to_owned();
            self.fail(Check::Erased, what);
        }
    }

    /// The driver says whether the vehicle is driven.
    pub(crate) fn tell_ignition(&mut self) {
        self.ignition_change = self.habits.next_change(self.now);
        if self.habits.control_units == ControlUnits::SleepTold {
            let on = self.habits.is_driven(self.now);
            if !on {
                self.mishaps.count(Mishap::SleepTold);
            }
            self.give(Input::Ignition { on });
        }
    }
}
