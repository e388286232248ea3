//! What the host tells the driver.

use super::bytes::StreamBytes;
use crate::device::{ConnectionNumber, DisconnectReason, Input};

/// What happened on a stream or in the vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DriverInput {
    /// The stream that [`DriverOutput::Open`](super::DriverOutput::Open) asked for is
    /// open: TCP is connected, and the TLS handshake is done on both sides.
    Opened {
        /// The connection's number.
        connection: ConnectionNumber,
    },
    /// Bytes were read from a stream, cut in any way. Those of a connection that the
    /// driver no longer has are ignored.
    Received {
        /// On which connection.
        connection: ConnectionNumber,
        /// What was read.
        bytes: StreamBytes,
    },
    /// A stream could not be opened, or is closed by the other side, by an error, or
    /// because [`DriverOutput::Close`](super::DriverOutput::Close) asked for it; the
    /// reason of the last one says nothing to the device.
    Closed {
        /// Which connection.
        connection: ConnectionNumber,
        /// Why: the first of no network, name, TCP and TLS that was missing, or
        /// [`Closed`](DisconnectReason::Closed) once it was open.
        reason: DisconnectReason,
    },
    /// Everything else, as the device takes it. What speaks of a connection or of a
    /// publish is the driver's own to say, and is ignored here.
    Device(Input),
}

impl From<Input> for DriverInput {
    fn from(input: Input) -> Self {
        Self::Device(input)
    }
}

/// Whether only a driver can know it.
pub(super) const fn speaks_of_mqtt(input: &Input) -> bool {
    matches!(
        input,
        Input::Connected { .. }
            | Input::Disconnected { .. }
            | Input::Subscribed { .. }
            | Input::SubscribeRefused { .. }
            | Input::Message { .. }
            | Input::PublishAcknowledged { .. }
            | Input::PublishRefused { .. }
    )
}
