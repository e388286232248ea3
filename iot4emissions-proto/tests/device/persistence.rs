//! P-6.2: a record that cannot be stored.

use iot4emissions_proto::device::{DeviceState, EventKind, Input, Output};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::time::UnixMillis;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DAY, START, configured, operational, provisioning, settings};
use crate::service::Service;
use crate::world::{Link, World, brief, events, published};

/// Gives what changes the record, on a disk that fails.
fn failing(world: &mut World, act: impl FnOnce(&mut World) -> Vec<Output>) -> Vec<Output> {
    let before = world.device.record().cloned();
    world.disk_works = false;
    let outputs = act(world);
    world.disk_works = true;
    assert_eq!(outputs[0], Output::Persist);
    assert_eq!(events(&outputs)[0], EventKind::PersistFailed);
    // The old record is in force but for the log and the test.
    let after = world.device.record();
    assert_eq!(after.map(|r| r.state()), before.as_ref().map(|r| r.state()));
    assert_eq!(
        after.map(|r| r.accounts()),
        before.as_ref().map(|r| r.accounts())
    );
    assert_eq!(after.map(|r| r.due()), before.as_ref().map(|r| r.due()));
    assert_eq!(
        after.and_then(|r| r.configuration()),
        before.as_ref().and_then(|r| r.configuration())
    );
    assert_eq!(world.link, Link::Down, "the connection is abandoned");
    outputs
}

#[test]
fn p_6_2_provisioning() {
    let mut world = World::new();
    let provisioned = || Input::ProvisioningComplete(Box::new(provisioning(settings())));
    let outputs = failing(&mut world, |world| world.give(provisioned()));
    assert_eq!(brief(&outputs), ["persist"]);
    assert_eq!(world.device.state(), DeviceState::PreProvisioning);
    // It does not try again by itself: the driver repeats the input.
    assert_eq!(world.until, None);
    world.now = UnixMillis(world.now.0 + DAY * 1000);
    assert_eq!(world.give(Input::Wake), []);
    let outputs = world.give(provisioned());
    assert_eq!(
        brief(&outputs),
        ["persist", "connect 1 registration.example.eu"]
    );
    assert_eq!(
        world.give(provisioned()),
        [],
        "repeated, it changes nothing"
    );
}

#[test]
fn p_6_2_registration() {
    let mut world = World::provisioned(settings());
    world.connect_and_subscribe();
    let registered = r#"{"deviceState":"registered"}"#;
    let outputs = failing(&mut world, |world| {
        world.deliver(TopicKind::RegisterServer, registered, true)
    });
    assert_eq!(brief(&outputs), ["persist", "disconnect 1"]);
    let outputs = world.sleep_until_connect();
    assert_eq!(brief(&outputs), ["connect 3 registration.example.eu"]);
    world.connect_and_subscribe();
    world.deliver(TopicKind::RegisterServer, registered, true);
    assert_eq!(world.device.state(), DeviceState::Registered);
}

#[test]
fn p_6_2_first_and_later_configurations() {
    let mut world = World::registered(settings());
    world.connect_and_subscribe();
    let status = operational(1);
    let outputs = failing(&mut world, |world| world.configure(&status));
    assert_eq!(brief(&outputs), ["persist", "disconnect 2"]);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&status);
    world.take_snapshots(5);
    for state in [ConfiguredState::Initialized, ConfiguredState::Standby] {
        let mut world = world.clone();
        world.sleep_until_connect();
        world.connect_and_subscribe();
        let outputs = failing(&mut world, |world| world.configure(&configured(state, 2)));
        assert_eq!(brief(&outputs), ["persist", "disconnect 4"]);
        assert_eq!(world.device.state(), DeviceState::Operational);
        assert_eq!(world.pending().len(), 6);
        // The check is still due, and brings the suspension in.
        world.sleep_until_connect();
        world.connect_and_subscribe();
        world.configure(&configured(state, 2));
        assert_eq!(world.device.state(), DeviceState::from(state));
    }
}

#[test]
fn p_6_2_a_snapshot_is_taken_again() {
    let mut world = World::operational();
    world.sleep();
    let outputs = failing(&mut world, World::acquired);
    assert_eq!(brief(&outputs), ["persist"]);
    assert_eq!(world.pending(), [0; 0]);
    // Not at once, and not never.
    assert!(world.until.unwrap() > world.now);
    let outputs = world.sleep();
    assert_eq!(brief(&outputs), ["acquire"]);
    world.acquired();
    assert_eq!(world.pending().len(), 1);
}

#[test]
fn p_6_2_a_puback_is_forgotten_and_the_publish_repeated() {
    let mut world = World::operational();
    let sent = world.start_transfer();
    let outputs = failing(&mut world, World::puback);
    assert_eq!(brief(&outputs), ["persist", "disconnect 4"]);
    assert_eq!(world.pending().len(), sent.len());
    // Nobody waits for it any more.
    assert_eq!(world.puback(), []);
    let again = world.start_transfer();
    assert_eq!(again, sent);
    world.puback();
    assert_eq!(world.pending(), [0; 0]);
}

#[test]
fn p_6_2_a_late_puback_while_nothing_is_open() {
    let mut world = World::operational();
    world.start_transfer();
    world.sleep();
    let outputs = failing(&mut world, World::puback);
    assert_eq!(brief(&outputs), ["persist"]);
    assert_eq!(world.pending().len(), 12);
}

/// What waits for storing only: without a wake-up the device would sleep for ever.
#[test]
fn p_6_2_due_times_are_computed_again() {
    let mut world = World::operational();
    world.restore_in_place();
    world.give(Input::ClockTrusted { trusted: true });
    let before = world.device.record().unwrap().due();
    world.now.0 -= 7 * DAY * 1000;
    let outputs = failing(&mut world, |world| world.give(Input::Wake));
    assert_eq!(brief(&outputs), ["persist"]);
    assert_eq!(world.device.record().unwrap().due(), before);
    assert!(
        world.until.unwrap().0 < world.now.0 + 2_000,
        "{:?}",
        world.until
    );
    let outputs = world.sleep();
    assert!(
        events(&outputs)
            .iter()
            .any(|kind| matches!(kind, EventKind::ClockWentBack { .. }))
    );
    assert_ne!(world.device.record().unwrap().due(), before);

    // And where no due time is known at all.
    let status = configured(ConfiguredState::Initialized, 1);
    let mut world = World::new();
    world.give(Input::ProvisioningComplete(Box::new(provisioning(
        settings(),
    ))));
    world.connect_and_subscribe();
    let registered = r#"{"deviceState":"registered"}"#;
    world.deliver(TopicKind::RegisterServer, registered, true);
    world.connect_and_subscribe();
    world.configure(&status);
    failing(&mut world, |world| {
        world.give(Input::ClockTrusted { trusted: true })
    });
    let outputs = world.sleep();
    assert_eq!(brief(&outputs), ["persist"]);
    assert!(world.device.record().unwrap().due().config_check.is_some());
}

#[test]
fn p_6_2_a_communication_test_ends_as_failed() {
    let mut world = World::operational();
    world.take_snapshots(1);
    world.skip(1000);
    world.give(Input::CommunicationTest);
    world.acquired();
    world.connect_and_subscribe();
    world.configure(&operational(1));
    let outputs = failing(&mut world, World::puback);
    assert!(events(&outputs).contains(&EventKind::TestEnded { passed: false }));
    let result = world.status().last_test.unwrap();
    assert!(!result.passed);
    assert_eq!(result.time, world.now.to_seconds());

    // Where only the check of the configuration could not be noted.
    let mut world = World::configured(settings(), &configured(ConfiguredState::Standby, 1));
    world.give(Input::CommunicationTest);
    world.connect_and_subscribe();
    let outputs = failing(&mut world, |world| {
        world.configure(&configured(ConfiguredState::Standby, 1))
    });
    assert_eq!(brief(&outputs), ["persist", "disconnect 3"]);
    assert!(!world.status().last_test.unwrap().passed);

    // And where the snapshot that it took could not be stored.
    let mut world = World::operational();
    world.skip(1000);
    world.give(Input::CommunicationTest);
    failing(&mut world, World::acquired);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&operational(1));
    assert!(!world.status().last_test.unwrap().passed);
}

/// T-10: a query is answered, be the disk as it may.
#[test]
fn p_6_2_a_query_is_answered() {
    let mut world = World::operational();
    world.now.0 -= 7 * DAY * 1000;
    let outputs = failing(&mut world, |world| world.give(Input::StatusQuery));
    assert_eq!(brief(&outputs), ["persist", "status"]);
}

/// A disk that is full for a day: the device tries ever more seldom, and afterwards
/// everything that is still due is done.
#[test]
fn p_6_2_a_disk_that_fails_for_a_day() {
    let mut service = Service::new(Some(operational(1)));
    let mut world = World::operational();
    world.disk_works = false;
    service.run(&mut world, UnixMillis(START.0 + DAY * 1000));
    assert_eq!(world.accounts().acquired, 0);
    assert!(world.snapshots_taken < 100, "{}", world.snapshots_taken);
    world.disk_works = true;
    service.run(&mut world, UnixMillis(START.0 + 3 * DAY * 1000 - 1000));
    assert!(world.accounts().acquired >= 46);
    assert_eq!(service.received.len() as u64, world.accounts().acknowledged);
    assert_eq!(world.accounts().pending, 11);
}

/// Said without a Persist, it changes nothing.
#[test]
fn p_6_2_a_failure_that_cannot_be() {
    let mut world = World::operational();
    world.start_transfer();
    let before = world.device.clone();
    assert_eq!(world.give(Input::PersistFailed), []);
    assert_eq!(world.device.record(), before.record());
    assert_eq!(published(&world.puback()).len(), 0);
    assert_eq!(world.pending(), [0; 0]);
}

/// What the failed record had erased is not: the late PUBACK finds nobody who waits.
#[test]
fn p_6_2_a_suspension_while_a_publish_is_under_way() {
    let mut world = World::operational();
    world.start_transfer();
    let initialized = configured(ConfiguredState::Initialized, 2);
    failing(&mut world, |world| world.configure(&initialized));
    assert_eq!(world.puback(), []);
    let accounts = world.accounts();
    assert_eq!((accounts.pending, accounts.erased), (12, 0));
}

/// Checks that succeed but for the record: a broker must not be asked every second.
#[test]
fn p_6_14_a_disk_that_fails_does_not_hammer_the_broker() {
    let status = configured(ConfiguredState::Standby, 1);
    let mut service = Service::new(Some(status.clone()));
    let mut world = World::configured(settings(), &status);
    world.disk_works = false;
    service.run(&mut world, UnixMillis(START.0 + DAY * 1000));
    let connections = world.connections;
    assert!(connections < 100, "{connections}");
}

/// Storing that worked ends the row of failures.
#[test]
fn p_6_14_after_storing_worked_the_back_off_begins_anew() {
    let status = configured(ConfiguredState::Standby, 1);
    let mut world = World::configured(settings(), &status);
    for _ in 0..3 {
        world.sleep_until_connect();
        world.connect_and_subscribe();
        failing(&mut world, |world| world.configure(&status));
        let delay = world.until.unwrap().0 - world.now.0;
        assert_eq!(delay, world.delay(settings().backoff, 0));
        world.sleep_until_connect();
        world.connect_and_subscribe();
        world.configure(&status);
    }
}
