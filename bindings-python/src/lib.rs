//! The Python bindings of `iot4emissions-proto`: wrappers, and nothing else.
//!
//! No rule, default, limit or error text lives here. What Python sees is
//! `iot4emissions`, whose `__init__.py` takes what this native module exports.

mod access;
mod analysis;
mod backoff;
mod command_line;
mod convert;
mod device;
mod enums;
mod error;
mod export;
mod identity;
mod json;
mod message;
mod mirror;
mod obfcm;
mod privacy;
mod probe;
mod publication;
mod schedule;
mod schema;
mod services;
mod topic;
mod transfers;
mod value;
mod value_class;
mod variants;
mod vehicle;

/// The native part of `iot4emissions`; import that.
#[pyo3::pymodule]
mod _native {
    /// The package's version, which is the workspace's.
    #[pymodule_export]
    const __VERSION__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use crate::access::{Decision, Principal, may_publish, may_receive, may_subscribe};
    #[pymodule_export]
    use crate::analysis::{bounds, codes, grams_per_litre, judge};
    #[pymodule_export]
    use crate::backoff::Backoff;
    #[pymodule_export]
    use crate::command_line::{
        column_names, csv_lines, file_kind, max_line, open_line, record_end, refused_in_a_line,
        rejected_rows, unit,
    };
    #[pymodule_export]
    use crate::device::{
        Accounts, Acquire, Acquired, AcquisitionFailed, AllowanceLeft, CertificateRenewed,
        ClockStatus, ClockTrusted, CommunicationTest, Connect, Connected, DataErased,
        DataPseudonym, Decommissioned, Disconnect, Disconnected, DueTimes, EndpointInUse, Event,
        FactoryConfiguration, FactoryConfigured, Failures, Ignition, LastSuccess, LoggedEvent,
        Message, NetworkAvailable, Notify, Now, OtaDevice, Persist, PersistFailed, Persisted,
        Provisioning, ProvisioningComplete, PseudonymRenewed, Publish, PublishAcknowledged,
        PublishRefused, ReadVehicle, RecordUnreadable, RefusedConfiguration, RegisterAgain,
        Restart, Settings, Status, StatusQuery, Subscribe, SubscribeRefused, Subscribed,
        TestResult, VehicleChanged, VehicleRead, VehicleUnreadable, Wait, Wake, input_from_json,
        input_to_json, output_from_json, output_to_json,
    };
    #[pymodule_export]
    use crate::enums::_enumerations;
    #[pymodule_export]
    use crate::export::{
        AwsPlace, BrokerNotes, Difference, Enforcement, Export, ExportFile, TlsFiles, export_rules,
    };
    #[pymodule_export]
    use crate::identity::{
        DeviceId, DeviceSecret, OpeningKey, SealedDeviceId, SealingKey, ServiceNames,
        certificate_common_name,
    };
    #[pymodule_export]
    use crate::message::{
        Configuration, ConfigurationStatus, DataTransfer, Decoded, Deviation, Endpoint, Issue,
        RegistrationRequest, RegistrationStatus, decode, encode, is_canonical,
    };
    #[pymodule_export]
    use crate::obfcm::{Finding, Snapshot, Values, plausibility};
    #[pymodule_export]
    use crate::privacy::hide_vins;
    #[pymodule_export]
    use crate::probe::{
        Probe, probe_disconnect, probe_pingreq, probe_puback, probe_publish, probe_read,
        probe_subscribe,
    };
    #[pymodule_export]
    use crate::publication::{
        Fleet, PseudonymKey, PublicationReport, Uniqueness, attribute_names, growth_columns,
        pseudonym,
    };
    #[pymodule_export]
    use crate::schedule::{Lint, Schedule, spread_offset};
    #[pymodule_export]
    use crate::schema::{asyncapi, schema, schema_names};
    #[pymodule_export]
    use crate::services::{
        Acknowledged, Applied, AttributeContainsVin, Binding, Call, CallAnswered, CallDataService,
        ClearStatus, ClearanceCall, Cleared, ConfigurationParameters, ConsentChanged,
        Contradiction, DataDeviceRefused, DataServiceRefused, DeleteRecord, Denied,
        DeviceContainsVin, DeviceHasAnotherVehicle, DeviceNotIntroduced, DeviceRecord,
        DeviceVersionsExhausted, EndedAt, Erased, Forgetting, Forgotten, Introduced, Introducing,
        Introduction, Known, LastCall, Lasts, Left, Misnumbered, NoVersionLeft, NotIntroduced,
        Nothing, Opened, Overtaken, OwnerChanged, Paused, PublishStatus, Raise, Registered,
        Released, Releasing, Requested, RetentionPeriods, Scrapped, Segments, StillSending,
        StoredDataPolicy, Subject, Suspended, TellAgain, Tombstone, TooFar, Unopened,
        VehicleHasAnotherDevice, VehicleRecord, VersionsExhausted, answer, answer_from_json,
        answer_to_json, data_receive, decide, effect_from_json, effect_to_json, event_from_json,
        event_to_json, is_member_state, notice_from_json, notice_to_json, reconfigure, reissue,
        restart_numbers, retire, status_of, store, subject, untold,
    };
    #[pymodule_export]
    use crate::topic::{Delivery, Subscription, Topic, TopicFilter, TopicName, delivery};
    #[pymodule_export]
    use crate::transfers::{RejectedRows, TransferScan, Transfers, read_transfers, scan_transfers};
    #[pymodule_export]
    use crate::vehicle::{InterpolationFamily, TypeApprovalNumber, VehicleInfo, Vin};
}
