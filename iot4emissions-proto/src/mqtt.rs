//! The device's MQTT session as bytes, for callers without an MQTT client: a
//! telematics unit that has a TLS byte stream and nothing else.
//!
//! MQTT 3.1.1, and of it what a device needs (P-3.5, P-3.9): clean session, no
//! will, no user name, QoS 1, nothing published retained. Bytes from the
//! broker and the time go in, bytes for the broker and events come out; no
//! socket, no clock, no thread (P-6.1).
//!
//! ```
//! use iot4emissions_proto::mqtt::{Session, SessionConfig, SessionEvent};
//! use iot4emissions_proto::time::MonotonicMillis;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let now = MonotonicMillis(12_000); // since the unit started
//! let mut session = Session::new(SessionConfig::new("0b6d3c1e")?);
//! session.connect(now)?;
//! let bytes = session.poll_transmit(now); // to be written to the stream
//! assert_eq!(bytes.map(|bytes| bytes.len()), Some(22));
//!
//! session.handle_bytes(now, &[0x20, 0x02, 0x00, 0x00])?; // read from the stream
//! assert_eq!(session.poll_event(), Some(SessionEvent::Connected));
//!
//! let packet_id = session.publish("iot4emissions/dataDevice/0b6d3c1e", b"{}")?;
//! while let Some(_bytes) = session.poll_transmit(now) {}
//! session.handle_bytes(now, &[0x40, 0x02, 0x00, 0x01])?;
//! assert_eq!(session.poll_event(), Some(SessionEvent::PublishAcknowledged { packet_id }));
//! # Ok(())
//! # }
//! ```
//!
//! # The loop
//! After every call: write what [`Session::poll_transmit`] hands out, take
//! every event from [`Session::poll_event`], then wait for bytes or for
//! [`Session::poll_timeout`], whichever comes first, and hand over the one
//! with [`Session::handle_bytes`] or the other with [`Session::handle_time`].
//!
//! # Time
//! Time-outs and keep-alive follow the monotonic clock (P-6.17): that the wall
//! clock is set, forwards or back, while a session waits is neither a time-out
//! nor delays one. The types keep them apart. This compiles:
//!
//! ```
//! # use iot4emissions_proto::mqtt::{Session, SessionConfig};
//! # use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
//! # let mut session = Session::new(SessionConfig::new("0b6d3c1e").unwrap());
//! let now = Now { monotonic: MonotonicMillis(12_000), wall: UnixMillis(1_622_538_000_000) };
//! session.connect(now.monotonic).unwrap();
//! ```
//!
//! and this does not:
//!
//! ```compile_fail,E0308
//! # use iot4emissions_proto::mqtt::{Session, SessionConfig};
//! # use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
//! # let mut session = Session::new(SessionConfig::new("0b6d3c1e").unwrap());
//! let now = Now { monotonic: MonotonicMillis(12_000), wall: UnixMillis(1_622_538_000_000) };
//! session.connect(now.wall).unwrap();
//! ```
//!
//! # One session, one connection
//! A [`Session`] lives exactly as long as its connection; the next connection
//! is a new `Session`. The broker keeps nothing in between (clean session,
//! P-3.9), so what was not acknowledged is published anew, with a new packet
//! id and DUP = 0 (P-6.6).
//!
//! # How it ends
//! In one of these ways, each of which says whose fault it was:
//!
//! | What ended it | Where that shows |
//! |---|---|
//! | The broker refused the connection | [`Session::refusal`], with its [code](ConnectRefusal::code) |
//! | The broker was silent for too long | [`Session::failure`], and it [is a time-out](SessionError::is_timeout) |
//! | The broker broke the protocol | [`Session::failure`], and it is none |
//! | The stream ended, or never began | neither: the caller knows, the session does not |
//!
//! An error that is not [fatal](SessionError::is_fatal) refused one call and
//! ended nothing. A broker that says more after a refusal broke the protocol.
//!
//! # What this module does not do
//! It does not open a connection, does not reconnect, does not check that a
//! message came on a topic that the caller subscribed, and reads no payload.
//! Topics and filters are the text of the caller's `Topic`, the client id is
//! that of his `DeviceId`: their rules are checked by those types, here only
//! what MQTT itself demands.

mod config;
mod error;
mod event;
mod frame;
mod incoming;
mod keep_alive;
mod outgoing;
mod packet_id;
mod session;

pub use config::{
    DEFAULT_KEEP_ALIVE_SECONDS, DEFAULT_MAX_PACKET_SIZE, DEFAULT_RESPONSE_TIMEOUT_SECONDS,
    SessionConfig,
};
pub use error::SessionError;
pub use event::{ApplicationMessage, ConnectRefusal, SessionEvent, SubscribeReturnCode};
pub use packet_id::PacketId;
pub use session::Session;
