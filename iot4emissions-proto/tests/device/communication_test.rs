//! P-6.15: the OTA Communication Test.

use iot4emissions_proto::device::{DeviceState, EventKind, Input, Output, TestResult};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{configured, operational, settings, with};
use crate::world::{World, brief, events, published};

fn test(world: &mut World) -> Vec<Output> {
    world.give(Input::CommunicationTest)
}

fn result(world: &mut World) -> bool {
    let TestResult { time, passed } = world.status().last_test.expect("a result");
    assert_eq!(time, world.now.to_seconds());
    // It survives power loss.
    let record = world.device.record().unwrap().to_bytes();
    let record = iot4emissions_proto::device::Record::from_bytes(&record).unwrap();
    assert_eq!(record.last_test(), Some(TestResult { time, passed }));
    passed
}

#[test]
fn p_6_15_in_operational_it_acquires_and_transfers_at_once() {
    let mut world = World::operational();
    world.take_snapshots(2);
    world.skip(60_000);
    assert_eq!(brief(&test(&mut world)), ["acquire"]);
    let outputs = world.acquired();
    assert_eq!(brief(&outputs), ["persist", "connect 3 data.example.eu"]);
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(1));
    assert_eq!(published(&outputs).len(), 3);
    let outputs = world.puback();
    assert_eq!(events(&outputs), [EventKind::TestEnded { passed: true }]);
    assert!(result(&mut world));
    // The schedules go on as before.
    let due = world.device.record().unwrap().due();
    assert_eq!(due.acquisition.unwrap().0 % 86_400, 3 * 3600);
    assert_eq!(due.transfer.unwrap().0 % 86_400, 12 * 3600);
}

#[test]
fn p_6_15_elsewhere_it_checks_the_configuration_only() {
    for state in [ConfiguredState::Initialized, ConfiguredState::Standby] {
        let mut world = World::operational();
        world.take_snapshots(5);
        world.sleep_until_connect();
        world.connect_and_subscribe();
        world.configure(&configured(state, 2));
        assert_eq!(brief(&test(&mut world)), ["connect 4 data.example.eu"]);
        world.connect_and_subscribe();
        let outputs = world.configure(&configured(state, 2));
        assert_eq!(brief(&outputs), ["persist", "disconnect 4"]);
        assert!(result(&mut world));
    }
}

#[test]
fn p_6_15_before_registration_it_registers() {
    let mut world = World::provisioned(settings());
    world.disconnected();
    let outputs = test(&mut world);
    assert_eq!(brief(&outputs), ["connect 2 registration.example.eu"]);
    world.connect_and_subscribe();
    world.deliver(
        TopicKind::RegisterServer,
        r#"{"deviceState":"registered"}"#,
        true,
    );
    assert!(result(&mut world));

    let mut world = World::registered(settings());
    world.disconnected();
    assert_eq!(brief(&test(&mut world)), ["connect 3 data.example.eu"]);
    world.connect_and_subscribe();
    world.sleep();
    assert!(!result(&mut world));
}

#[test]
fn p_6_15_no_back_off_holds_it() {
    let mut world = World::operational();
    world.sleep_until_connect();
    for _ in 0..8 {
        world.disconnected();
        world.sleep_until_connect();
    }
    world.disconnected();
    assert!(world.until.unwrap().0 > world.now.0 + 1000);
    test(&mut world);
    world.skip(1000);
    let outputs = world.acquired();
    assert!(
        matches!(outputs.last(), Some(Output::Connect { .. })),
        "{outputs:?}"
    );
}

#[test]
fn p_6_15_a_connection_that_is_open_comes_first() {
    let mut world = World::operational();
    world.take_snapshots(5);
    world.sleep_until_connect();
    world.skip(1000);
    assert_eq!(brief(&test(&mut world)), ["acquire"]);
    world.acquired();
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(1));
    assert_eq!(
        brief(&outputs),
        ["persist", "disconnect 3", "connect 4 data.example.eu"]
    );
    world.connect_and_subscribe();
    world.configure(&operational(1));
    world.puback();
    assert!(result(&mut world));
}

#[test]
fn p_6_15_every_failure_is_its_result() {
    type Failure = fn(&mut World);
    let failures: [Failure; 7] = [
        |world| drop(world.disconnected()),
        |world| drop(world.sleep()),
        |world| {
            world.connected();
            world.subscribed(false);
        },
        |world| {
            world.connected();
            world.disconnected();
        },
        |world| {
            world.connect_and_subscribe();
            world.disconnected();
        },
        |world| {
            world.connect_and_subscribe();
            world.configure(&operational(1));
            world.disconnected();
        },
        |world| {
            world.connect_and_subscribe();
            world.configure(&operational(1));
            world.sleep();
        },
    ];
    for (number, failure) in failures.into_iter().enumerate() {
        let mut world = World::operational();
        world.take_snapshots(1);
        world.skip(1000);
        test(&mut world);
        world.acquired();
        failure(&mut world);
        assert!(!result(&mut world), "{number}");
        // And it is not tried again: the test is over.
        assert_eq!(world.until.unwrap().to_seconds().0 % 86_400, 2 * 3600);
    }
}

/// In Operational it acquires: what acquired nothing has not passed.
#[test]
fn p_6_15_an_obfcm_device_that_gives_nothing_fails_the_test() {
    for trusted in [true, false] {
        let mut world = World::operational();
        world.take_snapshots(1);
        world.skip(1000);
        if trusted {
            test(&mut world);
            world.acquisition_failed();
        } else {
            world.give(Input::ClockTrusted { trusted: false });
            // It connects all the same.
            assert_eq!(brief(&test(&mut world)), ["connect 3 data.example.eu"]);
        }
        world.connect_and_subscribe();
        let outputs = world.configure(&operational(1));
        assert_eq!(published(&outputs).len(), 1);
        world.puback();
        assert!(!result(&mut world));
    }
}

#[test]
fn p_6_15_a_snapshot_that_fits_no_message_fails_the_test() {
    let settings = with(|settings| {
        settings.max_payload = 20;
    });
    let mut world = World::configured(settings, &operational(1));
    world.skip(1000);
    test(&mut world);
    world.acquired();
    world.connect_and_subscribe();
    world.configure(&operational(1));
    assert!(!result(&mut world));
}

/// The suspended device did what its state allows.
#[test]
fn p_6_15_a_suspension_that_the_test_brings() {
    for state in [ConfiguredState::Initialized, ConfiguredState::Standby] {
        let mut world = World::operational();
        world.skip(1000);
        test(&mut world);
        world.acquired();
        world.connect_and_subscribe();
        let outputs = world.configure(&configured(state, 2));
        assert!(
            !outputs
                .iter()
                .any(|output| matches!(output, Output::Publish { .. }))
        );
        assert_eq!(world.device.state(), DeviceState::from(state));
        assert!(result(&mut world));
    }
}

/// A configuration that comes with the test restarts the device; what the test was
/// to transfer is due then (P-6.9).
#[test]
fn p_6_15_a_changed_configuration_does_not_swallow_the_transfer() {
    let mut world = World::operational();
    world.skip(1000);
    test(&mut world);
    world.acquired();
    world.connect_and_subscribe();
    world.configure(&operational(2));
    world.lose_power();
    world.sleep_until_connect();
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(2));
    assert_eq!(published(&outputs).len(), 1);
}

#[test]
fn p_6_15_two_requests_at_once_are_one_test() {
    let mut world = World::operational();
    world.skip(1000);
    test(&mut world);
    assert_eq!(test(&mut world), []);
    world.acquired();
    world.connect_and_subscribe();
    world.configure(&operational(1));
    world.puback();
    assert!(result(&mut world));
    assert_eq!(world.link.number(), None);
}

#[test]
fn p_6_15_a_snapshot_that_is_not_taken_fails_the_test() {
    for trusted in [true, false] {
        let mut world = World::operational();
        world.take_snapshots(1);
        test(&mut world);
        if !trusted {
            world.skip(1000);
            world.give(Input::ClockTrusted { trusted: false });
        }
        // In the same second as the scheduled one, or at a time that nobody trusts.
        world.acquired();
        world.connect_and_subscribe();
        let outputs = world.configure(&operational(1));
        assert_eq!(published(&outputs).len(), 1);
        world.puback();
        assert!(!result(&mut world), "{trusted}");
    }
}

/// Suspended meanwhile, it is measured by what the new state allows.
#[test]
fn p_6_15_a_suspended_device_need_not_have_acquired() {
    let mut world = World::operational();
    test(&mut world);
    world.acquisition_failed();
    world.connect_and_subscribe();
    world.configure(&configured(ConfiguredState::Standby, 2));
    assert!(result(&mut world));
}

/// A time that is not trusted is nobody's due time (P-6.13).
#[test]
fn p_6_15_a_changed_configuration_at_a_time_that_is_not_trusted() {
    let mut world = World::operational();
    let due = world.device.record().unwrap().due();
    world.now.0 = 1_000_000;
    world.give(Input::ClockTrusted { trusted: false });
    test(&mut world);
    world.connect_and_subscribe();
    world.configure(&operational(2));
    assert_eq!(world.device.record().unwrap().due(), due);
}
