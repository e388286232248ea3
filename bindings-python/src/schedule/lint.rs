//! Valid schedules that are probably not meant (P-5.34).

use iot4emissions_proto::schedule as core;
use pyo3::prelude::*;

use crate::convert::text::Text;
use crate::value;

/// What is probably not meant in a valid schedule (P-5.34): a stable code, and a sentence
/// for the person who wrote the schedule.
///
/// >>> Schedule("0 0 0 ? * * *").lint()[0].code
/// 'daily-or-more-often'
#[pyclass(frozen, eq, hash, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Lint {
    /// The stable code.
    #[pyo3(get)]
    code: Text,
    /// The sentence.
    #[pyo3(get)]
    text: Text,
}

impl From<&core::Lint> for Lint {
    fn from(lint: &core::Lint) -> Self {
        Self {
            code: lint.code().into(),
            text: lint.to_string().into(),
        }
    }
}

value::field_names!(Lint: "code", "text");

value::value_methods!(impl Lint {
    #[new]
    fn new(code: Text, text: Text) -> Self {
        Self { code, text }
    }

    fn __str__(&self) -> &str {
        &self.text
    }
});
