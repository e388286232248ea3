//! The proofs.

use std::time::Instant;

use stateright::{Checker, Model};

use crate::model::Network;
use crate::scenario::{Budget, NOTHING_GOES_WRONG, Scenario};

pub(crate) fn one_device() -> Scenario {
    Scenario {
        devices: 1,
        hours: 4,
        storage_limit: 2,
        restarts: true,
        consent: true,
        bound_elsewhere: false,
        budget: Budget {
            drops: 1,
            power_losses: 1,
            repeats: 1,
            changes: 1,
            lags: 1,
            releases: 0,
        },
    }
}

/// Explores everything.
pub(crate) fn prove(name: &str, scenario: Scenario, at_least: usize) {
    let began = Instant::now();
    let checker = Network::new(scenario, None).checker().spawn_bfs().join();
    #[allow(clippy::print_stdout)]
    {
        println!(
            "{name}: {} states, {} steps, depth {}, {:.1} s",
            checker.unique_state_count(),
            checker.state_count(),
            checker.max_depth(),
            began.elapsed().as_secs_f64(),
        );
        for (name, path) in checker.discoveries() {
            if checker.model().property(name).expectation == stateright::Expectation::Always {
                println!("{name}:\n{:#?}", path.into_actions());
            }
        }
    }
    for property in checker.model().properties() {
        let found = checker.discovery(property.name).is_some();
        let right = found == (property.expectation == stateright::Expectation::Sometimes);
        if !right { println!("WRONG: {}", property.name); }
    }
    assert!(checker.unique_state_count() >= at_least);
}

#[test]
fn calm() {
    prove("calm", Scenario { budget: NOTHING_GOES_WRONG, ..one_device() }, 1);
}

#[test]
fn one() {
    let which = std::env::var("BUDGET").unwrap_or_default();
    let n: Vec<u8> = which.split(',').filter_map(|x| x.parse().ok()).collect();
    let mut s = one_device();
    if n.len() == 7 {
        s.hours = n[0].into();
        s.budget = Budget { drops: n[1], power_losses: n[2], repeats: n[3], changes: n[4], lags: n[5], releases: n[6] };
    }
    prove("one", s, 1);
}
