//! What the driver tells the device.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::settings::Provisioning;
use crate::message::RegistrationRequest;
use crate::obfcm::Values;

/// Names one connection, so that what belongs to an earlier one cannot be taken
/// for news of the present one. The driver repeats the number that it was given.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct ConnectionNumber(pub u32);

/// Names one publish of one connection. The driver repeats it with the PUBACK.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PublishNumber(pub u32);

/// What happened outside: plain data, which can be written down and replayed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Input {
    /// Security assets and factory configuration are complete (T-1).
    ///
    /// Where the first [`Output::Persist`](super::Output::Persist) after it fails, the
    /// device is in PreProvisioning again, knows nothing of this input and waits for no
    /// time: the driver has to repeat it (P-6.2). Repeated to a device that is
    /// provisioned it changes nothing.
    ProvisioningComplete(Box<Provisioning>),
    /// Time has passed, or the vehicle woke.
    Wake,
    /// Whether the time that the driver passes can be trusted (P-6.13). Until it
    /// says so, it cannot.
    ClockTrusted {
        /// Whether it can.
        trusted: bool,
    },
    /// The vehicle's answer to [`Output::ReadVehicle`](super::Output::ReadVehicle).
    VehicleRead(Box<RegistrationRequest>),
    /// The vehicle gave no answer to it.
    VehicleUnreadable,
    /// The broker accepted the connection (CONNACK 0).
    Connected {
        /// Which one.
        connection: ConnectionNumber,
    },
    /// The connection ended, or was never established: refused, lost, closed.
    Disconnected {
        /// Which one.
        connection: ConnectionNumber,
    },
    /// The broker answered the subscription (SUBACK).
    Subscribed {
        /// On which connection.
        connection: ConnectionNumber,
        /// Whether it was accepted; not, for the return code 0x80.
        accepted: bool,
    },
    /// A message arrived.
    Message {
        /// On which connection.
        connection: ConnectionNumber,
        /// Its topic name, as it came.
        topic: String,
        /// Its payload, as it came.
        payload: Vec<u8>,
        /// Its RETAIN flag: whether it is old news.
        retain: bool,
    },
    /// The broker acknowledged a publish (PUBACK).
    PublishAcknowledged {
        /// On which connection.
        connection: ConnectionNumber,
        /// Which publish.
        publish: PublishNumber,
    },
    /// The OBFCM device's answer to [`Output::Acquire`](super::Output::Acquire).
    Acquired(Values),
    /// The OBFCM device gave no answer to it.
    AcquisitionFailed,
    /// The last [`Output::Persist`](super::Output::Persist) could not be carried
    /// out (P-6.2). The device tries again by itself, but for the very first one: see
    /// [`ProvisioningComplete`](Self::ProvisioningComplete).
    PersistFailed,
    /// Somebody asks for the status (T-10).
    StatusQuery,
    /// Somebody asks for a communication test (T-11).
    CommunicationTest,
}

impl fmt::Debug for Input {
    /// Payloads and vehicles may bear a VIN, and are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ProvisioningComplete(provisioning) => f
                .debug_tuple("ProvisioningComplete")
                .field(provisioning)
                .finish(),
            Self::Wake => f.write_str("Wake"),
            Self::ClockTrusted { trusted } => f
                .debug_struct("ClockTrusted")
                .field("trusted", trusted)
                .finish(),
            Self::VehicleRead(request) => f.debug_tuple("VehicleRead").field(request).finish(),
            Self::VehicleUnreadable => f.write_str("VehicleUnreadable"),
            Self::Connected { connection } => f
                .debug_struct("Connected")
                .field("connection", connection)
                .finish(),
            Self::Disconnected { connection } => f
                .debug_struct("Disconnected")
                .field("connection", connection)
                .finish(),
            Self::Subscribed {
                connection,
                accepted,
            } => f
                .debug_struct("Subscribed")
                .field("connection", connection)
                .field("accepted", accepted)
                .finish(),
            Self::Message {
                connection,
                topic,
                payload,
                retain,
            } => f
                .debug_struct("Message")
                .field("connection", connection)
                .field("topic", &crate::privacy::hide_vins(topic))
                .field("payload", &format_args!("<{} bytes>", payload.len()))
                .field("retain", retain)
                .finish(),
            Self::PublishAcknowledged {
                connection,
                publish,
            } => f
                .debug_struct("PublishAcknowledged")
                .field("connection", connection)
                .field("publish", publish)
                .finish(),
            Self::Acquired(values) => f.debug_tuple("Acquired").field(values).finish(),
            Self::AcquisitionFailed => f.write_str("AcquisitionFailed"),
            Self::PersistFailed => f.write_str("PersistFailed"),
            Self::StatusQuery => f.write_str("StatusQuery"),
            Self::CommunicationTest => f.write_str("CommunicationTest"),
        }
    }
}
