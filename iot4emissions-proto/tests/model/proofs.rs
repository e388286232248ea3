//! The proofs: every state that each scenario can reach has every property. What is
//! bounded, and how far, is in the scenario.

use std::fmt::Debug;
use std::hash::Hash;
use std::time::Instant;

use stateright::{Checker, Expectation, HasDiscoveries, Model};

use crate::model::Network;
use crate::scenario::{BY_DEFAULT, Budget, NOTHING_GOES_WRONG, Scenario};
use crate::situations::*;

/// One device, nothing goes wrong; two snapshots.
pub(crate) const CALM: Scenario = Scenario {
    devices: 1,
    ticks: [3; 2],
    storage_limit: 2,
    parts: false,
    restarts: true,
    consent: true,
    bound_elsewhere: false,
    stored_data: BY_DEFAULT,
    tombstones_lost: false,
    clock_error: 4,
    budget: NOTHING_GOES_WRONG,
    situations: &[STORED],
};

/// Explores a scenario completely; `at_least` so many states are to be found, or the
/// model no longer models what it did.
pub(crate) fn prove(name: &str, scenario: Scenario, at_least: usize) {
    let began = Instant::now();
    let finish = HasDiscoveries::AnyFailures;
    let checker = Network::new(scenario, None).checker();
    let checker = checker.finish_when(finish).spawn_bfs().join();
    let states = checker.unique_state_count();
    #[allow(clippy::print_stdout)]
    {
        println!(
            "{name}: {states} states, {} steps, at most {} in a row, {:.1} s",
            checker.state_count(),
            checker.max_depth(),
            began.elapsed().as_secs_f64(),
        );
    }
    judge(&checker, at_least);
}

/// That every property holds, and what has to be come across was, in so many states.
pub(crate) fn judge<M>(checker: &impl Checker<M>, at_least: usize)
where
    M: Model,
    M::State: Clone + Debug + Hash + PartialEq,
    M::Action: Clone + Debug + PartialEq,
{
    let states = checker.unique_state_count();
    for property in checker.model().properties() {
        let path = checker.discovery(property.name);
        match property.expectation {
            Expectation::Sometimes => assert!(path.is_some(), "never: {}", property.name),
            _ => {
                let actions = path.map(stateright::Path::into_actions);
                assert_eq!(actions, None, "does not hold: {}", property.name);
            }
        }
    }
    assert!(states >= at_least, "{states} states, expected {at_least}");
}

#[test]
fn a_storage_that_overflows() {
    let budget = Budget {
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, EVICTED, EVICTED_IN_FLIGHT];
    prove(
        "overflow",
        Scenario {
            ticks: [4; 2],
            storage_limit: 1,
            budget,
            situations,
            ..CALM
        },
        25_000,
    );
}

#[test]
fn power_is_lost_between_any_two_outputs() {
    let budget = Budget {
        power_losses: 1,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, RESTORED_IN_FLIGHT, EVICTED];
    prove(
        "power loss",
        Scenario {
            storage_limit: 1,
            budget,
            situations,
            ..CALM
        },
        19_000,
    );
}

/// What was acknowledged and is not stored yet is sent again after a power loss, and nothing
/// is lost (P-6.6).
#[test]
fn power_is_lost_in_a_transfer_in_parts() {
    let budget = Budget {
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, ACKNOWLEDGED_UNSTORED, SENT_AGAIN];
    prove("parts and power loss", parts(budget, situations), 157_000);
}

/// Four snapshots in as many publishes.
fn parts(budget: Budget, situations: &'static [&'static str]) -> Scenario {
    Scenario {
        parts: true,
        ticks: [5; 2],
        storage_limit: 4,
        budget,
        situations,
        ..CALM
    }
}

#[test]
fn consent_is_withdrawn_and_given_again() {
    let budget = Budget {
        changes: 2,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[
        STORED,
        SUSPENDED_IN_FLIGHT,
        ERASED,
        ERASED_BUT_SENT,
        LATE_PUBACK_COUNTS,
        REFUSED,
        STANDBY,
        CLEARED_LATE,
    ];
    prove(
        "consent",
        Scenario {
            budget,
            situations,
            ..CALM
        },
        174_000,
    );
}

#[test]
fn consent_is_withdrawn_while_connections_drop_and_a_broker_lags() {
    let budget = Budget {
        changes: 1,
        drops: 1,
        lags: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[
        STORED,
        SUSPENDED_IN_FLIGHT,
        ERASED,
        ERASED_BUT_SENT,
        REFUSED,
        STANDBY,
        LAGGING,
    ];
    prove(
        "lag",
        Scenario {
            budget,
            situations,
            ..CALM
        },
        160_000,
    );
}

#[test]
fn consent_is_withdrawn_while_power_is_lost() {
    let budget = Budget {
        changes: 1,
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[
        STORED,
        SUSPENDED_IN_FLIGHT,
        ERASED,
        REFUSED,
        STANDBY,
        RESTORED_IN_FLIGHT,
    ];
    prove(
        "suspension and power loss",
        Scenario {
            budget,
            situations,
            ..CALM
        },
        91_000,
    );
}

#[test]
fn messages_and_calls_are_repeated_and_overtake_each_other() {
    let budget = Budget {
        changes: 1,
        repeats: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, DELIVERED_TWICE, REFUSED, CLEARED_LATE];
    prove(
        "repeats",
        Scenario {
            budget,
            situations,
            ..CALM
        },
        145_000,
    );
}

#[test]
fn a_driver_that_does_not_restart_the_device() {
    let budget = Budget {
        changes: 1,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, ERASED, ERASED_BUT_SENT, LATE_PUBACK_COUNTS];
    prove(
        "no restart",
        Scenario {
            restarts: false,
            budget,
            situations,
            ..CALM
        },
        54_000,
    );
}

#[test]
fn a_registration_error_that_is_settled() {
    let budget = Budget {
        drops: 1,
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[ERROR, ERROR_LATE, STORED];
    prove(
        "registration error",
        Scenario {
            bound_elsewhere: true,
            budget,
            situations,
            ..CALM
        },
        25_000,
    );
}

/// What [`proofs`](self) looks at in pairs, by threes: for a release, not for each build.
#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_consent_is_withdrawn_while_power_is_lost_and_connections_drop() {
    let budget = Budget {
        drops: 1,
        power_losses: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, SUSPENDED_IN_FLIGHT, RESTORED_IN_FLIGHT],
        ..CALM
    };
    prove("drops, power loss and suspension", scenario, 328_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_consent_changes_twice_while_connections_drop() {
    let budget = Budget {
        changes: 2,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, LATE_PUBACK_COUNTS, STANDBY],
        ..CALM
    };
    prove("drops and two changes", scenario, 561_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_power_is_lost_in_a_longer_life() {
    let budget = Budget {
        power_losses: 1,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [4; 2],
        storage_limit: 1,
        budget,
        situations: &[RESTORED_IN_FLIGHT, EVICTED_IN_FLIGHT],
        ..CALM
    };
    prove("power loss in a longer life", scenario, 199_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_consent_is_withdrawn_in_a_transfer_in_parts() {
    let budget = Budget {
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, ACKNOWLEDGED_UNSTORED, ERASED];
    prove("parts and consent", parts(budget, situations), 301_000);
}
