//! P-6.11 and P-6.12: when what is due.

use iot4emissions_proto::device::{Input, Output, Settings};
use iot4emissions_proto::message::{ConfigurationStatus, ConfiguredState};
use iot4emissions_proto::schedule::spread_offset;
use iot4emissions_proto::time::{UnixMillis, UnixSeconds};

use crate::factory::{DAY, HOUR, START, configured, operational, rules, secret, settings};
use crate::service::Service;
use crate::world::{World, brief, published, times};

const MIDNIGHT: u64 = START.0 / 1000;

fn due(world: &World) -> (u64, u64, u64) {
    let due = world.device.record().unwrap().due();
    let seconds = |time: Option<UnixSeconds>| time.unwrap().0 - MIDNIGHT;
    (
        seconds(due.acquisition),
        seconds(due.transfer),
        seconds(due.config_check),
    )
}

#[test]
fn p_6_11_computed_when_operational_is_entered() {
    let world = World::operational();
    assert_eq!(due(&world), (HOUR, 12 * HOUR, 6 * HOUR));
    assert_eq!(world.until, Some(UnixMillis(START.0 + HOUR * 1000)));
}

#[test]
fn p_6_11_missed_occurrences_run_once() {
    let mut world = World::operational();
    // The vehicle is off for 20 days and half an hour.
    world.skip((20 * DAY + HOUR / 2) * 1000);
    let outputs = world.give(Input::Wake);
    assert_eq!(brief(&outputs), ["acquire"]);
    let outputs = world.acquired();
    assert_eq!(brief(&outputs), ["persist", "connect 3 data.example.eu"]);
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(1));
    assert_eq!(published(&outputs).len(), 1);
    world.puback();
    assert_eq!(
        due(&world),
        (20 * DAY + HOUR, 20 * DAY + 12 * HOUR, 20 * DAY + 6 * HOUR)
    );
}

#[test]
fn p_6_11_missed_during_power_loss_too() {
    let mut world = World::operational();
    world.take_snapshots(2);
    world.skip(3 * DAY * 1000);
    world.lose_power();
    let outputs = world.acquired();
    assert_eq!(brief(&outputs), ["persist", "connect 3 data.example.eu"]);
}

#[test]
fn p_6_11_due_times_stay_where_the_expression_is_equal() {
    // At 06:00 version 2 changes one expression each.
    type Change = fn(&mut ConfigurationStatus);
    let changes: [(Change, (u64, u64, u64)); 4] = [
        (|_| (), (7, 12, 30)),
        (
            |status| {
                status.configuration.acquire_frequency = "0 0 9 * * ?".parse().unwrap();
            },
            (9, 12, 30),
        ),
        (
            |status| {
                status.configuration.transfer_frequency = "0 0 23 * * ?".parse().unwrap();
            },
            (7, 23, 30),
        ),
        (
            |status| {
                status.configuration.config_check_frequency = "0 0 8 * * ?".parse().unwrap();
            },
            (7, 12, 8),
        ),
    ];
    for (change, hours) in changes {
        let mut world = World::operational();
        world.sleep_until_connect();
        world.connect_and_subscribe();
        let mut status = operational(2);
        change(&mut status);
        world.configure(&status);
        let (acquisition, transfer, check) = due(&world);
        assert_eq!((acquisition / HOUR, transfer / HOUR, check / HOUR), hours);
    }
}

/// Equal in meaning is equal: the spread time that was computed stays.
#[test]
fn p_6_11_another_text_of_the_same_schedule_changes_no_due_time() {
    let mut world = World::operational();
    world.sleep_until_connect();
    world.connect_and_subscribe();
    let before = due(&world);
    let mut status = operational(2);
    status.configuration.acquire_frequency = "0 0 0-23 ? * 1-7".parse().unwrap();
    status.configuration.transfer_frequency = "0 0 12 * 1-12 ? *".parse().unwrap();
    world.configure(&status);
    let after = due(&world);
    assert_eq!((after.0, after.1), (before.0, before.1));
}

#[test]
fn p_6_11_a_transfer_without_snapshots_needs_no_connection() {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 0 20 * * ?".parse().unwrap();
    status.configuration.config_check_frequency = "0 0 0 1 1 ?".parse().unwrap();
    let mut world = World::configured(settings(), &status);
    let outputs = world.pass(19 * HOUR);
    assert!(
        !outputs
            .iter()
            .any(|output| matches!(output, Output::Connect { .. }))
    );
    // The transfer of 12:00 is done: what 20:00 brings goes with the next one.
    world.take_snapshots(1);
    assert_eq!(due(&world).1, 36 * HOUR);
}

/// The transfer takes what is acquired in the same second.
#[test]
fn p_6_11_acquisition_comes_before_the_transfer() {
    let mut world = World::operational();
    let sent = world.start_transfer();
    assert_eq!(times(&sent).last(), Some(&(MIDNIGHT + 12 * HOUR)));
}

fn spread(seconds: u32) -> Settings {
    rules(|settings| settings.spread_window_seconds = seconds)
}

#[test]
fn p_6_12_transfers_and_checks_are_spread_but_not_acquisitions() {
    // Two occurrences, and so two offsets of the same device.
    let offset = |window, day| {
        let occurrence = UnixSeconds(MIDNIGHT + day * DAY);
        day * DAY + spread_offset(&secret(), window, occurrence, None)
    };
    assert_ne!(offset(DAY, 1) + DAY, offset(DAY, 2));
    let mut status = operational(1);
    status.configuration.transfer_frequency = "0 0 0 2 * ?".parse().unwrap();
    status.configuration.config_check_frequency = "0 0 0 3 * ?".parse().unwrap();
    let world = World::configured(Settings::default(), &status);
    assert_eq!(due(&world), (HOUR, offset(DAY, 1), offset(DAY, 2)));
    let world = World::configured(spread(3600), &status);
    assert_eq!(due(&world), (HOUR, offset(3600, 1), offset(3600, 2)));
}

/// Every day, at another time each day, and each day once.
#[test]
fn p_6_12_a_daily_schedule_under_the_spread() {
    let mut status = operational(1);
    status.configuration.transfer_frequency = "0 0 0 * * ?".parse().unwrap();
    status.configuration.config_check_frequency = "0 0 0 1 1 ?".parse().unwrap();
    let mut world = World::configured(Settings::default(), &status);
    for day in 0..5 {
        let at = |day| MIDNIGHT + day * DAY;
        let next = Some(UnixSeconds(at(day + 1)));
        let offset = spread_offset(&secret(), DAY, UnixSeconds(at(day)), next);
        world.sleep_until_connect();
        assert_eq!(world.now.to_seconds().0, at(day) + offset);
        world.connect_and_subscribe();
        world.configure(&status);
        world.puback();
        assert_eq!(world.pending(), [0; 0]);
    }
}

/// What was missed runs at once, and does not take the next one's place.
#[test]
fn p_6_12_after_a_missed_occurrence_the_next_keeps_its_time() {
    let mut status = operational(1);
    status.configuration.transfer_frequency = "0 0 0 * * ?".parse().unwrap();
    status.configuration.config_check_frequency = "0 0 0 1 1 ?".parse().unwrap();
    let mut world = World::configured(Settings::default(), &status);
    let third = UnixSeconds(MIDNIGHT + 3 * DAY);
    let offset = spread_offset(&secret(), DAY, third, Some(third.plus(DAY)));
    // Half an hour after midnight it is still to come.
    assert!(offset > 1800);
    world.skip((3 * DAY + 1800) * 1000);
    world.give(Input::Wake);
    let outputs = world.acquired();
    assert!(matches!(outputs.last(), Some(Output::Connect { .. })));
    world.connect_and_subscribe();
    world.configure(&status);
    world.puback();
    assert_eq!(due(&world).1, 3 * DAY + offset);
}

/// A check schedule without a further occurrence leaves the factory's.
#[test]
fn p_6_3_a_check_schedule_that_has_ended_leaves_the_factorys() {
    for state in [ConfiguredState::Initialized, ConfiguredState::Operational] {
        let mut status = configured(state, 1);
        status.configuration.config_check_frequency = "0 0 0 1 1 ? 2020".parse().unwrap();
        let world = World::configured(settings(), &status);
        let check = world.device.record().unwrap().due().config_check;
        assert_eq!(check, Some(UnixSeconds(MIDNIGHT + 3 * HOUR)));
    }
}

/// Schedules that have ended make no busy loop.
#[test]
fn p_6_11_schedules_without_a_further_occurrence() {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 0 2 1 6 ? 2021".parse().unwrap();
    status.configuration.transfer_frequency = "0 0 4 1 6 ? 2021".parse().unwrap();
    let mut service = Service::new(Some(status.clone()));
    let mut world = World::configured(settings(), &status);
    service.run(&mut world, UnixMillis(START.0 + 5 * DAY * 1000));
    let due = world.device.record().unwrap().due();
    assert_eq!((due.acquisition, due.transfer), (None, None));
    assert_eq!(service.received.len(), 1);
}

/// A year of Box 3's schedules takes as many wakes as it has occasions.
#[test]
fn a_year_of_box_3() {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 0 0 ? * * *".parse().unwrap();
    status.configuration.transfer_frequency = "0 0 0 1 1/3 ? *".parse().unwrap();
    status.configuration.config_check_frequency = "0 0 0 ? 1/3 * *".parse().unwrap();
    let mut service = Service::new(Some(status.clone()));
    let mut world = World::configured(Settings::default(), &status);
    service.run(&mut world, UnixMillis(START.0 + 365 * DAY * 1000));
    assert_eq!(world.accounts().acquired, 365);
    assert_eq!(service.transfers, 4);
    assert_eq!(
        service.received.len() as u64 + world.accounts().pending,
        365
    );
}

/// On a connection that the check did not ask for, too.
#[test]
fn p_6_11_a_new_check_expression_counts_from_now() {
    let mut world = World::operational();
    world.start_transfer();
    let mut status = operational(2);
    status.configuration.config_check_frequency = "0 0 20 * * ?".parse().unwrap();
    world.configure(&status);
    assert_eq!(due(&world).2, 20 * HOUR);
}
