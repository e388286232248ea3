//! What the command line needs and the package does not show: lines of any kind of message,
//! units, and columns as text.

mod tables;

pub(crate) use tables::{column_names, csv_lines, rejected_rows};

use iot4emissions_proto::columns::{REJECTED_IN_A_LINE, RejectedRow, RowError};
use iot4emissions_proto::envelope::{
    self, EnvelopeNames, LineError, LineForm, MAX_LINE, OpenedLine,
};
use iot4emissions_proto::obfcm::Parameter;
use iot4emissions_proto::topic::TopicKind;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::enumeration::Member;
use crate::error::protocol_error;
use crate::identity::DeviceId;
use crate::transfers::{FormArgument, NamesArgument};

/// The longest line in bytes, its end not counted.
#[pyfunction]
pub(crate) fn max_line() -> usize {
    MAX_LINE
}

/// The name of the kind of file that bytes begin like, where it is one that cannot be read.
#[pyfunction]
pub(crate) fn file_kind(start: &[u8]) -> Option<&'static str> {
    envelope::file_kind(start)
}

/// Device, kind and payload.
type Opened<'py> = (
    Option<DeviceId>,
    Option<Member<TopicKind>>,
    Bound<'py, PyBytes>,
);

/// Device, kind and payload of a line without its end, by what it is or as `form` says;
/// `None` if it is blank. Raises `ProtocolError` for a line that is too long or no envelope,
/// and for one that holds several records, which `record_end` parts.
#[pyfunction]
#[pyo3(signature = (line, form = None, names = None, kind = None))]
pub(crate) fn open_line<'py>(
    py: Python<'py>,
    line: &[u8],
    form: Option<FormArgument<'py>>,
    names: Option<NamesArgument<'py>>,
    kind: Option<Member<TopicKind>>,
) -> PyResult<Option<Opened<'py>>> {
    let form = form.map_or(Ok(LineForm::Each), |form| form.form())?;
    let names = names.map_or_else(|| Ok(EnvelopeNames::default()), |names| names.names())?;
    let opened = OpenedLine::open(line, form, &names, kind.map(|kind| kind.0));
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
    if opened
        .as_ref()
        .is_some_and(|opened| !opened.rest.trim_ascii().is_empty())
    {
        let text = "expected one record in a line, found several without line ends between them";
        return Err(protocol_error("ProtocolError", text, "syntax", ""));
    }
    Ok(opened.map(|opened| {
        let device = opened.device.map(DeviceId);
        let payload = PyBytes::new(py, &opened.payload);
        (device, opened.kind.map(Member), payload)
    }))
}

/// Where the record ends that stands in a line at the byte `start` or, after blanks, behind
/// it; `None` where there is none any more.
#[pyfunction]
pub(crate) fn record_end(line: &[u8], start: usize) -> Option<usize> {
    OpenedLine::record_end(line, start)
}

/// How many records of one line are refused, each with its reason, and the code and the text
/// by which the others are.
#[pyfunction]
pub(crate) fn refused_in_a_line() -> (usize, &'static str, String) {
    let row = RejectedRow {
        source_row: 0,
        device: None,
        error: RowError::TooManyRejected,
    };
    (REJECTED_IN_A_LINE, row.code(), row.error.to_string())
}

/// The unit of a parameter, such as `km`.
#[pyfunction]
pub(crate) fn unit(parameter: Member<Parameter>) -> String {
    parameter.0.unit().to_string()
}
