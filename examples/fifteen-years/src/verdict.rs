//! What a device's life came to, and whether all that has to hold does.

use std::collections::BTreeSet;

use iot4emissions_proto::device::DeviceState;

use crate::days::{DAY, Millis, day_of};
use crate::failure::Check;
use crate::ledger::{Place, number_of};
use crate::life::Life;
use crate::outcome::{Outcome, Sums};
use crate::services::Stored;

impl Life<'_> {
    /// Judges the life that is over.
    pub(crate) fn judge(mut self) -> Outcome {
        self.hang_up();
        self.judge_privacy();
        self.judge_erasure();
        self.judge_segments();
        self.judge_transfer();
        let sums = self.sums();
        if !sums.balance() {
            self.fail(Check::Accounts, format!("{sums:?}"));
        }
        Outcome {
            cost: self.meters.cost,
            sums,
            mishaps: self.mishaps,
            failures: self.failures.found,
        }
    }

    fn sums(&mut self) -> Sums {
        let mut sums = Sums::default();
        let mut nowhere = 0;
        for entry in self.ledger.entries() {
            let at = entry.at_service;
            let place = match entry.place {
                Place::Answered => continue,
                Place::Held => &mut sums.held,
                Place::Acknowledged => &mut sums.acknowledged,
                Place::Erased => &mut sums.erased,
                Place::Evicted => &mut sums.evicted,
                Place::LostWithRecord => &mut sums.lost_with_record,
            };
            *place += 1;
            sums.acquired += 1;
            if entry.place != Place::Acknowledged {
                sums.stored_unheard += u64::from(at.stored);
                continue;
            }
            if at.stored {
                sums.stored += 1;
            } else if at.erased {
                sums.erased_at_service += 1;
            } else if at.conflict {
                sums.conflict += 1;
            } else if at.lost {
                sums.lost_with_backup += 1;
            } else if at.denied {
                sums.denied += 1;
            } else if at.unknown {
                sums.unknown += 1;
            } else {
                nowhere += 1;
            }
        }
        if nowhere > 0 {
            let what = format!("{nowhere} snapshots were acknowledged and are nowhere");
            self.fail(Check::Arrived, what);
        }
        let mut stored = BTreeSet::new();
        let twice = self
            .services
            .stored()
            .filter(|it| !stored.insert(number_of(&it.snapshot)));
        sums.stored_twice = twice.count() as u64;
        let known = |number: &u32| {
            let entry = (*number as usize)
                .checked_sub(1)
                .map(|it| self.ledger.entries()[it]);
            entry.is_some_and(|entry| entry.at_service.stored)
        };
        if !stored.iter().all(known) || stored.len() as u64 != sums.stored + sums.stored_unheard {
            let what = format!(
                "{} are stored, by the ledger {}",
                stored.len(),
                sums.stored + sums.stored_unheard
            );
            self.fail(Check::StoredOnce, what);
        }
        sums
    }

    /// Nothing is stored that was acquired before its device was forgotten, as far as the
    /// device's clock said when that was.
    pub(crate) fn judge_erasure(&mut self) {
        let mut stored = self.services.stored_in_spite();
        if let Some(first) = stored.next() {
            let what = format!(
                "{} snapshots are stored in spite of an erasure, the first since day {}",
                stored.count() + 1,
                day_of(first.at)
            );
            self.fail(Check::Erasure, what);
        }
    }

    /// Nobody's series goes on into another owner's.
    fn judge_segments(&mut self) {
        let undivided = self.services.undivided_sales();
        if undivided > 0 {
            let what = format!("{undivided} sales lie within a segment");
            self.fail(Check::Segments, what);
        }
    }

    /// Nothing is stored that was acquired while the Data Service knew that it may not be,
    /// and nothing of before a withdrawal comes after it.
    fn judge_privacy(&mut self) {
        let mut wrong = Vec::new();
        for silence in self.services.silences() {
            for Stored { snapshot, at } in self.services.stored() {
                let number = number_of(snapshot) as usize;
                let acquired = self.ledger.entries()[number - 1].acquired;
                // A clock that ran ahead is all that the service knows of the time.
                let said = snapshot.acquired().0 * 1000;
                let before = acquired < silence.to && said < silence.to;
                if before && (acquired > silence.from || *at > silence.to) {
                    wrong.push((number, acquired, *silence));
                }
            }
        }
        if let Some((number, acquired, silence)) = wrong.first().copied() {
            let to = match silence.to {
                Millis::MAX => "the end".to_owned(),
                to => format!("day {}", day_of(to)),
            };
            let what = format!(
                "{} snapshots are stored in spite of a withdrawal from day {} to {to}, the first, {number}, acquired on day {}",
                wrong.len(),
                day_of(silence.from),
                day_of(acquired),
            );
            self.fail(Check::Privacy, what);
        }
    }

    /// Who lives, consents and is covered has transferred what is not much older than the
    /// usual.
    fn judge_transfer(&mut self) {
        if self.scrapped || !self.services.is_wanted() || !self.covered {
            return;
        }
        let habits = &self.habits;
        let bound = habits.acquire.longest() + 2 * habits.transfer.longest() + 40 * DAY;
        let last = self.services.stored().map(|stored| {
            let number = number_of(&stored.snapshot) as usize;
            self.ledger.entries()[number - 1].acquired
        });
        let last = last.max().unwrap_or_default();
        if last + bound < self.now {
            let status = self.device.status();
            let state = status.state;
            let stuck = match state {
                DeviceState::Provisioned => status.registration_endpoint,
                _ => status.data_endpoint,
            };
            let endpoint = stuck.map(|it| (it.endpoint.to_string(), it.origin));
            let what = format!(
                "last transferred what was acquired on day {}; it is {state:?} at {endpoint:?}, refused {:?}, accounts {:?}, failures {:?}, wait {:?}, services {}",
                day_of(last),
                status.refused_configuration,
                status.accounts,
                status.failures,
                status.wait,
                self.services.brief(&self.identity),
            );
            self.fail(Check::NotLost, what);
        }
    }
}
