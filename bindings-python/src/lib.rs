//! The Python bindings of `iot4emissions-proto`: wrappers, and nothing else.
//!
//! No rule, default, limit or error text lives here. What Python sees is
//! `iot4emissions`, whose `__init__.py` takes what this native module exports.

mod convert;
mod enums;
mod error;
mod identity;
mod message;
mod topic;
mod transfers;
mod value;

/// The native part of `iot4emissions`; import that.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::identity::{DeviceId, ServiceNames};
    #[pymodule_export]
    use crate::message::{Deviation, Issue};
    #[pymodule_export]
    use crate::topic::{Topic, TopicFilter};
    #[pymodule_export]
    use crate::transfers::{RejectedRows, TransferScan, Transfers, read_transfers, scan_transfers};
}
