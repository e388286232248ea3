//! One vehicle's snapshots in the order of their time, for whoever takes differences of
//! counters (P-7.7, P-7.9).

use super::reception::{Storing, store};
use crate::obfcm::{Finding, Snapshot, findings};
use crate::time::UnixSeconds;

/// How a snapshot stands to the vehicle's earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It may be compared with those of the same segment. All counters restarting
    /// together begins a new one (P-7.9, `reset`).
    Stands,
    /// The same time with the same values again (P-7.7).
    Duplicate,
    /// The same time with other values: the first seen counts (P-7.7).
    Conflict,
    /// What is implausible about it (P-7.9), be it a `reset` among other things.
    Implausible(Vec<Finding>),
}

/// One vehicle's snapshots, judged one after the other in ascending order of `acquired`.
///
/// Each is judged after the latest that stands itself. The Data Service judges it after
/// the latest that is stored (P-7.9), for which one wrong reading also makes the right
/// one after it a decrease; here the wrong one is left out once it is known.
///
/// ```
/// use iot4emissions_proto::services::data::{History, Standing};
/// use iot4emissions_proto::obfcm::{Finding, Parameter, Snapshot, Tenths, Values};
/// use iot4emissions_proto::time::UnixSeconds;
///
/// let day = 86_400;
/// let read = |days: u64, tenths: u32| {
///     let mut values = Values::default();
///     values.set(Parameter::TotalDistanceTravelled, Tenths::new(tenths));
///     Snapshot::new(UnixSeconds(days * day), values).unwrap()
/// };
/// let now = UnixSeconds(90 * day);
/// let mut history = History::default();
/// assert_eq!(history.take(&read(1, 10_000), now), Standing::Stands);
/// let wrong = Standing::Implausible(vec![Finding::TooFast]);
/// assert_eq!(history.take(&read(2, 90_000_000), now), wrong);
/// assert_eq!(history.take(&read(3, 10_500), now), Standing::Stands);
/// assert_eq!(history.segment(), 0);
/// // A new control unit.
/// assert_eq!(history.take(&read(4, 200), now), Standing::Stands);
/// assert_eq!(history.segment(), 1);
/// ```
#[derive(Debug, Clone, Default)]
pub struct History {
    standing: Option<Snapshot>,
    seen: Option<Snapshot>,
    segment: u32,
}

impl History {
    /// Judges the next snapshot, received at `received`.
    pub fn take(&mut self, snapshot: &Snapshot, received: UnixSeconds) -> Standing {
        let seen = self.seen.as_ref();
        match store(
            seen.filter(|seen| seen.acquired() == snapshot.acquired()),
            snapshot,
        ) {
            Storing::Duplicate => return Standing::Duplicate,
            Storing::Conflict => return Standing::Conflict,
            Storing::New => self.seen = Some(*snapshot),
        }
        let found = findings(self.standing.as_ref(), snapshot, received);
        match found[..] {
            [] => {}
            [Finding::Reset] => self.segment += 1,
            _ => return Standing::Implausible(found),
        }
        self.standing = Some(*snapshot);
        Standing::Stands
    }

    /// How often all counters have restarted together.
    #[must_use]
    pub const fn segment(&self) -> u32 {
        self.segment
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::obfcm::{Parameter, Tenths, Values};

    const DAY: u64 = 86_400;

    fn read(days: u64, fuel: u32, distance: u32) -> Snapshot {
        let mut values = Values::default();
        values.set(Parameter::TotalFuelConsumed, Tenths::new(fuel));
        values.set(Parameter::TotalDistanceTravelled, Tenths::new(distance));
        Snapshot::new(UnixSeconds(days * DAY), values).unwrap()
    }

    fn take(history: &mut History, days: u64, fuel: u32, distance: u32) -> Standing {
        history.take(&read(days, fuel, distance), UnixSeconds(days * DAY))
    }

    #[test]
    fn p_7_7_what_came_again_counts_once_even_where_it_was_implausible() {
        let mut history = History::default();
        assert_eq!(take(&mut history, 1, 100, 1000), Standing::Stands);
        assert_eq!(take(&mut history, 1, 100, 1000), Standing::Duplicate);
        assert_eq!(take(&mut history, 1, 101, 1000), Standing::Conflict);
        let thirsty = Standing::Implausible(vec![Finding::TooThirsty]);
        assert_eq!(take(&mut history, 2, 9000, 1001), thirsty);
        assert_eq!(take(&mut history, 2, 9000, 1001), Standing::Duplicate);
        assert_eq!(take(&mut history, 3, 110, 1100), Standing::Stands);
    }

    #[test]
    fn p_7_9_a_decrease_of_one_counter_is_no_new_segment() {
        let mut history = History::default();
        assert_eq!(take(&mut history, 1, 100, 1000), Standing::Stands);
        let fuel = Finding::Decrease(Parameter::TotalFuelConsumed);
        assert_eq!(
            take(&mut history, 2, 90, 1100),
            Standing::Implausible(vec![fuel])
        );
        assert_eq!(history.segment(), 0);
        assert_eq!(take(&mut history, 3, 110, 1200), Standing::Stands);
        assert_eq!(take(&mut history, 4, 1, 10), Standing::Stands);
        assert_eq!(history.segment(), 1);
    }

    #[test]
    fn p_7_9_a_reset_among_other_findings_does_not_stand() {
        let mut history = History::default();
        assert_eq!(take(&mut history, 1, 100, 1000), Standing::Stands);
        let early = UnixSeconds(2 * DAY - 1);
        assert_eq!(
            history.take(&read(3, 1, 10), early),
            Standing::Implausible(vec![Finding::FromTheFuture, Finding::Reset])
        );
        assert_eq!(history.segment(), 0);
    }
}
