//! What befalls one device in fifteen years, and when: drawn from the seed, and calm at the
//! end.

use crate::brokers::{switched_off, switched_on};
use crate::days::{CALM, DAY, HOUR, MINUTE, Millis, SECOND, START, YEAR};
use crate::orders::Order;
use crate::random::Draws;
use crate::services::Word;
use crate::wall_clock::ClockFault;

/// Something that befalls a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Happening {
    ClockFails(ClockFault),
    ClockRight,
    TrustLost,
    TrustBack,
    CoverageLost,
    CoverageBack,
    /// Power is lost, and back after a while.
    Reboot {
        off: Millis,
        looped: bool,
    },
    /// Power is lost at the output that comes so many outputs later.
    PowerLossAt {
        outputs: u32,
    },
    /// The unit reboots with a record of a later version of the library.
    FirmwareRolledBack,
    /// The unit reboots with a damaged record.
    RecordDamaged {
        place: usize,
    },
    /// StorageDecision fails for so long.
    PersistFails {
        length: Millis,
    },
    Ordered(Order),
    Told(Word, Telling),
    /// An operator configures the device for a generation of brokers, at the usual
    /// frequencies or hourly.
    Reconfigured {
        hourly: bool,
    },
    DataBackup,
    DataRestore,
    RegistrationBackup,
    RegistrationRestore,
    Test,
    Query,
    /// Connections are lost more often for a while.
    RadioBad,
    RadioGood,
}

/// What a word of the registrar's is about, to count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    First,
    Sale,
    Erasure,
    Scrapping,
    Withdrawal,
    Pause,
    Again,
}

/// What befalls a device, in order, and whether another device has its VIN at first.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) happenings: Vec<(Millis, Happening)>,
    pub(crate) taken_at_first: bool,
}

impl Plan {
    /// A life in which nothing happens but what is given.
    pub(crate) fn quiet(mut happenings: Vec<(Millis, Happening)>) -> Self {
        happenings.sort_by_key(|(at, _)| *at);
        Self {
            happenings,
            taken_at_first: false,
        }
    }

    pub(crate) fn drawn(draws: &mut Draws) -> Self {
        let mut plan = Maker {
            draws,
            happenings: Vec::new(),
        };
        plan.registrar();
        plan.clock();
        plan.coverage();
        plan.power();
        plan.flash();
        plan.operators();
        plan.orders();
        let taken_at_first = plan.draws.in_a_thousand(60);
        let mut happenings = plan.happenings;
        happenings.retain(|(at, _)| *at < CALM);
        happenings.sort_by_key(|(at, _)| *at);
        Self {
            happenings,
            taken_at_first,
        }
    }
}

struct Maker<'a> {
    draws: &'a mut Draws,
    happenings: Vec<(Millis, Happening)>,
}

impl Maker<'_> {
    fn at(&mut self, at: Millis, happening: Happening) {
        self.happenings.push((at, happening));
    }

    /// Any time between the first month and the last calm year.
    fn some_time(&mut self) -> Millis {
        self.draws.between(START + 20 * DAY, CALM - 1)
    }

    /// Something that lasts ends by the calm year.
    fn spell(&mut self, from: Millis, length: Millis, begins: Happening, ends: Happening) {
        self.at(from, begins);
        self.at((from + length).min(CALM - 1), ends);
    }

    fn times(&mut self, most: u64, each: impl Fn(&mut Self)) {
        for _ in 0..self.draws.long_below(most + 1) {
            each(self);
        }
    }

    fn registrar(&mut self) {
        let registered = START + self.draws.long_below(40 * DAY);
        if !self.draws.in_a_thousand(970) {
            return;
        }
        self.at(
            registered,
            Happening::Told(Word::Registered, Telling::First),
        );
        // Sales: three new owners of five consent at once, most others later.
        self.times(3, |plan| {
            let at = plan.some_time();
            let consents = plan.draws.in_a_thousand(600);
            plan.at(at, Happening::Told(Word::Sold(consents), Telling::Sale));
            if !consents && plan.draws.in_a_thousand(900) {
                let again = at + plan.draws.between(1, 120) * DAY;
                plan.at(again, Happening::Told(Word::Consent(true), Telling::Again));
            }
        });
        self.times(2, |plan| {
            let at = plan.some_time();
            plan.at(
                at,
                Happening::Told(Word::Consent(false), Telling::Withdrawal),
            );
            let again = at + plan.draws.between(1, 400) * DAY;
            plan.at(again, Happening::Told(Word::Consent(true), Telling::Again));
        });
        // Few owners have all erased, half of them on the unit as well; most vehicles come
        // back.
        if self.draws.in_a_thousand(40) {
            let at = self.some_time();
            self.at(at, Happening::Told(Word::Erased, Telling::Erasure));
            if self.draws.in_a_thousand(500) {
                self.at(at, Happening::Ordered(Order::DataErased));
            }
            if self.draws.in_a_thousand(800) {
                let again = at + self.draws.between(2, 200) * DAY;
                self.at(again, Happening::Told(Word::Registered, Telling::Again));
            }
        }
        self.times(2, |plan| {
            let at = plan.some_time();
            plan.at(at, Happening::Told(Word::Paused(true), Telling::Pause));
            let again = (at + plan.draws.between(1, 90) * DAY).min(CALM - 1);
            plan.at(again, Happening::Told(Word::Paused(false), Telling::Again));
        });
        if self.draws.in_a_thousand(30) {
            let at = self.some_time();
            self.at(at, Happening::Told(Word::Left, Telling::Withdrawal));
            let again = at + self.draws.between(30, 900) * DAY;
            self.at(again, Happening::Told(Word::Registered, Telling::Again));
        }
    }

    fn clock(&mut self) {
        use Happening::{ClockFails, ClockRight, TrustBack, TrustLost};
        self.times(2, |plan| {
            let (at, length) = (plan.some_time(), plan.draws.between(1, 4000) * MINUTE);
            plan.spell(at, length, ClockFails(ClockFault::Year2000), ClockRight);
        });
        self.times(2, |plan| {
            let (at, length) = (plan.some_time(), plan.draws.between(1, 6000) * MINUTE);
            plan.spell(at, length, ClockFails(ClockFault::Year2045), ClockRight);
        });
        self.times(2, |plan| {
            let hours = plan.draws.between(1, 400);
            let (at, length) = (plan.some_time(), plan.draws.between(1, 200) * HOUR);
            plan.spell(
                at,
                length,
                ClockFails(ClockFault::Ahead { hours }),
                ClockRight,
            );
        });
        // By less than an hour at a time, for up to ten days in all.
        self.times(1, |plan| {
            let (at, steps) = (plan.some_time(), plan.draws.between(20, 250));
            let minutes = plan.draws.between(10, 58);
            let between = plan.draws.between(1, 3) * HOUR;
            for step in 0..steps {
                let creep = ClockFails(ClockFault::Creep { minutes });
                plan.at((at + step * between).min(CALM - 2), creep);
            }
            plan.at((at + steps * between).min(CALM - 1), ClockRight);
        });
        self.times(2, |plan| {
            let (at, length) = (plan.some_time(), plan.draws.between(1, 70) * DAY);
            plan.spell(at, length, TrustLost, TrustBack);
        });
    }

    fn coverage(&mut self) {
        use Happening::{CoverageBack, CoverageLost, RadioBad, RadioGood};
        // An underground car park, a holiday, a container.
        self.times(40, |plan| {
            let (at, length) = (plan.some_time(), plan.draws.between(1, 60) * HOUR);
            plan.spell(at, length, CoverageLost, CoverageBack);
        });
        self.times(6, |plan| {
            let (at, length) = (plan.some_time(), plan.draws.between(3, 60) * DAY);
            plan.spell(at, length, CoverageLost, CoverageBack);
        });
        if self.draws.in_a_thousand(60) {
            let (at, length) = (self.some_time(), self.draws.between(150, 900) * DAY);
            self.spell(at, length, CoverageLost, CoverageBack);
        }
        // Some are away while their broker moves, until the one before has long gone.
        for generation in [1, 2] {
            if self.draws.in_a_thousand(20) {
                let from = switched_on(generation) - self.draws.long_below(90 * DAY);
                let to = switched_off(generation - 1) + self.draws.long_below(200 * DAY);
                self.spell(from, to - from, CoverageLost, CoverageBack);
            }
        }
        self.times(5, |plan| {
            let (at, length) = (plan.some_time(), plan.draws.between(5, 90) * DAY);
            plan.spell(at, length, RadioBad, RadioGood);
        });
    }

    fn power(&mut self) {
        self.times(60, |plan| {
            let off = plan
                .draws
                .one_of(&[2 * SECOND, 20 * SECOND, 5 * HOUR, 9 * DAY]);
            let at = plan.some_time();
            plan.at(at, Happening::Reboot { off, looped: false });
        });
        self.times(40, |plan| {
            let outputs = plan.draws.between(1, 12) as u32;
            let at = plan.some_time();
            plan.at(at, Happening::PowerLossAt { outputs });
        });
        self.times(2, |plan| {
            let mut at = plan.some_time();
            for _ in 0..plan.draws.between(40, 160) {
                let off = SECOND;
                plan.at(at, Happening::Reboot { off, looped: true });
                at += plan.draws.between(2, 120) * SECOND;
            }
        });
    }

    fn flash(&mut self) {
        self.times(3, |plan| {
            let at = plan.some_time();
            plan.at(at, Happening::FirmwareRolledBack);
        });
        if self.draws.in_a_thousand(60) {
            let (at, place) = (self.some_time(), self.draws.long_below(1 << 20) as usize);
            self.at(at, Happening::RecordDamaged { place });
        }
        self.times(2, |plan| {
            let length = plan.draws.between(1, 90) * HOUR;
            let at = plan.some_time();
            plan.at(at.min(CALM - length), Happening::PersistFails { length });
        });
    }

    fn operators(&mut self) {
        use Happening::{DataBackup, DataRestore, RegistrationBackup, RegistrationRestore};
        // With each generation, within half a year; the devices that are away, too.
        for generation in [1, 2] {
            let at = switched_on(generation) + self.draws.between(10, 120) * DAY;
            self.at(at, Happening::Reconfigured { hourly: false });
        }
        self.times(4, |plan| {
            let at = plan.some_time();
            plan.at(at, Happening::Reconfigured { hourly: false });
        });
        if self.draws.in_a_thousand(10) {
            let (at, length) = (self.some_time(), self.draws.between(10, 60) * DAY);
            let (hourly, usual) = (true, false);
            let begins = Happening::Reconfigured { hourly };
            self.spell(
                at,
                length,
                begins,
                Happening::Reconfigured { hourly: usual },
            );
        }
        for (backup, restore) in [
            (DataBackup, DataRestore),
            (RegistrationBackup, RegistrationRestore),
        ] {
            if self.draws.in_a_thousand(250) {
                let (at, age) = (self.some_time(), self.draws.between(1, 14) * DAY);
                self.spell(at, age, backup, restore);
            }
        }
        self.times(4, |plan| {
            let at = plan.some_time();
            plan.at(at, Happening::Test);
        });
        self.times(4, |plan| {
            let at = plan.some_time();
            plan.at(at, Happening::Query);
        });
    }

    fn orders(&mut self) {
        // The manufacturer's update for each generation: the second one's permits the new
        // domain, and comes to some before and to some after they are led there.
        let first = switched_on(1) + self.draws.long_below(2 * YEAR);
        self.at(first, Happening::Ordered(Order::Factory(1)));
        let second = switched_on(2) + self.draws.long_below(400 * DAY);
        self.at(second, Happening::Ordered(Order::Factory(2)));
        // Two renewals, each after half of the life; a share with another device ID.
        for year in [4, 9] {
            let at = START + year * YEAR + self.draws.long_below(2 * YEAR);
            let other_id = self.draws.in_a_thousand(150);
            self.at(at, Happening::Ordered(Order::Certificate { other_id }));
        }
        if self.draws.in_a_thousand(80) {
            let at = self.some_time();
            self.at(at, Happening::Ordered(Order::RegisterAgain));
        }
        if self.draws.in_a_thousand(80) {
            let at = self.some_time();
            self.at(at, Happening::Ordered(Order::VehicleChanged));
            // The new vehicle's registration.
            let registered = at + self.draws.between(1, 60) * DAY;
            let told = Happening::Told(Word::Registered, Telling::Again);
            self.at(registered, told);
        }
        if self.draws.in_a_thousand(60) {
            let at = START + YEAR + self.draws.long_below(12 * YEAR);
            // The registrar's word comes before or after the scrapyard's.
            let told = at - 20 * DAY + self.draws.long_below(25 * DAY);
            self.at(told, Happening::Told(Word::Scrapped, Telling::Scrapping));
            self.at(at, Happening::Ordered(Order::Decommission));
        }
    }
}
