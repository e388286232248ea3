//! Stopping a broker leaves nothing behind. In a test binary of its own: it
//! counts the process's file descriptors.

#[path = "infrastructure/common.rs"]
mod common;

use std::sync::Arc;

use common::*;

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

#[tokio::test]
async fn restarts_leak_neither_descriptors_nor_memory() {
    within(async {
        let world = World::new();
        let mut port = 0;
        let mut after_first = 0;
        for cycle in 0..10 {
            let broker = world.broker_on(port).await;
            port = broker.port();
            let mut service = world.data_service(&broker).await;
            let mut device = world.device("device-1", &broker).await;
            assert!(device.subscribe(&config_topic("device-1")).await.unwrap());
            let topic = data_topic("device-1");
            device.publish(&topic, "x", false).await.unwrap();
            take(&mut service).await;
            // Connections are open when it stops.
            broker.stop().await;
            drop((service, device));
            eventually("the broker's share of the store is released", || {
                Arc::strong_count(&world.store) == 1
            })
            .await;
            if cycle == 1 {
                after_first = descriptors();
            }
        }
        eventually("no more descriptors than after the second cycle", || {
            descriptors() <= after_first + 2
        })
        .await;
        let leftovers = std::fs::read_dir(std::env::temp_dir())
            .unwrap()
            .filter_map(Result::ok)
            .filter(|entry| {
                let name = entry.file_name();
                let prefix = format!("iot4emissions-broker-{}-", std::process::id());
                name.to_string_lossy().starts_with(&prefix)
            })
            .count();
        assert_eq!(leftovers, 0, "key files left on disk");
    })
    .await;
}
