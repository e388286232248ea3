//! A connection over mutually authenticated TLS: the core's own driver does the MQTT.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{ConnectionNumber, DisconnectReason, Input, Output};
use iot4emissions_proto::driver::DeviceConnection;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::time::MonotonicMillis;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::{Link, Network};
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

    /// Up to the CONNECT, which is sent.
    async fn ask(
        &self,
        number: ConnectionNumber,
        device: &DeviceId,
        endpoint: &Endpoint,
    ) -> Result<TlsLink, DisconnectReason> {
        let config = self.devices.get(device).ok_or(DisconnectReason::Tls)?;
        let connection = DeviceConnection::new(number, device.into());
        let opened = TlsLink::open(Arc::clone(config), connection, endpoint);
        timeout(PATIENCE, opened)
            .await
            .unwrap_or(Err(DisconnectReason::TimedOut))
    }

    /// Sends a CONNECT, and cuts the connection before its CONNACK is read.
    pub async fn cut_before_connack(&self, device: &DeviceId, endpoint: &Endpoint) {
        // Whatever comes of it, it is cut.
        let _ = self
            .ask(ConnectionNumber::default(), device, endpoint)
            .await;
    }
}

#[async_trait]
impl Network for TlsNetwork {
    async fn connect(
        &self,
        connection: ConnectionNumber,
        device: &DeviceId,
        _broker: BrokerRole,
        endpoint: &Endpoint,
    ) -> Result<Box<dyn Link>, DisconnectReason> {
        let mut link = self.ask(connection, device, endpoint).await?;
        match link.input(PATIENCE).await {
            Some(Input::Connected { .. }) => Ok(Box::new(link)),
            Some(Input::Disconnected { reason, .. }) => Err(reason),
            Some(_) => Err(DisconnectReason::Protocol),
            None => Err(DisconnectReason::TimedOut),
        }
    }
}

/// One of the device's connections on a TLS stream.
struct TlsLink {
    stream: TlsStream<CountedStream<TcpStream>>,
    connection: DeviceConnection,
    /// Where the session's time begins (P-6.17).
    began: Instant,
    wire: ByteCount,
    mqtt_bytes: u64,
    buffer: Vec<u8>,
}

impl TlsLink {
    async fn open(
        config: Arc<ClientConfig>,
        connection: DeviceConnection,
        endpoint: &Endpoint,
    ) -> Result<Self, DisconnectReason> {
        let (host, port) = (endpoint.host.as_str(), endpoint.port.get());
        let name = ServerName::try_from(host.to_owned());
        let name = name.map_err(|_| DisconnectReason::NameResolution)?;
        let tcp = TcpStream::connect((host, port)).await;
        let tcp = tcp.map_err(|_| DisconnectReason::Tcp)?;
        tcp.set_nodelay(true).map_err(|_| DisconnectReason::Tcp)?;
        let wire = ByteCount::default();
        let counted = CountedStream::new(tcp, wire.clone());
        let stream = TlsConnector::from(config).connect(name, counted).await;
        let mut link = Self {
            stream: stream.map_err(|_| DisconnectReason::Tls)?,
            connection,
            began: Instant::now(),
            wire,
            mqtt_bytes: 0,
            buffer: vec![0; 16 * 1024],
        };
        link.connection.opened(link.now());
        link.flush_or_close().await;
        Ok(link)
    }

    fn now(&self) -> MonotonicMillis {
        MonotonicMillis::default().plus(self.began.elapsed())
    }

    async fn flush_or_close(&mut self) {
        if self.flush().await.is_err() {
            self.connection.closed(DisconnectReason::Closed);
        }
    }

    async fn flush(&mut self) -> io::Result<()> {
        while let Some(bytes) = self.connection.poll_transmit(self.now()) {
            self.mqtt_bytes += bytes.len() as u64;
            self.stream.write_all(&bytes).await?;
        }
        self.stream.flush().await
    }
}

#[async_trait]
impl Link for TlsLink {
    async fn carry_out(&mut self, output: &Output) {
        self.connection.carry_out(output);
        self.flush_or_close().await;
        if self.connection.is_over() {
            let _ = timeout(PATIENCE, self.stream.shutdown()).await;
            self.connection.closed(DisconnectReason::Closed);
        }
    }

    async fn input(&mut self, patience: Duration) -> Option<Input> {
        let end = Instant::now() + patience;
        loop {
            if let Some(input) = self.connection.poll_input() {
                return Some(input);
            }
            let left = end.saturating_duration_since(Instant::now());
            // Cancelling a read loses nothing: a read that was ready has returned.
            match timeout(left, self.stream.read(&mut self.buffer)).await {
                Err(_) => return None,
                Ok(Ok(0) | Err(_)) => self.connection.closed(DisconnectReason::Closed),
                Ok(Ok(length)) => {
                    self.mqtt_bytes += length as u64;
                    let now = self.now();
                    self.connection.received(now, &self.buffer[..length]);
                    // What was read may have to be acknowledged.
                    self.flush_or_close().await;
                }
            }
        }
    }

    fn mqtt_bytes(&self) -> u64 {
        self.mqtt_bytes
    }

    fn wire_bytes(&self) -> u64 {
        self.wire.total()
    }
}
