//! What fails, and when: all of it drawn from the seed.

use iot4emissions_proto::delivery::BrokerRole;

use crate::driver::Mishaps;
use crate::fleet::{Draws, Purpose};

/// Where a device's connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The CONNECT is sent, the CONNACK never read.
    BeforeConnack,
    /// The SUBACK has arrived.
    AfterSuback,
    /// A publish is sent, its PUBACK not here yet.
    AfterPublish,
    /// A PUBACK has arrived.
    AfterPuback,
}

/// A broker's end in the middle of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kill {
    /// Which one.
    pub broker: BrokerRole,
    /// After so many packets of devices of that day.
    pub after: u32,
    /// Whether the service is cut off before, so that the spool holds what was
    /// acknowledged.
    pub held: bool,
}

/// A connection after this many on one day is not cut any more: every day ends.
const CUT_A_DAY: u32 = 4;

/// More days than any run has.
const DAYS: u32 = 4096;

/// What fails. Nothing here has a state.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// What it is drawn from.
    pub seed: u64,
}

impl Plan {
    /// What goes wrong in the vehicle at `index` on a day.
    #[must_use]
    pub fn mishaps(self, index: usize, day: u32) -> Mishaps {
        let mut draws = self.day(index, day);
        let power = draws.below(100) < 20;
        let power_at = draws.below(14);
        let persist = draws.below(100) < 15;
        let persist_at = draws.below(5);
        Mishaps {
            power_loss: power.then_some(power_at),
            failed_persist: persist.then_some(persist_at),
        }
    }

    /// Where the connection with this number of a day, from 0, is cut, if at all.
    #[must_use]
    pub fn cut(self, index: usize, day: u32, connection: u32) -> Option<Cut> {
        if connection >= CUT_A_DAY {
            return None;
        }
        let mut draws = self.day(index, day);
        // Past what the mishaps are drawn from.
        for _ in 0..4 + 2 * connection {
            draws.below(1);
        }
        let is_cut = draws.below(100) < 40;
        let cut = match draws.below(4) {
            0 => Cut::BeforeConnack,
            1 => Cut::AfterSuback,
            2 => Cut::AfterPublish,
            _ => Cut::AfterPuback,
        };
        is_cut.then_some(cut)
    }

    /// Which brokers die on a day on which so many devices wake.
    #[must_use]
    pub fn kills(self, day: u32, waking: usize) -> Vec<Kill> {
        let mut draws = Draws::new(self.seed, Purpose::Kills, day);
        let waking = u32::try_from(waking).unwrap_or(u32::MAX);
        let mut kills = Vec::new();
        for broker in [BrokerRole::Registration, BrokerRole::Data] {
            // Often on days on which many are there, and now and then on others.
            let likely = if waking >= 4 { 70 } else { 10 };
            let times = u32::from(draws.below(100) < likely) * (1 + draws.below(2));
            for _ in 0..times {
                kills.push(Kill {
                    broker,
                    after: 1 + draws.below(waking.max(2)),
                    held: draws.below(2) == 0,
                });
            }
        }
        kills
    }

    /// The one end of a forgetful data broker on a day: after so many transfers, which
    /// the service has not had.
    #[must_use]
    pub fn forgetful_kill(self, day: u32, waking: usize) -> Option<Kill> {
        let mut draws = Draws::new(self.seed, Purpose::Kills, day);
        let waking = u32::try_from(waking).unwrap_or(u32::MAX);
        (waking >= 3).then(|| Kill {
            broker: BrokerRole::Data,
            after: 1 + draws.below(waking / 2),
            held: true,
        })
    }

    fn day(self, index: usize, day: u32) -> Draws {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let stream = index.wrapping_mul(DAYS).wrapping_add(day);
        Draws::new(self.seed, Purpose::Faults, stream)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_plans_the_same_and_every_kind_of_fault_is_planned() {
        let (plan, other) = (Plan { seed: 1 }, Plan { seed: 2 });
        let cuts = |plan: Plan| -> Vec<_> {
            (0..400)
                .map(|i| plan.cut(i % 20, i as u32 / 20, 0))
                .collect()
        };
        assert_eq!(cuts(plan), cuts(plan));
        assert_ne!(cuts(plan), cuts(other));
        for kind in [
            None,
            Some(Cut::BeforeConnack),
            Some(Cut::AfterSuback),
            Some(Cut::AfterPublish),
            Some(Cut::AfterPuback),
        ] {
            assert!(cuts(plan).contains(&kind), "{kind:?}");
        }
        assert!((0..50).any(|day| plan.mishaps(3, day).power_loss.is_some()));
        assert!((0..50).any(|day| plan.mishaps(3, day).failed_persist.is_some()));
        for broker in [BrokerRole::Registration, BrokerRole::Data] {
            let kills = |kill: &Kill| kill.broker == broker;
            assert!((0..50).any(|day| plan.kills(day, 9).iter().any(kills)));
        }
        assert_eq!(plan.cut(3, 5, CUT_A_DAY), None);
    }
}
