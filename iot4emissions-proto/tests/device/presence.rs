//! P-6.21: attempts only when they can succeed, and P-6.14 where somebody said no.

use iot4emissions_proto::device::{DisconnectReason, EventKind, Input, Output};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::time::UnixMillis;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{DAY, HOUR, configured, operational, rules, settings};
use crate::service::Service;
use crate::world::{Link, World, acquires, brief, connects};

fn by_the_rules() -> iot4emissions_proto::device::Settings {
    rules(|settings| settings.spread_window_seconds = 0)
}

impl World {
    fn network(&mut self, available: bool) -> Vec<Output> {
        self.give(Input::NetworkAvailable { available })
    }

    fn ignition(&mut self, on: bool) -> Vec<Output> {
        self.give(Input::Ignition { on })
    }
}

/// Once, 48 attempts a day.
#[test]
fn p_6_21_two_years_without_a_network() {
    for mut world in [
        World::provisioned(by_the_rules()),
        World::registered(by_the_rules()),
        World::configured(by_the_rules(), &configured(ConfiguredState::Standby, 1)),
    ] {
        if world.link != Link::Down {
            world.disconnected_by(DisconnectReason::NoNetwork);
        }
        world.network(false);
        let (tried, persists) = (world.tried.len(), world.persists);
        world.pass(730 * DAY);
        assert_eq!(world.until, None, "nothing to wake for");
        assert_eq!(world.tried.len(), tried);
        assert_eq!(world.persists, persists);
        assert_eq!(world.status().network, Some(false));
        // And then at once.
        let outputs = world.network(true);
        assert!(connects(&outputs), "{outputs:?}");
    }
}

/// An operational device goes on acquiring, and sends it all when there is a network.
#[test]
fn p_6_21_what_is_acquired_without_a_network_is_sent_with_one() {
    let mut world = World::configured(by_the_rules(), &operational(1));
    let mut service = Service::new(Some(operational(1)));
    world.network(false);
    let tried = world.tried.len();
    let end = UnixMillis(world.now.0 + 10 * DAY * 1000);
    service.run(&mut world, end);
    assert_eq!(world.tried.len(), tried);
    assert_eq!(world.accounts().pending, 240);
    let outputs = world.network(true);
    let now = world.now;
    service.run_with(&mut world, now, outputs);
    assert_eq!(world.accounts().pending, 0);
    assert_eq!(world.tried.len(), tried + 1);
}

/// Only want of a network is forgotten when there is one: a broker's refusal is not.
#[test]
fn p_6_21_a_network_that_comes_back_ends_the_back_off_that_it_caused() {
    for (reason, at_once) in [
        (DisconnectReason::NoNetwork, true),
        (DisconnectReason::Tcp, false),
        (DisconnectReason::Refused { code: 5 }, false),
    ] {
        let mut world = World::provisioned(settings());
        for _ in 0..12 {
            if world.link.number().is_none() {
                world.sleep_until_connect();
            }
            world.disconnected_by(reason);
        }
        assert!(world.until.unwrap().0 - world.now.0 > 1_000);
        world.network(false);
        let outputs = world.network(true);
        assert_eq!(connects(&outputs), at_once, "{reason}");
        // Said again, it is no news.
        if !at_once {
            let until = world.until;
            assert_eq!(world.network(true), []);
            assert_eq!(world.until, until);
        }
    }
}

/// A flickering network does not get round the cap.
#[test]
fn p_6_19_a_network_that_comes_and_goes_stays_under_the_cap() {
    let mut world = World::provisioned(by_the_rules());
    world.disconnected_by(DisconnectReason::NoNetwork);
    for _ in 0..2_000 {
        world.network(false);
        world.skip(60_000);
        world.network(true);
        if world.link.number().is_some() {
            world.disconnected_by(DisconnectReason::NoNetwork);
        }
    }
    // A day and a third.
    assert!(world.tried.len() <= 32, "{}", world.tried.len());
}

/// Once, a parked car whose control units sleep was asked 684 times in two weeks.
#[test]
fn p_6_21_two_weeks_parked() {
    let mut world = World::configured(by_the_rules(), &operational(1));
    world.ignition(false);
    assert_eq!(world.status().ignition, Some(false));
    let begin = world.now.0;
    let mut asked = 0;
    while world
        .until
        .is_some_and(|until| until.0 < begin + 14 * DAY * 1000)
    {
        let outputs = world.sleep();
        asked += usize::from(acquires(&outputs));
        if world.link.number().is_some() {
            world.connect_and_subscribe();
            world.configure(&operational(1));
        }
    }
    assert_eq!(asked, 0);
    // One check a day, and no transfer of nothing.
    assert!(
        (13..=15).contains(&(world.tried.len() - 2)),
        "{}",
        world.tried.len()
    );
    let left = begin + 14 * DAY * 1000 - world.now.0;
    world.skip(left);
    // What was missed is done once.
    assert_eq!(brief(&world.ignition(true))[0], "acquire");
    world.acquired();
    assert_eq!(world.accounts().acquired, 1);
    let failed = |kind: &EventKind| *kind == EventKind::AcquisitionFailed;
    assert_eq!(world.told(failed), 0);
}

/// The same where the driver does not say that they sleep: far fewer than 684.
#[test]
fn p_6_14_two_weeks_parked_with_a_driver_that_says_nothing() {
    let mut world = World::configured(by_the_rules(), &operational(1));
    let begin = world.now.0;
    let mut asked = 0;
    while world
        .until
        .is_some_and(|until| until.0 < begin + 14 * DAY * 1000)
    {
        let outputs = world.sleep();
        if acquires(&outputs) {
            asked += 1;
            world.acquisition_failed();
        }
        if world.link.number().is_some() {
            world.connect_and_subscribe();
            world.configure(&operational(1));
        }
    }
    assert!((40..=160).contains(&asked), "{asked}");
}

/// Once: 17,489 requests and 24 h connected a year.
#[test]
fn p_6_14_a_taken_vin_for_a_year() {
    let mut world = World::provisioned(by_the_rules());
    let begin = world.now.0;
    let (mut requests, mut connected) = (0_u64, 0);
    loop {
        if world.link.number().is_none() {
            if world.until.unwrap().0 > begin + 365 * DAY * 1000 {
                break;
            }
            world.sleep();
            continue;
        }
        let from = world.running.0;
        world.connect_and_subscribe();
        world.pass(5);
        world.vehicle_read();
        requests += 1;
        world.deliver(
            TopicKind::RegisterServer,
            r#"{"deviceState":"error"}"#,
            false,
        );
        connected += world.running.0 - from;
    }
    assert!((365..=1_000).contains(&requests), "{requests}");
    assert!(connected / 1000 < 2 * HOUR, "{connected}");
    // The operator releases the VIN: within a day or two it is registered.
    let mut service = Service::new(Some(operational(1)));
    let released = world.now.0;
    service.run(&mut world, UnixMillis(released + 2 * DAY * 1000));
    assert_eq!(world.device.state().as_str(), "operational");
}

/// A test is somebody's wish: it is tried without a network, too.
#[test]
fn p_6_15_a_test_is_tried_whatever_the_driver_said() {
    let mut world = World::configured(settings(), &configured(ConfiguredState::Standby, 1));
    world.network(false);
    assert!(connects(&world.give(Input::CommunicationTest)));
    world.disconnected_by(DisconnectReason::NoNetwork);
    assert!(!world.status().last_test.unwrap().passed);
}

/// Control units that wake may answer: what failed while they slept holds nothing back.
#[test]
fn p_6_21_ignition_ends_the_back_off_of_acquisitions() {
    let mut world = World::operational();
    world.sleep();
    for _ in 0..8 {
        world.acquisition_failed();
        while !acquires(&world.sleep()) {}
    }
    world.acquisition_failed();
    assert!(world.until.unwrap().0 - world.now.0 > 1_000);
    world.ignition(false);
    let outputs = world.ignition(true);
    assert!(acquires(&outputs), "{outputs:?}");
    world.acquired();
    assert_eq!(world.accounts().acquired, 1);
}
