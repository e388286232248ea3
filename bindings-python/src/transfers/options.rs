//! What a caller may ask for.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use iot4emissions_proto::envelope::LineForm;
use iot4emissions_proto::message::Profile;
use pyo3::exceptions::PyValueError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;

/// The form of the eight values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// decimal(10,1).
    Decimal,
    /// The nearest float64.
    Float64,
}

/// An argument as `iot4emissions._transfers` describes it to type checkers.
macro_rules! argument {
    ($($(#[$doc:meta])* $argument:ident: $alias:literal),*) => {$(
        $(#[$doc])*
        pub(crate) struct $argument<'py>(pub(super) Bound<'py, PyAny>);

        impl<'py> FromPyObject<'_, 'py> for $argument<'py> {
            type Error = PyErr;

            #[cfg(feature = "stubs")]
            const INPUT_TYPE: PyStaticExpr =
                type_hint_identifier!("iot4emissions._transfers", $alias);

            fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                Ok(Self(object.to_owned()))
            }
        }
    )*};
}

argument! {
    /// A path, bytes, a file object or an iterable.
    SourceArgument: "Source",
    /// A callable, or what is like `tqdm`.
    ProgressArgument: "Progress",
    /// `"payload"` or `"envelope"`.
    FormArgument: "Form",
    /// `"decimal"` or `"float64"`.
    ValuesArgument: "Values"
}

impl FormArgument<'_> {
    fn form(&self) -> PyResult<LineForm> {
        match &*self.0.extract::<String>()? {
            "payload" => Ok(LineForm::Payload),
            "envelope" => Ok(LineForm::Envelope),
            "each" => Ok(LineForm::Each),
            _ => Err(PyValueError::new_err(
                r#"form: expected "payload", "envelope" or None, found another text"#,
            )),
        }
    }
}

impl ValuesArgument<'_> {
    fn values(&self) -> PyResult<Values> {
        match &*self.0.extract::<String>()? {
            "decimal" => Ok(Values::Decimal),
            "float64" => Ok(Values::Float64),
            _ => Err(PyValueError::new_err(
                r#"values: expected "decimal" or "float64", found another text"#,
            )),
        }
    }
}

/// So much input a record batch is made of, if the caller says nothing: what comes of it
/// fills large pages (see `memory`).
const BLOCK: usize = 4 << 20;

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
        form: Option<&FormArgument<'_>>,
        profile: Profile,
        values: Option<&ValuesArgument<'_>>,
        threads: Option<i64>,
        block: Option<i64>,
    ) -> PyResult<Self> {
        let form = form.map(FormArgument::form).transpose()?;
        let values = values.map_or(Ok(Values::Decimal), ValuesArgument::values)?;
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
