//! An MQTT client over mutual TLS that waits for every answer.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use network::authority::{Authority, Identity};
use network::tls::{KeyExchange, client_config};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::packets::{Packet, Version, pingreq, puback};

/// How long any answer may take on a machine that builds something besides.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where and as whom to connect.
#[derive(Clone)]
pub(crate) struct Door {
    /// On 127.0.0.1.
    pub(crate) port: u16,
    /// The protocol's version.
    pub(crate) version: Version,
    tls: Arc<ClientConfig>,
    /// Sent in CONNECT.
    pub(crate) client_id: String,
    /// Sent in CONNECT, against P-3.9.
    pub(crate) user: Option<String>,
    /// Sent in CONNECT, against P-3.9.
    pub(crate) password: Option<String>,
    /// The topic of a will in CONNECT, against P-3.9.
    pub(crate) will: Option<String>,
}

impl Door {
    /// A client with the certificate of `identity`, and its name as client id.
    pub(crate) fn new(
        port: u16,
        version: Version,
        authority: &Authority,
        identity: &Identity,
    ) -> Self {
        let ca = authority.certificate_der();
        let tls = client_config(ca, Some(identity), KeyExchange::Classical).expect("usable");
        Self::with_tls(port, version, tls, identity.common_name())
    }

    /// A client with any certificate.
    pub(crate) fn with_tls(
        port: u16,
        version: Version,
        tls: Arc<ClientConfig>,
        client_id: &str,
    ) -> Self {
        Self {
            port,
            version,
            tls,
            client_id: client_id.to_owned(),
            user: None,
            password: None,
            will: None,
        }
    }
}

/// The connection is gone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Gone {
    /// The broker refused CONNECT with this code.
    Refused(u8),
    /// The broker closed it, MQTT 5 perhaps with a reason.
    Closed(Option<u8>),
}

/// A message that arrived.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) topic: String,
    pub(crate) payload: Vec<u8>,
    /// Kept from before the subscription.
    pub(crate) retained: bool,
}

/// A connected client.
pub(crate) struct Client {
    stream: StreamOwned<ClientConnection, TcpStream>,
    version: Version,
    unread: Vec<u8>,
    last_id: u16,
    delivered: Vec<Delivery>,
    /// The last question, for the message of a test that waits in vain.
    asked: String,
}

impl Client {
    /// Connects.
    pub(crate) fn connect(door: &Door) -> Result<Self, Gone> {
        let socket = TcpStream::connect((Ipv4Addr::LOCALHOST, door.port)).expect("a listener");
        socket.set_nodelay(true).expect("a socket");
        socket.set_read_timeout(Some(PATIENCE)).expect("a socket");
        let name = "localhost".try_into().expect("a name");
        let connection = ClientConnection::new(Arc::clone(&door.tls), name).expect("TLS");
        let mut client = Self {
            stream: StreamOwned::new(connection, socket),
            version: door.version,
            unread: Vec::new(),
            last_id: 0,
            delivered: Vec::new(),
            asked: "CONNECT".to_owned(),
        };
        client.send(&door.version.connect(
            &door.client_id,
            door.user.as_deref(),
            door.password.as_deref(),
            door.will.as_deref(),
        ))?;
        match client.receive()? {
            Packet::ConnAck { code: 0 } => Ok(client),
            Packet::ConnAck { code } => Err(Gone::Refused(code)),
            other => panic!("{other:?} before CONNACK"),
        }
    }

    /// Publishes with QoS 1 and returns the answer's reason code, which is 0 in
    /// MQTT 3.1.1.
    pub(crate) fn publish(
        &mut self,
        topic: &str,
        payload: &[u8],
        retain: bool,
    ) -> Result<u8, Gone> {
        let id = self.id();
        self.asked = format!("PUBLISH {topic:?}");
        self.send(&self.version.publish(id, topic, payload, retain))?;
        self.answer(|packet| match packet {
            Packet::PubAck { id: found, code } if *found == id => Some(*code),
            _ => None,
        })
    }

    /// Subscribes with QoS 1 and returns the answer's code.
    pub(crate) fn subscribe(&mut self, filter: &str) -> Result<u8, Gone> {
        let id = self.id();
        self.asked = format!("SUBSCRIBE {filter:?}");
        self.send(&self.version.subscribe(id, filter))?;
        self.answer(|packet| match packet {
            Packet::SubAck { id: found, code } if *found == id => Some(*code),
            _ => None,
        })
    }

    /// Takes a subscription back.
    pub(crate) fn unsubscribe(&mut self, filter: &str) -> Result<(), Gone> {
        let id = self.id();
        self.asked = format!("UNSUBSCRIBE {filter:?}");
        self.send(&self.version.unsubscribe(id, filter))?;
        self.answer(|packet| (*packet == Packet::UnsubAck { id }).then_some(()))
    }

    /// Waits until the broker has answered a PINGREQ.
    pub(crate) fn ping(&mut self) -> Result<(), Gone> {
        self.send(&pingreq())?;
        self.answer(|packet| (*packet == Packet::PingResp).then_some(()))
    }

    /// Waits for deliveries until one satisfies `last`.
    pub(crate) fn wait_for(&mut self, last: impl Fn(&Delivery) -> bool) -> Result<(), Gone> {
        while !self.delivered.iter().any(&last) {
            let packet = self.receive()?;
            self.take(packet)?;
        }
        Ok(())
    }

    /// What has arrived since the last call.
    pub(crate) fn deliveries(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.delivered)
    }

    fn id(&mut self) -> u16 {
        self.last_id = self.last_id.checked_add(1).unwrap_or(1);
        self.last_id
    }

    fn answer<T>(&mut self, wanted: impl Fn(&Packet) -> Option<T>) -> Result<T, Gone> {
        loop {
            let packet = self.receive()?;
            if let Some(answer) = wanted(&packet) {
                return Ok(answer);
            }
            self.take(packet)?;
        }
    }

    fn take(&mut self, packet: Packet) -> Result<(), Gone> {
        match packet {
            Packet::Publish {
                topic,
                payload,
                id,
                retained,
            } => {
                self.delivered.push(Delivery {
                    topic,
                    payload,
                    retained,
                });
                id.map_or(Ok(()), |id| self.send(&puback(id)))
            }
            Packet::Disconnect { code } => Err(Gone::Closed(Some(code))),
            other => panic!("unasked: {other:?}"),
        }
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), Gone> {
        let written = self
            .stream
            .write_all(bytes)
            .and_then(|()| self.stream.flush());
        match written {
            Ok(()) => Ok(()),
            // The broker may have said why before it closed.
            Err(_) => Err(self.farewell()),
        }
    }

    fn farewell(&mut self) -> Gone {
        loop {
            match self.receive() {
                Err(gone) => return gone,
                Ok(Packet::Disconnect { code }) => return Gone::Closed(Some(code)),
                Ok(_) => {}
            }
        }
    }

    fn receive(&mut self) -> Result<Packet, Gone> {
        loop {
            if let Some((packet, length)) = self.version.read(&self.unread) {
                self.unread.drain(..length);
                return match packet {
                    Packet::Disconnect { code } => Err(Gone::Closed(Some(code))),
                    other => Ok(other),
                };
            }
            let mut bytes = [0; 4096];
            match self.stream.read(&mut bytes) {
                Ok(0) => return Err(Gone::Closed(None)),
                Ok(read) => self.unread.extend(&bytes[..read]),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                        panic!("no answer within {PATIENCE:?} to {}", self.asked)
                    }
                    _ => return Err(Gone::Closed(None)),
                },
            }
        }
    }
}
