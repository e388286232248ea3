//! P-6.13: a clock that was wrong, was trusted, and is trusted again with another time.

use iot4emissions_proto::device::{EventKind, Input, SetAsideReason};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::time::UnixMillis;

use crate::factory::{DAY, HOUR, START, configured, operational, settings, with};
use crate::service::Service;
use crate::world::{World, events, times};

/// 2045-01-01T00:00:00Z.
const IN_2045: UnixMillis = UnixMillis(2_366_841_600_000);

fn not_later(kind: &EventKind) -> bool {
    matches!(kind, EventKind::SnapshotNotLater { .. })
}

fn went_back(kind: &EventKind) -> bool {
    matches!(kind, EventKind::ClockWentBack { .. })
}

impl World {
    /// The wall clock is set; no time passes.
    fn set_clock(&mut self, wall: UnixMillis) -> Vec<iot4emissions_proto::device::Output> {
        self.now = wall;
        self.give(Input::Wake)
    }
}

/// One hour in 2045, with an acquisition, and then the right time again.
fn an_hour_in_2045(transfers: bool) -> (World, Service) {
    let mut service = Service::new(Some(operational(1)));
    let mut world = World::operational();
    service.run(&mut world, UnixMillis(START.0 + 90 * 60_000));
    if !transfers {
        service.hosts.clear();
    }
    world.now = IN_2045;
    let outputs = world.give(Input::Wake);
    service.run_with(&mut world, UnixMillis(IN_2045.0 + 1_000), outputs);
    assert_eq!(world.accounts().acquired, 2);
    assert_eq!(world.accounts().acknowledged, if transfers { 2 } else { 0 });
    // Half an hour later by the true clock.
    let outputs = world.set_clock(UnixMillis(START.0 + 2 * HOUR * 1000));
    assert_eq!(world.told(went_back), 1);
    service.hosts = Service::new(None).hosts;
    service.run_with(&mut world, UnixMillis(START.0 + 2 * HOUR * 1000), outputs);
    (world, service)
}

/// Once: a year with no snapshot and 8,760 times "not later".
#[test]
fn p_6_13_one_acquisition_in_2045_and_then_a_whole_year() {
    for transfers in [true, false] {
        let (mut world, mut service) = an_hour_in_2045(transfers);
        let before = world.accounts();
        assert_eq!(before.set_aside, if transfers { 0 } else { 1 });
        for quarter in 1..=4 {
            let end = START.0 + (2 * HOUR + quarter * 365 * DAY / 4) * 1000;
            service.run(&mut world, UnixMillis(end));
        }
        let after = world.accounts();
        assert_eq!(after.acquired - before.acquired, 8_760);
        assert_eq!(world.told(not_later), 0);
        assert_eq!(world.told(went_back), 1);
        assert_eq!(after.set_aside, before.set_aside);
        assert!(after.pending <= 24, "{after:?}");
        assert!(service.received.len() as u64 + after.pending + after.set_aside == after.acquired);
    }
}

#[test]
fn p_6_13_neither_a_reboot_nor_a_second_clearing_brings_2045_back() {
    let (mut world, mut service) = an_hour_in_2045(true);
    let outputs = world.lose_power();
    let end = UnixMillis(START.0 + DAY * 1000 - 1);
    service.run_with(&mut world, end, outputs);
    assert_eq!(world.told(not_later), 0);
    assert_eq!(world.accounts().acquired, 2 + 21);
    for (version, state) in [
        (2, ConfiguredState::Initialized),
        (3, ConfiguredState::Operational),
    ] {
        service.configuration = Some(configured(state, version));
        service.run(
            &mut world,
            UnixMillis(START.0 + u64::from(version) * DAY * 1000 - 1),
        );
    }
    let before = world.accounts().acquired;
    service.run(&mut world, UnixMillis(START.0 + 4 * DAY * 1000 - 1));
    assert_eq!(world.accounts().acquired - before, 24);
    assert_eq!(world.told(not_later), 0);
}

#[test]
fn p_6_13_what_was_set_aside_is_pending_again_when_its_time_has_come() {
    let mut world = World::operational();
    world.take_snapshots(2);
    world.set_clock(UnixMillis(START.0 + 10 * DAY * 1000));
    world.acquired();
    world.disconnected();
    let late = world.now.to_seconds().0;
    assert_eq!(world.pending().len(), 3);
    let outputs = world.set_clock(UnixMillis(START.0 + 3 * HOUR * 1000));
    let (count, reason) = (1, SetAsideReason::LaterThanClock);
    assert!(events(&outputs).contains(&EventKind::SnapshotsSetAside { count, reason }));
    let record = world.device.record().unwrap();
    let aside: Vec<_> = record
        .set_aside()
        .map(|(s, r)| (s.acquired().0, r))
        .collect();
    assert_eq!(aside, [(late, reason)]);
    assert_eq!(world.accounts().set_aside, 1);
    // It survives power loss, and days later it is sent with the others.
    let outputs = world.lose_power();
    let mut service = Service::new(Some(operational(1)));
    service.run_with(
        &mut world,
        UnixMillis(START.0 + 10 * DAY * 1000 - 1),
        outputs,
    );
    assert_eq!(world.accounts().set_aside, 1);
    assert!(!service.received.contains_key(&late));
    service.run(&mut world, UnixMillis(START.0 + 11 * DAY * 1000));
    assert_eq!(world.accounts().set_aside, 0);
    let readmitted = EventKind::SnapshotsReadmitted { count: 1 };
    assert_eq!(world.told(|kind| *kind == readmitted), 1);
    assert!(service.received.contains_key(&late));
}

/// Two of one second: the clock had shown it twice.
#[test]
fn p_6_13_of_two_snapshots_of_one_second_the_first_counts() {
    let mut world = World::operational();
    world.set_clock(UnixMillis(START.0 + 5 * HOUR * 1000));
    world.acquired();
    world.set_clock(UnixMillis(START.0 + 1000));
    assert_eq!(world.accounts().set_aside, 1);
    world.take_snapshots(4);
    // At five o'clock the first one is back before a second one could be taken.
    world.sleep();
    world.acquired();
    let accounts = world.accounts();
    assert_eq!((accounts.acquired, accounts.pending), (5, 5));
    assert_eq!(world.told(not_later), 1);
    assert!(world.pending().windows(2).all(|pair| pair[0] < pair[1]));
    let sent = world.start_transfer();
    assert!(times(&sent).windows(2).all(|pair| pair[0] < pair[1]));
}

/// Once: ten times 23 h back raised nothing, and left the acquisition due 231 h ahead.
#[test]
fn p_6_13_creeping_back_in_steps_of_23_hours() {
    let mut world = World::operational();
    world.take_snapshots(1);
    for step in 1..=10 {
        let back = UnixMillis(world.now.0 - 23 * HOUR * 1000);
        world.set_clock(back);
        assert_eq!(world.told(went_back), step);
        let due = world.device.record().unwrap().due();
        let now = world.now.to_seconds().0;
        assert!(due.acquisition.unwrap().0 <= now + HOUR, "{step} {due:?}");
    }
    assert_eq!(world.accounts().set_aside, 1);
    world.take_snapshots(1);
}

/// Steps that are too small to be seen by themselves are seen together.
#[test]
fn p_6_13_creeping_back_in_steps_of_59_minutes() {
    let mut world = World::operational();
    world.take_snapshots(1);
    for step in 1..=20_u64 {
        let back = UnixMillis(world.now.0 - 59 * 60_000);
        world.set_clock(back);
        let due = world.device.record().unwrap().due().acquisition.unwrap();
        let now = world.now.to_seconds().0;
        assert!(due.0 <= now + 2 * HOUR, "{step} {due:?}");
        assert_eq!(world.told(went_back) as u64, step / 2);
    }
}

/// The latest trusted time need not have been a change of the record.
#[test]
fn p_6_13_a_time_that_was_only_seen_counts_too() {
    let standby = configured(ConfiguredState::Standby, 1);
    let mut world = World::configured(settings(), &standby);
    let persists = world.persists;
    world.skip(5 * HOUR * 1000);
    assert_eq!(world.give(Input::Wake), []);
    assert_eq!(world.persists, persists);
    let before = world.now.to_seconds();
    let outputs = world.set_clock(UnixMillis(world.now.0 - 2 * HOUR * 1000));
    assert_eq!(events(&outputs), [EventKind::ClockWentBack { before }]);
}

/// What nobody trusted says nothing of what comes later.
#[test]
fn p_6_13_a_time_that_nobody_trusted_is_not_compared() {
    let mut world = World::operational();
    world.take_snapshots(1);
    world.give(Input::ClockTrusted { trusted: false });
    for _ in 0..3 {
        world.now = IN_2045;
        world.running.0 += 1000;
        world.give(Input::Wake);
    }
    world.give(Input::StatusQuery);
    world.now = UnixMillis(START.0 + 70 * 60_000);
    assert_eq!(world.give(Input::ClockTrusted { trusted: true }), []);
    assert_eq!(world.told(went_back), 0);
    assert_eq!(world.accounts().set_aside, 0);
    let last = world.status().clock.last_trusted;
    assert_eq!(last, Some(world.now.to_seconds()));
}

/// Receivers report the year 2000, and a driver may believe them.
#[test]
fn p_6_13_no_time_before_the_earliest_is_trusted() {
    let settings = with(|settings| {
        settings.earliest_time = iot4emissions_proto::time::UnixSeconds(START.0 / 1000);
    });
    let mut world = World::configured(settings, &operational(1));
    world.take_snapshots(1);
    let due = world.device.record().unwrap().due();
    let outputs = world.set_clock(UnixMillis(946_684_800_000));
    assert_eq!(events(&outputs), [EventKind::ClockTooEarly]);
    assert!(!world.status().clock.trusted);
    assert_eq!(world.device.record().unwrap().due(), due);
    assert_eq!(world.set_clock(UnixMillis(START.0 - 1_000)), []);
    // Told once; and the right time goes on where it was.
    assert_eq!(world.set_clock(UnixMillis(START.0 + 70 * 60_000)), []);
    assert!(world.status().clock.trusted);
    world.take_snapshots(1);
    assert_eq!(world.told(|kind| *kind == EventKind::ClockTooEarly), 1);
}

/// An acquisition that was not taken is done all the same, and that is stored.
#[test]
fn p_6_13_a_snapshot_that_is_not_later_moves_the_due_time_on_the_disk() {
    let mut world = World::operational();
    world.take_snapshots(3);
    // Within the hour that a clock may be put back.
    world.set_clock(UnixMillis(world.now.0 - 30 * 60_000));
    world.give(Input::CommunicationTest);
    let outputs = world.acquired();
    assert_eq!(world.told(not_later), 1);
    assert_eq!(outputs[0], iot4emissions_proto::device::Output::Persist);
    let due = world.device.record().unwrap().due();
    world.lose_power();
    assert_eq!(world.device.record().unwrap().due(), due);
}

/// What is set aside goes before what is pending (P-6.16).
#[test]
fn p_6_16_what_is_set_aside_is_evicted_first() {
    let settings = with(|settings| settings.storage_limit = 3);
    let mut world = World::configured(settings, &operational(1));
    world.set_clock(UnixMillis(START.0 + 10 * DAY * 1000));
    world.acquired();
    let late = world.now.to_seconds();
    world.disconnected();
    world.set_clock(UnixMillis(START.0 + 1000));
    assert_eq!(world.accounts().set_aside, 1);
    world.take_snapshots(2);
    assert_eq!(world.accounts().evicted, 0);
    world.take_snapshots(1);
    let evicted = EventKind::SnapshotEvicted { acquired: late };
    assert_eq!(world.told.last(), Some(&evicted));
    assert_eq!(world.accounts().pending, 3);
}
