//! A CA, brokers and clients for the tests, all on real TLS sockets.

// Two test binaries share this file, and neither uses all of it.
#![allow(dead_code, unreachable_pub)]

use std::collections::VecDeque;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, Service, ServiceNames};
use iot4emissions_proto::topic::{TopicFilter, TopicKind};
use network::authority::{Authority, Identity, Validity};
use network::broker::{
    Broker, BrokerError, BrokerSettings, BrokerStore, MAX_PACKET, Rights, SpoolSettings,
};
use network::rights::ProtocolRights;
use network::service_client::{ReceivedMessage, ServiceClient, ServiceSettings};
use network::tls::{KeyExchange, client_config};
use rumqttc::{
    AsyncClient, ConnectionError, Event, EventLoop, Incoming, MqttOptions, NetworkOptions, Publish,
    PublishOptions, QoS, SubscribeReasonCode, TlsConfiguration, Transport,
};
use tokio_rustls::rustls::ClientConfig;

pub const DATA: &str = "obfcm-data-service";
pub const DATA_FILTER: &str = "iot4emissions/dataDevice/+";

/// Every test ends, whatever happens.
pub async fn within<T>(test: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), test)
        .await
        .expect("the test takes longer than a minute")
}

/// P-4.1 to P-4.3 on the data broker, of which one device has lost its
/// certificate.
pub struct TestRights(ProtocolRights);

impl TestRights {
    pub fn new() -> Self {
        let services = ServiceNames::default();
        Self(ProtocolRights::new(BrokerRole::Data, services))
    }
}

impl Rights for TestRights {
    fn connect(&self, common_name: &str) -> bool {
        common_name != "revoked" && self.0.connect(common_name)
    }

    fn publish(&self, common_name: &str, topic: &str, retain: bool) -> bool {
        self.0.publish(common_name, topic, retain)
    }

    fn subscribe(&self, common_name: &str, filter: &str) -> bool {
        self.0.subscribe(common_name, filter)
    }

    fn receive(&self, common_name: &str, topic: &str) -> bool {
        self.0.receive(common_name, topic)
    }
}

pub fn device_id(id: &str) -> DeviceId {
    id.parse().unwrap()
}

pub fn data_filter() -> TopicFilter {
    TopicFilter::all_devices(TopicKind::DataDevice)
}

pub fn valid() -> Validity {
    let now = now();
    Validity {
        not_before: now - 3600,
        not_after: now + 86_400,
    }
}

pub fn now() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_secs()).unwrap()
}

/// One CA, one store, one broker at a time.
pub struct World {
    pub authority: Authority,
    pub server: Identity,
    pub store: Arc<BrokerStore>,
    pub rights: Arc<dyn Rights>,
}

impl World {
    pub fn new() -> Self {
        Self::with_spool(SpoolSettings::new(DATA, data_filter()))
    }

    pub fn with_spool(spool: SpoolSettings) -> Self {
        let authority = Authority::new("Test CA", valid()).unwrap();
        let server = authority.issue_server("broker", valid()).unwrap();
        Self {
            authority,
            server,
            store: Arc::new(BrokerStore::new(spool)),
            rights: Arc::new(TestRights::new()),
        }
    }

    pub async fn broker(&self) -> Broker {
        self.broker_on(0).await
    }

    pub async fn broker_on(&self, port: u16) -> Broker {
        self.try_broker_on(port).await.unwrap()
    }

    pub async fn try_broker_on(&self, port: u16) -> Result<Broker, BrokerError> {
        let settings = BrokerSettings {
            name: "test-broker".to_owned(),
            port,
            threads: 1,
            server: self.server.clone(),
            client_ca_pem: self.authority.certificate_pem(),
            rights: Arc::clone(&self.rights),
        };
        Broker::start(settings, Arc::clone(&self.store)).await
    }

    pub fn tls(&self, identity: Option<&Identity>) -> Arc<ClientConfig> {
        let ca = self.authority.certificate_der();
        client_config(ca, identity, KeyExchange::Classical).unwrap()
    }

    pub fn device_options(&self, id: &str, port: u16) -> MqttOptions {
        let identity = self
            .authority
            .issue_device(&device_id(id), valid())
            .unwrap();
        options(id, port, self.tls(Some(&identity)))
    }

    pub async fn device(&self, id: &str, broker: &Broker) -> Device {
        Device::connect(self.device_options(id, broker.port()))
            .await
            .unwrap()
    }

    pub fn service_settings(&self, filter: &str, port: u16) -> ServiceSettings {
        let identity = self
            .authority
            .issue_service(Service::Data, &ServiceNames::default(), valid())
            .unwrap();
        ServiceSettings {
            host: "localhost".to_owned(),
            port,
            client_id: DATA.to_owned(),
            tls: self.tls(Some(&identity)),
            filters: vec![filter.to_owned()],
        }
    }

    pub async fn data_service(&self, broker: &Broker) -> ServiceClient {
        let settings = self.service_settings(DATA_FILTER, broker.port());
        ServiceClient::connect(settings).await.unwrap()
    }
}

pub fn options(client_id: &str, port: u16, tls: Arc<ClientConfig>) -> MqttOptions {
    let mut options = MqttOptions::new(client_id, ("127.0.0.1", port));
    options
        .set_transport(Transport::tls_with_config(TlsConfiguration::Rustls(tls)))
        .set_max_packet_size(2 * MAX_PACKET, 2 * MAX_PACKET);
    options
}

pub fn data_topic(id: &str) -> String {
    format!("iot4emissions/dataDevice/{id}")
}

pub fn config_topic(id: &str) -> String {
    format!("iot4emissions/configServer/{id}")
}

/// The next message of a service, acknowledged at once.
pub async fn take(service: &mut ServiceClient) -> (String, Vec<u8>) {
    let message = next(service).await;
    let content = (message.topic, message.payload.to_vec());
    message.acknowledgement.send();
    content
}

/// The next message of a service, not acknowledged.
pub async fn next(service: &mut ServiceClient) -> ReceivedMessage {
    tokio::time::timeout(Duration::from_secs(10), service.next())
        .await
        .expect("no message within 10 s")
        .expect("the client has stopped")
}

/// Nothing comes for 300 ms; a message on loopback takes about one.
pub async fn assert_nothing(service: &mut ServiceClient) {
    if let Ok(message) = tokio::time::timeout(Duration::from_millis(300), service.next()).await {
        panic!("unexpected message {message:?}");
    }
}

/// Waits until a condition holds that nothing announces.
pub async fn eventually(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..500 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not within 5 s: {what}");
}

/// A vehicle's connection, packet by packet.
pub struct Device {
    pub client: AsyncClient,
    pub events: EventLoop,
    inbox: VecDeque<Publish>,
}

impl Device {
    pub async fn connect(options: MqttOptions) -> Result<Self, ConnectionError> {
        let (client, mut events) = AsyncClient::builder(options).unbounded().build();
        let mut network = NetworkOptions::new();
        network.set_tcp_nodelay(true);
        events.set_network_options(network);
        match events.poll().await? {
            Event::Incoming(Incoming::ConnAck(_)) => {}
            other => panic!("expected a CONNACK first, found {other:?}"),
        }
        Ok(Self {
            client,
            events,
            inbox: VecDeque::new(),
        })
    }

    /// Publishes with QoS 1 and waits for the PUBACK.
    pub async fn publish(
        &mut self,
        topic: &str,
        payload: impl Into<Vec<u8>>,
        retain: bool,
    ) -> Result<(), ConnectionError> {
        let options = PublishOptions::new(QoS::AtLeastOnce).retain(retain);
        self.client
            .try_publish(topic, payload.into(), options)
            .unwrap();
        self.until(|packet| matches!(packet, Incoming::PubAck(_)).then_some(()))
            .await
    }

    /// Subscribes; `false` is 0x80.
    pub async fn subscribe(&mut self, filter: &str) -> Result<bool, ConnectionError> {
        self.client.try_subscribe(filter, QoS::AtLeastOnce).unwrap();
        self.until(|packet| match packet {
            Incoming::SubAck(ack) => Some(ack.return_codes != [SubscribeReasonCode::Failure]),
            _ => None,
        })
        .await
    }

    pub async fn next(&mut self) -> Publish {
        if let Some(publish) = self.inbox.pop_front() {
            return publish;
        }
        let waiting = self.until(|packet| match packet {
            Incoming::Publish(publish) => Some(publish.clone()),
            _ => None,
        });
        let publish = tokio::time::timeout(Duration::from_secs(10), waiting)
            .await
            .expect("no message within 10 s")
            .unwrap();
        // It was the first in an empty box.
        self.inbox.clear();
        publish
    }

    /// No message for 300 ms.
    pub async fn assert_nothing(&mut self) {
        let message = self.until(|packet| match packet {
            Incoming::Publish(publish) => Some(publish.clone()),
            _ => None,
        });
        let waiting = tokio::time::timeout(Duration::from_millis(300), message).await;
        assert!(waiting.is_err(), "unexpected {waiting:?}");
        assert!(self.inbox.is_empty(), "unexpected {:?}", self.inbox);
    }

    async fn until<T>(
        &mut self,
        wanted: impl Fn(&Incoming) -> Option<T>,
    ) -> Result<T, ConnectionError> {
        loop {
            let Event::Incoming(packet) = self.events.poll().await? else {
                continue;
            };
            if let Incoming::Publish(publish) = &packet {
                self.inbox.push_back(publish.clone());
            }
            if let Some(found) = wanted(&packet) {
                return Ok(found);
            }
        }
    }
}
