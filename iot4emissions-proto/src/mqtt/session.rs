//! The session: what was sent, what is awaited, what came.

use std::collections::VecDeque;
use std::fmt;

use bytes::BytesMut;

use super::frame::FrameReader;
use super::incoming::{self, Incoming};
use super::keep_alive::KeepAlive;
use super::packet_id::{Awaited, InFlight};
use super::{ConnectRefusal, PacketId, SessionConfig, SessionError, SessionEvent, outgoing};
use crate::time::MonotonicMillis;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum State {
    New,
    Connecting,
    Connected,
    /// DISCONNECT is queued or sent: nothing may follow it (MQTT 3.1.1
    /// §3.14.4), but what was under way still counts (P-6.5).
    Disconnected,
    Refused(ConnectRefusal),
    /// With a fatal error only.
    Failed(SessionError),
}

impl State {
    const fn name(&self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Disconnected => "disconnected",
            Self::Refused(_) => "refused",
            Self::Failed(_) => "failed",
        }
    }
}

/// One connection of a device to a broker, as MQTT 3.1.1 packets.
///
/// The [module](super) shows the loop around it. Its decisions:
///
/// - PUBACK for a received message is queued at once, not after the caller has
///   handled it. What a device receives is retained and idempotent (P-3.6): if
///   it loses power in between, the next connection brings the message again.
/// - MQTT 3.1.1 §4.8 is taken at its word: an acknowledgement of a packet that
///   is not in flight, a PINGRESP without PINGREQ and every packet of QoS 2
///   end the session. With one connection per session there is no honest
///   source of them, and a stray PUBACK that meets a reused identifier would
///   have a snapshot deleted that never arrived (P-6.6).
/// - An error that [is fatal](SessionError::is_fatal) ends the session: what
///   is queued in both directions is dropped and every later call returns the
///   same error. Nothing is lost by that: what the broker retains comes again,
///   what it did not acknowledge is published again (P-6.6).
///
/// Times are those of the monotonic clock (P-6.17) and never go back. One that
/// does is harmless: at worst a PINGREQ or a time-out is early or late by as
/// much.
///
/// `Debug` shows states, identifiers and lengths, never content. Copies and
/// comparison are for models and tests: a stream has one session.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Session {
    config: SessionConfig,
    state: State,
    frames: FrameReader,
    keep_alive: KeepAlive,
    in_flight: InFlight,
    events: VecDeque<SessionEvent>,
    outgoing: BytesMut,
}

impl Session {
    /// A session for one connection that the caller has opened or will open.
    #[must_use]
    pub fn new(config: SessionConfig) -> Self {
        Self {
            state: State::New,
            frames: FrameReader::new(config.max_packet_size()),
            keep_alive: KeepAlive::new(&config),
            in_flight: InFlight::default(),
            events: VecDeque::new(),
            outgoing: BytesMut::new(),
            config,
        }
    }

    /// Queues CONNECT (MQTT 3.1.1 §3.1, P-3.9). CONNACK must come within
    /// [`SessionConfig::response_timeout_seconds`] of `now`.
    ///
    /// # Errors
    /// [`SessionError::State`] if the session is not new,
    /// [`SessionError::TooLarge`] if the packet exceeds the limit.
    pub fn connect(&mut self, now: MonotonicMillis) -> Result<(), SessionError> {
        match self.state {
            State::New => {}
            _ => return Err(self.wrong_state("connect", "new")),
        }
        let packet = outgoing::connect(&self.config)?;
        self.outgoing.extend_from_slice(&packet);
        self.keep_alive.connecting(now);
        self.state = State::Connecting;
        Ok(())
    }

    /// Queues SUBSCRIBE with QoS 1 for one topic, the text of a `Topic` of
    /// P-3.2 or P-3.3 (MQTT 3.1.1 §3.8, P-3.5). A device subscribes nothing
    /// wider (P-4.1), so wildcards are refused. The answer comes as
    /// [`SessionEvent::Subscribed`] with the returned identifier.
    ///
    /// # Errors
    /// [`SessionError::State`] unless connected; [`SessionError::Text`] if the
    /// topic is empty, longer than 65,535 bytes or contains a wildcard or
    /// U+0000; [`SessionError::TooLarge`]; [`SessionError::NoFreePacketId`];
    /// the fatal error if there was one.
    pub fn subscribe(&mut self, topic: &str) -> Result<PacketId, SessionError> {
        self.expect_connected("subscribe")?;
        let packet_id = self.in_flight.free()?;
        let packet = outgoing::subscribe(self.config.max_packet_size(), packet_id, topic)?;
        self.outgoing.extend_from_slice(&packet);
        self.in_flight.insert(packet_id, Awaited::SubAck);
        Ok(packet_id)
    }

    /// Queues PUBLISH with QoS 1, DUP 0 and never retained (P-4.2), on the
    /// text of a `Topic` of P-3.1 or P-3.4 (MQTT 3.1.1 §3.3). The
    /// acknowledgement comes as [`SessionEvent::PublishAcknowledged`] with the
    /// returned identifier.
    ///
    /// # Errors
    /// As [`Session::subscribe`].
    pub fn publish(&mut self, topic: &str, payload: &[u8]) -> Result<PacketId, SessionError> {
        self.expect_connected("publish")?;
        let packet_id = self.in_flight.free()?;
        let limit = self.config.max_packet_size();
        let packet = outgoing::publish(limit, packet_id, topic, payload)?;
        self.outgoing.extend_from_slice(&packet);
        self.in_flight.insert(packet_id, Awaited::PubAck);
        Ok(packet_id)
    }

    /// Queues DISCONNECT (MQTT 3.1.1 §3.14). The caller writes what
    /// [`Session::poll_transmit`] hands out and closes the stream. Bytes that
    /// were under way are still read, and a late PUBACK still counts (P-6.5),
    /// but nothing is sent any more. A session that is not connected needs no
    /// DISCONNECT: the caller closes the stream.
    ///
    /// # Errors
    /// [`SessionError::State`] unless connected; the fatal error if there was
    /// one.
    pub fn disconnect(&mut self) -> Result<(), SessionError> {
        self.expect_connected("disconnect")?;
        self.outgoing.extend_from_slice(&outgoing::DISCONNECT);
        self.keep_alive.stop();
        self.state = State::Disconnected;
        Ok(())
    }

    /// All bytes that are to be written to the stream, in order; nothing if
    /// there are none. Handing them out counts as sending them at `now`: it
    /// starts the keep-alive interval anew (MQTT 3.1.1 §3.1.2.10).
    pub fn poll_transmit(&mut self, now: MonotonicMillis) -> Option<Vec<u8>> {
        if self.outgoing.is_empty() {
            return None;
        }
        self.keep_alive.sent(now);
        Some(self.outgoing.split().into())
    }

    /// Takes bytes from the stream, cut in any way, and then does what
    /// [`Session::handle_time`] does: an answer that has arrived is not late.
    /// A packet counts when its last byte is there.
    ///
    /// # Errors
    /// [`SessionError::Malformed`], [`SessionError::Unexpected`],
    /// [`SessionError::Oversized`] and those of [`Session::handle_time`], all
    /// fatal; after one of them, the same again.
    pub fn handle_bytes(&mut self, now: MonotonicMillis, bytes: &[u8]) -> Result<(), SessionError> {
        self.expect_alive()?;
        self.read(bytes).map_err(|error| self.fail(error))?;
        self.handle_time(now)
    }

    /// Does what is due at `now`: queues PINGREQ if nothing was sent for the
    /// keep-alive interval (MQTT 3.1.1 §3.12), or gives up on an answer.
    ///
    /// # Errors
    /// [`SessionError::ConnectTimeout`] or [`SessionError::KeepAliveTimeout`],
    /// both fatal; after a fatal error, the same again.
    pub fn handle_time(&mut self, now: MonotonicMillis) -> Result<(), SessionError> {
        self.expect_alive()?;
        let ping = self
            .keep_alive
            .handle_time(now)
            .map_err(|error| self.fail(error))?;
        if ping {
            self.outgoing.extend_from_slice(&outgoing::PINGREQ);
        }
        Ok(())
    }

    /// When [`Session::handle_time`] must be called next; nothing if only
    /// bytes or a call can bring something new. It changes with every call.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<MonotonicMillis> {
        self.keep_alive.deadline()
    }

    /// The next event, oldest first.
    pub fn poll_event(&mut self) -> Option<SessionEvent> {
        self.events.pop_front()
    }

    /// The identifiers that wait for their SUBACK or PUBACK, ascending. What a
    /// session that ended leaves here is published anew on the next (P-6.6).
    pub fn in_flight(&self) -> impl Iterator<Item = PacketId> + '_ {
        self.in_flight.ids()
    }

    /// Why the broker refused this session, if it did and nothing came after.
    #[must_use]
    pub const fn refusal(&self) -> Option<ConnectRefusal> {
        match self.state {
            State::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// The fatal error that ended this session, if one did.
    #[must_use]
    pub const fn failure(&self) -> Option<&SessionError> {
        match &self.state {
            State::Failed(error) => Some(error),
            _ => None,
        }
    }

    fn read(&mut self, mut bytes: &[u8]) -> Result<(), SessionError> {
        while let Some(frame) = self.frames.next(&mut bytes)? {
            let name = frame.kind.name();
            let packet = incoming::read(frame)?;
            self.handle_packet(name, packet)?;
        }
        Ok(())
    }

    fn handle_packet(&mut self, name: &str, packet: Incoming) -> Result<(), SessionError> {
        match (&self.state, packet) {
            (State::Connecting, Incoming::ConnAck(None)) => {
                self.state = State::Connected;
                self.keep_alive.connected();
                self.events.push_back(SessionEvent::Connected);
            }
            (State::Connecting, Incoming::ConnAck(Some(refusal))) => {
                self.state = State::Refused(refusal);
                self.keep_alive.stop();
                self.events.push_back(SessionEvent::Refused(refusal));
            }
            (State::Connecting, _) => return unexpected("CONNACK first", name),
            (State::New, _) => return unexpected("no packet before CONNECT", name),
            (State::Refused(_), _) => return unexpected("no packet after a refusal", name),
            (State::Failed(error), _) => return Err(error.clone()),
            (State::Connected | State::Disconnected, Incoming::ConnAck(_)) => {
                return unexpected("one CONNACK", "a second one");
            }
            (State::Connected, Incoming::Publish(message, acknowledge)) => {
                if let Some(packet_id) = acknowledge {
                    self.outgoing
                        .extend_from_slice(&outgoing::puback(packet_id));
                }
                self.events.push_back(SessionEvent::Message(message));
            }
            (State::Disconnected, Incoming::Publish(message, _)) => {
                self.events.push_back(SessionEvent::Message(message));
            }
            (State::Connected | State::Disconnected, Incoming::PubAck(packet_id)) => {
                if !self.in_flight.acknowledge(packet_id, Awaited::PubAck) {
                    let found = format!("packet id {packet_id}");
                    return unexpected("PUBACK for a PUBLISH in flight", &found);
                }
                self.events
                    .push_back(SessionEvent::PublishAcknowledged { packet_id });
            }
            (State::Connected | State::Disconnected, Incoming::SubAck(packet_id, return_code)) => {
                if !self.in_flight.acknowledge(packet_id, Awaited::SubAck) {
                    let found = format!("packet id {packet_id}");
                    return unexpected("SUBACK for a SUBSCRIBE in flight", &found);
                }
                self.events.push_back(SessionEvent::Subscribed {
                    packet_id,
                    return_code,
                });
            }
            (State::Connected, Incoming::PingResp) => {
                if !self.keep_alive.pong() {
                    return unexpected("PINGRESP after PINGREQ only", "one without");
                }
            }
            // DISCONNECT may have overtaken the wait for it.
            (State::Disconnected, Incoming::PingResp) => {}
        }
        Ok(())
    }

    /// Ends the session; the first error stays.
    fn fail(&mut self, error: SessionError) -> SessionError {
        self.events.clear();
        self.outgoing.clear();
        self.frames = FrameReader::new(self.config.max_packet_size());
        self.keep_alive.stop();
        self.state = State::Failed(error.clone());
        error
    }

    fn expect_alive(&self) -> Result<(), SessionError> {
        match &self.state {
            State::Failed(error) => Err(error.clone()),
            _ => Ok(()),
        }
    }

    fn expect_connected(&self, call: &'static str) -> Result<(), SessionError> {
        match &self.state {
            State::Connected => Ok(()),
            _ => Err(self.wrong_state(call, "connected")),
        }
    }

    fn wrong_state(&self, call: &'static str, expected: &'static str) -> SessionError {
        match &self.state {
            State::Failed(error) => error.clone(),
            state => SessionError::State {
                call,
                expected,
                found: state.name(),
            },
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("config", &self.config)
            .field("state", &self.state)
            .field("keep_alive", &self.keep_alive)
            .field("in_flight", &self.in_flight.ids().count())
            .field("events", &self.events.len())
            .field("bytes_to_send", &self.outgoing.len())
            .field("bytes_of_unfinished_packet", &self.frames.buffered())
            .finish()
    }
}

fn unexpected(expected: &'static str, found: &str) -> Result<(), SessionError> {
    Err(SessionError::Unexpected {
        expected,
        found: found.to_owned(),
    })
}
