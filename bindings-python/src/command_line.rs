//! What the command line needs and the package does not show: lines of any kind of message,
//! units, and columns as text.

mod tables;

pub(crate) use tables::{column_names, csv_lines, rejected_rows};

use iot4emissions_proto::columns::{RejectedRow, RowError};
use iot4emissions_proto::envelope::{EnvelopeNames, LineError, LineForm, MAX_LINE, OpenedLine};
use iot4emissions_proto::obfcm::Parameter;
use iot4emissions_proto::topic::TopicKind;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::enumeration::Member;
use crate::error::protocol_error;
use crate::identity::DeviceId;

/// The longest line in bytes, its end not counted.
#[pyfunction]
pub(crate) fn max_line() -> usize {
    MAX_LINE
}

/// Whether the first line that is not blank is an envelope; `None` if all are blank.
#[pyfunction]
pub(crate) fn is_envelope(lines: &[u8]) -> Option<bool> {
    LineForm::detect(lines, &EnvelopeNames::default()).map(|form| form == LineForm::Envelope)
}

/// Device, kind and payload.
type Opened<'py> = (
    Option<DeviceId>,
    Option<Member<TopicKind>>,
    Bound<'py, PyBytes>,
);

/// Device, kind and payload of a line without its end; `None` if it is blank. Raises
/// `ProtocolError` for a line that is too long or no envelope.
#[pyfunction]
#[pyo3(signature = (line, envelope, kind = None))]
pub(crate) fn open_line<'py>(
    py: Python<'py>,
    line: &[u8],
    envelope: bool,
    kind: Option<Member<TopicKind>>,
) -> PyResult<Option<Opened<'py>>> {
    let form = match envelope {
        true => LineForm::Envelope,
        false => LineForm::Payload,
    };
    let opened = OpenedLine::open(
        line,
        form,
        &EnvelopeNames::default(),
        kind.map(|kind| kind.0),
    );
    let opened = opened.map_err(|error| {
        let row = RejectedRow {
            source_row: 0,
            device: None,
            error: match error {
                LineError::Envelope(error) => RowError::Envelope(error),
                error => RowError::LineTooLong(error),
            },
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

/// The unit of a parameter, such as `km`.
#[pyfunction]
pub(crate) fn unit(parameter: Member<Parameter>) -> String {
    parameter.0.unit().to_string()
}
