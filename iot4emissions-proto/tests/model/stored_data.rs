//! What becomes of stored data (P-7.13, P-7.14, P-6.23): vehicles are sold, and owners have
//! erased what is stored of them.

use crate::fault::Fault;
use crate::faults::{CALM_BUT, finds_only_so};
use crate::proofs::{CALM, prove};
use crate::properties::{ENDS_EMPTY, ERASED_AGAIN, ERASED_UNSENT, FORGOTTEN_FOR_GOOD, SEGMENTED};
use crate::scenario::{Budget, NOTHING_GOES_WRONG, Scenario, WITHDRAWAL_ERASES};
use crate::situations::*;

const AN_ERASURE: Budget = Budget {
    erasures: 1,
    ..NOTHING_GOES_WRONG
};

const A_SALE: Budget = Budget {
    sales: 1,
    ..NOTHING_GOES_WRONG
};

#[test]
fn an_owner_has_erased_what_is_stored() {
    let scenario = Scenario {
        budget: AN_ERASURE,
        situations: &[STORED, ERASED_IN_STORE, DATA_OF_FORGOTTEN],
        ..CALM
    };
    prove("erasure", scenario, 5_200);
}

#[test]
fn an_owner_has_erased_what_is_stored_while_messages_and_calls_are_repeated() {
    let budget = Budget {
        repeats: 1,
        ..AN_ERASURE
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, ERASED_IN_STORE, DATA_OF_FORGOTTEN, CALL_TOO_LATE],
        ..CALM
    };
    prove("erasure and repeats", scenario, 11_000);
}

#[test]
fn an_owner_has_erased_what_is_stored_while_a_service_crashes() {
    let budget = Budget {
        crashes: 1,
        ..AN_ERASURE
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, ERASED_IN_STORE, OWED, UNPUBLISHED],
        ..CALM
    };
    prove("erasure and crash", scenario, 8_300);
}

#[test]
fn an_owner_has_erased_what_a_restored_data_service_brings_back() {
    let budget = Budget {
        data_restores: 1,
        ..AN_ERASURE
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, ERASED_IN_STORE],
        ..CALM
    };
    prove("erasure and a backup", scenario, 2_500);
}

/// The device registers again, and the next owner's data is stored.
#[test]
fn a_vehicle_comes_back_after_an_erasure() {
    let budget = Budget {
        returns: 1,
        registers: 1,
        ..AN_ERASURE
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, ERASED_IN_STORE, REGISTERS_AGAIN],
        ..CALM
    };
    prove("erasure and return", scenario, 195_000);
}

/// Who withdraws has erased, and consents again.
#[test]
fn a_withdrawal_erases_what_is_stored() {
    let budget = Budget {
        changes: 2,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        stored_data: WITHDRAWAL_ERASES,
        ticks: [2; 2],
        budget,
        situations: &[STORED, ERASED_IN_STORE, STORED_ANEW],
        ..CALM
    };
    prove("erasing withdrawal", scenario, 24_000);
}

#[test]
fn a_withdrawal_erases_what_a_restored_data_service_brings_back() {
    let budget = Budget {
        changes: 1,
        data_restores: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        stored_data: WITHDRAWAL_ERASES,
        tombstones_lost: true,
        ticks: [2; 2],
        budget,
        situations: &[STORED, ERASED_IN_STORE, BACK_AND_ERASED],
        ..CALM
    };
    prove("erasing withdrawal and a backup", scenario, 6_900);
}

#[test]
fn a_vehicle_is_sold() {
    let scenario = Scenario {
        budget: A_SALE,
        situations: &[STORED, SOLD_IN_FLIGHT, SOLD_LATE],
        ..CALM
    };
    prove("sale", scenario, 17_000);
}

#[test]
fn a_vehicle_is_sold_while_calls_are_repeated() {
    let budget = Budget {
        repeats: 1,
        ..A_SALE
    };
    let scenario = Scenario {
        ticks: [2; 2],
        budget,
        situations: &[STORED, SOLD_IN_FLIGHT],
        ..CALM
    };
    prove("sale and repeats", scenario, 19_000);
}

#[test]
fn an_owner_has_erased_what_a_device_has_not_sent() {
    let budget = Budget {
        data_erasures: 1,
        drops: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, ERASED, ERASED_BUT_SENT],
        ..CALM
    };
    prove("data erased", scenario, 23_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_a_vehicle_is_sold_while_consent_changes() {
    let budget = Budget {
        changes: 1,
        ..A_SALE
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, SOLD_IN_FLIGHT, SOLD_LATE],
        ..CALM
    };
    prove("sale and consent", scenario, 643_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_an_owner_has_erased_while_a_vehicle_is_sold_and_consent_changes() {
    let budget = Budget {
        sales: 1,
        changes: 1,
        ..AN_ERASURE
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, ERASED_IN_STORE, DATA_OF_FORGOTTEN, SOLD_IN_FLIGHT],
        ..CALM
    };
    prove("erasure, sale and consent", scenario, 2_104_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_an_owner_has_erased_while_the_registration_service_goes_on_from_a_backup() {
    let budget = Budget {
        registration_restores: 1,
        ..AN_ERASURE
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, ERASED_IN_STORE, DATA_OF_FORGOTTEN],
        ..CALM
    };
    prove("erasure and a registration backup", scenario, 104_000);
}

#[test]
#[ignore = "takes minutes: see CONTRIBUTING.md"]
fn long_proof_data_is_erased_on_a_device_while_power_is_lost_and_consent_changes() {
    let budget = Budget {
        data_erasures: 1,
        power_losses: 1,
        changes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[STORED, ERASED, ERASED_BUT_SENT],
        ..CALM
    };
    prove("data erased, power loss and consent", scenario, 574_000);
}

#[test]
fn a_tombstone_that_is_forgotten() {
    let budget = Budget {
        repeats: 1,
        ..AN_ERASURE
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds_only_so(Fault::TombstoneForgotten, ENDS_EMPTY, scenario);
}

#[test]
fn an_erasure_that_is_answered_before_it_is_done() {
    let scenario = Scenario {
        budget: AN_ERASURE,
        ..CALM_BUT
    };
    finds_only_so(Fault::ForgottenBeforeErased, FORGOTTEN_FOR_GOOD, scenario);
}

#[test]
fn a_segment_that_is_dropped_with_the_call_that_says_so() {
    let budget = Budget {
        changes: 1,
        ..A_SALE
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds_only_so(Fault::SegmentDropped, SEGMENTED, scenario);
}

#[test]
fn a_restored_service_that_is_not_told_again_what_is_forgotten() {
    let budget = Budget {
        changes: 1,
        data_restores: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        stored_data: WITHDRAWAL_ERASES,
        tombstones_lost: true,
        budget,
        ..CALM_BUT
    };
    finds_only_so(Fault::ForgottenNotToldAgain, ERASED_AGAIN, scenario);
}

#[test]
fn a_device_that_does_not_hear_of_an_erasure() {
    let budget = Budget {
        data_erasures: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds_only_so(Fault::ErasureUnsaid, ERASED_UNSENT, scenario);
}
