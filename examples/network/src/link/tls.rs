//! A connection over mutually authenticated TLS, with the core's own MQTT session.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::PublishNumber;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::mqtt::{PacketId, Session, SessionConfig, SessionEvent};
use iot4emissions_proto::time::MonotonicMillis;
use iot4emissions_proto::topic::Topic;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::{Link, LinkEvent, Network};
use crate::tls::{ByteCount, CountedStream};

/// How long a broker on this machine may take to answer, by the real clock.
const PATIENCE: Duration = Duration::from_secs(30);

/// The brokers on this machine, and each device's TLS configuration.
pub struct TlsNetwork {
    devices: HashMap<DeviceId, Arc<ClientConfig>>,
}

impl TlsNetwork {
    /// A network for these devices.
    #[must_use]
    pub fn new(devices: HashMap<DeviceId, Arc<ClientConfig>>) -> Self {
        Self { devices }
    }
}

impl TlsNetwork {
    /// Sends a CONNECT, and cuts the connection before its CONNACK is read.
    pub async fn cut_before_connack(&self, device: &DeviceId, endpoint: &Endpoint) {
        if let Some(config) = self.devices.get(device) {
            let asked = async {
                let mut link = TlsLink::open(Arc::clone(config), device, endpoint).await?;
                link.flush().await
            };
            // Whatever comes of it, it is cut.
            let _ = timeout(PATIENCE, asked).await;
        }
    }
}

#[async_trait]
impl Network for TlsNetwork {
    async fn connect(
        &self,
        device: &DeviceId,
        _broker: BrokerRole,
        endpoint: &Endpoint,
    ) -> Option<Box<dyn Link>> {
        let config = Arc::clone(self.devices.get(device)?);
        let established = timeout(PATIENCE, TlsLink::establish(config, device, endpoint));
        let link = established.await.ok()?.ok()?;
        Some(Box::new(link))
    }
}

/// The core's session on a TLS stream.
struct TlsLink {
    stream: TlsStream<CountedStream<TcpStream>>,
    session: Session,
    /// Where the session's time begins (P-6.17).
    began: Instant,
    publishes: HashMap<PacketId, PublishNumber>,
    events: VecDeque<LinkEvent>,
    wire: ByteCount,
    mqtt_bytes: u64,
    buffer: Vec<u8>,
}

impl TlsLink {
    /// Up to the CONNECT, which is not sent yet.
    async fn open(
        config: Arc<ClientConfig>,
        device: &DeviceId,
        endpoint: &Endpoint,
    ) -> io::Result<Self> {
        let (host, port) = (endpoint.host.as_str(), endpoint.port.get());
        let tcp = TcpStream::connect((host, port)).await?;
        tcp.set_nodelay(true)?;
        let wire = ByteCount::default();
        let counted = CountedStream::new(tcp, wire.clone());
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let stream = TlsConnector::from(config).connect(name, counted).await?;
        let session = SessionConfig::new(device.as_str()).map_err(io::Error::other)?;
        let mut link = Self {
            stream,
            session: Session::new(session),
            began: Instant::now(),
            publishes: HashMap::new(),
            events: VecDeque::new(),
            wire,
            mqtt_bytes: 0,
            buffer: vec![0; 16 * 1024],
        };
        link.session.connect(link.now()).map_err(io::Error::other)?;
        Ok(link)
    }

    async fn establish(
        config: Arc<ClientConfig>,
        device: &DeviceId,
        endpoint: &Endpoint,
    ) -> io::Result<Self> {
        let mut link = Self::open(config, device, endpoint).await?;
        loop {
            link.flush().await?;
            match link.session.poll_event() {
                Some(SessionEvent::Connected) => return Ok(link),
                Some(_) => return Err(io::Error::other("the broker refused the connection")),
                None => link.read().await?,
            }
        }
    }

    fn now(&self) -> MonotonicMillis {
        MonotonicMillis::default().plus(self.began.elapsed())
    }

    async fn flush(&mut self) -> io::Result<()> {
        while let Some(bytes) = self.session.poll_transmit(self.now()) {
            self.mqtt_bytes += bytes.len() as u64;
            self.stream.write_all(&bytes).await?;
        }
        self.stream.flush().await
    }

    async fn read(&mut self) -> io::Result<()> {
        let length = self.stream.read(&mut self.buffer).await?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.mqtt_bytes += length as u64;
        let now = self.now();
        self.session
            .handle_bytes(now, &self.buffer[..length])
            .map_err(io::Error::other)
    }

    fn take_events(&mut self) {
        while let Some(event) = self.session.poll_event() {
            let event = match event {
                SessionEvent::Subscribed { return_code, .. } => LinkEvent::Subscribed {
                    accepted: return_code.is_accepted(),
                },
                SessionEvent::Message(message) => LinkEvent::Message {
                    topic: message.topic,
                    payload: message.payload,
                    retain: message.retain,
                },
                SessionEvent::PublishAcknowledged { packet_id } => {
                    match self.publishes.remove(&packet_id) {
                        Some(publish) => LinkEvent::Acknowledged(publish),
                        None => continue,
                    }
                }
                // The session has been connected before, and knows no other events.
                _ => continue,
            };
            self.events.push_back(event);
        }
    }

    async fn flush_or_close(&mut self) {
        if self.flush().await.is_err() {
            self.events.push_back(LinkEvent::Closed);
        }
    }
}

#[async_trait]
impl Link for TlsLink {
    async fn subscribe(&mut self, topic: &Topic) {
        match self.session.subscribe(&topic.to_string()) {
            Ok(_) => self.flush_or_close().await,
            Err(_) => self.events.push_back(LinkEvent::Closed),
        }
    }

    async fn publish(&mut self, publish: PublishNumber, topic: &Topic, payload: &[u8]) {
        match self.session.publish(&topic.to_string(), payload) {
            Ok(packet_id) => {
                self.publishes.insert(packet_id, publish);
                self.flush_or_close().await;
            }
            Err(_) => self.events.push_back(LinkEvent::Closed),
        }
    }

    async fn event(&mut self, patience: Duration) -> Option<LinkEvent> {
        let end = Instant::now() + patience;
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some(event);
            }
            let left = end.saturating_duration_since(Instant::now());
            // Cancelling a read loses nothing: a read that was ready has returned.
            match timeout(left, self.read()).await {
                Err(_) => return None,
                Ok(Err(_)) => return Some(LinkEvent::Closed),
                Ok(Ok(())) => {
                    self.take_events();
                    // What was read may have to be acknowledged.
                    self.flush_or_close().await;
                }
            }
        }
    }

    async fn disconnect(&mut self) -> Vec<LinkEvent> {
        // A broker that is gone already needs no farewell.
        if self.session.disconnect().is_ok() {
            let _ = self.flush().await;
        }
        let _ = timeout(PATIENCE, self.stream.shutdown()).await;
        self.take_events();
        self.events.drain(..).collect()
    }

    fn mqtt_bytes(&self) -> u64 {
        self.mqtt_bytes
    }

    fn wire_bytes(&self) -> u64 {
        self.wire.total()
    }
}
