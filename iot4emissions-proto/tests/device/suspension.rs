//! P-6.10: Initialized and Standby.

use iot4emissions_proto::device::{DeviceState, EventKind, Input, Output};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DAY, HOUR, configured, operational, settings, with};
use crate::world::{World, acquires, brief, events, message, published, times};

use ConfiguredState::{Initialized, Operational, Standby};

/// Operational with five snapshots, at the configuration check of 06:00.
fn checking() -> World {
    let mut world = World::operational();
    world.take_snapshots(5);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world
}

#[test]
fn p_6_10_initialized_erases_what_is_unsent() {
    let mut world = checking();
    let outputs = world.configure(&configured(Initialized, 2));
    assert_eq!(world.pending(), [0; 0]);
    assert!(events(&outputs).contains(&EventKind::SnapshotsErased { count: 6 }));
    let accounts = world.accounts();
    assert_eq!((accounts.acquired, accounts.erased), (6, 6));
}

#[test]
fn p_6_10_standby_keeps_it_and_initialized_after_standby_erases_it() {
    let mut world = checking();
    world.configure(&configured(Standby, 2));
    assert_eq!(world.pending().len(), 6);
    assert_eq!(world.accounts().erased, 0);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    let outputs = world.configure(&configured(Initialized, 3));
    assert!(events(&outputs).contains(&EventKind::SnapshotsErased { count: 6 }));
    assert_eq!(world.pending(), [0; 0]);
}

#[test]
fn p_6_10_after_standby_what_was_kept_is_sent() {
    let mut world = checking();
    world.configure(&configured(Standby, 2));
    let kept = world.pending();
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&operational(3));
    let sent = world.start_transfer();
    assert_eq!(times(&sent)[..6], kept);
}

#[test]
fn p_6_10_nothing_is_acquired_or_sent_and_configuration_is_checked() {
    for state in [Initialized, Standby] {
        let mut world = checking();
        world.configure(&configured(state, 2));
        let due = world.device.record().unwrap().due();
        assert_eq!((due.acquisition, due.transfer), (None, None));
        let mut checks = 0;
        for _ in 0..6 {
            let outputs = world.sleep();
            assert!(!acquires(&outputs));
            if matches!(outputs.last(), Some(Output::Connect { .. })) {
                checks += 1;
                assert_eq!(world.now.to_seconds().0 % DAY, 6 * HOUR);
                world.connect_and_subscribe();
                let outputs = world.configure(&configured(state, 2));
                assert_eq!(
                    brief(&outputs),
                    ["persist", "disconnect 4"]
                        .map(|text| { text.replace('4', &(checks + 3).to_string()) })
                );
            }
        }
        assert_eq!(checks, 6);
        // Whatever the OBFCM device says, nobody asked it.
        assert_eq!(world.acquired(), []);
    }
}

#[test]
fn p_6_10_a_suspension_while_a_publish_is_under_way() {
    for (state, pending, erased) in [(Initialized, 0, 12), (Standby, 12, 0)] {
        let mut world = World::operational();
        world.start_transfer();
        let outputs = world.configure(&configured(state, 2));
        assert_eq!(brief(&outputs), ["persist", "disconnect 4", "restart"]);
        let accounts = world.accounts();
        assert_eq!((accounts.pending, accounts.erased), (pending, erased));
        // The PUBACK that arrives late still counts (P-6.5).
        assert_eq!(brief(&world.puback()), ["persist"]);
        let accounts = world.accounts();
        assert_eq!(accounts.acknowledged, 12);
        assert_eq!((accounts.pending, accounts.erased), (0, 0));
        assert_eq!(world.puback(), []);
    }
}

/// The second erasure finds nothing of the first one's snapshots.
#[test]
fn p_6_10_a_puback_later_than_two_suspensions() {
    let mut world = World::operational();
    world.start_transfer();
    let publish = world.last_publish.unwrap();
    world.configure(&configured(Initialized, 2));
    for (state, version) in [(Operational, 3), (Initialized, 4)] {
        world.sleep_until_connect();
        world.connect_and_subscribe();
        world.configure(&configured(state, version));
    }
    let erased = world.accounts().erased;
    assert!(erased > 12);
    let (connection, publish) = publish;
    world.give(Input::PublishAcknowledged {
        connection,
        publish,
    });
    let accounts = world.accounts();
    assert_eq!((accounts.acknowledged, accounts.erased), (12, erased - 12));
}

#[test]
fn p_6_10_an_answer_to_an_acquisition_that_is_no_longer_allowed() {
    for (state, pending) in [(Initialized, 0), (Standby, 6)] {
        let mut world = checking();
        // The test has the OBFCM device read while the configuration is awaited.
        let outputs = world.give(Input::CommunicationTest);
        assert_eq!(brief(&outputs), ["acquire"]);
        world.configure(&configured(state, 2));
        world.skip(1000);
        world.acquired();
        assert_eq!(world.pending().len(), pending);
        assert_eq!(world.accounts().acquired, 6);
        assert_eq!(world.device.state(), DeviceState::from(state));
    }
}

#[test]
fn p_6_11_operational_again_counts_from_now() {
    let mut world = checking();
    world.configure(&configured(Standby, 2));
    world.pass(0);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(3));
    // Nothing accrued in Standby.
    assert_eq!(published(&outputs), []);
    let due = world.device.record().unwrap().due();
    let now = world.now.to_seconds().0;
    assert_eq!(due.acquisition.unwrap().0, now + HOUR);
    assert_eq!(due.transfer.unwrap().0, now + 6 * HOUR);
}

#[test]
fn p_6_10_a_device_that_was_never_cleared_has_nothing_to_erase() {
    let mut world = World::configured(settings(), &configured(Initialized, 1));
    assert_eq!(world.accounts().acquired, 0);
    let told = world.status().events;
    assert!(
        !told
            .iter()
            .any(|event| matches!(event.kind, EventKind::SnapshotsErased { .. }))
    );
}

/// Before: what had waited for a slow disk was published all the same.
#[test]
fn p_6_5_a_suspension_stops_a_publish_that_waits_for_a_record() {
    let settings = with(|settings| {
        settings.max_payload = 200;
    });
    let mut world = World::configured(settings, &operational(1));
    world.start_transfer();
    let (now, (connection, publish)) = (world.time(), world.last_publish.unwrap());
    let device = &mut world.device;
    device.handle_input(
        now,
        Input::PublishAcknowledged {
            connection,
            publish,
        },
    );
    let mut outputs = vec![device.poll_output()];
    assert_eq!(outputs, [Output::Persist]);
    let suspended = String::from_utf8(configured(Standby, 2).to_canonical()).unwrap();
    let message = message(connection, TopicKind::ConfigServer, &suspended, true);
    device.handle_input(now, message);
    for _ in 0..2 {
        assert!(matches!(device.poll_output(), Output::Wait(_)));
        device.handle_input(now, Input::Persisted { bytes: 1 });
        loop {
            match device.poll_output() {
                Output::Wait(_) => break,
                output => outputs.push(output),
            }
        }
    }
    let done = brief(&outputs);
    assert_eq!(done[..2], ["persist", "persist"]);
    assert!(done[2].starts_with("disconnect"), "{done:?}");
    assert_eq!(done[3..], ["restart"]);
    assert_eq!(device.state(), DeviceState::Standby);
}
