//! What became of every snapshot, counted independently of the device (P-6.16).
//!
//! Each answer of the vehicle bears a number, as its distance: by it a snapshot is known
//! again in the record, in a payload and in the Data Service's store. The ledger follows the
//! record from input to input, and goes back with it where power is lost or a record could
//! not be stored (P-6.2).

use iot4emissions_proto::device::{Accounts, DeviceState, Record};
use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};

use crate::days::Millis;
use crate::services::Fate;

/// Where a snapshot is, as far as the device goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The vehicle answered, and the device has not got it (yet).
    Answered,
    /// Pending or set aside.
    Held,
    Acknowledged,
    Erased,
    Evicted,
    /// The record that held it was damaged.
    LostWithRecord,
}

/// What became of it at the Data Service; more than one may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct AtService {
    pub(crate) stored: bool,
    pub(crate) denied: bool,
    pub(crate) unknown: bool,
    pub(crate) conflict: bool,
    /// Stored, and lost when the service was restored from a backup.
    pub(crate) lost: bool,
    /// Stored, and erased for its owner.
    pub(crate) erased: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) place: Place,
    pub(crate) at_service: AtService,
    /// When it was acquired, as it really was.
    pub(crate) acquired: Millis,
    /// Whether the device erased it, so that it must not be sent any more.
    pub(crate) erased: bool,
}

/// Why the record may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    Acquired(u32),
    Acknowledged(Vec<u32>),
    /// The unit was put into another vehicle, or scrapped, or its owner had its data erased.
    Erased,
    Other,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    entries: Vec<Entry>,
    /// What the device holds, in order.
    held: Vec<u32>,
    acknowledged: u64,
    erased: u64,
    evicted: u64,
    /// The places before the changes that are not known to be stored.
    journal: Vec<(u32, Place, bool)>,
    /// How many of those changes are in the record that is being stored.
    handed_out: usize,
    seen: Option<(Accounts, DeviceState)>,
}

/// The number that a snapshot bears.
pub(crate) fn number_of(snapshot: &Snapshot) -> u32 {
    let distance = snapshot.values().value(Parameter::TotalDistanceTravelled);
    distance.map_or(0, Tenths::get)
}

impl Ledger {
    /// The vehicle answers: the values with the next number.
    pub(crate) fn answer(&mut self, now: Millis, plug_in: bool) -> (u32, Values) {
        self.entries.push(Entry {
            place: Place::Answered,
            at_service: AtService::default(),
            acquired: now,
            erased: false,
        });
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let mut values = Values::default();
        let mut set = |parameter, tenths| values.set(parameter, Tenths::new(tenths));
        set(Parameter::TotalDistanceTravelled, number);
        set(Parameter::TotalFuelConsumed, number / 12);
        if plug_in {
            for parameter in Parameter::ALL {
                if parameter != Parameter::TotalDistanceTravelled {
                    set(parameter, number / 20);
                }
            }
        }
        (number, values)
    }

    /// Whether the device holds what was acquired before a time.
    pub(crate) fn holds_of_before(&self, time: Millis) -> bool {
        let mut held = self.held.iter();
        held.any(|number| self.entries[*number as usize - 1].acquired < time)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn entry(&mut self, number: u32) -> Option<&mut Entry> {
        let index = (number as usize).checked_sub(1)?;
        self.entries.get_mut(index)
    }

    pub(crate) fn place_of(&self, number: u32) -> Option<Place> {
        let index = (number as usize).checked_sub(1)?;
        self.entries.get(index).map(|entry| entry.place)
    }

    fn go(&mut self, number: u32, to: Place) {
        let Some(entry) = self.entry(number) else {
            return;
        };
        let from = std::mem::replace(&mut entry.place, to);
        let erased = std::mem::replace(&mut entry.erased, to == Place::Erased);
        self.tally(from, false);
        self.tally(to, true);
        self.journal.push((number, from, erased));
    }

    fn tally(&mut self, place: Place, more: bool) {
        let total = match place {
            Place::Acknowledged => &mut self.acknowledged,
            Place::Erased => &mut self.erased,
            Place::Evicted => &mut self.evicted,
            _ => return,
        };
        *total = match more {
            true => *total + 1,
            false => total.saturating_sub(1),
        };
    }

    /// Compares the record with what can have become of each snapshot.
    ///
    /// # Errors
    /// Says what does not fit.
    pub(crate) fn follow(&mut self, record: &Record, cause: &Cause) -> Result<(), String> {
        let (accounts, state) = (record.accounts(), record.state());
        if self.seen == Some((accounts, state)) {
            return Ok(());
        }
        let before = self.seen.replace((accounts, state));
        let mut now: Vec<u32> = record.pending().iter().map(number_of).collect();
        now.extend(record.set_aside().map(|(snapshot, _)| number_of(snapshot)));
        now.sort_unstable();
        if now.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err("a snapshot is held twice".to_owned());
        }
        let held = std::mem::take(&mut self.held);
        for number in now.iter().filter(|it| held.binary_search(it).is_err()) {
            let answered = self.place_of(*number) == Some(Place::Answered);
            if !answered || *cause != Cause::Acquired(*number) {
                return Err(format!("snapshot {number} came from nowhere: {cause:?}"));
            }
            self.go(*number, Place::Held);
        }
        let gone: Vec<u32> = held
            .iter()
            .copied()
            .filter(|it| now.binary_search(it).is_err())
            .collect();
        self.held = now;
        let counts_of = |before: Option<(Accounts, DeviceState)>| {
            before.map_or_else(Accounts::default, |it| it.0)
        };
        let before_counts = counts_of(before);
        match cause {
            Cause::Acknowledged(numbers) if accounts.acknowledged != before_counts.acknowledged => {
                for number in numbers {
                    if self.place_of(*number) != Some(Place::Acknowledged) {
                        self.go(*number, Place::Acknowledged);
                    }
                }
            }
            _ => {}
        }
        let mut unexplained: Vec<u32> = gone;
        unexplained.retain(|it| self.place_of(*it) == Some(Place::Held));
        let evicted = accounts.evicted.saturating_sub(before_counts.evicted);
        let evicted = usize::try_from(evicted).unwrap_or(usize::MAX);
        let evicted = evicted.min(unexplained.len());
        for number in unexplained.drain(..evicted) {
            self.go(number, Place::Evicted);
        }
        // One that was acquired and evicted at once was never seen.
        if let Cause::Acquired(number) = cause {
            let came = accounts.acquired > before_counts.acquired;
            if came && self.place_of(*number) == Some(Place::Answered) {
                return Err(format!("snapshot {number} was counted and is nowhere"));
            }
        }
        let may_erase = state == DeviceState::Initialized || *cause == Cause::Erased;
        if !unexplained.is_empty() && !may_erase {
            return Err(format!(
                "{} snapshots vanished in {state:?}",
                unexplained.len()
            ));
        }
        for number in unexplained {
            self.go(number, Place::Erased);
        }
        self.compare(accounts)
    }

    fn compare(&self, found: Accounts) -> Result<(), String> {
        let held = self.held.len() as u64;
        let expected = [
            ("acknowledged", self.acknowledged, found.acknowledged),
            (
                "pending and set aside",
                held,
                found.pending + found.set_aside,
            ),
            ("erased", self.erased, found.erased),
            ("evicted", self.evicted, found.evicted),
        ];
        for (which, expected, found) in expected {
            if expected != found {
                return Err(format!("expected {expected} {which}, found {found}"));
            }
        }
        let acquired = self.acknowledged + held + self.erased + self.evicted;
        match found.acquired == acquired && found.balance() {
            true => Ok(()),
            false => Err(format!(
                "expected {acquired} acquired, found {}",
                found.acquired
            )),
        }
    }

    // StorageDecision (P-6.2).

    /// The record is being stored as it is now.
    pub(crate) fn handed_out(&mut self) {
        self.handed_out = self.journal.len();
    }

    /// It is stored.
    pub(crate) fn stored(&mut self) {
        self.journal.drain(..self.handed_out);
        self.handed_out = 0;
    }

    /// Whatever is not stored never happened.
    pub(crate) fn go_back(&mut self) {
        while let Some((number, place, erased)) = self.journal.pop() {
            if let Some(entry) = self.entry(number) {
                let from = std::mem::replace(&mut entry.place, place);
                entry.erased = erased;
                self.tally(from, false);
                self.tally(place, true);
            }
        }
        self.handed_out = 0;
        self.seen = None;
        self.hold_anew();
    }

    fn hold_anew(&mut self) {
        let held = self.entries.iter().zip(1..);
        let held = held.filter(|(entry, _)| entry.place == Place::Held);
        self.held = held.map(|(_, number)| number).collect();
    }

    /// The record was damaged, and the device begins anew with nothing.
    pub(crate) fn lose_record(&mut self) {
        for number in std::mem::take(&mut self.held) {
            self.go(number, Place::LostWithRecord);
        }
        self.begin_anew();
    }

    /// The record is erased: the unit is scrapped.
    pub(crate) fn scrap(&mut self) {
        for number in std::mem::take(&mut self.held) {
            self.go(number, Place::Erased);
        }
        self.begin_anew();
    }

    fn begin_anew(&mut self) {
        (self.acknowledged, self.erased, self.evicted) = (0, 0, 0);
        self.journal.clear();
        self.handed_out = 0;
        self.seen = None;
    }

    // At the Data Service.

    pub(crate) fn arrived(&mut self, number: u32, fate: Fate) {
        if let Some(entry) = self.entry(number) {
            let at = &mut entry.at_service;
            match fate {
                Fate::Stored | Fate::Duplicate => at.stored = true,
                Fate::Denied => at.denied = true,
                Fate::Unknown => at.unknown = true,
                Fate::Conflict => at.conflict = true,
            }
        }
    }

    pub(crate) fn erased_at_service(&mut self, number: u32) {
        if let Some(entry) = self.entry(number) {
            entry.at_service.stored = false;
            entry.at_service.erased = true;
        }
    }

    pub(crate) fn lost_at_service(&mut self, number: u32) {
        if let Some(entry) = self.entry(number) {
            entry.at_service.stored = false;
            entry.at_service.lost = true;
        }
    }
}
