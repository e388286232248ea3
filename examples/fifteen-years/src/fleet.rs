//! A fleet, played on as many threads as there are: devices have nothing to do with each
//! other, so the outcome does not depend on the number of threads.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;

use crate::brokers::Brokers;
use crate::life::Life;
use crate::outcome::Outcome;

/// Plays `devices` of `seed` on `threads`, and tells `progress` after each how many are
/// done. The outcomes are in the order of the devices.
pub fn play(
    seed: u64,
    devices: u32,
    threads: usize,
    mut progress: impl FnMut(u32),
) -> Vec<Outcome> {
    let brokers = Brokers::drawn(seed);
    let next = AtomicU32::new(0);
    let (sender, receiver) = mpsc::channel();
    let mut outcomes: Vec<Option<Outcome>> = (0..devices).map(|_| None).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (sender, next, brokers) = (sender.clone(), &next, &brokers);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= devices {
                        break;
                    }
                    let (life, plan) = Life::drawn(seed, index, brokers);
                    if sender.send((index, life.live(&plan))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (done, (index, outcome)) in (1..).zip(receiver) {
            outcomes[index as usize] = Some(outcome);
            progress(done);
        }
    });
    outcomes.into_iter().flatten().collect()
}

/// Plays one device of a seed, and says on standard error what happens.
#[must_use]
pub fn play_one(seed: u64, index: u32) -> Outcome {
    let brokers = Brokers::drawn(seed);
    let (mut life, plan) = Life::drawn(seed, index, &brokers);
    life.traced = true;
    life.live(&plan)
}
