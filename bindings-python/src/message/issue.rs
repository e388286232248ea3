//! What reading a message says about it.

use std::fmt;

use iot4emissions_proto::message::{self as core, DeviationCode, IssueCode, Position};
use iot4emissions_proto::schema::ISSUE_CODES;
use pyo3::prelude::*;

use crate::convert::enumeration::Member;
use crate::convert::text::Text;
use crate::error::protocol_error;
use crate::value;

/// One problem of a payload. No text in it repeats a VIN.
///
/// `code` says what, such as `missing-member`; `pointer` where, as a JSON Pointer
/// (RFC 6901), empty for the whole payload; `line` and `column` where in the text, both
/// from 1, the column in characters; `expected` and `found` are for people.
///
/// Clauses: P-5.3, P-5.4.
///
/// >>> try:
/// ...     decode(TopicKind.REGISTER_SERVER, b'{"deviceState":1}')
/// ... except DecodeError as error:
/// ...     str(error.issues[0])
/// 'line 1, column 16 (/deviceState): expected a string, found 1'
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Issue(pub(crate) core::Issue);

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The core's code of that name.
fn issue_code(name: &str) -> PyResult<IssueCode> {
    let problems = ISSUE_CODES.into_iter().map(|(code, _)| code);
    let deviations = DeviationCode::ALL.map(IssueCode::Deviation);
    problems
        .chain(deviations)
        .find(|code| code.as_str() == name)
        .ok_or_else(|| {
            let text = "expected the code of an issue, found another text";
            protocol_error("ProtocolError", text, "unknown-value", "")
        })
}

value::field_names!(Issue: "code", "pointer", "line", "column", "expected", "found");

value::value_methods!(impl Issue {
    #[new]
    fn new(
        code: Text,
        pointer: Text,
        line: usize,
        column: usize,
        expected: Text,
        found: Text,
    ) -> PyResult<Self> {
        Ok(Self(core::Issue {
            code: issue_code(&code)?,
            pointer: pointer.0,
            position: Position { line, column },
            expected: expected.0,
            found: found.0,
        }))
    }

    /// What is wrong, such as `missing-member`; in the strict profile also a code of a
    /// deviation (P-5.3).
    #[getter]
    fn code(&self) -> &'static str {
        self.0.code.as_str()
    }

    /// Where, as a JSON Pointer (RFC 6901); empty for the whole payload.
    #[getter]
    fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// The line, from 1.
    #[getter]
    fn line(&self) -> usize {
        self.0.position.line
    }

    /// The character in the line, from 1.
    #[getter]
    fn column(&self) -> usize {
        self.0.position.column
    }

    /// What was expected there.
    #[getter]
    fn expected(&self) -> &str {
        &self.0.expected
    }

    /// What was found there.
    #[getter]
    fn found(&self) -> &str {
        &self.0.found
    }
});

/// One deviation from the canonical forms: a form that the report shows somewhere, but not
/// where its rule is.
///
/// `pointer` says where, as a JSON Pointer (RFC 6901) into the payload as it came, and
/// `clause` which clause of the report shows the form.
///
/// Clause: P-5.4.
///
/// >>> decoded = decode(TopicKind.DATA_DEVICE, b'{"data":[{"acquired":1,"tfc":"32.5"}]}')
/// >>> str(decoded.deviations[0])
/// 'number-as-string at "/data/0/tfc" (JRC127600 Table 7)'
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Deviation(pub(crate) core::Deviation);

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

value::field_names!(Deviation: "code", "pointer", "clause");

value::value_methods!(impl Deviation {
    #[new]
    fn new(code: Member<DeviationCode>, pointer: Text, clause: Text) -> Self {
        Self(core::Deviation {
            code: code.0,
            pointer: pointer.0,
            clause: clause.0.into(),
        })
    }

    /// What deviates (P-5.4).
    #[getter]
    fn code(&self) -> Member<DeviationCode> {
        Member(self.0.code)
    }

    /// Where, as a JSON Pointer (RFC 6901) into the payload as it came.
    #[getter]
    fn pointer(&self) -> &str {
        &self.0.pointer
    }

    /// The clause of the report that shows the form, such as `JRC127600 Table 7`.
    #[getter]
    fn clause(&self) -> &str {
        &self.0.clause
    }
});
