//! P-6.8 under the settings of the rules: five failures *and* a day, and the way back.

use iot4emissions_proto::device::{
    DisconnectReason, EndpointOrigin, EventKind, Input, Output, Settings,
};
use iot4emissions_proto::message::ConfigurationStatus;
use iot4emissions_proto::time::UnixMillis;

use crate::factory::{DATA_HOST, DAY, HOUR, START, endpoint, operational, rules};
use crate::service::Service;
use crate::world::World;

const NEW_HOST: &str = "new.example.eu";

fn settings() -> Settings {
    rules(|settings| settings.spread_window_seconds = 0)
}

/// Version 2, which moves the data broker.
fn moved() -> ConfigurationStatus {
    let mut status = operational(2);
    status.configuration.obfcm_data_mqtt = endpoint(NEW_HOST);
    status
}

fn told(settings: Settings) -> World {
    let mut world = World::configured(settings, &operational(1));
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&moved());
    world
}

fn switched(kind: &EventKind) -> bool {
    matches!(kind, EventKind::EndpointSwitched { .. })
}

impl World {
    /// Connections fail by `reason` until `time`.
    fn fail_until(&mut self, time: u64, reason: DisconnectReason) {
        loop {
            match self.link.number() {
                Some(_) => drop(self.disconnected_by(reason)),
                None if self.until.is_none_or(|until| until.0 > time) => break,
                None => {
                    let outputs = self.sleep();
                    if crate::world::acquires(&outputs) {
                        self.acquired();
                    }
                }
            }
        }
        let left = time.saturating_sub(self.now.0);
        self.skip(left);
    }

    fn origin(&mut self) -> EndpointOrigin {
        self.status().data_endpoint.unwrap().origin
    }
}

/// Once, the five came 17.7 s after the first try.
#[test]
fn p_6_8_five_failures_within_seconds_are_not_enough() {
    let mut world = told(settings());
    world.sleep_until_connect();
    let first = world.running.0;
    for _ in 0..5 {
        if world.link.number().is_none() {
            world.sleep_until_connect();
        }
        world.disconnected();
    }
    assert!(
        world.running.0 - first < 60_000,
        "{}",
        world.running.0 - first
    );
    assert_eq!(world.told(switched), 0);
    let used = world.status().data_endpoint.unwrap();
    assert_eq!(
        (used.failures, used.origin),
        (5, EndpointOrigin::Configuration)
    );
    // A day after the first failure it is.
    let failing = world.now.0;
    world.fail_until(failing + 20 * HOUR * 1000, DisconnectReason::Tcp);
    assert_eq!(world.told(switched), 0);
    world.fail_until(failing + 32 * HOUR * 1000, DisconnectReason::Tcp);
    assert_eq!(world.told(switched), 1);
    assert_eq!(world.origin(), EndpointOrigin::Fallback);
    let used = world.status().data_endpoint.unwrap();
    assert_eq!(used.endpoint, endpoint(DATA_HOST));
}

#[test]
fn p_6_8_want_of_coverage_and_a_busy_broker_say_nothing_of_the_endpoint() {
    for (reason, speaks) in [
        (DisconnectReason::NoNetwork, false),
        (DisconnectReason::Refused { code: 3 }, false),
        (DisconnectReason::Refused { code: 0x88 }, false),
        (DisconnectReason::Refused { code: 0x89 }, false),
        (DisconnectReason::NameResolution, true),
        (DisconnectReason::Tcp, true),
        (DisconnectReason::Tls, true),
        (DisconnectReason::Closed, true),
        (DisconnectReason::TimedOut, true),
        (DisconnectReason::Protocol, true),
        (DisconnectReason::Refused { code: 0x9d }, true),
    ] {
        let mut world = told(settings());
        let end = world.now.0 + 10 * DAY * 1000;
        world.fail_until(end, reason);
        let failures = world.status().data_endpoint.unwrap().failures;
        assert_eq!(world.told(switched) > 0, speaks, "{reason}");
        assert_eq!(world.tried_at(DATA_HOST) > 2, speaks, "{reason}");
        assert!(speaks || failures == 0, "{reason}");
    }
}

/// Once, 731 of 731 connections of a year went to the old broker.
#[test]
fn p_6_8_a_new_endpoint_that_comes_late_is_used_for_good() {
    let mut world = told(settings());
    let failing = world.now.0;
    world.fail_until(failing + 32 * HOUR * 1000, DisconnectReason::Tcp);
    assert_eq!(world.origin(), EndpointOrigin::Fallback);
    let mut service = Service::new(Some(moved()));
    service.hosts.push(NEW_HOST.to_owned());
    world.tried.clear();
    let begin = world.now.0;
    for quarter in 1..=4 {
        service.run(&mut world, UnixMillis(begin + quarter * 365 * DAY * 250));
    }
    assert_eq!(world.origin(), EndpointOrigin::Configuration);
    assert!(world.tried.len() >= 730, "{}", world.tried.len());
    // Until the first check, what is due goes where it went.
    assert!(
        world.tried_at(DATA_HOST) <= 2,
        "{}",
        world.tried_at(DATA_HOST)
    );
}

/// The new one never comes: each check tries it once, and all the rest works.
#[test]
fn p_6_8_while_the_new_endpoint_is_away_the_old_one_serves() {
    let mut world = told(settings());
    let failing = world.now.0;
    world.fail_until(failing + 32 * HOUR * 1000, DisconnectReason::Tcp);
    let mut service = Service::new(Some(moved()));
    world.tried.clear();
    let begin = world.now.0;
    service.run(&mut world, UnixMillis(begin + 30 * DAY * 1000));
    let (new, old) = (world.tried_at(NEW_HOST), world.tried_at(DATA_HOST));
    assert!((29..=32).contains(&new), "{new} {old}");
    assert!((59..=63).contains(&old), "{new} {old}");
    assert!(world.accounts().pending <= 24);
    assert_eq!(world.origin(), EndpointOrigin::Fallback);
}

/// Once, 124 of 300 devices ended at the old host where the new one refused 9 of 10.
#[test]
fn p_6_8_a_migration_in_which_9_of_10_connections_are_refused() {
    let start = told(settings());
    let mut left = 0;
    let mut fell = 0;
    for seed in 0..300_u64 {
        let mut world = start.clone();
        let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let begin = world.now.0;
        // For two days the new broker is swamped; then it has grown.
        let mut outputs = Vec::new();
        for end in [2 * DAY, 5 * DAY] {
            while world.now.0 < begin + end * 1000 {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                let swamped = end == 2 * DAY && random % 10 != 0;
                outputs = step(&mut world, outputs, swamped, begin + end * 1000);
            }
        }
        fell += usize::from(world.told(switched) > 0);
        left += usize::from(world.origin() != EndpointOrigin::Configuration);
        assert!(world.accounts().pending <= 24, "{seed}");
    }
    assert_eq!(left, 0, "{fell} fell back");
    assert!(fell <= 30, "{fell}");
}

/// The next thing that happens; `swamped`, the new broker refuses a connection.
fn step(world: &mut World, outputs: Vec<Output>, swamped: bool, end: u64) -> Vec<Output> {
    if crate::world::acquires(&outputs) {
        return world.acquired();
    }
    if world.link.number().is_some() {
        if swamped && world.host == NEW_HOST {
            return world.disconnected();
        }
        world.connect_and_subscribe();
        let mut outputs = world.configure(&moved());
        while world.link.number().is_some() {
            let puback = world.puback();
            assert!(!puback.is_empty(), "{outputs:?}");
            outputs.extend(puback);
        }
        return outputs;
    }
    if world.until.is_none_or(|until| until.0 > end) {
        let left = end - world.now.0;
        world.skip(left);
        return Vec::new();
    }
    world.sleep()
}

/// That it works is stored: after a start the row of failures is over.
#[test]
fn p_6_8_an_endpoint_that_worked_is_remembered() {
    let mut world = told(settings());
    for _ in 0..3 {
        world.sleep_until_connect();
        world.disconnected();
    }
    world.sleep_until_connect();
    world.connected();
    assert_eq!(world.status().data_endpoint.unwrap().failures, 3);
    let outputs = world.subscribed(true);
    assert_eq!(outputs, [Output::Persist]);
    world.lose_power();
    assert_eq!(world.status().data_endpoint.unwrap().failures, 0);
}

/// A row of failures goes on over starts of the unit, and only running time counts.
#[test]
fn p_6_8_the_time_that_a_unit_is_off_does_not_count() {
    let mut world = told(settings());
    for day in 0..20 {
        for _ in 0..2 {
            if world.link.number().is_none() {
                world.sleep_until_connect();
            }
            world.disconnected();
        }
        assert_eq!(world.told(switched), 0, "{day}");
        world.now.0 += DAY * 1000;
        world.lose_power();
    }
    let used = world.status().data_endpoint.unwrap();
    assert!(used.failures >= 20, "{used:?}");
    assert!(used.failing_seconds < 86_400, "{used:?}");
}

#[test]
fn p_6_8_a_version_of_4294967295_locks_nobody() {
    let mut world = World::configured(settings(), &operational(5));
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&operational(u32::MAX));
    let status = world.status();
    assert_eq!(status.configuration_version.unwrap().get(), 5);
    let refused = status.refused_configuration.expect("P-6.22: shown");
    assert_eq!(refused.version.get(), u32::MAX);
    world.give(Input::Wake);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    world.configure(&operational(6));
    let status = world.status();
    assert_eq!(status.configuration_version.unwrap().get(), 6);
    assert_eq!(status.refused_configuration, None);
    assert!(world.now.0 > START.0);
}
