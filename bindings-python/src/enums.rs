//! Which enumerations of the core Python has, and their texts: those on the wire, or in
//! the core's serde form.

#[cfg(feature = "stubs")]
use pyo3::type_hint_union;

use crate::convert::enumeration::enumeration;

enumeration! {
    iot4emissions_proto::topic::TopicKind => "TopicKind":
        RegisterDevice => "registerDevice",
        RegisterServer => "registerServer",
        ConfigServer => "configServer",
        DataDevice => "dataDevice";
    iot4emissions_proto::message::Profile => "Profile":
        Strict => "strict",
        Tolerant => "tolerant";
    iot4emissions_proto::delivery::BrokerRole => "BrokerRole":
        Registration => "registration",
        Data => "data";
    iot4emissions_proto::delivery::Party => "Party":
        Device => "device",
        RegistrationService => "registrationService",
        DataService => "dataService";
    iot4emissions_proto::message::DeviationCode => "DeviationCode":
        NumberAsString => "number-as-string",
        StringAsNumber => "string-as-number",
        TableName => "table-name",
        Spelling => "spelling",
        Precision => "precision",
        UnknownMember => "unknown-member",
        Unordered => "unordered",
        FreeTextState => "free-text-state",
        NullMember => "null-member";
    iot4emissions_proto::message::ConfiguredState => "ConfiguredState":
        Initialized => "initialized",
        Operational => "operational",
        Standby => "standby";
    iot4emissions_proto::device::DeviceState => "DeviceState":
        PreProvisioning => "preProvisioning",
        Provisioned => "provisioned",
        Registered => "registered",
        Initialized => "initialized",
        Operational => "operational",
        Standby => "standby";
    iot4emissions_proto::device::ConfigurationRefusal => "ConfigurationRefusal":
        OlderVersion => "olderVersion",
        SameVersion => "sameVersion",
        VersionTooFar => "versionTooFar",
        ForeignEndpoint => "foreignEndpoint",
        TooFrequent => "tooFrequent";
    iot4emissions_proto::device::SetAsideReason => "SetAsideReason":
        LaterThanClock => "laterThanClock",
        Refused => "refused";
    iot4emissions_proto::device::DailyCap => "DailyCap":
        Connections => "connections",
        PersistedBytes => "persistedBytes";
    iot4emissions_proto::device::EndpointOrigin => "EndpointOrigin":
        Factory => "factory",
        Configuration => "configuration",
        Fallback => "fallback";
    crate::device::ReasonKind => "DisconnectReason":
        NoNetwork => "noNetwork",
        NameResolution => "nameResolution",
        Tcp => "tcp",
        Tls => "tls",
        Refused => "refused",
        Closed => "closed",
        TimedOut => "timedOut",
        Protocol => "protocol";
    crate::device::RecordFault => "RecordFault":
        Damaged => "damaged",
        Version => "version",
        Inconsistent => "inconsistent";
    iot4emissions_proto::obfcm::Parameter => "Parameter":
        TotalFuelConsumed => "tfc",
        TotalDistanceTravelled => "tdt",
        TotalFuelConsumedChargeDepleting => "tfccdo",
        TotalFuelConsumedChargeIncreasing => "tfcdscio",
        TotalDistanceChargeDepletingEngineOff => "tdtcdoeo",
        TotalDistanceChargeDepletingEngineRunning => "tdtcdoer",
        TotalDistanceChargeIncreasing => "tdtdscio",
        TotalGridEnergyIntoBattery => "tgeib";
    iot4emissions_proto::services::clearance::SuspensionReason => "SuspensionReason":
        NotCleared => "notCleared",
        Pause => "pause";
    iot4emissions_proto::services::data::Storing => "StoringDecision":
        New => "new",
        Duplicate => "duplicate",
        Conflict => "conflict";
    iot4emissions_proto::access::export::Format => "Format":
        Mosquitto => "mosquitto",
        MosquittoDynsec => "mosquitto-dynsec",
        Emqx => "emqx",
        AwsIot => "aws-iot",
        RabbitMq => "rabbitmq",
        Rmqtt => "rmqtt";
}
