//! What the Data Service's operator is told (P-7.12).

use iot4emissions_proto::services::data as core;
use pyo3::prelude::*;

use crate::convert::numbers::Version;
use crate::convert::text::Text;
use crate::identity::DeviceId;
use crate::json;
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.services.data";
    /// A suspended device acquires and sends on: it has not got the configuration that suspends
    /// it, refuses it, or its clock is ahead (P-7.12).
    ///
    /// >>> StillSending(DeviceId("vehicle-7"), version=2).version
    /// 2
    StillSending {
        /// The device.
        device: DeviceId,
        /// The version of the configuration that it does not obey, 1 to 4294967295.
        version: Version,
    }
}

variants! {
    /// What the Data Service's operator is told.
    OperatorNotice(core::OperatorNotice) "iot4emissions.services.data" "OperatorNotice",
    "a notice such as StillSending(device, 1)":
    StillSending: StillSending { device, version }
    .. "there is no class for this notice yet"
}

/// A notice from its JSON form, as `notice_to_json` writes it (P-7.12).
///
/// Raises `ProtocolError` with code `json-form` for any other text, which it does not repeat.
///
/// >>> notice_from_json('{"stillSending":{"device":"vehicle-7","version":2}}').version
/// 2
#[pyfunction]
pub(crate) fn notice_from_json(text: Text) -> PyResult<OperatorNotice> {
    json::read("a notice", "", &text).map(OperatorNotice)
}

/// The JSON form of a notice: an object with the case's name as its one member (P-7.12).
///
/// >>> notice_to_json(StillSending(DeviceId("vehicle-7"), version=2))
/// '{"stillSending":{"device":"vehicle-7","version":2}}'
#[pyfunction]
pub(crate) fn notice_to_json(notice: OperatorNotice) -> PyResult<String> {
    json::write(&notice.0)
}
