//! What the driver tells the device.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::reason::{DisconnectReason, ReasonCode};
use super::record_bytes::RecordError;
use super::settings::{DataPseudonym, FactoryConfiguration, Provisioning};
use crate::identity::DeviceId;
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

/// Names one question to the vehicle, so that a late answer to an earlier one cannot be
/// taken for the answer to the present one. The driver repeats it with the answer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct RequestNumber(pub u32);

/// A topic name as it came. Its `Debug` output hides VINs.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReceivedTopic(pub String);

/// A payload as it came. Its `Debug` output is its length.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReceivedPayload(pub Vec<u8>);

/// What happened outside: plain data, which can be written down and replayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Input {
    /// Security assets and factory configuration are complete (T-1).
    ///
    /// Where the first [`Output::Persist`](super::Output::Persist) after it fails, the
    /// device is in PreProvisioning again, knows nothing of this input and waits for no
    /// time: the driver has to repeat it (P-6.2). Repeated to a device that is
    /// provisioned it changes nothing.
    ProvisioningComplete(Box<Provisioning>),
    /// What is stored is no record that this version can read, and the device begins
    /// anew from the factory (P-6.2): said after
    /// [`ProvisioningComplete`](Self::ProvisioningComplete), so that it stands in the log.
    RecordUnreadable(RecordError),
    /// A new factory configuration, which the driver has authenticated (P-6.20).
    FactoryConfigured(Box<FactoryConfiguration>),
    /// The certificate was renewed (P-6.20). With another device ID what the
    /// device has is erased, and it registers anew.
    CertificateRenewed {
        /// The device ID that the new certificate bears.
        device: DeviceId,
    },
    /// The device has another ID for the Data Service (P-1.7, P-6.24), from a certificate of
    /// its own, as for a new owner. What it has is erased, as it was acquired under the ID
    /// before, and it registers again.
    PseudonymRenewed(Box<DataPseudonym>),
    /// The device is to register again (P-6.20), at the broker that the configuration
    /// names.
    RegisterAgain,
    /// The unit sits in another vehicle now (P-6.20): what it has is erased, and it
    /// registers again.
    VehicleChanged,
    /// The vehicle's owner had erased what is stored of it (P-6.23): so is what the device
    /// has not sent, and what it keeps to send again. Nothing else changes.
    DataErased,
    /// The vehicle or the unit is scrapped (T-13): everything is erased.
    Decommissioned,
    /// Time has passed, or the vehicle woke.
    Wake,
    /// Whether the wall clock can be trusted (P-6.13). Until the driver says so, it
    /// cannot.
    ClockTrusted {
        /// Whether it can.
        trusted: bool,
    },
    /// Whether there is a network to connect by (P-6.21). A driver that never says it
    /// has every attempt made at its time.
    NetworkAvailable {
        /// Whether there is.
        available: bool,
    },
    /// Whether the vehicle's control units are awake (P-6.21). A driver that never says
    /// it has them asked at every acquisition's time.
    Ignition {
        /// Whether they are.
        on: bool,
    },
    /// The vehicle's answer to [`Output::ReadVehicle`](super::Output::ReadVehicle).
    VehicleRead {
        /// The question that it answers.
        request: RequestNumber,
        /// VIN and attributes.
        vehicle: Box<RegistrationRequest>,
    },
    /// The vehicle gave no answer to it.
    VehicleUnreadable {
        /// The question.
        request: RequestNumber,
    },
    /// The broker accepted the connection (CONNACK 0).
    Connected {
        /// Which one.
        connection: ConnectionNumber,
    },
    /// The connection ended, or was never established.
    Disconnected {
        /// Which one.
        connection: ConnectionNumber,
        /// Why.
        reason: DisconnectReason,
    },
    /// The broker accepted the subscription (SUBACK).
    Subscribed {
        /// On which connection.
        connection: ConnectionNumber,
    },
    /// The broker refused the subscription (SUBACK): 0x80 under MQTT 3.1.1.
    SubscribeRefused {
        /// On which connection.
        connection: ConnectionNumber,
        /// Why.
        reason: ReasonCode,
    },
    /// A message arrived.
    Message {
        /// On which connection.
        connection: ConnectionNumber,
        /// Its topic name, as it came.
        topic: ReceivedTopic,
        /// Its payload, as it came.
        payload: ReceivedPayload,
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
    /// The broker answered a publish with a reason other than success (P-6.18): MQTT 5
    /// only, as MQTT 3.1.1 has no word for it.
    PublishRefused {
        /// On which connection.
        connection: ConnectionNumber,
        /// Which publish.
        publish: PublishNumber,
        /// Why.
        reason: ReasonCode,
    },
    /// The OBFCM device's answer to [`Output::Acquire`](super::Output::Acquire).
    Acquired {
        /// The question that it answers.
        request: RequestNumber,
        /// The values.
        values: Values,
    },
    /// The OBFCM device gave no answer to it.
    AcquisitionFailed {
        /// The question.
        request: RequestNumber,
    },
    /// The last [`Output::Persist`](super::Output::Persist) was carried out: what it
    /// asked for is durable (P-6.2). What follows it is given out only now.
    Persisted {
        /// How many bytes were written for it, for the daily cap (P-6.19).
        bytes: u32,
    },
    /// The last [`Output::Persist`](super::Output::Persist) could not be carried
    /// out (P-6.2). The device tries again by itself, but for the very first one: see
    /// [`ProvisioningComplete`](Self::ProvisioningComplete).
    PersistFailed,
    /// Somebody asks for the status (T-10).
    StatusQuery,
    /// Somebody asks for a communication test (T-11).
    CommunicationTest,
}

impl From<&str> for ReceivedTopic {
    fn from(topic: &str) -> Self {
        Self(topic.to_owned())
    }
}

impl From<String> for ReceivedTopic {
    fn from(topic: String) -> Self {
        Self(topic)
    }
}

impl From<Vec<u8>> for ReceivedPayload {
    fn from(payload: Vec<u8>) -> Self {
        Self(payload)
    }
}

impl From<&[u8]> for ReceivedPayload {
    fn from(payload: &[u8]) -> Self {
        Self(payload.to_vec())
    }
}

impl fmt::Debug for ReceivedTopic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&crate::privacy::hide_vins(&self.0), f)
    }
}

impl fmt::Debug for ReceivedPayload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.0.len())
    }
}
