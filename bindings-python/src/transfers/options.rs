//! What a caller may ask for.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use iot4emissions_proto::columns::LineForm;
use iot4emissions_proto::message::Profile;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The form of the eight values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// decimal(10,1).
    Decimal,
    /// The nearest float64.
    Float64,
}

/// So much input a record batch is made of, if the caller says nothing: what comes of it
/// fills large pages (see `memory`).
const BLOCK: usize = 2 << 20;

/// How to read, whatever the source is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Options {
    /// `None`: as the first line is.
    pub(super) form: Option<LineForm>,
    pub(super) profile: Profile,
    pub(super) values: Values,
    pub(super) threads: usize,
    /// Bytes of input a record batch.
    pub(super) block: usize,
}

impl Options {
    pub(super) fn new(
        form: Option<&str>,
        profile: Profile,
        values: &str,
        threads: Option<i64>,
        block: Option<i64>,
    ) -> PyResult<Self> {
        let form = match form {
            None => None,
            Some("payload") => Some(LineForm::Payload),
            Some("envelope") => Some(LineForm::Envelope),
            Some(_) => {
                return Err(PyValueError::new_err(
                    r#"form: expected "payload", "envelope" or None, found another text"#,
                ));
            }
        };
        let values = match values {
            "decimal" => Values::Decimal,
            "float64" => Values::Float64,
            _ => {
                return Err(PyValueError::new_err(
                    r#"values: expected "decimal" or "float64", found another text"#,
                ));
            }
        };
        Ok(Self {
            form,
            profile,
            values,
            threads: match threads {
                Some(threads) => at_least_one("threads", threads)?,
                None => available_parallelism().map_or(1, NonZeroUsize::get),
            },
            block: match block {
                Some(block) => at_least_one("block_size", block)?,
                None => BLOCK,
            },
        })
    }
}

fn at_least_one(name: &str, number: i64) -> PyResult<usize> {
    match usize::try_from(number) {
        Ok(number @ 1..) => Ok(number),
        _ => Err(PyValueError::new_err(format!(
            "{name}: expected a number from 1, found {number}"
        ))),
    }
}
