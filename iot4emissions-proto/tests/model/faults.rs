//! The model can fail: each seeded fault is found, by a property that is named.

use std::collections::BTreeSet;

use stateright::{Checker, HasDiscoveries, Model};

use crate::fault::Fault;
use crate::model::Network;
use crate::proofs::CALM;
use crate::properties::{
    ACCOUNTED, CLEARED_DELIVERS, CLEARED_ONLY, INTRODUCED, LATE_CLEARED, NO_VIN, ONE_CLEARED,
    SETTLED_REGISTERS, SILENT, STATUSES_TRUE, STORED_FIRST, STORED_ONCE, SUBSCRIBED,
    SUSPENDED_OBEYS, VERSIONS,
};
use crate::scenario::{Budget, NOTHING_GOES_WRONG, Scenario};
use crate::two_devices::TWO;

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

/// As [`finds`], and no property fails as long as nothing goes wrong: only what the
/// scenario's budget adds brings the fault to light.
pub(crate) fn finds_only_so(fault: Fault, property: &'static str, scenario: Scenario) {
    let calm = Scenario {
        budget: NOTHING_GOES_WRONG,
        ..scenario.clone()
    };
    let checker = Network::new(calm, Some(fault)).checker();
    let finish = HasDiscoveries::AnyFailures;
    let checker = checker.finish_when(finish).spawn_bfs().join();
    assert!(checker.discoveries().is_empty(), "{fault:?} shows anyway");
    finds(fault, property, scenario);
}

pub(crate) const CALM_BUT: Scenario = Scenario {
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

#[test]
fn a_disk_that_gives_an_older_record_after_a_power_loss() {
    let budget = Budget {
        power_losses: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[],
        ..TWO
    };
    finds_only_so(Fault::OlderRecord, ACCOUNTED, scenario);
}

#[test]
fn a_driver_that_says_stored_where_storing_failed() {
    let budget = Budget {
        disk_failures: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds_only_so(Fault::FailureUnsaid, ACCOUNTED, scenario);
}

#[test]
fn a_driver_that_takes_a_refused_subscription_for_an_accepted_one() {
    let budget = Budget {
        refusals: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds_only_so(Fault::RefusalUnheard, SUBSCRIBED, scenario);
}

#[test]
fn a_repeated_configuration_that_counts_as_a_new_one() {
    let budget = Budget {
        repeats: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[],
        ..TWO
    };
    finds_only_so(Fault::RepeatedIsNews, CLEARED_DELIVERS, scenario);
}

#[test]
fn a_data_service_that_acknowledges_before_it_stores() {
    let budget = Budget {
        crashes: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds_only_so(Fault::AcknowledgedBeforeCommit, ACCOUNTED, scenario);
}

#[test]
fn a_registration_service_that_forgets_what_it_owes_the_broker() {
    let budget = Budget {
        crashes: 1,
        releases: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario { budget, ..CALM_BUT };
    finds_only_so(Fault::EffectsForgotten, STATUSES_TRUE, scenario);
}

#[test]
fn a_release_that_does_not_wait_for_the_suspension() {
    let budget = Budget {
        releases: 1,
        ..NOTHING_GOES_WRONG
    };
    let scenario = Scenario {
        budget,
        situations: &[],
        ..TWO
    };
    finds_only_so(Fault::ReleasedBeforeSuspension, ONE_CLEARED, scenario);
}

#[test]
fn sequences_that_are_ignored_are_found_with_two_devices_too() {
    let scenario = Scenario {
        situations: &[],
        budget: A_CHANGE.budget,
        ..TWO
    };
    finds_only_so(Fault::SequenceIgnored, LATE_CLEARED, scenario);
}
