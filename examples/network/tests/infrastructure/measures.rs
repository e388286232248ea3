//! Speed and bytes. The bounds are loose; the numbers come with
//! `cargo test -p network --release measure -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use network::tls::{ByteCount, CountedStream, KeyExchange, client_config};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::common::*;

/// The report's packet sizes: configuration 400 B, data 151 B.
async fn bytes_of_a_connection(world: &World, port: u16, key_exchange: KeyExchange) -> u64 {
    let id = "123e4567-e89b-12d3-a456-426614174000";
    let identity = world
        .authority
        .issue_device(&device_id(id), valid())
        .unwrap();
    let ca = world.authority.certificate_der();
    let tls = client_config(ca, Some(&identity), key_exchange).unwrap();
    let count = ByteCount::default();
    let mut options = options(id, port, tls);
    let counter = count.clone();
    options.set_socket_connector(move |address, _| {
        let count = counter.clone();
        async move {
            let tcp = TcpStream::connect(address).await?;
            tcp.set_nodelay(true)?;
            Ok(CountedStream::new(tcp, count))
        }
    });
    let mut device = Device::connect(options).await.unwrap();
    assert!(device.subscribe(&config_topic(id)).await.unwrap());
    assert_eq!(device.next().await.payload.len(), 400);
    device
        .publish(&data_topic(id), vec![b'x'; 151], false)
        .await
        .unwrap();
    device.client.try_disconnect().unwrap();
    while device.events.poll().await.is_ok() {}
    count.total()
}

#[tokio::test]
async fn post_quantum_key_exchange_costs_what_the_documentation_says() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let service = world.data_service(&broker).await;
        let topic = config_topic("123e4567-e89b-12d3-a456-426614174000");
        service
            .publisher()
            .publish(&topic, vec![b'x'; 400], true)
            .await
            .unwrap();
        let classical = bytes_of_a_connection(&world, broker.port(), KeyExchange::Classical).await;
        let post_quantum =
            bytes_of_a_connection(&world, broker.port(), KeyExchange::PostQuantum).await;
        assert!((2300..3200).contains(&classical), "{classical}");
        let more = post_quantum - classical;
        assert!((2200..2400).contains(&more), "{more}");
    })
    .await;
}

#[tokio::test]
async fn a_round_trip_waits_for_no_delayed_ack() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        let mut times = Vec::new();
        for _ in 0..50 {
            let start = Instant::now();
            device.publish(&topic, "x", false).await.unwrap();
            take(&mut service).await;
            service
                .publisher()
                .publish(&config_topic("device-1"), "x", true)
                .await
                .unwrap();
            times.push(start.elapsed());
        }
        times.sort();
        // With Nagle's algorithm on the broker's side it is 40 ms or more.
        assert!(times[25] < Duration::from_millis(20), "{:?}", times[25]);
    })
    .await;
}

#[tokio::test]
async fn an_acknowledgement_holds_up_no_publish() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        let (data, config) = (data_topic("device-1"), config_topic("device-1"));
        let mut times = Vec::new();
        for _ in 0..40 {
            device.publish(&data, "x", false).await.unwrap();
            take(&mut service).await;
            // The broker has nothing to say to an acknowledgement, so its TCP
            // waits with the ACK; Nagle's algorithm on the client's side would
            // hold the publish back until then.
            tokio::time::sleep(Duration::from_millis(3)).await;
            let start = Instant::now();
            let publisher = service.publisher();
            publisher.publish(&config, "x", true).await.unwrap();
            times.push(start.elapsed());
        }
        times.sort();
        assert!(times[20] < Duration::from_millis(20), "{:?}", times[20]);
    })
    .await;
}

#[tokio::test]
#[ignore = "a measurement: needs a quiet machine and a release build"]
#[expect(clippy::print_stderr, reason = "the numbers are its purpose")]
async fn measure() {
    const DEVICES: usize = 1000;
    let world = World::new();
    let broker = world.broker().await;
    let port = broker.port();
    let mut service = world.data_service(&broker).await;

    let start = Instant::now();
    let options: Vec<_> = (0..DEVICES)
        .map(|n| world.device_options(&format!("device-{n}"), port))
        .collect();
    eprintln!("{DEVICES} keys and certificates: {:?}", start.elapsed());

    let start = Instant::now();
    let mut devices = JoinSet::new();
    for (n, options) in options.into_iter().enumerate() {
        devices.spawn(async move {
            let id = format!("device-{n}");
            let mut device = Device::connect(options).await.unwrap();
            assert!(device.subscribe(&config_topic(&id)).await.unwrap());
            let topic = data_topic(&id);
            device
                .publish(&topic, vec![b'x'; 151], false)
                .await
                .unwrap();
            (id, device)
        });
    }
    for _ in 0..DEVICES {
        take(&mut service).await;
    }
    let mut devices: Vec<_> = devices.join_all().await;
    eprintln!(
        "{DEVICES} devices connect, subscribe, publish: {:?}",
        start.elapsed()
    );

    let publisher = service.publisher();
    let start = Instant::now();
    let mut publishing = JoinSet::new();
    for n in 0..DEVICES {
        let publisher = publisher.clone();
        publishing.spawn(async move {
            let topic = config_topic(&format!("device-{n}"));
            publisher.publish(&topic, vec![b'x'; 400], true).await
        });
    }
    for result in publishing.join_all().await {
        result.unwrap();
    }
    eprintln!("{DEVICES} retained publishes: {:?}", start.elapsed());

    // In the order in which they finished.
    let (id, mut device) = devices.swap_remove(0);
    let data = data_topic(&id);
    let mut times = Vec::new();
    for _ in 0..200 {
        let start = Instant::now();
        device.publish(&data, "x", false).await.unwrap();
        times.push(start.elapsed());
        take(&mut service).await;
    }
    times.sort();
    eprintln!("publish to PUBACK, median: {:?}", times[100]);

    let start = Instant::now();
    const COUNT: usize = 20_000;
    let payload = vec![b'x'; 151];
    for _ in 0..COUNT {
        let options = rumqttc::PublishOptions::new(rumqttc::QoS::AtLeastOnce);
        device
            .client
            .try_publish(data.clone(), payload.clone(), options)
            .unwrap();
    }
    let polling = tokio::spawn(async move { while device.events.poll().await.is_ok() {} });
    for _ in 0..COUNT {
        take(&mut service).await;
    }
    eprintln!(
        "{COUNT} messages from one device to the service, acknowledged: {:?}",
        start.elapsed()
    );
    polling.abort();
}
