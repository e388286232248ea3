//! P-6.18: what a broker does not take.

use iot4emissions_proto::device::{
    DisconnectReason, EventKind, Input, Output, ReasonCode, SetAsideReason, Settings,
};
use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::time::UnixMillis;

use crate::factory::{DAY, operational, with};
use crate::world::{Link, World, acquires, connects, published};

/// A broker that answers a publish of these snapshots.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Answer {
    Puback,
    /// A PUBACK, and then the connection is closed.
    PubackAndClose,
    Close,
    /// The connection ends, as nothing comes in time.
    TimeOut,
    Silence,
    Refuse(ReasonCode),
}

/// What arrived, and in how many publishes.
#[derive(Default)]
struct Arrived {
    snapshots: Vec<Snapshot>,
    publishes: usize,
    acknowledged: usize,
}

/// Goes on until nothing is pending, or for `publishes` publishes.
fn transfer(
    world: &mut World,
    publishes: usize,
    answer: impl Fn(&[Snapshot]) -> Answer,
) -> Arrived {
    let mut arrived = Arrived::default();
    let mut outputs = Vec::new();
    for inputs in 0.. {
        if arrived.publishes >= publishes || world.pending().is_empty() {
            break;
        }
        assert!(inputs < 5_000, "it gets nowhere");
        let batch = published(&outputs);
        if !batch.is_empty() {
            arrived.publishes += 1;
            let answer = answer(&batch);
            if matches!(answer, Answer::Puback | Answer::PubackAndClose) {
                arrived.acknowledged += 1;
                arrived.snapshots.extend(&batch);
            }
            let (connection, publish) = world.last_publish.unwrap();
            outputs = match answer {
                Answer::Puback => world.puback(),
                Answer::PubackAndClose => {
                    world.puback();
                    match world.link {
                        Link::Down => Vec::new(),
                        _ => world.disconnected_by(DisconnectReason::Closed),
                    }
                }
                Answer::Close => world.disconnected_by(DisconnectReason::Closed),
                Answer::TimeOut => world.disconnected_by(DisconnectReason::TimedOut),
                Answer::Silence => world.sleep(),
                Answer::Refuse(reason) => world.give(Input::PublishRefused {
                    connection,
                    publish,
                    reason,
                }),
            };
            continue;
        }
        outputs = match world.link {
            Link::Down => world.sleep(),
            _ => {
                world.connect_and_subscribe();
                let status = world.device.record().unwrap().configuration().cloned();
                world.configure(&status.unwrap())
            }
        };
        if acquires(&outputs) {
            outputs = world.acquired();
        }
    }
    arrived
}

/// With `count` snapshots, at most 22, after which nothing is acquired any more.
fn stocked(settings: Settings, count: usize) -> World {
    let mut status = operational(1);
    let hours = format!("0 0 1-{count} 1 6 ? 2021");
    status.configuration.acquire_frequency = hours.parse().unwrap();
    status.configuration.transfer_frequency = "0 0 0 2 6 ?".parse().unwrap();
    let mut world = World::configured(settings, &status);
    while world.pending().len() < count {
        if acquires(&world.sleep()) {
            world.acquired();
        }
        if world.link != Link::Down {
            world.connect_and_subscribe();
            world.configure(&status);
        }
    }
    world
}

fn all_once(arrived: &Arrived) {
    let times: Vec<u64> = arrived.snapshots.iter().map(|s| s.acquired().0).collect();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "{times:?}");
}

/// Once: 41 attempts, ever larger, and nothing acknowledged.
#[test]
fn p_6_18_a_batch_above_the_brokers_limit_is_halved_until_it_is_taken() {
    for (limit, way) in [
        (7, Answer::Close),
        (7, Answer::Silence),
        (7, Answer::Refuse(ReasonCode::PACKET_TOO_LARGE)),
        (1, Answer::Close),
        (1, Answer::Silence),
        (1, Answer::Refuse(ReasonCode::PACKET_TOO_LARGE)),
    ] {
        let mut world = stocked(with(|_| ()), 20);
        let arrived = transfer(&mut world, 60, |batch| match batch.len() <= limit {
            true => Answer::Puback,
            false => way,
        });
        assert_eq!(world.pending(), [0; 0], "{limit} {way:?}");
        assert_eq!(arrived.snapshots.len(), 20);
        all_once(&arrived);
        assert!(arrived.publishes <= 60, "{}", arrived.publishes);
        assert_eq!(world.accounts().set_aside, 0, "{limit} {way:?}");
        let accounts = world.accounts();
        assert_eq!(accounts.acquired, accounts.acknowledged);
    }
}

/// A completed transfer doubles it again: a broker that was ill once is not spared for ever.
#[test]
fn p_6_18_a_completed_transfer_doubles_the_batch() {
    let mut world = World::operational();
    world.start_transfer();
    world.disconnected_by(DisconnectReason::Closed);
    let mut sizes = Vec::new();
    for _ in 0..5 {
        let mut batch = world.start_transfer();
        sizes.push(batch.len());
        while !batch.is_empty() {
            batch = published(&world.puback());
        }
    }
    assert_eq!(sizes, [6, 12, 24, 24, 24]);
}

/// How small it has to be survives power loss.
#[test]
fn p_6_18_the_size_of_a_batch_survives_power_loss() {
    let mut world = World::operational();
    world.start_transfer();
    world.disconnected_by(DisconnectReason::Closed);
    world.lose_power();
    assert_eq!(world.start_transfer().len(), 6);
}

/// Want of coverage says nothing of the batch.
#[test]
fn p_6_18_a_lost_network_halves_nothing() {
    let mut world = World::operational();
    let sent = world.start_transfer();
    for _ in 0..3 {
        world.disconnected_by(DisconnectReason::NoNetwork);
        assert_eq!(world.start_transfer()[..12], sent);
    }
}

/// What alone is refused again and again is set aside, and all others are sent.
#[test]
fn p_6_18_a_snapshot_that_is_never_taken_is_set_aside() {
    for way in [
        Answer::Close,
        Answer::Refuse(ReasonCode::PAYLOAD_FORMAT_INVALID),
        Answer::Refuse(ReasonCode::TOPIC_NAME_INVALID),
    ] {
        let mut world = stocked(with(|_| ()), 20);
        let bad = world.pending()[8];
        let arrived = transfer(&mut world, 200, |batch| {
            match batch.iter().any(|snapshot| snapshot.acquired().0 == bad) {
                true => way,
                false => Answer::Puback,
            }
        });
        assert_eq!(world.pending(), [0; 0], "{way:?}");
        all_once(&arrived);
        let (count, reason) = (1, SetAsideReason::Refused);
        let aside = EventKind::SnapshotsSetAside { count, reason };
        assert_eq!(world.told(|kind| *kind == aside), 1);
        let accounts = world.accounts();
        assert_eq!(accounts.set_aside, 1);
        assert_eq!(accounts.acquired, accounts.acknowledged + 1);
        let record = world.device.record().unwrap();
        let (snapshot, reason) = record.set_aside().next().unwrap();
        assert_eq!(
            (snapshot.acquired().0, reason),
            (bad, SetAsideReason::Refused)
        );

        // A new configuration may bring another broker, or the same with other limits.
        world.lose_power();
        let mut version = 1;
        while world.accounts().set_aside > 0 {
            let outputs = match world.link {
                Link::Down => world.sleep(),
                _ => {
                    version += 1;
                    world.connect_and_subscribe();
                    let mut status = world.device.record().unwrap().configuration().cloned();
                    let status = status.as_mut().unwrap();
                    status.configuration.version = ConfigurationVersion::new(version).unwrap();
                    world.configure(status)
                }
            };
            if acquires(&outputs) {
                world.acquired();
            }
        }
        assert_eq!(world.pending()[0], bad);
        let readmitted = EventKind::SnapshotsReadmitted { count: 1 };
        assert_eq!(world.told(|kind| *kind == readmitted), 1);
        let arrived = transfer(&mut world, 10, |_| Answer::Puback);
        assert_eq!(arrived.snapshots[0].acquired().0, bad);
        assert!(world.accounts().balance());
    }
}

/// Once: it became the newest, and nothing was late enough after it for decades.
#[test]
fn p_6_18_what_is_later_than_the_clock_does_not_return_with_a_configuration() {
    let mut world = stocked(with(|_| ()), 3);
    let bad = world.pending()[2];
    transfer(&mut world, 200, |batch| {
        match batch.iter().any(|snapshot| snapshot.acquired().0 == bad) {
            true => Answer::Refuse(ReasonCode::PAYLOAD_FORMAT_INVALID),
            false => Answer::Puback,
        }
    });
    assert_eq!(world.accounts().set_aside, 1);
    // It was a wrong clock that it is of.
    world.now = UnixMillis((bad - 100 * DAY) * 1000);
    let mut outputs = world.give(Input::Wake);
    for version in 2.. {
        if world.link != Link::Down || connects(&outputs) {
            world.connect_and_subscribe();
            let status = world.device.record().unwrap().configuration().cloned();
            let mut status = status.unwrap();
            status.configuration.version = ConfigurationVersion::new(version).unwrap();
            world.configure(&status);
            break;
        }
        outputs = world.sleep();
        assert!(world.now.0 < bad * 1000, "it never connects");
    }
    assert_eq!(world.pending(), [0; 0]);
    let record = world.device.record().unwrap();
    let aside: Vec<_> = record
        .set_aside()
        .map(|(it, reason)| (it.acquired().0, reason))
        .collect();
    assert_eq!(aside, [(bad, SetAsideReason::LaterThanClock)]);
}

/// Exactly so often as the factory says.
#[test]
fn p_6_18_refused_alone_as_often_as_the_setting_says() {
    for often in [1, 2, 8] {
        let mut world = stocked(with(|settings| settings.refusals_alone = often), 1);
        let refused = Answer::Refuse(ReasonCode::PAYLOAD_FORMAT_INVALID);
        let arrived = transfer(&mut world, often as usize - 1, |_| refused);
        assert_eq!(world.accounts().set_aside, 0);
        assert_eq!(arrived.publishes, often as usize - 1);
        transfer(&mut world, 1, |_| refused);
        assert_eq!(world.accounts().set_aside, 1, "{often}");
    }
}

/// A time-out of a snapshot that goes alone says nothing of the snapshot: nobody answers.
#[test]
fn p_6_18_a_silent_broker_has_no_snapshot_set_aside() {
    let mut world = stocked(with(|_| ()), 3);
    transfer(&mut world, 40, |_| Answer::Silence);
    assert_eq!(world.accounts().set_aside, 0);
    assert_eq!(world.accounts().pending, 3);
}

/// The same where the driver notices it first, by its keep-alive.
#[test]
fn p_6_18_a_connection_that_times_out_has_no_snapshot_set_aside() {
    let mut world = stocked(with(|settings| settings.refusals_alone = 2), 1);
    transfer(&mut world, 6, |_| Answer::TimeOut);
    assert_eq!(world.accounts().set_aside, 0);
    // A broker that closes it does speak of the snapshot.
    transfer(&mut world, 2, |_| Answer::Close);
    assert_eq!(world.accounts().set_aside, 1);
}

/// What is sent again for safety only is given up where it is refused alone: it would stand
/// before all others for ever.
#[test]
fn p_6_18_an_acknowledged_snapshot_that_is_refused_is_given_up() {
    let settings = with(|settings| {
        settings.resend_window = 1;
        settings.refusals_alone = 2;
    });
    let mut world = World::configured(settings, &operational(1));
    let kept = *world.start_transfer().last().unwrap();
    world.puback();
    world.take_snapshots(1);
    let arrived = transfer(&mut world, 30, |batch| match batch.contains(&kept) {
        true => Answer::Refuse(ReasonCode::PAYLOAD_FORMAT_INVALID),
        false => Answer::Puback,
    });
    assert_eq!(world.pending(), [0; 0]);
    assert!(!arrived.snapshots.is_empty());
    // It was acknowledged, and is counted as that and nothing else.
    let accounts = world.accounts();
    assert_eq!(accounts.set_aside, 0);
    assert_eq!(accounts.acquired, accounts.acknowledged);
}

/// A broker that closes after each PUBACK is progress, and the back-off starts anew.
#[test]
fn p_6_18_a_broker_that_closes_after_each_puback() {
    let mut world = stocked(with(|settings| settings.max_payload = 200), 22);
    let begin = world.running.0;
    let arrived = transfer(&mut world, 30, |_| Answer::PubackAndClose);
    assert_eq!(world.pending(), [0; 0]);
    all_once(&arrived);
    assert!(arrived.publishes >= 6);
    // Hours would pass if each were a failure of a longer row.
    let first = world
        .tried
        .iter()
        .rev()
        .nth(arrived.publishes - 1)
        .unwrap()
        .0;
    let took = world.tried.last().unwrap().0 - first;
    assert!(took < 30_000, "{took} {begin}");
}

/// Each of the reasons, and what it leads to: nothing is ever deleted.
#[test]
fn p_6_18_what_is_not_acknowledged_is_not_deleted() {
    for code in 0..=255_u8 {
        let reason = ReasonCode(code);
        let mut world = World::operational();
        let sent = world.start_transfer();
        let (connection, publish) = world.last_publish.unwrap();
        let outputs = world.give(Input::PublishRefused {
            connection,
            publish,
            reason,
        });
        assert_eq!(world.pending().len(), sent.len(), "{reason}");
        assert!(outputs.contains(&Output::Disconnect { connection }));
        assert_eq!(world.accounts().acknowledged, 0);
        // A PUBACK after that is of nothing.
        assert_eq!(world.puback(), []);
        assert_eq!(world.pending().len(), sent.len());
    }
}

/// P-6.7, once: `resend_window` 2 with nothing new made 30 connections for one snapshot.
#[test]
fn p_6_7_without_anything_new_there_is_no_transfer() {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 0 1 1 6 ? 2021".parse().unwrap();
    status.configuration.config_check_frequency = "0 0 0 1 1 ? 2022".parse().unwrap();
    let settings = with(|settings| settings.resend_window = 2);
    let mut world = World::configured(settings, &status);
    world.take_snapshots(1);
    world.sleep_until_connect();
    world.connect_and_subscribe();
    let outputs = world.configure(&status);
    assert_eq!(published(&outputs).len(), 1);
    world.puback();
    world.tried.clear();
    let outputs = world.pass(30 * 86_400);
    assert!(!connects(&outputs));
    assert_eq!(world.tried.len(), 0);
    assert_eq!(world.accounts().acknowledged, 1);
}
