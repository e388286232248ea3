//! The faults that only come to light where something happens to a unit in the field: what
//! the first edition of the rules did, and what a driver may do wrong.

use crate::fault::Fault;
use crate::faults::{CALM_BUT, finds_only_so};
use crate::properties::{
    ACCOUNTED, ACQUIRES, CLEARED_DELIVERS, CLOCK_ENDS_NOTHING, GOES_ON_WAITING, HAD_REASON,
    RETURNS, SAME_VEHICLE, SILENT, SUSPENDED_OBEYS, WITHDRAWN,
};
use crate::scenario::{Budget, NOTHING_GOES_WRONG, Scenario};

const WITHOUT: Budget = NOTHING_GOES_WRONG;

fn only_with(budget: Budget, fault: Fault, property: &'static str) {
    finds_only_so(fault, property, Scenario { budget, ..CALM_BUT });
}

#[test]
fn a_driver_that_says_stored_before_the_disk_does() {
    let slow = Budget {
        slow_disks: 1,
        changes: 1,
        ..WITHOUT
    };
    only_with(slow, Fault::StoredTooEarly, SILENT);
}

#[test]
fn a_wall_clock_that_never_goes_back() {
    let budget = Budget {
        clock_sets: 1,
        ..WITHOUT
    };
    let scenario = Scenario {
        clock_error: 48,
        budget,
        ..CALM_BUT
    };
    finds_only_so(Fault::WallClockNeverBack, ACQUIRES, scenario);
}

#[test]
fn time_outs_on_the_wall_clock() {
    let set = Budget {
        clock_sets: 1,
        ..WITHOUT
    };
    only_with(set, Fault::OneClock, CLOCK_ENDS_NOTHING);
}

#[test]
fn a_driver_that_does_not_store_what_only_counts_attempts() {
    let budget = Budget {
        reboots: 3,
        ..WITHOUT
    };
    only_with(budget, Fault::AttemptsUnstored, GOES_ON_WAITING);
}

#[test]
fn a_host_that_is_never_tried_again() {
    let budget = Budget {
        moves: 1,
        outages: 1,
        ..WITHOUT
    };
    only_with(budget, Fault::HostGivenUp, RETURNS);
}

#[test]
fn want_of_coverage_that_counts_as_a_refusal() {
    let budget = Budget {
        moves: 1,
        coverage_gaps: 3,
        ..WITHOUT
    };
    only_with(budget, Fault::CoverageUnsaid, HAD_REASON);
}

#[test]
fn a_refused_publish_that_is_taken_for_an_acknowledged_one() {
    let budget = Budget {
        denials: 1,
        ..WITHOUT
    };
    only_with(budget, Fault::RefusedIsAcknowledged, ACCOUNTED);
}

#[test]
fn a_refused_publish_that_stands_in_the_way_of_all_others() {
    let budget = Budget {
        poison: true,
        ..WITHOUT
    };
    let scenario = Scenario {
        // Nothing is evicted while it is looked at.
        storage_limit: 100,
        budget,
        ..CALM_BUT
    };
    finds_only_so(Fault::RefusedUnsaid, CLEARED_DELIVERS, scenario);
}

#[test]
fn a_withdrawal_that_is_forgotten_once_it_has_ended() {
    let twice = Budget {
        changes: 2,
        ..WITHOUT
    };
    only_with(twice, Fault::WithdrawalForgotten, WITHDRAWN);
}

#[test]
fn a_unit_that_takes_its_data_along_into_another_vehicle() {
    let swap = Budget {
        swaps: 1,
        ..WITHOUT
    };
    only_with(swap, Fault::SwapUnsaid, SAME_VEHICLE);
}

#[test]
fn a_device_that_is_provisioned_anew_to_register_again() {
    let again = Budget {
        registers: 1,
        ..WITHOUT
    };
    only_with(again, Fault::ProvisionedAnew, ACCOUNTED);
}

#[test]
fn a_device_that_the_data_service_does_not_know_any_more() {
    let budget = Budget {
        data_restores: 1,
        ..WITHOUT
    };
    only_with(budget, Fault::NotIntroducedUnheard, CLEARED_DELIVERS);
}

#[test]
fn a_call_with_the_number_of_a_forgotten_one() {
    let budget = Budget {
        registration_restores: 1,
        changes: 2,
        ..WITHOUT
    };
    only_with(budget, Fault::MisnumberedIsDone, SUSPENDED_OBEYS);
}

#[test]
fn versions_that_are_issued_twice_after_a_loss_of_data() {
    let budget = Budget {
        data_restores: 1,
        changes: 1,
        ..WITHOUT
    };
    only_with(budget, Fault::FirstVersionKept, SUSPENDED_OBEYS);
}
