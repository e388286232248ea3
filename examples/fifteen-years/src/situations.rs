//! What a year costs in the situations in which a device spends most of its life: attempts,
//! connected time, wake-ups, questions to the vehicle and flash writes.

use std::fmt;

use iot4emissions_proto::device::Settings;

use crate::brokers::Brokers;
use crate::days::{DAY, END, Millis, SECOND, START, YEAR};
use crate::habits::{ControlUnits, Frequency, Habits, TellsCoverage};
use crate::life::Life;
use crate::meters::Cost;
use crate::plan::{Happening, Plan, Telling};
use crate::random::{Draws, Purpose};
use crate::services::Word;

/// A situation, and what a year of it costs a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The situation.
    pub name: &'static str,
    /// What a year costs, the mean of some devices.
    pub year: Cost,
    /// The bytes stored in fifteen years.
    pub flash_in_fifteen_years: u64,
}

/// The table of situations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situations {
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A situation: it begins on the sixtieth day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Situation {
    Normal(Frequency),
    NotCleared,
    Offline(TellsCoverage),
    VinTaken,
    Parked(ControlUnits),
}

const SITUATIONS: [(&str, Situation); 8] = [
    (
        "normal, a snapshot and a transfer a month",
        Situation::Normal(Frequency::Monthly),
    ),
    (
        "normal, a snapshot a month, a transfer a quarter",
        Situation::Normal(Frequency::Quarterly),
    ),
    ("Initialized, waiting for clearance", Situation::NotCleared),
    (
        "offline, network told",
        Situation::Offline(TellsCoverage::InTime),
    ),
    (
        "offline, network not told",
        Situation::Offline(TellsCoverage::ByFailure),
    ),
    ("VIN taken by another device", Situation::VinTaken),
    (
        "parked, control unit asleep and told",
        Situation::Parked(ControlUnits::SleepTold),
    ),
    (
        "parked, control unit asleep, not told",
        Situation::Parked(ControlUnits::SleepNotTold),
    ),
];

/// Of how many devices the mean is taken: their back-offs differ.
const DEVICES: u32 = 8;
/// From when to when a year is measured.
const FROM: Millis = START + YEAR;

impl Situations {
    /// Plays all of them.
    #[must_use]
    pub fn measured() -> Self {
        let row = |(name, situation)| {
            let mean = |from: Option<Millis>, to| {
                let of = |index| match from {
                    Some(from) => minus(live(situation, index, to), live(situation, index, from)),
                    None => live(situation, index, to),
                };
                mean_of((0..DEVICES).map(of))
            };
            Row {
                name,
                year: mean(Some(FROM), FROM + YEAR),
                flash_in_fifteen_years: mean(None, END).flash_bytes,
            }
        };
        let rows = SITUATIONS.into_iter().map(row).collect();
        Self { rows }
    }
}

impl fmt::Display for Situations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| a device in a year | attempts | connected, s | wake-ups | vehicle asked | flash, bytes | flash in 15 years, kB |"
        )?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|")?;
        for Row {
            name,
            year,
            flash_in_fifteen_years,
        } in &self.rows
        {
            writeln!(
                f,
                "| {name} | {} | {} | {} | {} | {} | {} |",
                year.connections,
                year.connected_millis.div_ceil(SECOND),
                year.wake_ups,
                year.asked,
                year.flash_bytes,
                flash_in_fifteen_years.div_ceil(1000),
            )?;
        }
        Ok(())
    }
}

/// A life in a situation, up to a time.
fn live(situation: Situation, index: u32, until: Millis) -> Cost {
    let brokers = Brokers::untroubled();
    let transfer = match situation {
        Situation::Normal(transfer) => transfer,
        _ => Frequency::Quarterly,
    };
    let mut habits = Habits::plain(Frequency::Monthly, transfer, Frequency::Monthly);
    habits.settings = Settings::default();
    let begins = START + 60 * DAY;
    let mut happenings = vec![(
        START + DAY,
        Happening::Told(Word::Registered, Telling::First),
    )];
    match situation {
        Situation::Normal(_) | Situation::VinTaken => {}
        Situation::NotCleared => happenings.clear(),
        Situation::Offline(coverage) => {
            habits.coverage = coverage;
            happenings.push((begins, Happening::CoverageLost));
        }
        Situation::Parked(control_units) => {
            habits.control_units = control_units;
            habits.stands_from = begins;
        }
    }
    let plan = Plan {
        taken_at_first: situation == Situation::VinTaken,
        ..Plan::quiet(happenings)
    };
    let draws = Draws::new(1, Purpose::Life, index);
    let mut life = Life::new(index, habits, draws, &brokers);
    life.undisturbed(until);
    life.live(&plan).cost
}

fn minus(later: Cost, earlier: Cost) -> Cost {
    combine(later, earlier, |later, earlier| later - earlier)
}

fn mean_of(costs: impl Iterator<Item = Cost>) -> Cost {
    let sum = costs.fold(Cost::default(), |sum, cost| {
        combine(sum, cost, |sum, cost| sum + cost)
    });
    let devices = u64::from(DEVICES);
    combine(sum, Cost::default(), |sum, _| (sum + devices / 2) / devices)
}

fn combine(one: Cost, other: Cost, with: impl Fn(u64, u64) -> u64) -> Cost {
    Cost {
        connections: with(one.connections, other.connections),
        connected_millis: with(one.connected_millis, other.connected_millis),
        wake_ups: with(one.wake_ups, other.wake_ups),
        asked: with(one.asked, other.asked),
        flash_bytes: with(one.flash_bytes, other.flash_bytes),
        writes: with(one.writes, other.writes),
    }
}
