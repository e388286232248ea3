//! A connection by direct calls: no broker, no socket, the same rules.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use iot4emissions_proto::access::{self, Principal};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::PublishNumber;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::topic::Topic;

use super::{Link, LinkEvent, Network};

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
    listeners: HashMap<String, Inbox>,
    refused: u64,
}

type Inbox = Arc<Mutex<VecDeque<LinkEvent>>>;

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
        if let Some(inbox) = state.listeners.get(&name) {
            push(inbox, message(&name, payload, false));
        }
    }

    /// How much was refused by the rules of P-4.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.state().refused
    }
}

fn push(inbox: &Inbox, event: LinkEvent) {
    inbox
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push_back(event);
}

fn message(topic: &str, payload: &[u8], retain: bool) -> LinkEvent {
    LinkEvent::Message {
        topic: topic.to_owned(),
        payload: payload.to_vec(),
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
        device: &DeviceId,
        broker: BrokerRole,
        _endpoint: &Endpoint,
    ) -> Option<Box<dyn Link>> {
        Some(Box::new(DirectLink {
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
    exchange: Arc<Exchange>,
    receiver: Arc<dyn Receiver>,
    principal: Principal,
    broker: BrokerRole,
    inbox: Inbox,
    topics: Vec<String>,
}

#[async_trait]
impl Link for DirectLink {
    async fn subscribe(&mut self, topic: &Topic) {
        let name = topic.to_string();
        let mut state = self.exchange.state();
        let accepted = access::subscribe(&self.principal, self.broker, &name).is_ok();
        push(&self.inbox, LinkEvent::Subscribed { accepted });
        if !accepted {
            state.refused += 1;
            return;
        }
        if let Some(payload) = state.retained.get(&name) {
            push(&self.inbox, message(&name, payload, true));
        }
        state
            .listeners
            .insert(name.clone(), Arc::clone(&self.inbox));
        self.topics.push(name);
    }

    async fn publish(&mut self, publish: PublishNumber, topic: &Topic, payload: &[u8]) {
        if access::publish(&self.principal, self.broker, &topic.to_string(), false).is_err() {
            self.exchange.state().refused += 1;
            push(&self.inbox, LinkEvent::Closed);
            return;
        }
        push(&self.inbox, LinkEvent::Acknowledged(publish));
        self.receiver.receive(topic, payload).await;
    }

    async fn event(&mut self, _patience: Duration) -> Option<LinkEvent> {
        self.inbox
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
    }

    async fn disconnect(&mut self) -> Vec<LinkEvent> {
        let mut state = self.exchange.state();
        for topic in self.topics.drain(..) {
            state.listeners.remove(&topic);
        }
        let mut inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.drain(..).collect()
    }

    fn mqtt_bytes(&self) -> u64 {
        0
    }

    fn wire_bytes(&self) -> u64 {
        0
    }
}
