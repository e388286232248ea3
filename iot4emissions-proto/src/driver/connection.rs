//! One connection between the device and its session: what the device asks for becomes
//! MQTT, and what the broker says becomes the device's inputs.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use crate::device::{
    ConnectionNumber, DisconnectReason, Input, Output, PublishNumber, ReasonCode, ReceivedPayload,
    ReceivedTopic,
};
use crate::mqtt::{PacketId, Session, SessionConfig, SessionError, SessionEvent};
use crate::time::MonotonicMillis;

/// The MQTT session of one [`ConnectionNumber`], for a caller who runs the device himself;
/// [`Driver`](super::Driver) does that for him.
///
/// Outputs and bytes go in, bytes and inputs come out. The caller's stream is open from
/// [`opened`](Self::opened) on, and is closed once [`is_over`](Self::is_over) and everything
/// from [`poll_transmit`](Self::poll_transmit) is written.
#[derive(Clone)]
pub struct DeviceConnection {
    number: ConnectionNumber,
    session: Session,
    /// The publishes in flight, by the session's name for each.
    publishes: BTreeMap<PacketId, PublishNumber>,
    inputs: VecDeque<Input>,
    phase: Phase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The device uses it.
    Present,
    /// The device has disconnected; what is under way still counts (P-6.5).
    Left,
    /// The device knows that it ended.
    Ended,
}

impl DeviceConnection {
    /// A connection whose stream is being opened.
    #[must_use]
    pub fn new(number: ConnectionNumber, config: SessionConfig) -> Self {
        Self {
            number,
            session: Session::new(config),
            publishes: BTreeMap::new(),
            inputs: VecDeque::new(),
            phase: Phase::Present,
        }
    }

    /// The number that the device gave it.
    #[must_use]
    pub const fn number(&self) -> ConnectionNumber {
        self.number
    }

    /// The stream is open: CONNECT is to be written. Said twice, it changes nothing.
    pub fn opened(&mut self, now: MonotonicMillis) {
        if self.phase != Phase::Present {
            return;
        }
        match self.session.connect(now) {
            Ok(()) | Err(SessionError::State { .. }) => {}
            Err(_) => self.end(DisconnectReason::Protocol),
        }
    }

    /// Carries out what the device asks of this connection: subscribe, publish or
    /// disconnect. Everything else is not for a connection, and changes nothing.
    pub fn carry_out(&mut self, output: &Output) {
        let done = match output {
            Output::Subscribe { connection, topic } if *connection == self.number => {
                self.session.subscribe(&topic.to_string()).map(drop)
            }
            Output::Publish {
                connection,
                publish,
                topic,
                payload,
            } if *connection == self.number => self
                .session
                .publish(&topic.to_string(), payload.as_bytes())
                .map(|packet_id| {
                    self.publishes.insert(packet_id, *publish);
                }),
            Output::Disconnect { connection } if *connection == self.number => {
                self.leave();
                return;
            }
            _ => return,
        };
        if done.is_err() && self.phase == Phase::Present {
            // A packet that the session does not send, as it is too large: to the device
            // it is the same as a broker that does not take it (P-6.18).
            let _ = self.session.disconnect();
            self.end(DisconnectReason::Protocol);
        }
    }

    fn leave(&mut self) {
        if self.phase == Phase::Present {
            // Without a session there is nothing to say, and nothing more to come.
            self.phase = match self.session.disconnect() {
                Ok(()) => Phase::Left,
                Err(_) => Phase::Ended,
            };
        }
    }

    /// Takes bytes from the stream, cut in any way.
    pub fn received(&mut self, now: MonotonicMillis, bytes: &[u8]) {
        if self.phase != Phase::Ended {
            let done = self.session.handle_bytes(now, bytes);
            self.take_events();
            self.judge(done);
        }
    }

    /// Time has passed.
    pub fn wake(&mut self, now: MonotonicMillis) {
        if self.phase != Phase::Ended {
            let done = self.session.handle_time(now);
            self.judge(done);
        }
    }

    /// The stream is closed, or could not be opened.
    pub fn closed(&mut self, reason: DisconnectReason) {
        self.end(reason);
    }

    fn judge(&mut self, done: Result<(), SessionError>) {
        if let Err(error) = done {
            self.end(match error.is_timeout() {
                true => DisconnectReason::TimedOut,
                false => DisconnectReason::Protocol,
            });
        }
    }

    fn end(&mut self, reason: DisconnectReason) {
        if std::mem::replace(&mut self.phase, Phase::Ended) != Phase::Ended {
            let connection = self.number;
            self.inputs
                .push_back(Input::Disconnected { connection, reason });
        }
    }

    fn take_events(&mut self) {
        while let Some(event) = self.session.poll_event() {
            let connection = self.number;
            let input = match event {
                SessionEvent::Connected => Input::Connected { connection },
                SessionEvent::Refused(refusal) => {
                    let code = refusal.code();
                    self.end(DisconnectReason::Refused { code });
                    continue;
                }
                SessionEvent::Subscribed { return_code, .. } if return_code.is_accepted() => {
                    Input::Subscribed { connection }
                }
                SessionEvent::Subscribed { return_code, .. } => Input::SubscribeRefused {
                    connection,
                    reason: ReasonCode(return_code.code()),
                },
                SessionEvent::Message(message) => Input::Message {
                    connection,
                    topic: ReceivedTopic(message.topic),
                    payload: ReceivedPayload(message.payload),
                    retain: message.retain,
                },
                SessionEvent::PublishAcknowledged { packet_id } => {
                    let Some(publish) = self.publishes.remove(&packet_id) else {
                        continue;
                    };
                    Input::PublishAcknowledged {
                        connection,
                        publish,
                    }
                }
            };
            self.inputs.push_back(input);
        }
    }

    /// The next thing that the device is to be told.
    pub fn poll_input(&mut self) -> Option<Input> {
        self.inputs.pop_front()
    }

    /// What is to be written to the stream; nothing if there is nothing.
    pub fn poll_transmit(&mut self, now: MonotonicMillis) -> Option<Vec<u8>> {
        self.session.poll_transmit(now)
    }

    /// When [`wake`](Self::wake) must be called next.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<MonotonicMillis> {
        match self.phase {
            Phase::Ended => None,
            Phase::Present | Phase::Left => self.session.poll_timeout(),
        }
    }

    /// Whether the stream is to be closed, once what is to be written is. What is read
    /// until then still counts (P-6.5).
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Left | Phase::Ended)
    }

    /// Whether nothing that is read counts any more.
    pub(super) const fn has_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended)
    }
}

impl fmt::Debug for DeviceConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceConnection")
            .field("number", &self.number)
            .field("session", &self.session)
            .field("publishes", &self.publishes.len())
            .field("inputs", &self.inputs.len())
            .field("phase", &self.phase)
            .finish()
    }
}
