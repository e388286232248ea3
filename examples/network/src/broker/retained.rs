//! Retained messages (P-3.6). rmqtt's own store drops them silently, so this
//! one takes its place; it outlives the broker and so they survive a restart.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use iot4emissions_proto::topic::TopicFilter;
use rmqtt::retain::RetainStorage;
use rmqtt::types::{Retain, TopicFilter as FilterText, TopicName};

use super::store::BrokerStore;

/// The retained messages by topic.
#[derive(Default)]
pub struct Retained {
    messages: Mutex<BTreeMap<String, Retain>>,
}

impl Retained {
    /// The payload retained on this topic.
    #[must_use]
    pub fn payload(&self, topic: &str) -> Option<Bytes> {
        self.lock().get(topic).map(|r| r.publish.payload.clone())
    }

    /// How many topics have a retained message.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether none has.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Forgets all, as a broker that lost its disk does (P-7.8).
    pub fn clear(&self) {
        self.lock().clear();
    }

    fn set(&self, topic: &str, mut retain: Retain) {
        let payload = &retain.publish.payload;
        if payload.is_empty() {
            self.lock().remove(topic);
            return;
        }
        // A slice of the connection's read buffer would keep all of it alive.
        let payload = Bytes::copy_from_slice(payload);
        retain.publish.payload = payload;
        retain.publish.topic = topic.to_owned().into();
        self.lock().insert(topic.to_owned(), retain);
    }

    fn matching(&self, wanted: &str) -> Vec<(TopicName, Retain)> {
        let messages = self.lock();
        if !wanted.contains(['+', '#']) {
            // What devices ask, each for its own topic: no walk over a
            // hundred thousand others.
            return messages
                .get_key_value(wanted)
                .map(|(topic, retain)| (topic.clone().into(), retain.clone()))
                .into_iter()
                .collect();
        }
        let Ok(filter) = wanted.parse::<TopicFilter>() else {
            return Vec::new();
        };
        messages
            .iter()
            .filter(|(topic, _)| filter.matches(topic))
            .map(|(topic, retain)| (topic.clone().into(), retain.clone()))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Retain>> {
        // A panic elsewhere leaves the map as it was: every change is one call.
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// rmqtt's view of the store.
pub(super) struct RetainedIn(pub(super) std::sync::Arc<BrokerStore>);

#[async_trait]
impl RetainStorage for RetainedIn {
    fn enable(&self) -> bool {
        true
    }

    fn need_sync(&self) -> bool {
        false
    }

    // The expiry is the listener's and means nothing here: a registration
    // status stays until it is replaced.
    async fn set(
        &self,
        topic: &TopicName,
        retain: Retain,
        _expiry: Option<Duration>,
    ) -> rmqtt::Result<()> {
        self.0.retained().set(topic, retain);
        Ok(())
    }

    async fn get(&self, topic_filter: &FilterText) -> rmqtt::Result<Vec<(TopicName, Retain)>> {
        Ok(self.0.retained().matching(topic_filter))
    }

    async fn count(&self) -> isize {
        isize::try_from(self.0.retained().len()).unwrap_or(isize::MAX)
    }

    async fn max(&self) -> isize {
        -1
    }
}
