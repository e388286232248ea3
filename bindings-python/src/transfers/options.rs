//! What a caller may ask for.

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

use iot4emissions_proto::envelope::{EnvelopeNames, LineForm};
use iot4emissions_proto::message::{DecodeOptions, Profile};
use pyo3::exceptions::PyValueError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
#[cfg(feature = "stubs")]
use pyo3::type_hint_identifier;

use super::names::names;
use crate::convert::text::Text;

/// The form of the eight values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// decimal(10,1).
    Decimal,
    /// The nearest float64.
    Float64,
}

/// The form of the device IDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Devices {
    /// One dictionary, and a key each row.
    Dictionary,
    /// A text each row.
    Text,
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
    /// A preset's name, or a mapping.
    NamesArgument: "Names",
    /// `"decimal"` or `"float64"`.
    ValuesArgument: "Values",
    /// `"dictionary"` or `"string"`.
    DevicesArgument: "Devices"
}

impl FormArgument<'_> {
    pub(crate) fn form(&self) -> PyResult<LineForm> {
        match &*self.0.extract::<Text>()? {
            "payload" => Ok(LineForm::Payload),
            "envelope" => Ok(LineForm::Envelope),
            _ => Err(PyValueError::new_err(
                r#"form: expected "payload", "envelope" or None, found another text"#,
            )),
        }
    }
}

impl NamesArgument<'_> {
    pub(crate) fn names(&self) -> PyResult<EnvelopeNames> {
        names(&self.0)
    }
}

impl ValuesArgument<'_> {
    fn values(&self) -> PyResult<Values> {
        match &*self.0.extract::<Text>()? {
            "decimal" => Ok(Values::Decimal),
            "float64" => Ok(Values::Float64),
            _ => Err(PyValueError::new_err(
                r#"values: expected "decimal" or "float64", found another text"#,
            )),
        }
    }
}

impl DevicesArgument<'_> {
    fn devices(&self) -> PyResult<Devices> {
        match &*self.0.extract::<Text>()? {
            "dictionary" => Ok(Devices::Dictionary),
            "string" => Ok(Devices::Text),
            _ => Err(PyValueError::new_err(
                r#"devices: expected "dictionary" or "string", found another text"#,
            )),
        }
    }
}

/// So much input a record batch is made of, if the caller says nothing: what comes of it
/// fills large pages (see `memory`).
const BLOCK: usize = 4 << 20;

/// More threads than any machine has processors help nobody, and the system refuses them.
const MOST_THREADS: usize = 1024;

/// Which columns there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) values: Values,
    pub(super) devices: Devices,
}

/// How to read, whatever the source is.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) form: LineForm,
    pub(super) names: EnvelopeNames,
    pub(super) reading: DecodeOptions,
    pub(super) columns: Columns,
    pub(super) threads: usize,
    /// Bytes of input a record batch.
    pub(super) block: usize,
}

/// What `read_transfers` and `scan_transfers` are given beside their source.
pub(super) struct Arguments<'py> {
    pub(super) form: Option<FormArgument<'py>>,
    pub(super) names: Option<NamesArgument<'py>>,
    pub(super) profile: Profile,
    pub(super) null_is_absent: bool,
    pub(super) values: Option<ValuesArgument<'py>>,
    pub(super) devices: Option<DevicesArgument<'py>>,
    pub(super) threads: Option<i64>,
    pub(super) block_size: Option<i64>,
}

impl Arguments<'_> {
    pub(super) fn options(&self) -> PyResult<Options> {
        let form = self.form.as_ref().map(FormArgument::form).transpose()?;
        let names = self.names.as_ref().map(NamesArgument::names).transpose()?;
        let values = self.values.as_ref().map(ValuesArgument::values);
        let devices = self.devices.as_ref().map(DevicesArgument::devices);
        Ok(Options {
            form: form.unwrap_or(LineForm::Each),
            names: names.unwrap_or_default(),
            reading: DecodeOptions {
                profile: self.profile,
                null_is_absent: self.null_is_absent,
            },
            columns: Columns {
                values: values.transpose()?.unwrap_or(Values::Decimal),
                devices: devices.transpose()?.unwrap_or(Devices::Dictionary),
            },
            threads: match self.threads {
                Some(threads) => within("threads", threads, MOST_THREADS)?,
                None => available_parallelism()
                    .map_or(1, NonZeroUsize::get)
                    .min(MOST_THREADS),
            },
            block: match self.block_size {
                Some(block) => within("block_size", block, isize::MAX as usize)?,
                None => BLOCK,
            },
        })
    }
}

fn within(name: &str, number: i64, most: usize) -> PyResult<usize> {
    match usize::try_from(number) {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => {
            let expected = match number {
                ..1 => "a number from 1".to_owned(),
                _ => format!("a number of at most {most}"),
            };
            let text = format!("{name}: expected {expected}, found {number}");
            Err(PyValueError::new_err(text))
        }
    }
}
