//! Nothing that a device got a PUBACK for is lost on its way to the service.

use std::collections::BTreeSet;
use std::time::Duration;

use network::broker::{MAX_INFLIGHT, MAX_PAYLOAD, SpoolSettings};
use network::service_client::{ConnectionState, PublishError, ServiceClient};
use tokio::task::JoinSet;

use crate::common::*;

#[tokio::test]
async fn unacknowledged_messages_come_again_in_order_and_acknowledged_ones_do_not() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        for n in 0..5 {
            device.publish(&topic, n.to_string(), false).await.unwrap();
        }
        let mut received = Vec::new();
        for _ in 0..5 {
            received.push(next(&mut service).await);
        }
        // Commit number 1 only, and die.
        received.remove(1).acknowledgement.send();
        eventually("one acknowledged", || world.store.spool().len() == 4).await;
        drop(service);

        let mut service = world.data_service(&broker).await;
        for n in ["0", "2", "3", "4"] {
            assert_eq!(take(&mut service).await.1, n.as_bytes());
        }
        eventually("all acknowledged", || world.store.spool().is_empty()).await;
        drop(service);

        let mut service = world.data_service(&broker).await;
        assert_nothing(&mut service).await;
    })
    .await;
}

#[tokio::test]
async fn messages_wait_for_a_service_that_is_away() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut device = world.device("device-1", &broker).await;
        // More than the window, and more than rmqtt's default queue.
        let count = 3 * usize::from(MAX_INFLIGHT);
        let topic = data_topic("device-1");
        for n in 0..count {
            device.publish(&topic, n.to_string(), false).await.unwrap();
        }
        let mut service = world.data_service(&broker).await;
        // A batch commit: a whole window in hand before the first answer.
        let window = usize::from(MAX_INFLIGHT);
        let mut batch = Vec::new();
        for n in 0..window {
            let message = next(&mut service).await;
            assert_eq!(message.payload, n.to_string());
            batch.push(message);
        }
        for message in batch {
            message.acknowledgement.send();
        }
        for n in window..count {
            assert_eq!(take(&mut service).await.1, n.to_string().into_bytes());
        }
        service.stop().await;
        eventually("all acknowledged", || world.store.spool().is_empty()).await;
        assert_eq!(world.store.counters().read().dropped, 0);
    })
    .await;
}

#[tokio::test]
async fn a_restart_of_the_broker_loses_nothing_and_everybody_returns() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        device.publish(&topic, "before", false).await.unwrap();
        let before = next(&mut service).await;
        broker.stop().await;
        let mut state = service.state();
        state
            .wait_for(|s| matches!(s, ConnectionState::Disconnected(_)))
            .await
            .unwrap();
        // Too late: the connection it came through is gone.
        before.acknowledgement.send();

        let broker = world.broker_on(port).await;
        state
            .wait_for(|s| *s == ConnectionState::Connected)
            .await
            .unwrap();
        assert_eq!(take(&mut service).await.1, b"before");
        let mut device = world.device("device-1", &broker).await;
        device.publish(&topic, "after", false).await.unwrap();
        assert_eq!(take(&mut service).await.1, b"after");
        assert_nothing(&mut service).await;
    })
    .await;
}

#[tokio::test]
async fn a_late_acknowledgement_hits_no_other_message() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        device.publish(&topic, "0", false).await.unwrap();
        let late = next(&mut service).await;
        broker.stop().await;

        let _broker = world.broker_on(port).await;
        // The same packet id on the new connection.
        let again = next(&mut service).await;
        late.acknowledgement.send();
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(world.store.spool().len(), 1);
        again.acknowledgement.send();
        eventually("acknowledged", || world.store.spool().is_empty()).await;
        assert_nothing(&mut service).await;
    })
    .await;
}

#[tokio::test]
async fn a_service_that_keeps_reconnecting_misses_nothing() {
    within(async {
        const COUNT: usize = 2000;
        let world = World::new();
        let broker = world.broker().await;
        let mut device = world.device("device-1", &broker).await;
        let publishing = tokio::spawn(async move {
            let topic = data_topic("device-1");
            for n in 0..COUNT {
                device.publish(&topic, n.to_string(), false).await.unwrap();
            }
        });
        let mut seen = BTreeSet::new();
        let mut connections = 0;
        while seen.len() < COUNT {
            connections += 1;
            let mut service = world.data_service(&broker).await;
            let mut this_time = 0;
            // Each connection dies with messages in hand and on their way;
            // while the device publishes, also by being taken over.
            while this_time < 150 && seen.len() < COUNT {
                let (_, payload) = take(&mut service).await;
                seen.insert(payload);
                this_time += 1;
            }
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(5)).await;
                drop(service);
            });
        }
        publishing.await.unwrap();
        assert!(connections > 5, "{connections}");
    })
    .await;
}

#[tokio::test]
async fn p_7_8_what_a_held_spool_keeps_back_comes_after_the_broker_s_restart() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        device.publish(&topic, "before", false).await.unwrap();
        assert_eq!(take(&mut service).await.1, b"before");
        eventually("acknowledged", || world.store.spool().is_empty()).await;
        world.store.spool().hold(true);
        device.publish(&topic, "held", false).await.unwrap();
        assert_nothing(&mut service).await;
        assert_eq!(world.store.spool().len(), 1);
        broker.stop().await;
        world.store.spool().hold(false);
        let _broker = world.broker_on(port).await;
        assert_eq!(take(&mut service).await.1, b"held");
        eventually("all acknowledged", || world.store.spool().is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn p_6_7_what_a_spool_forgets_never_comes() {
    within(async {
        // Room for one message of three bytes.
        let spool = SpoolSettings {
            max_bytes: 3,
            ..SpoolSettings::new(DATA, data_filter())
        };
        let world = World::with_spool(spool);
        let broker = world.broker().await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        device.publish(&topic, "old", false).await.unwrap();
        assert_eq!(world.store.spool().forget(), 1);
        assert_eq!(world.store.spool().forget(), 0);
        // The room is free again.
        device.publish(&topic, "new", false).await.unwrap();
        let mut service = world.data_service(&broker).await;
        assert_eq!(take(&mut service).await.1, b"new");
        assert_nothing(&mut service).await;
    })
    .await;
}

#[tokio::test]
async fn a_full_spool_refuses_instead_of_losing() {
    within(async {
        let world = World::with_spool(SpoolSettings {
            max_messages: 3,
            ..SpoolSettings::new(DATA, data_filter())
        });
        let broker = world.broker().await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        for n in 0..3 {
            device.publish(&topic, n.to_string(), false).await.unwrap();
        }
        assert!(device.publish(&topic, "3", false).await.is_err());
        assert_eq!(world.store.counters().read().refused_for_space, 1);

        let mut service = world.data_service(&broker).await;
        for n in ["0", "1", "2"] {
            assert_eq!(take(&mut service).await.1, n.as_bytes());
        }
        eventually("room again", || world.store.spool().is_empty()).await;
        let mut device = world.device("device-1", &broker).await;
        device.publish(&topic, "3", false).await.unwrap();
        assert_eq!(take(&mut service).await.1, b"3");
    })
    .await;
}

#[tokio::test]
async fn the_spool_counts_bytes_too() {
    within(async {
        let world = World::with_spool(SpoolSettings {
            max_bytes: 10,
            ..SpoolSettings::new(DATA, data_filter())
        });
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        // Three times eight bytes pass one after the other, not together.
        for _ in 0..3 {
            device.publish(&topic, "12345678", false).await.unwrap();
            take(&mut service).await;
            eventually("acknowledged", || world.store.spool().is_empty()).await;
        }
        device.publish(&topic, "12345678", false).await.unwrap();
        assert!(device.publish(&topic, "123", false).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_publish_waits_for_the_broker() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();
        let service = world.data_service(&broker).await;
        broker.stop().await;
        let publisher = service.publisher();
        let topic = config_topic("device-1");
        let publishing = {
            let topic = topic.clone();
            tokio::spawn(async move { publisher.publish(&topic, "1", true).await })
        };
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!publishing.is_finished());
        let _broker = world.broker_on(port).await;
        publishing.await.unwrap().unwrap();
        // The answer means that it stands.
        assert!(world.store.retained().payload(&topic).is_some());
    })
    .await;
}

/// More than the connection takes at once, and none of it while it still stood.
#[tokio::test]
async fn publishes_that_a_lost_connection_never_took_go_out_on_the_next_one() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();
        let service = world.data_service(&broker).await;
        // Without letting the service's own tasks run: it believes itself connected.
        drop(broker);
        std::thread::sleep(Duration::from_secs(1));
        let count = 3000;
        let mut publishing = JoinSet::new();
        for n in 0..count {
            let publisher = service.publisher();
            let topic = config_topic(&format!("device-{n}"));
            publishing.spawn(async move { publisher.publish(&topic, "1", true).await });
        }
        let _broker = loop {
            // The port is free once the broker has ended.
            match world.try_broker_on(port).await {
                Ok(broker) => break broker,
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        for published in publishing.join_all().await {
            published.unwrap();
        }
        assert_eq!(world.store.retained().len(), count);
    })
    .await;
}

#[tokio::test]
async fn a_publish_that_cannot_succeed_says_so() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let service = world.data_service(&broker).await;
        let publisher = service.publisher();
        let topic = "iot4emissions/registerServer/device-1";
        let error = publisher.publish(topic, "1", true).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "the broker closed 4 connections in a row on a publish to \
             \"iot4emissions/registerServer/device-1\""
        );
        assert_eq!(world.store.counters().read().denied_publishes, 4);
        let found = MAX_PAYLOAD + 1;
        assert_eq!(
            publisher.publish(topic, vec![0; found], true).await,
            Err(PublishError::TooLarge { found })
        );
        assert_eq!(
            publisher.publish("a/+", "1", true).await,
            Err(PublishError::Topic {
                found: "a/+".to_owned()
            })
        );
        service.stop().await;
        assert_eq!(
            publisher.publish(topic, "1", true).await,
            Err(PublishError::Stopped)
        );
    })
    .await;
}

#[tokio::test]
async fn debug_output_shows_no_payload() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        device.publish(&topic, "secret", false).await.unwrap();
        let message = next(&mut service).await;
        assert_eq!(
            format!("{message:?}"),
            "ReceivedMessage { topic: \"iot4emissions/dataDevice/device-1\", bytes: 6, retain: false, .. }"
        );
        message.acknowledgement.send();
    })
    .await;
}

#[tokio::test]
async fn acknowledgements_sent_before_stop_arrive() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        for n in 0..200 {
            device.publish(&topic, n.to_string(), false).await.unwrap();
        }
        for _ in 0..200 {
            take(&mut service).await;
        }
        service.stop().await;
        eventually("all acknowledged", || world.store.spool().is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn a_service_may_start_before_its_broker() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();
        broker.stop().await;
        let settings = world.service_settings(DATA_FILTER, port);
        ServiceClient::connect(settings.clone()).await.unwrap_err();
        let mut state = ServiceClient::start(settings.clone()).state();
        drop(state.changed().await);
        let service = ServiceClient::start(settings);
        let mut state = service.state();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let _broker = world.broker_on(port).await;
        state
            .wait_for(|s| *s == ConnectionState::Connected)
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn two_brokers_share_nothing() {
    within(async {
        let (one, two) = (World::new(), World::new());
        let (first, second) = (one.broker().await, two.broker().await);
        assert_ne!(first.port(), second.port());
        let mut service_one = one.data_service(&first).await;
        let mut service_two = two.data_service(&second).await;
        let topic = data_topic("device-1");
        let mut device = one.device("device-1", &first).await;
        device.publish(&topic, "one", false).await.unwrap();
        assert_eq!(take(&mut service_one).await.1, b"one");
        assert_nothing(&mut service_two).await;

        first.stop().await;
        let mut device = two.device("device-1", &second).await;
        device.publish(&topic, "two", false).await.unwrap();
        assert_eq!(take(&mut service_two).await.1, b"two");
    })
    .await;
}
