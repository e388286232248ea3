//! The Python bindings of `iot4emissions-proto`: wrappers, and nothing else.
//!
//! No rule, default, limit or error text lives here. What Python sees is
//! `iot4emissions`, whose `__init__.py` takes what this native module exports.

mod access;
mod backoff;
mod command_line;
mod convert;
mod enums;
mod error;
mod export;
mod identity;
mod message;
mod obfcm;
mod privacy;
mod schedule;
mod schema;
mod topic;
mod transfers;
mod value;
mod vehicle;

/// The native part of `iot4emissions`; import that.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::access::{Decision, Principal, may_publish, may_receive, may_subscribe};
    #[pymodule_export]
    use crate::backoff::Backoff;
    #[pymodule_export]
    use crate::command_line::{
        column_names, csv_lines, is_envelope, max_line, open_line, rejected_rows, unit,
    };
    #[pymodule_export]
    use crate::export::{
        AwsPlace, BrokerNotes, Difference, Enforcement, Export, ExportFile, TlsFiles, export_rules,
    };
    #[pymodule_export]
    use crate::identity::{DeviceId, ServiceNames, certificate_common_name};
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
    use crate::schedule::{Lint, Schedule, spread_offset};
    #[pymodule_export]
    use crate::schema::{asyncapi, schema, schema_names};
    #[pymodule_export]
    use crate::topic::{Delivery, Subscription, Topic, TopicFilter, TopicName, delivery};
    #[pymodule_export]
    use crate::transfers::{RejectedRows, TransferScan, Transfers, read_transfers, scan_transfers};
    #[pymodule_export]
    use crate::vehicle::{InterpolationFamily, TypeApprovalNumber, VehicleInfo, Vin};
}
