//! Power: how a unit starts, and how it loses what it had not stored (P-6.2).

use iot4emissions_proto::device::{Input, OtaDevice, Output, Provisioning};
use iot4emissions_proto::identity::DeviceSecret;

use crate::agenda::Arrival;
use crate::days::{DAY, HOUR, MINUTE, Millis, SECOND};
use crate::failure::Check;
use crate::habits::{ControlUnits, OnRestart, TellsCoverage};
use crate::ledger::Cause;
use crate::life::Life;
use crate::meters::Exception;
use crate::mishap::Mishap;

impl Life<'_> {
    /// The unit starts.
    pub(crate) fn boot(&mut self) {
        if self.is_on {
            return;
        }
        self.trace(|| "boot".to_owned());
        self.is_on = true;
        self.booted = self.now;
        match self.flash.read() {
            None => {
                self.ledger.lose_record();
                self.device = OtaDevice::new();
                self.provision();
            }
            Some(Ok(record)) => {
                self.device = OtaDevice::restore(record);
                self.follow(&Cause::Other);
            }
            Some(Err(error)) => {
                if !self.damaged {
                    self.fail(Check::RecordReadable, error.to_string());
                }
                self.mishaps.count(Mishap::RecordDamaged);
                self.flash.erase();
                self.ledger.lose_record();
                self.device = OtaDevice::new();
                self.provision();
                self.give(Input::RecordUnreadable(error));
            }
        }
        self.damaged = false;
        self.begin_life();
    }

    /// Gives the device what makes it one, where it is none.
    pub(crate) fn provision(&mut self) {
        if self.device.record().is_some() {
            return;
        }
        // Drawn anew each time (P-6.3); all bytes 0 would be none.
        let secret = loop {
            if let Ok(secret) = DeviceSecret::new(self.draws.sixteen_bytes()) {
                break secret;
            }
        };
        self.give(Input::ProvisioningComplete(Box::new(Provisioning {
            data_pseudonym: None,
            device: self.identity.clone(),
            secret,
            factory: self.factory.clone(),
        })));
    }

    /// What a driver tells a device that has just been restored.
    fn begin_life(&mut self) {
        self.give(Input::Wake);
        if self.habits.coverage == TellsCoverage::InTime {
            let available = self.covered;
            self.give(Input::NetworkAvailable { available });
        }
        if self.habits.control_units == ControlUnits::SleepTold {
            self.tell_ignition();
        }
        if self.clock.trusted {
            let after = self.draws.between(1, 120) * SECOND;
            self.agenda.add(self.now + after, Arrival::Trusted);
        }
    }

    /// The device asks for a restart (P-6.9).
    pub(crate) fn restart(&mut self) {
        match self.habits.on_restart {
            OnRestart::Nothing => {}
            OnRestart::Reboot => self.lose_power(15 * SECOND),
            OnRestart::Restore => {
                // What was not stored is gone, as with power.
                self.ledger.go_back();
                if let Some(Ok(record)) = self.flash.read() {
                    self.device = OtaDevice::restore(record);
                    self.follow(&Cause::Other);
                    self.begin_life();
                }
            }
        }
    }

    /// Power is lost, and back after `off`.
    pub(crate) fn lose_power(&mut self, off: Millis) {
        if !self.is_on {
            return;
        }
        self.trace(|| format!("power lost for {} s", off / SECOND));
        self.is_on = false;
        self.hang_up();
        self.agenda.power_lost();
        self.outputs_left = None;
        self.restart_wanted = false;
        self.orders.undone(self.now);
        if self.flash.is_writing() {
            // Either it was written to the end, and nobody heard of it, or it is torn.
            let works = self.now >= self.flash.fails_until;
            if works && self.draws.in_a_thousand(500) {
                self.mishaps.count(Mishap::WriteNotHeardOf);
                let bytes = self.flash.finish();
                self.meters.stored(self.now, bytes);
                self.ledger.stored();
            } else {
                self.mishaps.count(Mishap::TornWrite);
                self.flash.tear();
            }
        }
        self.ledger.go_back();
        self.meters.exception(self.now, Exception::Reboot);
        self.mishaps.count(Mishap::Reboot);
        self.agenda.add(self.now + off.max(1), Arrival::Boot);
    }

    /// Power is lost at an output: before it is carried out, or right after.
    pub(crate) fn lose_power_at(&mut self, output: Output) {
        self.mishaps.count(Mishap::PowerLossAtOutput);
        if self.draws.in_a_thousand(500) {
            match output {
                Output::Persist => {
                    self.flash.begin(self.device.record());
                    self.ledger.handed_out();
                }
                output => self.carry_out(output),
            }
        }
        let off = self.draws.one_of(&[SECOND, MINUTE, 3 * HOUR, 2 * DAY]);
        self.lose_power(off);
    }
}
