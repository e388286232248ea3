//! The model can fail: each seeded fault is found, by a property that is named.

use std::collections::BTreeSet;

use stateright::{Checker, HasDiscoveries, Model};

use crate::fault::Fault;
use crate::model::Network;
use crate::proofs::CALM;
use crate::properties::{
    ACCOUNTED, CLEARED_DELIVERS, CLEARED_ONLY, INTRODUCED, LATE_CLEARED, NO_VIN, SETTLED_REGISTERS,
    SILENT, STORED_FIRST, STORED_ONCE, SUSPENDED_OBEYS, VERSIONS,
};
use crate::scenario::{Budget, NOTHING_GOES_WRONG, Scenario};

/// `property` does not hold with `fault`, and holds without it: the same scenario is
/// explored as far as the fault needed.
fn finds(fault: Fault, property: &'static str, scenario: Scenario) {
    let found = HasDiscoveries::AllOf(BTreeSet::from([property]));
    let checker = Network::new(scenario.clone(), Some(fault)).checker();
    let checker = checker.finish_when(found.clone()).spawn_bfs().join();
    let path = checker.discovery(property);
    let path = path.unwrap_or_else(|| panic!("{fault:?} is not found by {property}"));
    let actions = path.into_actions();
    #[allow(clippy::print_stdout)]
    {
        println!("{fault:?}: {property}, after {} actions", actions.len());
    }
    let checker = Network::new(scenario, None).checker();
    let checker = checker
        .finish_when(found)
        .target_max_depth(actions.len() + 1)
        .spawn_bfs()
        .join();
    assert!(checker.discovery(property).is_none(), "without {fault:?}");
}

const CALM_BUT: Scenario = Scenario {
    situations: &[],
    ..CALM
};

const A_CHANGE: Scenario = Scenario {
    budget: Budget {
        changes: 1,
        ..NOTHING_GOES_WRONG
    },
    ..CALM_BUT
};

#[test]
fn a_device_that_deletes_before_the_puback() {
    finds(Fault::DeleteBeforePuback, ACCOUNTED, CALM_BUT);
}

#[test]
fn a_driver_that_persists_after_the_publish() {
    finds(Fault::PersistAfterPublish, STORED_FIRST, CALM_BUT);
}

#[test]
fn a_device_that_accepts_an_older_configuration() {
    let budget = Budget {
        lags: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds(Fault::AcceptOlderConfiguration, VERSIONS, scenario);
}

#[test]
fn a_registration_that_is_answered_before_the_introduction_is_acknowledged() {
    finds(Fault::AnswerBeforeIntroduction, INTRODUCED, CALM_BUT);
}

#[test]
fn a_device_that_sends_in_standby() {
    finds(Fault::SendInStandby, SILENT, A_CHANGE);
}

#[test]
fn a_device_that_takes_a_retained_registration_error_for_an_answer() {
    let scenario = Scenario {
        bound_elsewhere: true,
        ..CALM_BUT
    };
    finds(Fault::RetainedErrorIsAnswer, SETTLED_REGISTERS, scenario);
}

#[test]
fn a_data_service_that_ignores_sequences() {
    finds(Fault::SequenceIgnored, LATE_CLEARED, A_CHANGE);
}

#[test]
fn a_data_service_that_stores_whatever_it_can_read() {
    finds(Fault::ClearanceIgnored, CLEARED_ONLY, A_CHANGE);
}

#[test]
fn a_data_service_that_stores_each_copy() {
    let budget = Budget {
        repeats: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds(Fault::DuplicatesStored, STORED_ONCE, scenario);
}

#[test]
fn an_introduction_with_a_vin() {
    finds(Fault::VinInIntroduction, NO_VIN, CALM_BUT);
}

#[test]
fn a_data_service_that_forgets_suspensions() {
    finds(Fault::SuspensionForgotten, SUSPENDED_OBEYS, A_CHANGE);
}

#[test]
fn a_broker_that_does_not_retain_configurations() {
    finds(Fault::ConfigurationNotRetained, CLEARED_DELIVERS, CALM_BUT);
}
