//! Retained messages and large ones.

use network::broker::MAX_PAYLOAD;

use crate::common::*;

#[tokio::test]
async fn retained_messages_reach_whoever_subscribes_later() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let service = world.data_service(&broker).await;
        let topic = config_topic("device-1");
        let publisher = service.publisher();
        publisher.publish(&topic, "1", true).await.unwrap();
        publisher.publish(&topic, "2", true).await.unwrap();

        let mut device = world.device("device-1", &broker).await;
        assert!(device.subscribe(&topic).await.unwrap());
        let stored = device.next().await;
        assert_eq!((stored.payload.as_ref(), stored.retain), (&b"2"[..], true));

        // A subscription that stands gets it as news, without the flag.
        publisher.publish(&topic, "3", true).await.unwrap();
        let live = device.next().await;
        assert_eq!((live.payload.as_ref(), live.retain), (&b"3"[..], false));
        device.assert_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn retained_messages_survive_a_restart_and_an_empty_one_clears() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();
        let service = world.data_service(&broker).await;
        let publisher = service.publisher();
        let topics = ["device-1", "device-2"].map(config_topic);
        for topic in &topics {
            publisher.publish(topic, "kept", true).await.unwrap();
        }
        broker.stop().await;

        let broker = world.broker_on(port).await;
        assert_eq!(broker.port(), port);
        let mut device = world.device("device-1", &broker).await;
        assert!(device.subscribe(&topics[0]).await.unwrap());
        let stored = device.next().await;
        assert_eq!(
            (stored.payload.as_ref(), stored.retain),
            (&b"kept"[..], true)
        );

        publisher.publish(&topics[0], "", true).await.unwrap();
        assert_eq!(device.next().await.payload.as_ref(), b"");
        assert_eq!(world.store.retained().payload(&topics[0]), None);
        assert!(world.store.retained().payload(&topics[1]).is_some());
        let mut device = world.device("device-1", &broker).await;
        assert!(device.subscribe(&topics[0]).await.unwrap());
        device.assert_nothing().await;
    })
    .await;
}

#[tokio::test]
async fn the_largest_payload_passes_both_ways_and_no_larger_packet() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let payload = vec![b'x'; MAX_PAYLOAD];
        let id = "d".repeat(64);

        let mut device = world.device(&id, &broker).await;
        let topic = data_topic(&id);
        device
            .publish(&topic, payload.clone(), false)
            .await
            .unwrap();
        assert_eq!(take(&mut service).await, (topic.clone(), payload.clone()));

        let config = config_topic(&id);
        assert!(device.subscribe(&config).await.unwrap());
        let publisher = service.publisher();
        publisher
            .publish(&config, payload.clone(), true)
            .await
            .unwrap();
        assert_eq!(device.next().await.payload.len(), MAX_PAYLOAD);

        let too_large = vec![b'x'; MAX_PAYLOAD + 1024];
        assert!(device.publish(&topic, too_large, false).await.is_err());
    })
    .await;
}
