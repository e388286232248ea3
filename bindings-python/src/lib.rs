//! The Python bindings of `iot4emissions-proto`: wrappers, and nothing else.
//!
//! No rule, default, limit or error text lives here. What Python sees is
//! `iot4emissions`, whose `__init__.py` takes what this native module exports.

mod analysis;
mod backoff;
mod convert;
mod enums;
mod error;
mod export;
mod identity;
mod line;
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
    use crate::analysis::judge;
    #[pymodule_export]
    use crate::backoff::Backoff;
    #[pymodule_export]
    use crate::export::{
        AwsPlace, BrokerNotes, Difference, Enforcement, Export, ExportFile, TlsFiles, export_rules,
    };
    #[pymodule_export]
    use crate::identity::{DeviceId, ServiceNames};
    #[pymodule_export]
    use crate::line::{is_envelope, max_line, open_line};
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
    use crate::topic::{Topic, TopicFilter};
    #[pymodule_export]
    use crate::transfers::{RejectedRows, TransferScan, Transfers, read_transfers, scan_transfers};
    #[pymodule_export]
    use crate::vehicle::{InterpolationFamily, TypeApprovalNumber, VehicleInfo, Vin};
}
