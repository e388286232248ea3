//! P-6.17: time-outs on the monotonic clock, schedules on the wall clock.

use iot4emissions_proto::device::{EventKind, Input, Output};
use iot4emissions_proto::time::{MonotonicMillis, UnixMillis};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DAY, HOUR, START, operational, settings};
use crate::world::{Link, World, brief, connects, events};

/// Where a receiver puts the clock: 1980, 2000, an hour back and forth, 2045.
const SET: [u64; 5] = [
    315_964_800_000,
    946_684_800_000,
    START.0 - HOUR * 1000,
    START.0 + 2 * HOUR * 1000,
    2_366_841_600_000,
];

/// The device is told the time anew, and nothing else.
fn set(world: &mut World, wall: u64) -> Vec<EventKind> {
    world.now = UnixMillis(wall);
    let outputs = world.give(Input::Wake);
    let told = events(&outputs);
    assert!(
        !outputs
            .iter()
            .any(|output| matches!(output, Output::Disconnect { .. })),
        "{outputs:?}"
    );
    told
}

type Begin = fn() -> World;

/// A connection at every step that waits for something, and how long it waits.
fn steps() -> [(Begin, u64); 7] {
    [
        (|| World::provisioned(settings()), 30_000),
        (
            || {
                let mut world = World::provisioned(settings());
                world.connected();
                world
            },
            30_000,
        ),
        (
            || {
                let mut world = World::provisioned(settings());
                world.connect_and_subscribe();
                world
            },
            5_000,
        ),
        (
            || {
                let mut world = World::provisioned(settings());
                world.connect_and_subscribe();
                world.pass(5);
                world
            },
            60_000,
        ),
        (
            || {
                let mut world = World::provisioned(settings());
                world.connect_and_subscribe();
                world.pass(5);
                world.vehicle_read();
                world
            },
            60_000,
        ),
        (
            || {
                let mut world = World::registered(settings());
                world.connect_and_subscribe();
                world
            },
            5_000,
        ),
        (
            || {
                let mut world = World::operational();
                world.start_transfer();
                world
            },
            60_000,
        ),
    ]
}

#[test]
fn p_6_17_a_clock_that_is_set_ends_no_connection() {
    for (number, (begin, millis)) in steps().into_iter().enumerate() {
        for wall in SET {
            let mut world = begin();
            let began = world.running.0;
            for (part, wall) in [wall, START.0, wall, START.0 + 1].into_iter().enumerate() {
                let told = set(&mut world, wall);
                let of_clock = |kind: &EventKind| {
                    matches!(
                        kind,
                        EventKind::ClockWentBack { .. }
                            | EventKind::SnapshotsSetAside { .. }
                            | EventKind::SnapshotsReadmitted { .. }
                    )
                };
                assert!(told.iter().all(of_clock), "{number} {part} {told:?}");
                assert_ne!(world.link, Link::Down, "{number}");
                world.running.0 += millis / 5;
            }
            // And it takes as long as it may, not longer.
            let timeout = world.wait.timeout.map(|at| at.0 - began);
            assert!(
                timeout.is_some_and(|it| it <= millis),
                "{number} {timeout:?}"
            );
        }
    }
}

#[test]
fn p_6_17_a_time_out_comes_on_the_monotonic_clock_alone() {
    for (number, (begin, millis)) in steps().into_iter().enumerate() {
        for wall in SET {
            let mut world = begin();
            let began = world.running;
            world.now = UnixMillis(wall);
            world.running = MonotonicMillis(began.0 + millis - 1);
            let before = world.told.len();
            world.give(Input::Wake);
            let timed_out = |kind: &EventKind| {
                matches!(
                    kind,
                    EventKind::ConnectionFailed { .. }
                        | EventKind::VehicleUnreadable
                        | EventKind::RegistrationUnanswered
                        | EventKind::NoConfiguration
                        | EventKind::TransferUnacknowledged
                )
            };
            let early = world.told[before..].iter().any(timed_out);
            assert!(!early, "{number} {:?}", world.told);
            world.running.0 += 1;
            let outputs = world.give(Input::Wake);
            // The retained `registered` that does not come is no failure.
            let reads = brief(&outputs).contains(&"read vehicle".to_owned());
            assert!(
                reads || world.told[before..].iter().any(timed_out),
                "{number} {outputs:?}"
            );
        }
    }
}

/// What is in flight is sent again, on the same connection: nothing is given up.
#[test]
fn p_6_17_a_puback_after_the_clock_was_set() {
    for wall in SET {
        let mut world = World::operational();
        world.start_transfer();
        let number = world.number();
        set(&mut world, wall);
        // A receiver that is right again.
        set(&mut world, START.0 + 12 * HOUR * 1000 + 5_000);
        let mut pubacks = 0;
        while world.link == Link::Subscribed(number) {
            assert!(!world.puback().is_empty(), "{wall}");
            pubacks += 1;
        }
        assert!((1..=3).contains(&pubacks), "{wall} {pubacks}");
        let unacknowledged = |kind: &EventKind| *kind == EventKind::TransferUnacknowledged;
        assert_eq!(world.told(unacknowledged), 0);
        world.give(Input::Wake);
        let accounts = world.accounts();
        assert!(accounts.balance());
        assert!(accounts.acknowledged >= 11, "{wall} {accounts:?}");
        assert_eq!(
            world.device.record().unwrap().set_aside().count(),
            0,
            "{wall}"
        );
    }
}

#[test]
fn p_6_17_a_back_off_is_not_cut_short_by_the_wall_clock() {
    let mut world = World::provisioned(settings());
    for _ in 0..8 {
        world.disconnected();
        world.sleep_until_connect();
    }
    world.disconnected();
    let timeout = world.wait.timeout.expect("a back-off");
    assert_eq!(world.wait.alarm, None);
    for wall in SET {
        world.now = UnixMillis(wall);
        let outputs = world.give(Input::Wake);
        assert!(!connects(&outputs), "{outputs:?}");
        assert_eq!(world.wait.timeout, Some(timeout));
    }
    world.running = timeout;
    let outputs = world.give(Input::Wake);
    assert!(matches!(outputs.last(), Some(Output::Connect { .. })));
}

/// Schedules follow the wall clock: an alarm, however long the unit has been running.
#[test]
fn p_6_17_schedules_are_alarms_on_the_wall_clock() {
    let mut world = World::operational();
    assert_eq!(world.wait.timeout, None);
    assert_eq!(world.wait.alarm, Some(UnixMillis(START.0 + HOUR * 1000)));
    // Time passes that the wall clock does not show: nothing becomes due.
    world.running.0 += 3 * DAY * 1000;
    assert_eq!(world.give(Input::Wake), []);
    world.now.0 += HOUR * 1000;
    assert_eq!(brief(&world.give(Input::Wake)), ["acquire"]);
}

/// The OBFCM device has its answer wait, whatever the wall clock does.
#[test]
fn p_6_17_an_acquisition_does_not_expire_with_the_wall_clock() {
    let mut world = World::operational();
    world.sleep();
    world.now.0 += 30 * 60_000;
    assert_eq!(world.give(Input::Wake), []);
    world.running.0 += 59_999;
    assert_eq!(brief(&world.acquired()), ["persist"]);
    assert_eq!(world.accounts().acquired, 1);
}

/// A monotonic clock that begins anew, as after every start of the unit.
#[test]
fn p_6_17_a_restored_device_may_be_given_times_from_another_beginning() {
    for beginning in [0, 1, u64::MAX / 4] {
        let mut world = World::provisioned(settings());
        world.disconnected();
        world.lose_power();
        world.restore_in_place();
        world.running = MonotonicMillis(beginning);
        world.link = Link::Down;
        world.give(Input::ClockTrusted { trusted: true });
        world.sleep_until_connect();
        assert!(world.running.0 - beginning < 5_000);
        world.connect_and_subscribe();
        let registered = r#"{"deviceState":"registered"}"#;
        world.deliver(TopicKind::RegisterServer, registered, true);
        world.connect_and_subscribe();
        world.configure(&operational(1));
        assert_eq!(world.device.state().as_str(), "operational");
    }
}
