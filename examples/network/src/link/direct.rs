//! A connection by direct calls: no broker, no socket, the same rules.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use iot4emissions_proto::access::{self, Principal};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    ConnectionNumber, DisconnectReason, Input, Output, ReasonCode, ReceivedTopic,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::topic::Topic;

use super::{Link, Network};

/// What takes a device's messages; the payload has been taken over when it returns.
#[async_trait]
pub trait Receiver: Send + Sync {
    /// Takes a message.
    async fn receive(&self, topic: &Topic, payload: &[u8]);
}

/// The two brokers' memory: retained messages, and who listens.
#[derive(Default)]
pub struct Exchange {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    retained: HashMap<String, Vec<u8>>,
    listeners: HashMap<String, (ConnectionNumber, Inbox)>,
    refused: u64,
}

type Inbox = Arc<Mutex<VecDeque<Input>>>;

impl Exchange {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Publishes a service's message, retained; an empty one clears the topic (P-3.6).
    pub fn publish(&self, service: &Principal, broker: BrokerRole, topic: &Topic, payload: &[u8]) {
        let name = topic.to_string();
        let mut state = self.state();
        if access::publish(service, broker, &name, true).is_err() {
            state.refused += 1;
            return;
        }
        if payload.is_empty() {
            state.retained.remove(&name);
        } else {
            state.retained.insert(name.clone(), payload.to_vec());
        }
        if let Some((connection, inbox)) = state.listeners.get(&name) {
            push(inbox, message(*connection, &name, payload, false));
        }
    }

    /// How much was refused by the rules of P-4.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.state().refused
    }
}

fn push(inbox: &Inbox, input: Input) {
    inbox
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push_back(input);
}

fn message(connection: ConnectionNumber, topic: &str, payload: &[u8], retain: bool) -> Input {
    Input::Message {
        connection,
        topic: ReceivedTopic::from(topic),
        payload: payload.into(),
        retain,
    }
}

/// Both brokers, by direct calls.
pub struct DirectNetwork {
    exchange: Arc<Exchange>,
    receiver: Arc<dyn Receiver>,
}

impl DirectNetwork {
    /// A network on this exchange, whose services are `receiver`.
    #[must_use]
    pub fn new(exchange: Arc<Exchange>, receiver: Arc<dyn Receiver>) -> Self {
        Self { exchange, receiver }
    }
}

#[async_trait]
impl Network for DirectNetwork {
    async fn connect(
        &self,
        connection: ConnectionNumber,
        device: &DeviceId,
        broker: BrokerRole,
        _endpoint: &Endpoint,
    ) -> Result<Box<dyn Link>, DisconnectReason> {
        Ok(Box::new(DirectLink {
            connection,
            exchange: Arc::clone(&self.exchange),
            receiver: Arc::clone(&self.receiver),
            principal: Principal::Device(device.clone()),
            broker,
            inbox: Inbox::default(),
            topics: Vec::new(),
        }))
    }
}

struct DirectLink {
    connection: ConnectionNumber,
    exchange: Arc<Exchange>,
    receiver: Arc<dyn Receiver>,
    principal: Principal,
    broker: BrokerRole,
    inbox: Inbox,
    topics: Vec<String>,
}

impl DirectLink {
    fn close(&mut self) {
        let mut state = self.exchange.state();
        for topic in self.topics.drain(..) {
            state.listeners.remove(&topic);
        }
        let (connection, reason) = (self.connection, DisconnectReason::Closed);
        push(&self.inbox, Input::Disconnected { connection, reason });
    }

    fn subscribe(&mut self, topic: &Topic) {
        let (connection, name) = (self.connection, topic.to_string());
        let mut state = self.exchange.state();
        if access::subscribe(&self.principal, self.broker, &name).is_err() {
            state.refused += 1;
            let reason = ReasonCode::UNSPECIFIED_ERROR;
            push(&self.inbox, Input::SubscribeRefused { connection, reason });
            return;
        }
        push(&self.inbox, Input::Subscribed { connection });
        if let Some(payload) = state.retained.get(&name) {
            push(&self.inbox, message(connection, &name, payload, true));
        }
        let listener = (connection, Arc::clone(&self.inbox));
        state.listeners.insert(name.clone(), listener);
        self.topics.push(name);
    }
}

#[async_trait]
impl Link for DirectLink {
    async fn carry_out(&mut self, output: &Output) {
        match output {
            Output::Subscribe { topic, .. } => self.subscribe(topic),
            Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } => {
                let name = topic.to_string();
                if access::publish(&self.principal, self.broker, &name, false).is_err() {
                    self.exchange.state().refused += 1;
                    self.close();
                    return;
                }
                let (connection, publish) = (*connection, *publish);
                let acknowledged = Input::PublishAcknowledged {
                    connection,
                    publish,
                };
                push(&self.inbox, acknowledged);
                self.receiver.receive(topic, payload.as_bytes()).await;
            }
            Output::Disconnect { .. } => self.close(),
            _ => {}
        }
    }

    async fn input(&mut self, _patience: Duration) -> Option<Input> {
        self.inbox
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
    }

    fn mqtt_bytes(&self) -> u64 {
        0
    }

    fn wire_bytes(&self) -> u64 {
        0
    }
}
