//! P-6.6 and P-6.7: transfers, acknowledgements, and what is sent again.

use iot4emissions_proto::device::{DisconnectReason, EventKind, Input, Output, PublishNumber};
use iot4emissions_proto::message::ConfiguredState;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{HOUR, configured, operational, with};
use crate::world::{World, brief, events, published, times};

fn midnight() -> u64 {
    crate::factory::START.0 / 1000
}

fn hours(range: std::ops::RangeInclusive<u64>) -> Vec<u64> {
    range.map(|hour| midnight() + hour * HOUR).collect()
}

/// Acquires every 20 minutes, so that some come while a PUBACK is awaited.
fn frequent(resend_window: u32) -> World {
    let mut status = operational(1);
    status.configuration.acquire_frequency = "0 */20 * * * ?".parse().unwrap();
    let settings = with(|settings| {
        settings.resend_window = resend_window;
        settings.answer_wait_seconds = 3600;
        settings.min_acquire_interval_seconds = 60;
    });
    World::configured(settings, &status)
}

#[test]
fn p_6_6_deleted_only_by_the_puback_of_the_publish_on_its_connection() {
    let mut world = World::operational();
    let sent = world.start_transfer();
    assert_eq!(times(&sent), hours(1..=12));
    let (connection, publish) = world.last_publish.unwrap();
    for (connection_off, publish_off) in [(1, 0), (0, 1), (1, 1), (u32::MAX, 0), (0, u32::MAX)] {
        let mut connection = connection;
        connection.0 = connection.0.wrapping_add(connection_off);
        let publish = PublishNumber(publish.0.wrapping_add(publish_off));
        let input = Input::PublishAcknowledged {
            connection,
            publish,
        };
        assert_eq!(world.give(input), []);
        assert_eq!(world.pending().len(), 12);
    }
    world.give(Input::PublishAcknowledged {
        connection,
        publish,
    });
    assert_eq!(world.pending(), [0; 0]);
    // Once.
    assert_eq!(world.puback(), []);
    assert_eq!(world.accounts().acknowledged, 12);
}

#[test]
fn p_6_6_after_a_reconnect_all_is_published_anew_with_a_new_number() {
    let mut world = World::operational();
    let sent = world.start_transfer();
    let first = world.last_publish.unwrap();
    let broker = iot4emissions_proto::delivery::BrokerRole::Data;
    assert_eq!(
        events(&world.disconnected()),
        [EventKind::ConnectionLost {
            broker,
            reason: DisconnectReason::Tcp
        }]
    );
    // What arrives now cannot be of this connection.
    assert_eq!(world.puback(), []);
    assert_eq!(world.pending(), hours(1..=12));
    world.sleep_until_connect();
    assert!(world.now.to_seconds().0 < midnight() + 13 * HOUR);
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(1));
    // In smaller parts, as the broker may not take so much at once (P-6.18).
    assert_eq!(published(&outputs), sent[..6]);
    let second = world.last_publish.unwrap();
    assert_ne!(first.0, second.0);
    assert_ne!(first.1, second.1);
    // The first one's PUBACK, late: not on this connection.
    let (connection, publish) = first;
    let outputs = world.give(Input::PublishAcknowledged {
        connection,
        publish,
    });
    assert_eq!(outputs, []);
    assert_eq!(published(&world.puback()), sent[6..]);
    world.puback();
    assert_eq!(world.pending(), [0; 0]);
}

#[test]
fn p_6_6_an_unacknowledged_publish_is_given_up_and_tried_again() {
    let mut world = World::operational();
    world.start_transfer();
    let sent_at = world.now;
    let outputs = world.sleep();
    assert_eq!(world.now.0 - sent_at.0, 60_000);
    assert_eq!(events(&outputs), [EventKind::TransferUnacknowledged]);
    assert_eq!(brief(&outputs), ["persist", "disconnect 4"]);
    let again = world.sleep_until_connect();
    assert!(brief(&again).contains(&"connect 5 data.example.eu".to_owned()));
}

/// P-6.5: a PUBACK that arrives late still counts, on the connection that was given
/// up, before it ended.
#[test]
fn p_6_5_a_late_puback_after_giving_up_counts() {
    let mut world = World::operational();
    world.start_transfer();
    world.sleep();
    assert_eq!(world.pending().len(), 12);
    assert_eq!(brief(&world.puback()), ["persist"]);
    assert_eq!(world.pending(), [0; 0]);
    assert_eq!(world.accounts().acknowledged, 12);
}

#[test]
fn p_6_6_batches_are_filled_oldest_first_up_to_the_limit() {
    // 11 bytes around, about 45 a snapshot and its comma.
    let settings = with(|settings| {
        settings.max_payload = 200;
    });
    let mut world = World::configured(settings, &operational(1));
    let mut all = Vec::new();
    let mut batch = world.start_transfer();
    let mut numbers = Vec::new();
    while !batch.is_empty() {
        numbers.push(world.last_publish.unwrap());
        assert!(batch.len() > 1 && batch.len() < 6, "{}", batch.len());
        all.extend(times(&batch));
        let outputs = world.puback();
        for output in &outputs {
            if let Output::Publish { payload, .. } = output {
                assert!(payload.as_bytes().len() <= 200);
                assert!(payload.as_bytes().len() > 100);
            }
        }
        batch = published(&outputs);
    }
    assert_eq!(all, hours(1..=12));
    assert!(numbers.windows(2).all(|pair| pair[0].0 == pair[1].0));
    assert!(numbers.windows(2).all(|pair| pair[0].1 < pair[1].1));
    assert_eq!(world.pending(), [0; 0]);
    assert_eq!(world.until.unwrap().0, (midnight() + 13 * HOUR) * 1000);
}

/// Greedily: the next snapshot would not have fitted.
#[test]
fn p_6_6_one_byte_more_or_less_decides() {
    let length = |count: usize| {
        let mut world = World::operational();
        world.take_snapshots(count);
        world.give(Input::CommunicationTest);
        world.acquisition_failed();
        world.connect_and_subscribe();
        let outputs = world.configure(&operational(1));
        let Some(Output::Publish { payload, .. }) = outputs.last() else {
            panic!("{outputs:?}");
        };
        payload.as_bytes().len()
    };
    let four = u32::try_from(length(4)).unwrap();
    for (max_payload, fitting) in [(four, 4), (four - 1, 3)] {
        let settings = with(|settings| {
            settings.max_payload = max_payload;
        });
        let mut world = World::configured(settings, &operational(1));
        assert_eq!(world.start_transfer().len(), fitting);
    }
}

#[test]
fn p_6_6_a_lost_connection_between_batches_loses_nothing() {
    let settings = with(|settings| {
        settings.max_payload = 200;
    });
    let mut world = World::configured(settings, &operational(1));
    let first = world.start_transfer();
    world.puback();
    world.disconnected();
    let left = world.pending();
    assert_eq!(left.len() + first.len(), 12);
    let second = world.start_transfer();
    assert_eq!(times(&second)[0], left[0]);
}

#[test]
fn p_6_6_a_limit_below_one_snapshot_is_raised() {
    let settings = with(|settings| {
        settings.max_payload = 20;
    });
    let mut world = World::configured(settings, &operational(1));
    world.take_snapshots(5);
    let mut raised = Vec::new();
    for _ in 0..2 {
        world.sleep_until_connect();
        world.connect_and_subscribe();
        raised.extend(events(&world.configure(&operational(1))));
    }
    assert_eq!(raised, [EventKind::PayloadLimitTooSmall]);
    assert_eq!(world.pending().len(), 12);
    // The next transfer is tomorrow's.
    assert_eq!(
        world.device.record().unwrap().due().transfer.unwrap().0,
        midnight() + 36 * HOUR
    );
}

/// What is acquired while a publish is under way goes with the same transfer.
#[test]
fn p_6_6_what_is_acquired_meanwhile_follows_in_the_next_batch() {
    let mut world = frequent(0);
    world.start_transfer();
    assert_eq!(brief(&world.sleep()), ["acquire"]);
    world.acquired();
    let outputs = world.puback();
    let time = midnight() + 12 * HOUR + 1200;
    assert_eq!(times(&published(&outputs)), [time]);
    world.puback();
    assert_eq!(world.pending(), [0; 0]);
}

#[test]
fn p_6_7_without_a_window_nothing_is_sent_again() {
    let mut world = World::operational();
    world.start_transfer();
    world.puback();
    let second = world.start_transfer();
    assert_eq!(times(&second), hours(13..=36));
}

#[test]
fn p_6_7_the_window_is_sent_again_before_the_new_ones() {
    for window in [1, 3] {
        let settings = with(|settings| {
            settings.resend_window = window;
        });
        let mut world = World::configured(settings, &operational(1));
        world.start_transfer();
        world.puback();
        assert_eq!(world.pending(), [0; 0]);
        let kept = u64::from(window);
        let second = world.start_transfer();
        assert_eq!(times(&second), hours(13 - kept..=36));
        world.puback();
        assert_eq!(world.accounts().acknowledged, 36);
        // The kept ones survive power loss.
        world.lose_power();
        let third = world.start_transfer();
        assert_eq!(times(&third), hours(37 - kept..=60));
    }
}

/// The kept ones are not pending: suspension counts only what had not been
/// acknowledged.
#[test]
fn p_6_7_erasure_and_a_late_puback_count_each_snapshot_once() {
    let mut world = frequent(3);
    world.start_transfer();
    world.puback();
    world.start_transfer();
    // Two more, which the publish does not carry.
    for _ in 0..2 {
        world.sleep();
        world.acquired();
    }
    let outputs = world.configure(&configured(ConfiguredState::Initialized, 2));
    assert!(events(&outputs).contains(&EventKind::SnapshotsErased { count: 74 }));
    assert_eq!(world.accounts().erased, 74);
    world.puback();
    let accounts = world.accounts();
    assert_eq!((accounts.acknowledged, accounts.erased), (108, 2));
}

#[test]
fn p_6_7_the_window_is_erased_with_the_rest() {
    let settings = with(|settings| {
        settings.resend_window = 3;
    });
    let mut world = World::configured(settings, &operational(1));
    world.start_transfer();
    world.puback();
    let mut version = 1;
    for state in [ConfiguredState::Initialized, ConfiguredState::Operational] {
        version += 1;
        world.sleep_until_connect();
        world.connect_and_subscribe();
        world.configure(&configured(state, version));
    }
    let cleared_again = world.now.to_seconds().0;
    let sent = world.start_transfer();
    assert!(times(&sent)[0] > cleared_again);
}

/// P-5.1, P-3.4: canonical, on the device's own topic.
#[test]
fn p_3_4_transfers_go_to_the_data_topic() {
    let mut world = World::operational();
    world.take_snapshots(1);
    world.give(Input::CommunicationTest);
    world.acquisition_failed();
    world.connect_and_subscribe();
    let outputs = world.configure(&operational(1));
    let Some(Output::Publish { topic, payload, .. }) = outputs.last() else {
        panic!("{outputs:?}");
    };
    assert_eq!(topic.kind(), TopicKind::DataDevice);
    assert_eq!(
        payload.0,
        format!(
            r#"{{"data":[{{"acquired":{},"tfc":1000.1,"tdt":20002.0}}]}}"#,
            midnight() + HOUR
        )
    );
}
