//! What happens to a unit in the field: clocks that lie, disks that take their time, units
//! that start anew, brokers that refuse and that move.

use crate::proofs::{CALM, prove};
use crate::scenario::{Budget, NOTHING_GOES_WRONG, Scenario};
use crate::situations::*;

/// Power fails before and after the record is on the disk, while nobody has said so.
#[test]
fn storing_takes_its_time_while_power_is_lost() {
    let budget = Budget {
        slow_disks: 1,
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, STORING_LOST, RESTORED_IN_FLIGHT],
        ..CALM
    };
    prove("slow disk and power loss", scenario, 20_000);
}

#[test]
fn storing_takes_its_time_and_fails() {
    let budget = Budget {
        slow_disks: 2,
        disk_failures: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED],
        ..CALM
    };
    prove("slow and failing disk", scenario, 12_000);
}

#[test]
fn storing_takes_its_time_while_consent_changes() {
    let budget = Budget {
        slow_disks: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, ERASED, ERASED_BUT_SENT],
        ..CALM
    };
    prove("slow disk and consent", scenario, 59_000);
}

/// Two hours forwards and back: what was acquired with the wrong time is set aside and
/// pending again.
#[test]
fn the_clock_is_set_forwards_and_back() {
    let budget = Budget {
        clock_sets: 2,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, SET_ASIDE, WRONG_TIME],
        ..CALM
    };
    prove("clock", scenario, 134_000);
}

#[test]
fn the_clock_is_set_a_day_wrong_while_connections_drop() {
    let budget = Budget {
        clock_sets: 2,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        clock_error: 48,
        ticks: [2; 2],
        budget,
        situations: &[STORED, SET_ASIDE, WRONG_TIME],
        ..CALM
    };
    prove("clock, a day wrong, and drop", scenario, 56_000);
}

#[test]
fn the_clock_is_set_while_power_is_lost() {
    let budget = Budget {
        clock_sets: 2,
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, SET_ASIDE, RESTORED_IN_FLIGHT],
        ..CALM
    };
    prove("clock and power loss", scenario, 80_000);
}

#[test]
fn units_start_anew_again_and_again() {
    let budget = Budget {
        reboots: 3,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, TRIED_OFTEN],
        ..CALM
    };
    prove("reboots", scenario, 1_800);
}

/// Under MQTT 5 a broker says no to a publish: for want of a right, or to what is in it,
/// which it says each time.
#[test]
fn publishes_are_refused() {
    let budget = Budget {
        denials: 1,
        poison: true,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, SET_ASIDE],
        ..CALM
    };
    prove("refused publishes", scenario, 1_100);
}

#[test]
fn a_publish_is_refused_while_consent_changes() {
    let budget = Budget {
        poison: true,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, SET_ASIDE, ERASED, STANDBY],
        ..CALM
    };
    prove("refused publishes and consent", scenario, 8_700);
}

/// An operator moves the broker, whose new host is not reached for a while: the device
/// falls back and returns.
#[test]
fn the_broker_moves_to_a_host_that_is_down_at_first() {
    let budget = Budget {
        moves: 1,
        outages: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, MOVED, FALLEN_BACK],
        ..CALM
    };
    prove("move and outage", scenario, 70_000);
}

#[test]
fn the_broker_moves_while_there_is_no_network() {
    let budget = Budget {
        moves: 1,
        coverage_gaps: 3,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, MOVED],
        ..CALM
    };
    prove("move without network", scenario, 59_000);
}

/// The unit is put into another vehicle, whose owner consents as well.
#[test]
fn a_unit_is_put_into_another_vehicle() {
    let budget = Budget {
        swaps: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, OTHER_VEHICLE, ERASED],
        ..CALM
    };
    prove("swap", scenario, 24_000);
}

#[test]
fn a_unit_is_put_into_another_vehicle_while_power_is_lost() {
    let budget = Budget {
        swaps: 1,
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, ERASED],
        ..CALM
    };
    prove("swap and power loss", scenario, 23_000);
}

#[test]
fn a_device_registers_again_while_consent_changes() {
    let budget = Budget {
        registers: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, REGISTERS_AGAIN, ERASED, STANDBY],
        ..CALM
    };
    prove("registering again", scenario, 90_500);
}

#[test]
fn the_data_service_goes_on_from_a_backup() {
    let budget = Budget {
        data_restores: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, FORGOTTEN],
        ..CALM
    };
    prove("data service from a backup", scenario, 18_000);
}

#[test]
fn the_registration_service_goes_on_from_a_backup() {
    let budget = Budget {
        registration_restores: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, MISNUMBERED],
        ..CALM
    };
    prove("registration service from a backup", scenario, 24_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_the_data_service_goes_on_from_a_backup_while_consent_changes() {
    let budget = Budget {
        data_restores: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, FORGOTTEN, FORGOTTEN_CLEARED],
        ..CALM
    };
    prove("data service from a backup, and consent", scenario, 442_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_the_registration_service_goes_on_from_a_backup_while_consent_changes() {
    let budget = Budget {
        registration_restores: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, MISNUMBERED],
        ..CALM
    };
    prove(
        "registration service from a backup, and consent",
        scenario,
        466_000,
    );
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_a_unit_is_put_into_another_vehicle_while_power_is_lost() {
    let budget = Budget {
        swaps: 1,
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, OTHER_VEHICLE, ERASED],
        ..CALM
    };
    prove("swap, power loss and a longer life", scenario, 295_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_a_unit_is_put_into_another_vehicle_while_consent_changes() {
    let budget = Budget {
        swaps: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, OTHER_VEHICLE, ERASED, STANDBY],
        ..CALM
    };
    prove("swap and consent", scenario, 482_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_the_clock_is_set_while_power_is_lost_and_connections_drop() {
    let budget = Budget {
        clock_sets: 2,
        power_losses: 1,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, SET_ASIDE, WRONG_TIME, RESTORED_IN_FLIGHT],
        ..CALM
    };
    prove("clock, power loss and drop", scenario, 8_766_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_the_broker_moves_while_hosts_are_down_and_connections_drop() {
    let budget = Budget {
        moves: 1,
        outages: 2,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, MOVED, FALLEN_BACK],
        ..CALM
    };
    prove("move, outages and drop", scenario, 834_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_storing_takes_its_time_while_power_is_lost_and_consent_changes() {
    let budget = Budget {
        slow_disks: 2,
        power_losses: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, STORING_LOST, ERASED, RESTORED_IN_FLIGHT],
        ..CALM
    };
    prove("slow disks, power loss and consent", scenario, 773_000);
}
