//! Lines of any kind of message, one by one: what the command line reads logs with.

use iot4emissions_proto::columns::{self, LineForm, OpenedLine, RejectedRow};
use iot4emissions_proto::topic::TopicKind;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::enumeration::Member;
use crate::error::protocol_error;
use crate::identity::DeviceId;

/// The longest line in bytes, its end not counted.
#[pyfunction]
pub(crate) fn max_line() -> usize {
    columns::MAX_LINE
}

/// Whether the first line that is not blank is an envelope; `None` if all are blank.
#[pyfunction]
pub(crate) fn is_envelope(lines: &[u8]) -> Option<bool> {
    LineForm::detect(lines).map(|form| form == LineForm::Envelope)
}

/// Device, kind and payload of a line without its end; `None` if it is blank. Raises
/// `ProtocolError` for a line that is too long or no envelope.
#[pyfunction]
#[pyo3(signature = (line, envelope, kind = None))]
pub(crate) fn open_line<'py>(
    py: Python<'py>,
    line: &[u8],
    envelope: bool,
    kind: Option<Member<TopicKind>>,
) -> PyResult<
    Option<(
        Option<DeviceId>,
        Option<Member<TopicKind>>,
        Bound<'py, PyBytes>,
    )>,
> {
    let form = match envelope {
        true => LineForm::Envelope,
        false => LineForm::Payload,
    };
    let opened = OpenedLine::open(line, form, kind.map(|kind| kind.0)).map_err(|error| {
        let row = RejectedRow {
            source_row: 0,
            device: None,
            error,
        };
        protocol_error(
            "ProtocolError",
            &row.error.to_string(),
            row.code(),
            row.pointer(),
        )
    })?;
    Ok(opened.map(|opened| {
        let device = opened.device.map(DeviceId);
        let payload = PyBytes::new(py, &opened.payload);
        (device, opened.kind.map(Member), payload)
    }))
}
