//! P-6.8: a device knows its configuration again by its bytes. That it does is not to be
//! seen: what it does with them is what it does with the same configuration in other
//! words, which it has to read.

use iot4emissions_proto::device::{ConfigurationRefusal, EventKind, Output};
use iot4emissions_proto::message::{ConfigurationStatus, ConfigurationVersion, ConfiguredState};
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{configured, operational, settings};
use crate::world::{World, brief, events};

/// A device that awaits its configuration, after its first one and then `others`.
fn checking(others: &[ConfigurationStatus]) -> World {
    let mut world = World::configured(settings(), &operational(5));
    for status in others {
        next_check(&mut world);
        assert!(world.configure(status).contains(&Output::Restart));
    }
    next_check(&mut world);
    world
}

fn next_check(world: &mut World) {
    world.sleep_until_connect();
    world.connect_and_subscribe();
}

/// A white space more, which no canonical form has.
fn in_other_words(status: &ConfigurationStatus) -> String {
    let text = String::from_utf8(status.to_canonical()).unwrap();
    text.replacen(':', ": ", 1)
}

/// What becomes of `status` in its bytes, which is what becomes of it in other words.
fn outcome(world: &World, status: &ConfigurationStatus) -> Vec<Output> {
    let mut by_bytes = world.clone();
    let mut by_reading = world.clone();
    let outputs = by_bytes.configure(status);
    let text = in_other_words(status);
    let expected = by_reading.deliver(TopicKind::ConfigServer, &text, true);
    assert_eq!(outputs, expected);
    assert_eq!(by_bytes.until, by_reading.until);
    assert_eq!(by_bytes.device, by_reading.device);
    let record = |world: &World| world.device.record().unwrap().to_bytes();
    assert_eq!(record(&by_bytes), record(&by_reading));
    outputs
}

fn assert_known_again(world: &World, status: &ConfigurationStatus) {
    let outputs = outcome(world, status);
    assert_eq!(events(&outputs), []);
    assert!(!outputs.contains(&Output::Restart));
}

fn assert_refused(world: &World, status: &ConfigurationStatus, reason: ConfigurationRefusal) {
    let version = status.configuration.version;
    assert_eq!(
        events(&outcome(world, status)),
        [EventKind::ConfigurationRefused { version, reason }]
    );
}

#[test]
fn p_6_8_the_one_in_force_is_known_again() {
    let mut world = checking(&[]);
    assert_known_again(&world, &operational(5));
    world.lose_power();
    next_check(&mut world);
    assert_known_again(&world, &operational(5));
}

#[test]
fn p_6_8_another_takes_its_place() {
    let standby = configured(ConfiguredState::Standby, 7);
    let mut world = checking(&[operational(6), standby.clone()]);
    for restored in [false, true] {
        if restored {
            world.lose_power();
            next_check(&mut world);
        }
        assert_known_again(&world, &standby);
        for version in [5, 6] {
            let reason = ConfigurationRefusal::OlderVersion;
            assert_refused(&world, &operational(version), reason);
        }
        assert_refused(&world, &operational(7), ConfigurationRefusal::SameVersion);
        let applied = events(&outcome(&world, &operational(8)));
        let version = ConfigurationVersion::new(8).unwrap();
        assert!(applied.contains(&EventKind::ConfigurationApplied { version }));
    }
}

/// One that was refused or could not be stored is not in force, however often it comes.
#[test]
fn p_6_8_one_that_was_not_taken_is_not_known_again() {
    let mut world = checking(&[]);
    let other = configured(ConfiguredState::Standby, 5);
    for _ in 0..3 {
        assert_refused(&world, &other, ConfigurationRefusal::SameVersion);
        world.configure(&other);
        next_check(&mut world);
    }
    world.disk_works = false;
    world.configure(&operational(6));
    world.disk_works = true;
    next_check(&mut world);
    assert_known_again(&world, &operational(5));
    assert!(outcome(&world, &operational(6)).contains(&Output::Restart));
}

/// Equal configurations may be written differently; each is known in all its forms.
#[test]
fn p_6_8_another_text_of_the_same_schedules() {
    let mut same = operational(5);
    same.configuration.transfer_frequency = "0 0 12 * JAN-DEC ?".parse().unwrap();
    let world = checking(&[]);
    assert_known_again(&world, &same);
    assert_eq!(
        brief(&outcome(&world, &same)),
        brief(&outcome(&world, &operational(5)))
    );
}
