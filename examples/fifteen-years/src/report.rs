//! What a fleet's fifteen years came to, as text: the same for the same seed.

use std::fmt::{self, Write as _};

use crate::days::SECOND;
use crate::failure::{Check, Failure};
use crate::mishap::{Mishap, MishapCounts};
use crate::outcome::{Outcome, Sums};

/// The outcome of a fleet.
#[derive(Debug)]
pub struct Report {
    seed: u64,
    outcomes: Vec<Outcome>,
    /// What became of all snapshots.
    pub sums: Sums,
    /// How often each mishap happened.
    pub mishaps: MishapCounts,
}

/// How many failures are written out.
const SHOWN: usize = 20;

impl Report {
    /// The report of a fleet.
    #[must_use]
    pub fn new(seed: u64, outcomes: Vec<Outcome>) -> Self {
        let mut sums = Sums::default();
        let mut mishaps = MishapCounts::default();
        for outcome in &outcomes {
            sums.add(&outcome.sums);
            mishaps.add(&outcome.mishaps);
        }
        Self {
            seed,
            outcomes,
            sums,
            mishaps,
        }
    }

    /// Every check that failed.
    pub fn failures(&self) -> impl Iterator<Item = &Failure> {
        self.outcomes.iter().flat_map(|outcome| &outcome.failures)
    }

    /// The mishaps that never happened: nothing is proven of them.
    pub fn missing(&self) -> impl Iterator<Item = Mishap> + '_ {
        let all = Mishap::ALL.into_iter();
        all.filter(|mishap| self.mishaps.of(*mishap) == 0)
    }

    /// Whether all holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.failures().next().is_none() && self.missing().next().is_none() && self.sums.balance()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let devices = self.outcomes.len();
        writeln!(f, "fifteen years, {devices} devices, seed {}\n", self.seed)?;
        writeln!(f, "snapshots")?;
        for (name, count) in self.sums.all() {
            writeln!(f, "  {name:36} {count:>12}")?;
        }
        writeln!(
            f,
            "\na device in fifteen years           median      99 %       most"
        )?;
        type Pick = fn(&Outcome) -> u64;
        let rows: [(&str, Pick); 5] = [
            ("connections", |it| it.cost.connections),
            ("connected seconds", |it| it.cost.connected_millis / SECOND),
            ("wake-ups", |it| it.cost.wake_ups),
            ("writes", |it| it.cost.writes),
            ("flash bytes", |it| it.cost.flash_bytes),
        ];
        for (name, pick) in rows {
            let mut values: Vec<u64> = self.outcomes.iter().map(pick).collect();
            values.sort_unstable();
            let at = |per_cent: usize| {
                let last = values.len().saturating_sub(1);
                values
                    .get(last * per_cent / 100)
                    .copied()
                    .unwrap_or_default()
            };
            writeln!(
                f,
                "  {name:28} {:>12} {:>9} {:>10}",
                at(50),
                at(99),
                at(100)
            )?;
        }
        writeln!(f, "\nmishaps")?;
        for mishap in Mishap::ALL {
            let name = words(&format!("{mishap:?}"));
            writeln!(f, "  {name:34} {:>14}", self.mishaps.of(mishap))?;
        }
        writeln!(f, "\nchecks")?;
        for check in Check::ALL {
            let failed = self.failures().filter(|it| it.check == check).count();
            let name = words(&format!("{check:?}"));
            let said = match failed {
                0 => "holds".to_owned(),
                _ => format!("failed for {failed} devices"),
            };
            writeln!(f, "  {name:34} {said:>14}")?;
        }
        for failure in self.failures().take(SHOWN) {
            writeln!(f, "  {failure}")?;
        }
        for mishap in self.missing() {
            writeln!(f, "  {} never happened", words(&format!("{mishap:?}")))?;
        }
        Ok(())
    }
}

/// `ClockRanAhead` as `clock ran ahead`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        let _ = write!(words, "{}", character.to_lowercase());
    }
    words
}
