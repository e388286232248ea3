//! What the driver tells the device.

use iot4emissions_proto::device::{
    ConnectionNumber, DataPseudonym, DisconnectReason, FactoryConfiguration, Input, Provisioning,
    PublishNumber, ReasonCode, ReceivedPayload, ReceivedTopic, RecordError, RequestNumber,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::RegistrationRequest;
use iot4emissions_proto::obfcm::Values;

uniffi::custom_type!(ConnectionNumber, u32, {
    remote, lower: |connection| connection.0, try_lift: |number| Ok(ConnectionNumber(number)),
});
uniffi::custom_type!(PublishNumber, u32, {
    remote, lower: |publish| publish.0, try_lift: |number| Ok(PublishNumber(number)),
});
uniffi::custom_type!(RequestNumber, u32, {
    remote, lower: |request| request.0, try_lift: |number| Ok(RequestNumber(number)),
});
uniffi::custom_type!(ReceivedTopic, String, {
    remote, lower: |topic| topic.0, try_lift: |text| Ok(ReceivedTopic(text)),
});
uniffi::custom_type!(ReceivedPayload, Vec<u8>, {
    remote, lower: |payload| payload.0, try_lift: |bytes| Ok(ReceivedPayload(bytes)),
});

/// What happened.
#[uniffi::remote(Enum)]
pub enum Input {
    ProvisioningComplete(Box<Provisioning>),
    RecordUnreadable(RecordError),
    FactoryConfigured(Box<FactoryConfiguration>),
    CertificateRenewed {
        device: DeviceId,
    },
    PseudonymRenewed(Box<DataPseudonym>),
    RegisterAgain,
    VehicleChanged,
    DataErased,
    Decommissioned,
    Wake,
    ClockTrusted {
        trusted: bool,
    },
    NetworkAvailable {
        available: bool,
    },
    Ignition {
        on: bool,
    },
    VehicleRead {
        request: RequestNumber,
        vehicle: Box<RegistrationRequest>,
    },
    VehicleUnreadable {
        request: RequestNumber,
    },
    Connected {
        connection: ConnectionNumber,
    },
    Disconnected {
        connection: ConnectionNumber,
        reason: DisconnectReason,
    },
    Subscribed {
        connection: ConnectionNumber,
    },
    SubscribeRefused {
        connection: ConnectionNumber,
        reason: ReasonCode,
    },
    Message {
        connection: ConnectionNumber,
        topic: ReceivedTopic,
        payload: ReceivedPayload,
        retain: bool,
    },
    PublishAcknowledged {
        connection: ConnectionNumber,
        publish: PublishNumber,
    },
    PublishRefused {
        connection: ConnectionNumber,
        publish: PublishNumber,
        reason: ReasonCode,
    },
    Acquired {
        request: RequestNumber,
        values: Values,
    },
    AcquisitionFailed {
        request: RequestNumber,
    },
    Persisted {
        bytes: u32,
    },
    PersistFailed,
    StatusQuery,
    CommunicationTest,
}
