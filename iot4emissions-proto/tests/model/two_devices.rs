//! Two devices that ask for one vehicle: the proofs in which both are at work.

use crate::proofs::{CALM, prove};
use crate::scenario::{Budget, NOTHING_GOES_WRONG, Scenario};
use crate::situations::*;

/// The first device lives long enough to send what it has acquired, the second one to
/// ask for the vehicle, which it may also do first.
pub(crate) const TWO: Scenario = Scenario {
    devices: 2,
    ticks: [3, 1],
    situations: &[STORED, ERROR, RIVAL],
    ..CALM
};

#[test]
fn of_one_vehicle_that_is_released() {
    let budget = Budget {
        releases: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[ERROR, SECOND_DEVICE];
    prove(
        "two devices, release",
        Scenario {
            devices: 2,
            ticks: [2; 2],
            budget,
            situations,
            ..CALM
        },
        156_000,
    );
}

#[test]
fn while_power_is_lost() {
    let budget = Budget {
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, ERROR, RIVAL, RESTORED_IN_FLIGHT];
    let scenario = Scenario {
        budget,
        situations,
        ..TWO
    };
    prove("two devices, power loss", scenario, 80_000);
}

#[test]
fn while_messages_and_calls_are_repeated() {
    let budget = Budget {
        repeats: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, ERROR, RIVAL, DELIVERED_TWICE];
    let scenario = Scenario {
        budget,
        situations,
        ..TWO
    };
    prove("two devices, repeats", scenario, 104_000);
}

#[test]
fn while_consent_changes() {
    let budget = Budget {
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, ERROR, RIVAL, SUSPENDED_IN_FLIGHT, ERASED, STANDBY];
    let scenario = Scenario {
        budget,
        situations,
        ..TWO
    };
    prove("two devices, consent", scenario, 174_000);
}

#[test]
fn whose_disks_fail() {
    let budget = Budget {
        disk_failures: 1,
        ..NOTHING_GOES_WRONG
    };
    let situations = &[STORED, ERROR, RIVAL, NOT_STORED];
    let scenario = Scenario {
        budget,
        situations,
        ..TWO
    };
    prove("two devices, failing Persist", scenario, 21_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_whose_connections_drop() {
    let budget = Budget {
        releases: 1,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        devices: 2,
        ticks: [2; 2],
        budget,
        situations: &[ERROR, SECOND_DEVICE],
        ..CALM
    };
    prove("two devices that drop", scenario, 824_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_of_a_vehicle_that_is_released_while_services_crash() {
    let budget = Budget {
        releases: 1,
        crashes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[ERROR, SECOND_DEVICE, OWED, UNPUBLISHED],
        ..TWO
    };
    prove("two devices, release and crash", scenario, 1_300_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_while_consent_changes_and_power_is_lost() {
    let budget = Budget {
        changes: 1,
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[
            STORED,
            ERROR,
            RIVAL,
            SUSPENDED_IN_FLIGHT,
            RESTORED_IN_FLIGHT,
        ],
        ..TWO
    };
    prove("two devices, consent and power loss", scenario, 1_300_000);
}
