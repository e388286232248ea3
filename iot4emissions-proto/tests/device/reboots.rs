//! P-6.14 and P-6.19: a unit that starts anew and anew.

use iot4emissions_proto::device::{DisconnectReason, EventKind, Input, Output};
use iot4emissions_proto::topic::TopicKind;

use crate::caps::most_within;
use crate::factory::{DAY, HOUR, operational, rules};
use crate::world::{World, acquires};

fn settings() -> iot4emissions_proto::device::Settings {
    rules(|settings| settings.spread_window_seconds = 0)
}

/// Lives of `millis` each, which end in the middle of whatever was going on.
fn reboot(world: &mut World, lives: usize, millis: u64) {
    for _ in 0..lives {
        let end = world.running.0 + millis;
        loop {
            let due = world.wait.duration_from(world.time());
            let at = due.map(|due| world.running.0 + u64::try_from(due.as_millis()).unwrap());
            if at.is_none_or(|at| at >= end) {
                break;
            }
            world.sleep();
        }
        let left = end - world.running.0;
        world.skip(left);
        world.lose_power();
    }
}

/// Once, 100 reboots in 100 s made 101 connections.
#[test]
fn p_6_14_100_reboots_in_100_seconds() {
    for mut world in [
        World::provisioned(settings()),
        World::registered(settings()),
    ] {
        let (connections, persists) = (world.connections, world.persists);
        reboot(&mut world, 100, 1_000);
        let connections = world.connections - connections;
        let persists = world.persists - persists;
        assert!((2..=8).contains(&connections), "{connections}");
        // One record a connection, not one a start.
        assert!(persists <= connections + 2, "{persists} {connections}");
    }
}

/// The same with an operational device whose connection brings the unit down: half the
/// daily cap at once, and no more than twice the cap a day.
#[test]
fn p_6_19_a_unit_that_starts_anew_whenever_it_connects() {
    let mut world = World::configured(settings(), &operational(1));
    world.take_snapshots(5);
    let begin = world.tried.len();
    let mut bytes = Vec::new();
    for day in 0..4_u64 {
        let (end, before) = (world.now.0 + DAY * 1000, world.bytes_persisted);
        while world.now.0 < end {
            let outputs = match world.until.is_some_and(|until| until.0 < end) {
                true => world.sleep(),
                false => {
                    let left = end - world.now.0;
                    world.skip(left);
                    break;
                }
            };
            if acquires(&outputs) {
                world.acquired();
            }
            if world.link.number().is_some() {
                world.skip(500);
                world.lose_power();
            }
        }
        bytes.push(world.bytes_persisted - before);
        let tried = world.tried.len() - begin;
        assert!(tried <= 48 * (usize::try_from(day).unwrap() + 1), "{tried}");
    }
    let times: Vec<u64> = world.tried[begin..].iter().map(|(at, _)| *at).collect();
    let (day, minute) = (most_within(&times, DAY * 1000), most_within(&times, 60_000));
    assert!(day <= 48, "{day}");
    assert!(minute <= 12, "{minute}");
    assert!(bytes.iter().all(|bytes| *bytes < 128 * 1024), "{bytes:?}");
}

/// A row of refusals goes on over starts of the unit, too.
#[test]
fn p_6_14_a_taken_vin_is_not_asked_for_at_every_start() {
    let mut world = World::provisioned(settings());
    for _ in 0..6 {
        if world.link.number().is_none() {
            world.sleep_until_connect();
        }
        world.connect_and_subscribe();
        world.pass(5);
        world.vehicle_read();
        world.deliver(
            TopicKind::RegisterServer,
            r#"{"deviceState":"error"}"#,
            false,
        );
    }
    let connections = world.connections;
    // It lives for ten seconds at a time.
    reboot(&mut world, 60, 10_000);
    let connections = world.connections - connections;
    assert!(connections <= 2, "{connections}");
}

/// The unit is off between trips that are shorter than the back-off: the time that it is
/// off counts, or it would never try again.
#[test]
fn p_6_14_a_unit_that_runs_for_a_short_time_only_is_not_locked_out() {
    for reason in [DisconnectReason::Tcp, DisconnectReason::NoNetwork] {
        let mut world = World::provisioned(settings());
        // Until it waits longer than a trip takes.
        loop {
            if world.link.number().is_none() {
                world.sleep_until_connect();
            }
            world.disconnected_by(reason);
            if world.until.unwrap().0 - world.now.0 > 40 * 60_000 {
                break;
            }
        }
        for trip in 0..5 {
            world.skip(5 * 60_000);
            world.now.0 += 20 * HOUR * 1000;
            let before = world.connections;
            world.lose_power();
            if world.link.number().is_none() {
                let outputs = world.pass(300);
                assert!(world.connections > before, "{reason} {trip} {outputs:?}");
            }
            if world.link.number().is_some() {
                world.disconnected_by(reason);
            }
        }
    }
}

/// The wait counts from the attempt, not from the start: a start within it shortens nothing.
#[test]
fn p_6_14_a_start_does_not_shorten_the_back_off() {
    let mut world = World::provisioned(settings());
    for _ in 0..10 {
        if world.link.number().is_none() {
            world.sleep_until_connect();
        }
        world.disconnected();
    }
    // What is stored may be behind by one connection, and by no more.
    let connections = world.connections;
    for _ in 0..20 {
        world.skip(1_000);
        world.lose_power();
    }
    assert!(world.connections <= connections + 1);
    let connections = world.connections;
    let wait = world.until.unwrap().0 - world.now.0;
    assert!(wait > 60_000, "{wait}");
    // The wall clock may be wrong, and set forth later: the wait is over at its time at most.
    world.now.0 += 30 * DAY * 1000;
    let outputs = world.give(Input::Wake);
    let connects = |output: &Output| matches!(output, Output::Connect { .. });
    assert!(!outputs.iter().any(connects), "told once in a life");
    assert_eq!(world.connections, connections);
}

/// The first connection after a start is stored before it is made.
#[test]
fn p_6_14_the_first_connection_after_a_start_is_stored() {
    let mut world = World::configured(settings(), &operational(1));
    world.take_snapshots(5);
    world.restore_in_place();
    world.give(Input::ClockTrusted { trusted: true });
    let outputs = world.sleep_until_connect();
    let first = outputs.first();
    assert!(matches!(first, Some(Output::Persist)), "{outputs:?}");
    // The log tells of nothing: a start is no failure.
    let failed = |kind: &EventKind| matches!(kind, EventKind::ConnectionFailed { .. });
    assert_eq!(world.told(failed), 0);
}

/// An OBFCM device is asked at once after a start, which mostly is the vehicle's: asking
/// costs neither a connection nor flash, as storing how often would.
#[test]
fn p_6_14_after_a_start_the_obfcm_device_is_asked_at_once() {
    let mut world = World::operational();
    world.sleep();
    for _ in 0..6 {
        world.acquisition_failed();
        world.sleep();
    }
    world.acquisition_failed();
    let written = world.bytes_persisted;
    for _ in 0..20 {
        assert!(acquires(&world.lose_power()));
        world.acquisition_failed();
    }
    assert_eq!(world.bytes_persisted, written);
}
