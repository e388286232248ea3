//! Messages for a service, kept until the service has acknowledged them.
//!
//! rmqtt can queue for a persistent session, but loses messages at the edges:
//! what sits in a connection's channel when the same client connects anew, and
//! everything when the broker stops. The device has had its PUBACK by then and
//! has deleted the snapshot (P-6.6). So the broker's hooks write each such
//! message here **before** the PUBACK, strike it off when the service's PUBACK
//! comes, and hand over whatever is left when the service subscribes again:
//! after its own restart or the broker's. Sessions can then all be clean ones,
//! and nothing else grows.
//!
//! A full spool refuses the publish and closes the connection: without a
//! PUBACK the device keeps its snapshot and tries again later.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use iot4emissions_proto::topic::TopicFilter;
use rmqtt::types::{From, Publish};
use tokio::sync::watch;

/// What is kept, for whom, and how much.
#[derive(Clone, Debug)]
pub struct SpoolSettings {
    /// The service that is to receive the messages, by its common name.
    pub consumer: String,
    /// Which topics: the filter that the service subscribes.
    pub filter: TopicFilter,
    /// At most this many messages.
    pub max_messages: usize,
    /// At most this many payload bytes.
    pub max_bytes: usize,
}

impl SpoolSettings {
    /// 100,000 messages, 256 MiB: an hour's absence at 28 messages a second.
    #[must_use]
    pub fn new(consumer: &str, filter: TopicFilter) -> Self {
        Self {
            consumer: consumer.to_owned(),
            filter,
            max_messages: 100_000,
            max_bytes: 256 << 20,
        }
    }
}

/// The spool of one broker.
pub struct Spool {
    settings: SpoolSettings,
    inner: Mutex<Inner>,
    length: watch::Sender<usize>,
}

#[derive(Default)]
struct Inner {
    next: u64,
    bytes: usize,
    held: bool,
    messages: BTreeMap<u64, (From, Publish)>,
}

impl Spool {
    /// An empty spool.
    #[must_use]
    pub fn new(settings: SpoolSettings) -> Self {
        Self {
            settings,
            inner: Mutex::default(),
            length: watch::Sender::new(0),
        }
    }

    /// How many messages wait for the service's acknowledgement.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().messages.len()
    }

    /// Whether the service has acknowledged everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Waits until the service has acknowledged everything.
    pub async fn emptied(&self) {
        let mut length = self.length.subscribe();
        // The sender lives as long as `self`.
        let _ = length.wait_for(|length| *length == 0).await;
    }

    /// Whether the consumer is cut off: then nothing is delivered to it, and all of it
    /// waits until it subscribes again.
    pub fn hold(&self, held: bool) {
        self.lock().held = held;
    }

    /// Forgets all, as a broker does that acknowledges before it has stored; how many
    /// messages that were.
    pub fn forget(&self) -> usize {
        let mut inner = self.lock();
        let forgotten = inner.messages.len();
        inner.messages.clear();
        inner.bytes = 0;
        self.length.send_replace(0);
        forgotten
    }

    pub(super) fn is_held(&self) -> bool {
        self.lock().held
    }

    pub(super) fn settings(&self) -> &SpoolSettings {
        &self.settings
    }

    pub(super) fn keeps(&self, topic: &str) -> bool {
        self.settings.filter.matches(topic)
    }

    /// Keeps a message and marks it with its number; `None` when full.
    pub(super) fn put(&self, from: From, mut publish: Publish) -> Option<Publish> {
        let size = publish.payload.len();
        let mut inner = self.lock();
        if inner.messages.len() >= self.settings.max_messages
            || inner.bytes + size > self.settings.max_bytes
        {
            return None;
        }
        let number = inner.next;
        inner.next += 1;
        inner.bytes += size;
        // Copies: slices of the connection's read buffer would keep it alive.
        publish.payload = Bytes::copy_from_slice(&publish.payload);
        publish.topic = publish.topic.to_string().into();
        publish.dup = false;
        mark(&mut publish, number);
        inner.messages.insert(number, (from, publish.clone()));
        self.length.send_replace(inner.messages.len());
        Some(publish)
    }

    /// The consumer has acknowledged this message.
    pub(super) fn acknowledged(&self, publish: &Publish) {
        let Some(number) = number(publish) else {
            return;
        };
        let mut inner = self.lock();
        if let Some((_, publish)) = inner.messages.remove(&number) {
            inner.bytes -= publish.payload.len();
            self.length.send_replace(inner.messages.len());
        }
    }

    /// Everything that is left, oldest first.
    pub(super) fn waiting(&self) -> Vec<(From, Publish)> {
        self.lock().messages.values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number travels with the message through rmqtt and comes back with the
/// acknowledgement. An MQTT 5 property serves as the place: MQTT 3.1.1, all
/// that the broker accepts, neither reads nor writes properties, so no client
/// can see or forge it.
fn mark(publish: &mut Publish, number: u64) {
    let properties = publish.properties.get_or_insert_default();
    properties.correlation_data = Some(Bytes::copy_from_slice(&number.to_be_bytes()));
}

pub(super) fn number(publish: &Publish) -> Option<u64> {
    let data = publish.properties.as_ref()?.correlation_data.as_ref()?;
    Some(u64::from_be_bytes(data.as_ref().try_into().ok()?))
}
