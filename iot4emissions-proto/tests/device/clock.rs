//! P-6.13: a clock that is not trusted, and one that goes back.

use iot4emissions_proto::device::{EventKind, Input, Output, SetAsideReason};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::time::{UnixMillis, UnixSeconds};

use crate::factory::{DAY, HOUR, START, configured, operational, provisioning, settings, values};
use crate::world::{World, brief, events};

const MIDNIGHT: u64 = START.0 / 1000;

/// Operational, but nobody has said that the time is right.
fn untrusted() -> World {
    let mut world = World::new();
    world.give(Input::ProvisioningComplete(Box::new(provisioning(
        settings(),
    ))));
    world.connect_and_subscribe();
    world.deliver(
        iot4emissions_proto::topic::TopicKind::RegisterServer,
        r#"{"deviceState":"registered"}"#,
        true,
    );
    world.connect_and_subscribe();
    world.configure(&operational(1));
    world
}

#[test]
fn p_6_13_no_acquisition_before_the_time_is_trusted() {
    let mut world = untrusted();
    // It waits to say so, and for nothing else.
    assert_eq!(world.until.unwrap().0, START.0 + 600_000);
    world.skip(3 * DAY * 1000);
    let outputs = world.give(Input::Wake);
    assert_eq!(events(&outputs), [EventKind::ClockNotTrusted]);
    assert_eq!(brief(&outputs), [""; 0]);
    assert_eq!(world.until, None);
    let due = world.device.record().unwrap().due();
    assert_eq!(due, Default::default());
    let outputs = world.give(Input::ClockTrusted { trusted: true });
    assert_eq!(brief(&outputs), ["persist"]);
    assert_eq!(world.until.unwrap().0, START.0 + (3 * DAY + HOUR) * 1000);
}

#[test]
fn p_6_13_trust_is_said_anew_after_power_loss() {
    let mut world = World::operational();
    world.skip(DAY * 1000);
    world.restore_in_place();
    assert_eq!(world.give(Input::Wake), []);
    assert_eq!(world.until.unwrap().0, world.now.0 + 600_000);
    let outputs = world.give(Input::ClockTrusted { trusted: true });
    assert_eq!(brief(&outputs), ["acquire"]);
}

#[test]
fn p_6_13_trust_that_is_withdrawn_stops_the_acquisition() {
    let mut world = World::operational();
    assert_eq!(brief(&world.sleep()), ["acquire"]);
    world.give(Input::ClockTrusted { trusted: false });
    assert_eq!(world.acquired(), []);
    assert_eq!(world.accounts().acquired, 0);
    // It is still due.
    let outputs = world.give(Input::ClockTrusted { trusted: true });
    assert_eq!(brief(&outputs), ["acquire"]);
}

/// The time that the driver no longer trusts is not compared with any.
#[test]
fn p_6_13_the_time_of_a_withdrawal_says_nothing() {
    let mut world = World::operational();
    let due = world.device.record().unwrap().due();
    world.now = UnixMillis(1_000);
    assert_eq!(world.give(Input::ClockTrusted { trusted: false }), []);
    assert_eq!(world.give(Input::Wake), []);
    world.now = UnixMillis(START.0 + 60_000);
    assert_eq!(world.give(Input::ClockTrusted { trusted: true }), []);
    assert_eq!(world.device.record().unwrap().due(), due);
}

#[test]
fn p_6_13_two_acquisitions_in_one_second() {
    let mut world = World::operational();
    world.take_snapshots(1);
    let newest = world.now.to_seconds();
    world.skip(999);
    let outputs = world.give(Input::CommunicationTest);
    assert_eq!(brief(&outputs), ["acquire"]);
    let outputs = world.acquired();
    assert_eq!(events(&outputs), [EventKind::SnapshotNotLater { newest }]);
    assert_eq!(world.accounts().acquired, 1);
}

/// Later than the newest acknowledged one, too, and after power loss.
#[test]
fn p_6_13_not_later_than_an_acknowledged_one() {
    for loss in [false, true] {
        let mut world = World::operational();
        world.start_transfer();
        let newest = world.now.to_seconds();
        world.puback();
        if loss {
            world.lose_power();
        }
        world.now.0 -= 1000;
        world.give(Input::CommunicationTest);
        let outputs = world.acquired();
        assert_eq!(events(&outputs), [EventKind::SnapshotNotLater { newest }]);
        assert_eq!(world.pending(), [0; 0]);
        // The acquisition is over: no busy loop at the next hour.
        world.pass(2 * HOUR);
    }
}

#[test]
fn p_6_13_an_hour_back_leaves_the_due_times() {
    let mut world = World::operational();
    world.take_snapshots(3);
    let due = world.device.record().unwrap().due();
    for back in [60, HOUR] {
        let mut world = world.clone();
        world.now.0 -= back * 1000;
        assert_eq!(world.give(Input::Wake), []);
        assert_eq!(world.device.record().unwrap().due(), due);
    }
}

#[test]
fn p_6_13_more_than_an_hour_back_has_the_due_times_computed_anew() {
    let mut world = World::operational();
    world.take_snapshots(3);
    let before = world.now.to_seconds();
    world.now.0 -= 7 * DAY * 1000;
    let outputs = world.give(Input::Wake);
    let (count, reason) = (3, SetAsideReason::LaterThanClock);
    assert_eq!(
        events(&outputs),
        [
            EventKind::ClockWentBack { before },
            EventKind::SnapshotsSetAside { count, reason }
        ]
    );
    assert_eq!(brief(&outputs), ["persist"]);
    let due = world.device.record().unwrap().due();
    let now = world.now.to_seconds().0;
    assert_eq!(due.acquisition, Some(UnixSeconds(now + HOUR)));
    assert_eq!(due.transfer.unwrap().0, MIDNIGHT - 7 * DAY + 12 * HOUR);
    // Raised once, and what is stored stays.
    assert_eq!(world.give(Input::Wake), []);
    assert_eq!(world.accounts().set_aside, 3);
    // What was acquired later than now stands in nobody's way.
    let outputs = world.sleep();
    assert_eq!(brief(&outputs), ["acquire"]);
    assert_eq!(brief(&world.acquired()), ["persist"]);
    assert_eq!(world.pending().len(), 1);
}

#[test]
fn p_6_13_an_hour_and_a_second_is_the_limit() {
    let mut world = World::operational();
    world.take_snapshots(3);
    world.now.0 -= (HOUR + 1) * 1000;
    let outputs = world.give(Input::Wake);
    let before = UnixSeconds(MIDNIGHT + 3 * HOUR);
    assert_eq!(events(&outputs)[0], EventKind::ClockWentBack { before });
}

#[test]
fn p_6_13_a_clock_that_went_back_while_the_power_was_lost() {
    let mut world = World::operational();
    world.take_snapshots(3);
    let before = world.now.to_seconds();
    world.now.0 -= 7 * DAY * 1000;
    world.lose_power();
    let log = world.status().events;
    let told = log.iter().map(|event| event.kind);
    assert!(
        told.clone()
            .any(|kind| kind == EventKind::ClockWentBack { before }),
        "{log:?}"
    );
}

/// Registered or not, a clock that goes back stops no connection for longer than
/// its time-out.
#[test]
fn p_6_13_time_outs_survive_a_clock_that_is_set() {
    let mut world = World::provisioned(settings());
    world.now.0 -= 365 * DAY * 1000;
    world.give(Input::Wake);
    let outputs = world.sleep();
    assert_eq!(brief(&outputs), ["disconnect 1"]);
    assert!(world.now.0 <= START.0 - 365 * DAY * 1000 + 30_000);
}

#[test]
fn p_5_41_a_time_that_no_snapshot_can_have() {
    for now in [0, 10_000_000_000_000] {
        let mut world = World::operational();
        world.give(Input::ClockTrusted { trusted: false });
        world.now = UnixMillis(now);
        world.give(Input::ClockTrusted { trusted: true });
        world.give(Input::CommunicationTest);
        world.acquired_values(values(1));
        assert_eq!(world.accounts().acquired, 0);
        world.give(Input::Wake);
    }
}

/// P-5.43: an answer without any value is none; the OBFCM device is asked again.
#[test]
fn p_5_43_an_answer_without_values_is_a_failure() {
    let mut world = World::operational();
    world.sleep();
    let outputs = world.acquired_values(Default::default());
    assert_eq!(events(&outputs), [EventKind::AcquisitionFailed]);
    assert_eq!(brief(&world.sleep()), ["acquire"]);
}

#[test]
fn p_6_13_without_trust_nothing_is_due_in_any_state() {
    for state in [ConfiguredState::Initialized, ConfiguredState::Standby] {
        let mut world = World::configured(settings(), &configured(state, 1));
        world.restore_in_place();
        world.skip(30 * DAY * 1000);
        assert_eq!(world.give(Input::Wake), []);
        let outputs = world.give(Input::ClockTrusted { trusted: true });
        assert!(matches!(outputs.last(), Some(Output::Connect { .. })));
    }
}
