//! What rarely happens, and loses nothing either: a disk that does not take the record,
//! a subscription that is refused, a service that stops between a commit and what
//! follows from it.

use crate::proofs::{CALM, prove};
use crate::scenario::{Budget, NOTHING_GOES_WRONG, Scenario};
use crate::situations::*;

#[test]
fn a_record_is_not_stored() {
    let budget = Budget {
        disk_failures: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, NOT_STORED, SUSPENDED_IN_FLIGHT, STANDBY];
    let scenario = Scenario {
        budget,
        situations,
        ..CALM
    };
    prove("failing Persist", scenario, 31_000);
}

#[test]
fn a_subscription_is_refused() {
    let budget = Budget {
        refusals: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, UNREFUSED, SUSPENDED_IN_FLIGHT, STANDBY];
    let scenario = Scenario {
        budget,
        situations,
        ..CALM
    };
    prove("refused subscription", scenario, 38_500);
}

#[test]
fn a_service_crashes_while_consent_changes() {
    let budget = Budget {
        crashes: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, OWED, UNPUBLISHED, DELIVERED_TWICE];
    let scenario = Scenario {
        budget,
        situations,
        ..CALM
    };
    prove("crash", scenario, 70_500);
}

#[test]
fn a_service_crashes_while_the_vehicle_is_released() {
    let budget = Budget {
        crashes: 1,
        releases: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, OWED, UNPUBLISHED, DELIVERED_TWICE];
    let scenario = Scenario {
        budget,
        situations,
        ..CALM
    };
    prove("crash and release", scenario, 64_000);
}

#[test]
fn everything_rare_happens_once() {
    let budget = Budget {
        crashes: 1,
        disk_failures: 1,
        refusals: 1,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, OWED, UNPUBLISHED, NOT_STORED, UNREFUSED],
        ..CALM
    };
    prove(
        "crash, failing Persist, refusal and drop",
        scenario,
        116_000,
    );
}
