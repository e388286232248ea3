//! P-6.16: bounded storage, bounded log, and the accounts.

use iot4emissions_proto::device::EventKind;
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::time::UnixSeconds;

use crate::factory::{HOUR, START, configured, operational, with};
use crate::world::{World, brief, events};

const MIDNIGHT: u64 = START.0 / 1000;

fn bounded(storage_limit: u32) -> World {
    let settings = with(|settings| {
        settings.storage_limit = storage_limit;
        settings.answer_wait_seconds = 3600;
        settings.min_acquire_interval_seconds = 60;
    });
    World::configured(settings, &operational(1))
}

/// The same with an acquisition every 20 minutes, so that some come while a PUBACK is
/// awaited.
fn frequent(storage_limit: u32) -> World {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 */20 * * * ?".parse().unwrap();
    let settings = with(|settings| {
        settings.storage_limit = storage_limit;
        settings.answer_wait_seconds = 3600;
        settings.min_acquire_interval_seconds = 60;
    });
    World::configured(settings, &status)
}

#[test]
fn p_6_16_the_oldest_is_evicted_and_raised() {
    let mut world = bounded(3);
    world.take_snapshots(3);
    assert_eq!(world.accounts().evicted, 0);
    world.sleep();
    let outputs = world.acquired();
    let acquired = UnixSeconds(MIDNIGHT + HOUR);
    assert_eq!(events(&outputs), [EventKind::SnapshotEvicted { acquired }]);
    assert_eq!(brief(&outputs), ["persist"]);
    let hours = [2, 3, 4].map(|hour| MIDNIGHT + hour * HOUR);
    assert_eq!(world.pending(), hours);
    let accounts = world.accounts();
    assert_eq!((accounts.acquired, accounts.evicted), (4, 1));
}

#[test]
fn p_6_16_at_least_one_is_stored() {
    let mut world = bounded(1);
    world.take_snapshots(3);
    assert_eq!(world.pending(), [MIDNIGHT + 3 * HOUR]);
}

/// What was evicted after it was sent, and is acknowledged then, was not lost.
#[test]
fn p_6_16_evicted_while_in_flight() {
    let mut world = frequent(3);
    let sent = world.start_transfer();
    assert_eq!(sent.len(), 3);
    let before = world.accounts();
    for _ in 0..2 {
        world.sleep();
        world.acquired();
    }
    let accounts = world.accounts();
    assert_eq!(accounts.evicted, before.evicted + 2);
    let outputs = world.puback();
    assert_eq!(brief(&outputs), ["persist", "publish 4 dataDevice"]);
    let accounts = world.accounts();
    assert_eq!(accounts.acknowledged, 3);
    assert_eq!(accounts.evicted, before.evicted);
    assert_eq!(accounts.pending, 2);
    world.puback();
    assert_eq!(world.pending(), [0; 0]);
}

/// Evicted and then erased, and then the PUBACK: each of them once.
#[test]
fn p_6_16_evicted_and_erased_while_in_flight() {
    let mut world = frequent(3);
    world.start_transfer();
    let before = world.accounts();
    world.sleep();
    world.acquired();
    world.configure(&configured(ConfiguredState::Initialized, 2));
    let accounts = world.accounts();
    assert_eq!(accounts.evicted, before.evicted + 1);
    assert_eq!(accounts.erased, 3);
    world.puback();
    let accounts = world.accounts();
    assert_eq!(accounts.acknowledged, 3);
    assert_eq!((accounts.evicted, accounts.erased), (before.evicted, 1));
}

#[test]
fn p_6_16_the_event_log_is_bounded() {
    for limit in [0, 1, 4, 32] {
        let settings = with(|settings| {
            settings.event_log_limit = limit;
        });
        let mut world = World::provisioned(settings);
        let mut told = Vec::new();
        for _ in 0..40 {
            told.extend(events(&world.disconnected()));
            let log = world.status().events;
            assert!(log.len() <= limit as usize);
            // The state that changed once is still there, however often a connection fails.
            let counts: Vec<u32> = log.iter().map(|event| event.count).collect();
            let all = [1, u32::try_from(told.len()).unwrap()];
            assert_eq!(counts, all[2 - log.len()..]);
            assert_eq!(log.len(), 2.min(limit as usize));
            world.sleep_until_connect();
        }
    }
}

#[test]
fn p_6_16_the_status_shows_all_six() {
    let mut world = bounded(3);
    world.start_transfer();
    world.puback();
    world.take_snapshots(2);
    let accounts = world.status().accounts;
    assert_eq!(accounts.acquired, 14);
    assert_eq!(accounts.acknowledged, 3);
    assert_eq!(accounts.pending, 2);
    assert_eq!(accounts.erased, 0);
    assert_eq!(accounts.evicted, 9);
    assert!(accounts.balance());
    let json = serde_json::to_string(&accounts).unwrap();
    assert_eq!(
        json,
        r#"{"acquired":14,"acknowledged":3,"pending":2,"erased":0,"evicted":9,"setAside":0}"#
    );
    let mut wrong = accounts;
    wrong.acquired += 1;
    assert!(!wrong.balance());
}

#[test]
fn events_bear_the_time_of_the_driver() {
    let mut world = World::operational();
    world.sleep();
    world.skip(1999);
    world.acquisition_failed();
    let last = *world.status().events.last().unwrap();
    assert_eq!(last.last, UnixSeconds(MIDNIGHT + HOUR + 1));
}
