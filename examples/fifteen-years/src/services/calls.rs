//! How the Registration Service calls the Data Service (P-5.51), and since when the latter
//! knows that a device may not collect.

use iot4emissions_proto::services::call::Answer;
use iot4emissions_proto::services::clearance::Clearance;
use iot4emissions_proto::services::data::{self, DeviceEntry, DeviceRecord};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::Event;

use super::{Errand, Services, Silence, seconds};
use crate::days::{HOUR, Millis};
use crate::mishap::{Mishap, MishapCounts};
use crate::random::Draws;

impl Services {
    /// Makes the calls that are outstanding: not each one arrives, and not each answer.
    pub(super) fn call(&mut self, now: Millis, mut luck: Option<(&mut Draws, &mut MishapCounts)>) {
        for vehicle in 0..self.vehicles.len() {
            let Some(call) = self.vehicles[vehicle].outstanding(IntroductionScope::default())
            else {
                continue;
            };
            let (mut arrives, mut answered) = (true, true);
            if let Some((draws, counts)) = &mut luck {
                arrives = !draws.in_a_thousand(40);
                answered = arrives && !draws.in_a_thousand(40);
                if !answered {
                    counts.count(Mishap::CallLost);
                }
            }
            if arrives {
                let device = call.device_id.clone();
                let entry = self.devices.remove(&device);
                let before = entry.as_ref().and_then(DeviceEntry::record);
                let before = before.map(DeviceRecord::clearance);
                let (entry, answer) = data::answer(entry, &call, &self.parameters, seconds(now));
                match entry {
                    Some(DeviceEntry::Introduced(record)) => {
                        self.note_clearance(before, record.clearance(), now);
                        self.keep(*record);
                    }
                    Some(DeviceEntry::Forgotten(tombstone)) => {
                        self.note_clearance(before, Clearance::NOT_CLEARED, now);
                        self.forget(device.clone(), tombstone);
                    }
                    None => {}
                }
                if answer == Answer::Applied {
                    self.heard(&call, now);
                }
                if answered {
                    let event = Event::CallAnswered {
                        device,
                        sequence: call.sequence,
                        answer,
                    };
                    self.decide(vehicle, event, now);
                }
                // An answer that changes nothing is waited for in vain.
                self.calls_in_vain += u32::from(!matches!(answer, Answer::Applied));
            }
            if self.vehicles[vehicle].has_outstanding_call() {
                self.errands.push((now + HOUR, Errand::Call));
            }
        }
    }

    /// How often the Data Service answered in a row without taking what it was told.
    pub(crate) const fn calls_in_vain(&self) -> u32 {
        self.calls_in_vain
    }

    pub(super) fn note_clearance(
        &mut self,
        before: Option<Clearance>,
        after: Clearance,
        now: Millis,
    ) {
        let denied = |clearance| clearance == Clearance::NOT_CLEARED;
        match before {
            // A release, for the same vehicle's next device, is no withdrawal (P-7.3).
            Some(before) if !denied(before) && denied(after) && !self.consent => {
                self.silences.push(Silence {
                    from: now,
                    to: Millis::MAX,
                });
            }
            Some(before) if denied(before) && !denied(after) => {
                if let Some(silence) = self.silences.last_mut() {
                    silence.to = silence.to.min(now);
                }
            }
            _ => {}
        }
    }

    /// The times in which nothing could be collected.
    pub(crate) fn silences(&self) -> &[Silence] {
        &self.silences
    }
}
