//! P-6.19: the daily caps of connections and of bytes stored.

use iot4emissions_proto::device::{DailyCap, DisconnectReason, EventKind, Input, Output, Settings};
use iot4emissions_proto::message::ConfiguredState;

use crate::factory::{DAY, HOUR, configured, operational, rules};
use crate::world::{World, acquires};

fn settings() -> Settings {
    rules(|settings| settings.spread_window_seconds = 0)
}

fn reached(cap: DailyCap) -> impl Fn(&EventKind) -> bool {
    move |kind| *kind == EventKind::DailyCapReached { cap }
}

/// The most of `times`, which ascend, in any window of so many milliseconds.
pub(crate) fn most_within(times: &[u64], window: u64) -> usize {
    let counts = times.iter().enumerate().map(|(first, from)| {
        let end = times.partition_point(|at| *at < from + window);
        end - first
    });
    counts.max().unwrap_or(0)
}

fn most_a_day(times: &[u64]) -> usize {
    most_within(times, DAY * 1000)
}

/// Connections fail for `days`.
fn fail_for(world: &mut World, days: u64, reason: DisconnectReason) {
    let end = world.now.0 + days * DAY * 1000;
    loop {
        match world.link.number() {
            Some(_) => drop(world.disconnected_by(reason)),
            None if world.until.is_none_or(|until| until.0 > end) => break,
            None => {
                let outputs = world.sleep();
                if acquires(&outputs) {
                    world.acquired();
                }
            }
        }
    }
    let left = end.saturating_sub(world.now.0);
    world.skip(left);
}

/// Once, 48 attempts a day, for as long as there was no coverage.
#[test]
fn p_6_19_no_more_connections_in_24_hours_than_the_cap() {
    for reason in [DisconnectReason::NoNetwork, DisconnectReason::TimedOut] {
        for mut world in [
            World::provisioned(settings()),
            World::configured(settings(), &operational(1)),
        ] {
            fail_for(&mut world, 30, reason);
            let times: Vec<u64> = world.tried.iter().map(|(at, _)| *at).collect();
            assert!(most_a_day(&times) <= 24, "{}", most_a_day(&times));
            assert!(times.len() >= 30 * 12 - 24, "{}", times.len());
            assert!(times.len() <= 30 * 12 + 24, "{}", times.len());
            assert!(world.told(reached(DailyCap::Connections)) >= 1);
        }
    }
}

#[test]
fn p_6_19_the_status_shows_what_is_left() {
    let mut world = World::provisioned(settings());
    assert_eq!(world.status().allowance.connections, 11);
    fail_for(&mut world, 1, DisconnectReason::Tcp);
    assert_eq!(world.status().allowance.connections, 0);
    // Told once as long as it lasts.
    let told = world.told(reached(DailyCap::Connections));
    for _ in 0..3 {
        world.skip(1000);
        world.give(Input::Wake);
    }
    assert_eq!(world.told(reached(DailyCap::Connections)), told);
}

/// A record that cannot be stored takes back what followed from it, and not a connection that
/// was tried.
#[test]
fn p_6_19_a_connection_counts_though_nothing_can_be_stored() {
    let mut world = World::configured(settings(), &operational(1));
    world.sleep_until_connect();
    world.disconnected();
    // The second one in a row is not stored by itself.
    let persists = world.persists;
    world.sleep_until_connect();
    assert_eq!(world.persists, persists);
    let left = world.status().allowance.connections;
    world.connect_and_subscribe();
    world.disk_works = false;
    world.configure(&operational(2));
    assert_eq!(world.told(|kind| *kind == EventKind::PersistFailed), 1);
    assert_eq!(world.status().allowance.connections, left);
}

/// Half at once: a device that has been quiet for days may not do all of two days' at once.
#[test]
fn p_6_19_half_of_the_cap_at_once() {
    let standby = configured(ConfiguredState::Standby, 1);
    let mut world = World::configured(settings(), &standby);
    world.skip(10 * DAY * 1000);
    world.give(Input::Wake);
    let begin = world.now.0;
    world.tried.clear();
    for _ in 0..40 {
        if world.link.number().is_none() {
            world.sleep_until_connect();
        }
        world.connected();
        // A broker that accepts, and closes at once: the back-off alone would let it.
        world.disconnected();
    }
    let first_hour = |at: &&(u64, String)| at.0 < world.tried[0].0 + 3_600_000;
    assert!(world.tried.iter().filter(first_hour).count() <= 14);
    assert!(world.now.0 - begin > DAY * 1000);
}

/// P-6.15: somebody who asks for a communication test gets it, but not without end.
#[test]
fn p_6_15_a_test_goes_beyond_the_cap() {
    let standby = configured(ConfiguredState::Standby, 1);
    let mut world = World::configured(settings(), &standby);
    for _ in 0..60 {
        let outputs = world.give(Input::CommunicationTest);
        let connects = |output: &Output| matches!(output, Output::Connect { .. });
        assert!(outputs.iter().any(connects));
        world.connect_and_subscribe();
        world.configure(&standby);
        assert!(world.status().last_test.unwrap().passed);
    }
    // And who has asked so often waits for a day and one connection's share at most.
    let wait = world.until.unwrap().0 - world.now.0;
    assert!(wait <= 26 * HOUR * 1000, "{wait}");
    world.sleep_until_connect();
    world.connect_and_subscribe();
}

/// Once, acquisitions every 10 s with a full store wrote 60 GiB a year.
#[test]
fn p_6_19_no_more_bytes_in_24_hours_than_the_cap() {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "*/10 * * * * ?".parse().unwrap();
    let settings = rules(|settings| {
        settings.spread_window_seconds = 0;
        settings.min_acquire_interval_seconds = 10;
    });
    let mut world = World::configured(settings, &status);
    let mut written = Vec::new();
    let (begin, days) = (world.now.0, 3);
    let mut last = world.bytes_persisted;
    loop {
        if world
            .until
            .is_none_or(|until| until.0 > begin + days * DAY * 1000)
        {
            break;
        }
        let outputs = world.sleep();
        if acquires(&outputs) {
            world.acquired();
        }
        if world.link.number().is_some() {
            world.disconnected_by(DisconnectReason::NoNetwork);
        }
        written.push((world.now.0, world.bytes_persisted - last));
        last = world.bytes_persisted;
    }
    let day = |from: u64| {
        let within = written
            .iter()
            .filter(move |(at, _)| (from..from + DAY * 1000).contains(at));
        within.map(|(_, bytes)| bytes).sum::<usize>()
    };
    let most = (0..48)
        .map(|hour| day(begin + hour * HOUR * 1000))
        .max()
        .unwrap();
    let largest = written.iter().map(|(_, bytes)| *bytes).max().unwrap();
    assert!(most <= 256 * 1024 + 2 * largest, "{most} {largest}");
    assert!(most > 100 * 1024, "{most}");
    assert!(world.told(reached(DailyCap::PersistedBytes)) >= 1);
    assert_eq!(world.status().allowance.persisted_bytes / 1024, 0);
    // At most 96 MiB a year, in place of 60 GiB.
    assert!(world.bytes_persisted < 3 * 256 * 1024 + 256 * 1024);
}

/// What the unit's driver says that it wrote is what counts.
#[test]
fn p_6_19_the_bytes_are_the_drivers() {
    let mut world = World::configured(settings(), &operational(1));
    world.sleep();
    let left = world.status().allowance.persisted_bytes;
    let request = world.last_acquire;
    let values = crate::factory::values(1);
    let time = world.time();
    world
        .device
        .handle_input(time, Input::Acquired { request, values });
    assert_eq!(world.device.poll_output(), Output::Persist);
    world
        .device
        .handle_input(time, Input::Persisted { bytes: 10_000 });
    let spent = left - world.device.status().allowance.persisted_bytes;
    assert!((10_000 - 1..=10_000 + 1).contains(&spent), "{spent}");
}

/// A cap is no lock: however much was spent, a day later it goes on.
#[test]
fn p_6_19_whoever_waits_goes_on() {
    let mut world = World::configured(settings(), &operational(1));
    world.sleep();
    let request = world.last_acquire;
    let values = crate::factory::values(1);
    let time = world.time();
    let acquired = Input::Acquired { request, values };
    world.device.handle_input(time, acquired);
    assert_eq!(world.device.poll_output(), Output::Persist);
    let bytes = u32::MAX;
    world.device.handle_input(time, Input::Persisted { bytes });
    world.give(Input::Wake);
    assert_eq!(world.told(reached(DailyCap::PersistedBytes)), 1);
    let until = world.until.expect("it waits for something");
    assert!(until.0 <= world.now.0 + DAY * 1000 + 1000, "{until}");
    let outputs = world.sleep();
    assert!(acquires(&outputs), "{outputs:?}");
}

/// While the unit is off, what was spent comes back, as far as the wall clock can tell.
#[test]
fn p_6_19_time_off_refills() {
    let mut world = World::provisioned(settings());
    fail_for(&mut world, 2, DisconnectReason::Tcp);
    assert_eq!(world.status().allowance.connections, 0);
    world.now.0 += 2 * DAY * 1000;
    world.lose_power();
    assert!(world.status().allowance.connections >= 10);
}
