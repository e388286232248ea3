//! Who gets in, and what they may do there.

use std::sync::Arc;

use network::authority::{Authority, Validity};
use network::broker::Rights;
use rumqttc::{ConnectReturnCode, ConnectionError, LastWill, MqttOptions, QoS};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::common::*;

#[tokio::test]
async fn a_device_with_its_certificate_is_served() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let mut device = world.device("device-1", &broker).await;
        assert!(device.subscribe(&config_topic("device-1")).await.unwrap());
        let topic = data_topic("device-1");
        device.publish(&topic, "42", false).await.unwrap();
        assert_eq!(take(&mut service).await, (topic, b"42".to_vec()));
        let counts = world.store.counters().read();
        assert_eq!(counts.connects, 2);
        assert_eq!(counts.publishes, [0, 0, 0, 1]);
        assert_eq!(counts.bytes_in, 2);
        assert_eq!(counts.bytes_out, 2);
    })
    .await;
}

async fn refused_by_tls(options: MqttOptions) {
    // Under TLS 1.3 the client has finished its handshake before the server
    // looks at its certificate: the refusal arrives as an alert on the first
    // read, or as a reset.
    match Device::connect(options).await.err() {
        Some(ConnectionError::Tls(_) | ConnectionError::Io(_) | ConnectionError::MqttState(_)) => {}
        other => panic!("expected a TLS error, found {other:?}"),
    }
}

#[tokio::test]
async fn tls_refuses_whoever_the_ca_does_not_vouch_for() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();

        refused_by_tls(options("device-1", port, world.tls(None))).await;

        let stranger = Authority::new("Test CA", valid()).unwrap();
        let identity = stranger
            .issue_device(&device_id("device-1"), valid())
            .unwrap();
        refused_by_tls(options("device-1", port, world.tls(Some(&identity)))).await;

        let past = Validity {
            not_before: now() - 7200,
            not_after: now() - 3600,
        };
        let future = Validity {
            not_before: now() + 3600,
            not_after: now() + 7200,
        };
        for validity in [past, future] {
            let identity = world
                .authority
                .issue_device(&device_id("device-1"), validity)
                .unwrap();
            refused_by_tls(options("device-1", port, world.tls(Some(&identity)))).await;
        }

        // The extended key usage is for servers.
        let identity = world.authority.issue_server("device-1", valid()).unwrap();
        refused_by_tls(options("device-1", port, world.tls(Some(&identity)))).await;

        assert_eq!(world.store.counters().read().connects, 0);
    })
    .await;
}

#[tokio::test]
async fn a_client_refuses_a_broker_of_another_ca() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let other = World::new();
        let options = other.device_options("device-1", broker.port());
        refused_by_tls(options).await;
    })
    .await;
}

#[tokio::test]
async fn connections_outside_the_rules_are_refused() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let port = broker.port();
        let good = || world.device_options("device-1", port);

        let identity = world
            .authority
            .issue_device(&device_id("device-1"), valid())
            .unwrap();
        let other_id = options("device-2", port, world.tls(Some(&identity)));
        let no_id = options("", port, world.tls(Some(&identity)));
        let mut will = good();
        will.set_last_will(LastWill::new(
            data_topic("device-1"),
            "gone",
            QoS::AtLeastOnce,
            false,
        ));
        let mut user_name = good();
        user_name.set_username("device-1");
        let mut kept_session = good();
        kept_session.set_clean_session(false);
        let unknown = world.device_options("revoked", port);

        let refused = [other_id, no_id, will, user_name, kept_session, unknown];
        let expected = refused.len() as u64;
        for options in refused {
            let shown = options.client_id();
            match Device::connect(options).await.err() {
                Some(ConnectionError::ConnectionRefused(ConnectReturnCode::NotAuthorized)) => {}
                other => panic!("expected NotAuthorized for {shown:?}, found {other:?}"),
            }
        }
        let counts = world.store.counters().read();
        assert_eq!(counts.refused_connects, expected);
        assert_eq!(counts.connects, 0);

        Device::connect(good()).await.unwrap();
    })
    .await;
}

/// Sends a CONNECT byte by byte as written, and returns the answer's code.
async fn connack_code(world: &World, port: u16, connect: &[u8]) -> u8 {
    let identity = world
        .authority
        .issue_device(&device_id("device-1"), valid())
        .unwrap();
    let tcp = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut tls = TlsConnector::from(world.tls(Some(&identity)))
        .connect(name, tcp)
        .await
        .unwrap();
    tls.write_all(connect).await.unwrap();
    let mut answer = [0; 4];
    tls.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer[0], 0x20, "a CONNACK");
    answer[3]
}

#[tokio::test]
async fn other_versions_of_mqtt_are_refused() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let v5 = b"\x10\x15\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x08device-1";
        assert_eq!(connack_code(&world, broker.port(), v5).await, 0x87);
        let v31 = b"\x10\x16\x00\x06MQIsdp\x03\x02\x00\x3c\x00\x08device-1";
        assert_eq!(connack_code(&world, broker.port(), v31).await, 5);
        let v311 = b"\x10\x14\x00\x04MQTT\x04\x02\x00\x3c\x00\x08device-1";
        assert_eq!(connack_code(&world, broker.port(), v311).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_device_publishes_for_itself_only() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut service = world.data_service(&broker).await;
        let denied = [
            (data_topic("device-2"), false),
            (data_topic("device-1"), true),
            (config_topic("device-1"), false),
            (config_topic("device-1"), true),
            ("iot4emissions/dataDevice".to_owned(), false),
            ("elsewhere".to_owned(), false),
        ];
        for (topic, retain) in &denied {
            let mut device = world.device("device-1", &broker).await;
            // No PUBACK: after one the device would delete its snapshot.
            let answer = device.publish(topic, "x", *retain).await;
            assert!(answer.is_err(), "{topic} {retain}: {answer:?}");
        }
        let counts = world.store.counters().read();
        assert_eq!(counts.denied_publishes, denied.len() as u64);
        assert_eq!(counts.publishes, [0; 4]);
        assert!(world.store.retained().is_empty());
        assert!(world.store.spool().is_empty());
        assert_nothing(&mut service).await;
    })
    .await;
}

#[tokio::test]
async fn a_device_subscribes_for_itself_only() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let mut device = world.device("device-1", &broker).await;
        for filter in [
            "#",
            "+/+/+",
            "iot4emissions/#",
            "iot4emissions/configServer/+",
            "iot4emissions/configServer/device-2",
            "iot4emissions/dataDevice/device-1",
            "$share/g/iot4emissions/configServer/device-1",
            "$SYS/#",
        ] {
            assert!(!device.subscribe(filter).await.unwrap(), "{filter}");
        }
        assert_eq!(world.store.counters().read().denied_subscribes, 8);
        assert!(device.subscribe(&config_topic("device-1")).await.unwrap());
    })
    .await;
}

/// Grants every subscription and no delivery of other devices' topics: what
/// remains is the check at each delivery.
struct OnlyReceive;

impl Rights for OnlyReceive {
    fn connect(&self, _: &str) -> bool {
        true
    }

    fn publish(&self, _: &str, _: &str, _: bool) -> bool {
        true
    }

    fn subscribe(&self, _: &str, _: &str) -> bool {
        true
    }

    fn receive(&self, common_name: &str, topic: &str) -> bool {
        topic == config_topic(common_name)
    }
}

#[tokio::test]
async fn each_delivery_is_checked() {
    within(async {
        let mut world = World::new();
        world.rights = Arc::new(OnlyReceive);
        let broker = world.broker().await;
        let mut device = world.device("device-1", &broker).await;
        // Whatever the rules say: this broker would take it for a plain topic.
        assert!(!device.subscribe("$share/g/#").await.unwrap());
        assert!(device.subscribe("#").await.unwrap());
        let mut other = world.device("device-2", &broker).await;
        for id in ["device-3", "device-1"] {
            other.publish(&config_topic(id), id, false).await.unwrap();
        }
        assert_eq!(device.next().await.payload.as_ref(), b"device-1");
        assert_eq!(world.store.counters().read().denied_receives, 1);
        device.assert_nothing().await;
    })
    .await;
}

/// No rule at all.
struct Everything;

impl Rights for Everything {
    fn connect(&self, _: &str) -> bool {
        true
    }

    fn publish(&self, _: &str, _: &str, _: bool) -> bool {
        true
    }

    fn subscribe(&self, _: &str, _: &str) -> bool {
        true
    }

    fn receive(&self, _: &str, _: &str) -> bool {
        true
    }
}

#[tokio::test]
async fn what_is_kept_for_a_service_goes_to_nobody_else() {
    within(async {
        let mut world = World::new();
        world.rights = Arc::new(Everything);
        let broker = world.broker().await;
        let mut device = world.device("device-1", &broker).await;
        let topic = data_topic("device-1");
        device.publish(&topic, "kept", false).await.unwrap();
        let mut other = world.device("device-2", &broker).await;
        assert!(other.subscribe("#").await.unwrap());
        other.assert_nothing().await;
        // What is published while it listens it gets, but cannot strike off.
        device.publish(&topic, "live", false).await.unwrap();
        assert_eq!(other.next().await.payload.as_ref(), b"live");
        eventually("acknowledged by the other", || {
            world.store.counters().read().acknowledgements == 1
        })
        .await;
        assert_eq!(world.store.spool().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn services_keep_to_their_families() {
    within(async {
        let world = World::new();
        let broker = world.broker().await;
        let filter = "iot4emissions/registerDevice/+";
        let settings = world.service_settings(filter, broker.port());
        let error = network::service_client::ServiceClient::connect(settings)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "cannot connect {DATA} to localhost:{}: the broker refused to subscribe {filter}",
                broker.port()
            )
        );
    })
    .await;
}
