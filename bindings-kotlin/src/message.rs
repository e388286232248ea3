//! The four messages (P-5): reading and writing.

use std::num::NonZeroU16;

use iot4emissions_proto::identity::SealedDeviceId;
use iot4emissions_proto::message::{
    self, Configuration, ConfigurationStatus, ConfigurationVersion, ConfiguredState, DataTransfer,
    DecodeOptions, Decoded, DeviationCode, Endpoint, Host, Message, Profile, RegistrationRequest,
    RegistrationStatus,
};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::topic::TopicKind;
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};

use crate::error::Fault;

uniffi::custom_type!(Host, String, {
    remote, lower: |host| host.as_str().to_owned(), try_lift: |text| Ok(text.parse()?),
});
uniffi::custom_type!(NonZeroU16, u16, {
    remote, lower: |port| port.get(), try_lift: |port| Ok(port.try_into()?),
});
uniffi::custom_type!(ConfigurationVersion, u32, {
    remote,
    lower: |version| version.get(),
    try_lift: |number| Ok(i64::from(number).try_into()?),
});

/// The state that a configuration gives (P-5.30).
#[uniffi::remote(Enum)]
pub enum ConfiguredState {
    Initialized,
    Operational,
    Standby,
}

/// Where a broker listens (P-5.31).
#[uniffi::remote(Record)]
pub struct Endpoint {
    pub host: Host,
    pub port: NonZeroU16,
}

/// A configuration (P-5.31 to P-5.33).
#[uniffi::remote(Record)]
pub struct Configuration {
    pub registration_mqtt: Endpoint,
    pub obfcm_data_mqtt: Endpoint,
    pub acquire_frequency: Schedule,
    pub transfer_frequency: Schedule,
    pub config_check_frequency: Schedule,
    pub version: ConfigurationVersion,
}

/// Registration Request (P-5.10).
#[uniffi::remote(Record)]
pub struct RegistrationRequest {
    pub vin: Vin,
    pub vehicle_info: VehicleInfo,
    pub data_device: Option<SealedDeviceId>,
}

/// Registration Status (P-5.20).
#[uniffi::remote(Enum)]
pub enum RegistrationStatus {
    Registered,
    Error { text: Option<String> },
}

/// Configuration Status (P-5.30).
#[uniffi::remote(Record)]
pub struct ConfigurationStatus {
    pub device_state: ConfiguredState,
    pub configuration: Configuration,
}

/// Data Transfer (P-5.40).
#[derive(uniffi::Record)]
pub struct DataTransferParts {
    snapshots: Vec<Snapshot>,
}

uniffi::custom_type!(DataTransfer, DataTransferParts, {
    remote,
    lower: |transfer| DataTransferParts { snapshots: transfer.into_snapshots() },
    try_lift: |parts| Ok(DataTransfer::new(parts.snapshots)?),
});

/// A message of any kind.
#[uniffi::remote(Enum)]
pub enum Message {
    RegistrationRequest(RegistrationRequest),
    RegistrationStatus(RegistrationStatus),
    ConfigurationStatus(ConfigurationStatus),
    DataTransfer(DataTransfer),
}

/// How strictly a message is read (P-5.2).
#[uniffi::remote(Enum)]
pub enum Profile {
    Strict,
    Tolerant,
}

/// How a message is read.
#[uniffi::remote(Record)]
pub struct DecodeOptions {
    pub profile: Profile,
    pub null_is_absent: bool,
}

/// How a payload deviates (P-5.4).
#[uniffi::remote(Enum)]
pub enum DeviationCode {
    NumberAsString,
    StringAsNumber,
    TableName,
    Spelling,
    Precision,
    UnknownMember,
    Unordered,
    FreeTextState,
    NullMember,
}

/// One deviation.
#[derive(uniffi::Record)]
pub struct DeviationParts {
    code: DeviationCode,
    pointer: String,
    clause: String,
}

/// A message, and how its payload deviated.
#[derive(uniffi::Record)]
pub struct DecodedMessage {
    message: Message,
    deviations: Vec<DeviationParts>,
    /// One for each code, in their order.
    counts: Vec<u64>,
}

impl From<Decoded<Message>> for DecodedMessage {
    fn from(decoded: Decoded<Message>) -> Self {
        let deviation = |deviation: message::Deviation| DeviationParts {
            code: deviation.code,
            pointer: deviation.pointer,
            clause: deviation.clause.into_owned(),
        };
        Self {
            message: decoded.message,
            deviations: decoded.deviations.into_iter().map(deviation).collect(),
            counts: DeviationCode::ALL
                .map(|code| decoded.counts.of(code))
                .into(),
        }
    }
}

/// Reads a payload (P-5.2 to P-5.5).
#[uniffi::export]
fn message_decode(
    kind: TopicKind,
    payload: Vec<u8>,
    options: DecodeOptions,
) -> Result<DecodedMessage, Fault> {
    Ok(Message::decode(kind, &payload, options)?.into())
}

/// The canonical payload (P-5.1).
#[uniffi::export]
fn message_encode(message: Message) -> Vec<u8> {
    message.to_canonical()
}

/// Whether a payload is the canonical one of its message (P-5.1).
#[uniffi::export]
fn message_is_canonical(kind: TopicKind, payload: Vec<u8>) -> bool {
    Message::is_canonical(kind, &payload)
}

/// Whether the text is a host (P-5.31).
#[uniffi::export]
fn host_check(text: &str) -> Result<(), Fault> {
    text.parse::<Host>()?;
    Ok(())
}

/// Whether a broker can be found there (P-5.31).
#[uniffi::export]
fn endpoint_check(host: &str, port: i64) -> Result<(), Fault> {
    Endpoint::new(host.parse()?, port)?;
    Ok(())
}

/// Whether the number is a configuration's version (P-5.32).
#[uniffi::export]
fn configuration_version_check(number: i64) -> Result<(), Fault> {
    ConfigurationVersion::try_from(number)?;
    Ok(())
}

/// Whether these snapshots make a Data Transfer (P-5.40).
#[uniffi::export]
fn data_transfer_check(snapshots: Vec<Snapshot>) -> Result<(), Fault> {
    DataTransfer::new(snapshots)?;
    Ok(())
}
