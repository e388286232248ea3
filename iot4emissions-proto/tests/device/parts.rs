//! P-6.6: a transfer in many parts, and how often the record is stored for it.

use iot4emissions_proto::device::{
    DailyCap, DisconnectReason, EventKind, Input, Output, RecordError, Settings, SettingsValues,
};
use iot4emissions_proto::message::ConfiguredState;

use crate::factory::{HOUR, configured, operational, rules, with};
use crate::world::{Link, World, published};

/// Before the first of so many publishes, each of one snapshot.
fn parts_under(settings: Settings, count: u64) -> World {
    let mut status = operational(1);
    let minutes = format!("0 1-{count} 8 * * ?");
    status.configuration.acquire_frequency = minutes.parse().unwrap();
    let mut world = World::configured(settings, &status);
    assert_eq!(world.start_transfer().len(), 1);
    assert_eq!(world.pending().len(), count as usize);
    world
}

fn parts(count: u64) -> World {
    parts_under(with(one_at_a_time), count)
}

fn one_at_a_time(settings: &mut SettingsValues) {
    settings.min_acquire_interval_seconds = 60;
    settings.max_payload = 100;
}

/// Has so many parts acknowledged; behind which of them the record was stored.
fn acknowledge(world: &mut World, parts: usize) -> Vec<usize> {
    let stored_after = (1..=parts).filter(|_| {
        let before = world.persists;
        world.puback();
        world.persists > before
    });
    stored_after.collect()
}

/// Once: the whole record for each of a hundred parts, above the daily cap in one connection.
#[test]
fn p_6_6_the_record_is_stored_behind_the_first_second_fourth_and_last_part() {
    for (count, expected) in [
        (1, vec![1]),
        (2, vec![1, 2]),
        (3, vec![1, 2, 3]),
        (7, vec![1, 2, 4, 7]),
        (20, vec![1, 2, 4, 8, 16, 20]),
    ] {
        let mut world = parts(count);
        assert_eq!(acknowledge(&mut world, count as usize), expected);
        assert_eq!(world.pending(), [0; 0]);
        assert_eq!(world.accounts().acknowledged, count);
        assert_eq!(world.link, Link::Down);
    }
}

/// Nothing is lost, and fewer parts are sent twice than were kept: whoever loses power in
/// every transfer gets on.
#[test]
fn p_6_6_power_loss_between_any_two_parts() {
    let acquired = parts(20).pending();
    for acknowledged in 0..20_usize {
        let mut world = parts(20);
        acknowledge(&mut world, acknowledged);
        world.lose_power();
        let kept = (acknowledged + 1).next_power_of_two() / 2;
        assert_eq!(world.pending(), acquired[kept..], "after {acknowledged}");
        assert!(acknowledged == 0 || acknowledged - kept < kept);
        let accounts = world.accounts();
        assert_eq!(accounts.acknowledged, kept as u64);
        world.start_transfer();
        acknowledge(&mut world, 20 - kept);
        assert_eq!(world.pending(), [0; 0]);
        assert_eq!(world.accounts().acknowledged, 20);
    }
}

/// However the connection ends, what it had acknowledged is stored with its end.
#[test]
fn p_6_6_a_connection_that_ends_has_its_parts_stored() {
    let ways: [fn(&mut World); 4] = [
        // No PUBACK comes in time.
        |world| drop(world.sleep()),
        |world| drop(world.configure(&configured(ConfiguredState::Standby, 2))),
        |world| drop(world.disconnected_by(DisconnectReason::NoNetwork)),
        |world| drop(world.disconnected_by(DisconnectReason::Closed)),
    ];
    for (way, end) in ways.iter().enumerate() {
        let mut world = parts(20);
        acknowledge(&mut world, 7);
        let (left, persists) = (world.pending(), world.persists);
        end(&mut world);
        assert_eq!(world.link, Link::Down, "{way}");
        assert_eq!(world.persists, persists + 1, "{way}");
        world.lose_power();
        assert_eq!(world.pending(), left, "{way}");
        assert_eq!(left.len(), 13);
    }
}

/// One without any is not stored for that.
#[test]
fn p_6_6_a_connection_without_news_stores_nothing_at_its_end() {
    let mut world = parts(20);
    acknowledge(&mut world, 4);
    let persists = world.persists;
    world.disconnected_by(DisconnectReason::NoNetwork);
    assert_eq!(world.persists, persists);
}

/// A part whose PUBACK comes after the connection was given up has no end to wait for.
#[test]
fn p_6_5_a_late_puback_of_a_part_is_stored_at_once() {
    let mut world = parts(20);
    acknowledge(&mut world, 6);
    world.sleep();
    assert_eq!(world.link, Link::Down);
    assert_eq!(acknowledge(&mut world, 1), [1]);
    world.lose_power();
    assert_eq!(world.pending().len(), 13);
}

/// Whatever else is stored meanwhile has the parts with it.
#[test]
fn p_6_6_parts_are_stored_with_whatever_is_stored_meanwhile() {
    let mut world = parts(20);
    acknowledge(&mut world, 7);
    let damaged = RecordError::Damaged { length: 0 };
    world.give(Input::RecordUnreadable(damaged));
    let persists = world.persists;
    world.disconnected_by(DisconnectReason::NoNetwork);
    assert_eq!(world.persists, persists);
    world.lose_power();
    assert_eq!(world.pending().len(), 13);
}

/// What cannot be stored never happened: the parts are sent again.
#[test]
fn p_6_2_parts_that_cannot_be_stored_are_sent_again() {
    let mut world = parts(20);
    let acquired = world.pending();
    acknowledge(&mut world, 7);
    world.disk_works = false;
    world.puback();
    assert_eq!(world.pending(), acquired[4..]);
    assert_eq!(world.accounts().acknowledged, 4);
    assert_eq!(world.told(|kind| *kind == EventKind::PersistFailed), 1);
    world.disk_works = true;
    world.start_transfer();
    // Nothing is owed to the disk any more.
    let persists = world.persists;
    world.disconnected_by(DisconnectReason::NoNetwork);
    assert_eq!(world.persists, persists);
    world.start_transfer();
    acknowledge(&mut world, 16);
    assert_eq!(world.accounts().acknowledged, 20);
}

/// Once the day's bytes are spent, what a connection brings is stored with its end alone.
#[test]
fn p_6_19_a_transfer_in_parts_stops_storing_at_the_cap() {
    let settings = rules(|settings| {
        one_at_a_time(settings);
        settings.spread_window_seconds = 0;
    });
    let mut world = parts_under(settings, 20);
    assert_eq!(acknowledge(&mut world, 1), [1]);
    // The driver says that the second part's record took all of the day's bytes.
    let time = world.time();
    let (connection, publish) = world.last_publish.unwrap();
    let second = Input::PublishAcknowledged {
        connection,
        publish,
    };
    world.device.handle_input(time, second);
    assert_eq!(world.device.poll_output(), Output::Persist);
    let stored = Input::Persisted { bytes: 1 << 20 };
    let outputs = world.give(stored);
    assert_eq!(published(&outputs).len(), 1);
    world.give(Input::Wake);
    assert_eq!(world.told(reached), 1);
    assert_eq!(acknowledge(&mut world, 18), [18]);
    assert_eq!(world.pending(), [0; 0]);
    assert_eq!(world.accounts().acknowledged, 20);
    // And the next connection waits.
    assert!(world.until.unwrap().0 > world.now.0 + 12 * HOUR * 1000);
}

fn reached(kind: &EventKind) -> bool {
    let cap = DailyCap::PersistedBytes;
    *kind == EventKind::DailyCapReached { cap }
}

/// The window of those that are sent again is stored and lost together with the rest.
#[test]
fn p_6_7_parts_that_are_kept_to_be_sent_again() {
    let mut world = World::configured(
        with(|settings| {
            settings.resend_window = 3;
            settings.max_payload = 100;
        }),
        &operational(1),
    );
    world.start_transfer();
    acknowledge(&mut world, 7);
    world.lose_power();
    assert_eq!(world.accounts().acknowledged, 4);
    let first = world.start_transfer();
    acknowledge(&mut world, 11);
    assert_eq!(world.pending(), [0; 0]);
    assert_eq!(first.len(), 1);
    assert_eq!(world.accounts().acknowledged, 12);
}
