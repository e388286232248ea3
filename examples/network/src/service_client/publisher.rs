//! Publishing over a service's connection, until it stands.

use bytes::Bytes;
use rumqttc::{AsyncClient, ClientError, PublishOptions, QoS};
use tokio::sync::watch;

use crate::broker::MAX_PAYLOAD;

/// A publish that ends this many connections is one that the broker refuses:
/// closing the connection is all that MQTT 3.1.1 lets it say.
const ATTEMPTS: u32 = 4;

/// Why a message was not published.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// Longer than the protocol allows (P-5.3).
    #[error("expected a payload of at most {MAX_PAYLOAD} bytes, found {found}")]
    TooLarge {
        /// Its length.
        found: usize,
    },
    /// Not a topic that can be published to.
    #[error("expected a topic without wildcards, found {found:?}")]
    Topic {
        /// The topic.
        found: String,
    },
    /// The broker ended the connection each time.
    #[error("the broker closed {ATTEMPTS} connections in a row on a publish to {topic:?}")]
    Refused {
        /// The topic.
        topic: String,
    },
    /// The client was stopped first. The message may or may not have arrived.
    #[error("the client was stopped before the broker acknowledged the message")]
    Stopped,
}

/// Publishes over a service's connection.
#[derive(Clone, Debug)]
pub struct Publisher {
    pub(super) current: watch::Receiver<Option<AsyncClient>>,
}

impl Publisher {
    /// Publishes with QoS 1 and returns when the broker's PUBACK is here: a
    /// retained message stands from then on. A connection lost meanwhile is
    /// waited out and the message sent again, so it may arrive twice. Cancelled,
    /// it may or may not arrive.
    ///
    /// # Errors
    /// [`PublishError`].
    pub async fn publish(
        &self,
        topic: &str,
        payload: impl Into<Bytes>,
        retain: bool,
    ) -> Result<(), PublishError> {
        let payload = payload.into();
        // The client would end the connection over it.
        if payload.len() > MAX_PAYLOAD {
            return Err(PublishError::TooLarge {
                found: payload.len(),
            });
        }
        let options = PublishOptions::new(QoS::AtLeastOnce).retain(retain);
        let mut current = self.current.clone();
        for _ in 0..ATTEMPTS {
            let client = current
                .wait_for(Option::is_some)
                .await
                .map_err(|_| PublishError::Stopped)?
                .clone();
            let Some(client) = client else { continue };
            match client
                .publish_tracked(topic, payload.clone(), options)
                .await
            {
                Ok(notice) => tokio::select! {
                    biased;
                    told = notice.wait_async() => {
                        if told.is_ok() {
                            return Ok(());
                        }
                    }
                    // What is sent just before the connection's end may lie untaken in
                    // a channel that `client` keeps alive: no notice ever comes of it.
                    gone = current.changed() => {
                        gone.map_err(|_| PublishError::Stopped)?;
                        continue;
                    }
                },
                Err(ClientError::RequestChannelDisconnected(_)) => {}
                Err(_) => {
                    return Err(PublishError::Topic {
                        found: topic.to_owned(),
                    });
                }
            }
            // That connection is gone. Its client is still in place for a
            // moment; only the next one is of use.
            current.changed().await.map_err(|_| PublishError::Stopped)?;
        }
        Err(PublishError::Refused {
            topic: topic.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rumqttc::{EventLoop, MqttOptions};

    use super::*;

    fn connection() -> (AsyncClient, EventLoop) {
        let options = MqttOptions::new("service", ("127.0.0.1".to_owned(), 1));
        AsyncClient::builder(options).unbounded().build()
    }

    #[tokio::test]
    async fn p_7_8_a_publish_that_a_lost_connection_never_took_is_tried_on_the_next() {
        let (link, current) = watch::channel(None);
        let publisher = Publisher { current };
        let publishing = tokio::spawn(async move { publisher.publish("topic", "1", true).await });
        for _ in 0..ATTEMPTS {
            let (client, events) = connection();
            link.send_replace(Some(client));
            while events.diagnostics().queues.requests_rx_len == 0 {
                assert!(!publishing.is_finished());
                tokio::task::yield_now().await;
            }
            // Accepted, and never taken.
            drop(events);
            link.send_replace(None);
        }
        let ended = tokio::time::timeout(Duration::from_secs(10), publishing).await;
        let topic = "topic".to_owned();
        assert_eq!(
            ended.unwrap().unwrap(),
            Err(PublishError::Refused { topic })
        );
    }
}
