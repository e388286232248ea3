//! Numbers of the core that are whole numbers in Python (P-5.32, P-5.51).

use iot4emissions_proto::message::ConfigurationVersion;
use iot4emissions_proto::services::call::Sequence;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyInt;

use crate::convert::number::Whole;
use crate::error::{OrRaise, protocol_error};

/// `numbers! { /// What it is. Name(core::Number) as its integer: what reads an i64; }`.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($core:ty) as $integer:ty: $read:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) struct $name(pub(crate) $core);

        impl<'py> IntoPyObject<'py> for $name {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = std::convert::Infallible;

            #[cfg(feature = "stubs")]
            const OUTPUT_TYPE: PyStaticExpr = <$integer>::OUTPUT_TYPE;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                let number: $integer = self.0.get();
                number.into_pyobject(py)
            }
        }

        impl<'py> FromPyObject<'_, 'py> for $name {
            type Error = PyErr;

            #[cfg(feature = "stubs")]
            const INPUT_TYPE: PyStaticExpr = Whole::INPUT_TYPE;

            fn extract(number: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                let Whole(number) = number.extract()?;
                $read(number).map(Self)
            }
        }
    )*};
}

numbers! {
    /// The number of a call, 0 to 2^53 - 1.
    CallNumber(Sequence) as u64: sequence;
    /// The version of a configuration, 1 to 4294967295.
    Version(ConfigurationVersion) as u32: |number: i64| number.try_into().or_raise();
}

/// Before the first call.
pub(crate) const NO_CALL: CallNumber = CallNumber(Sequence::NONE);

fn sequence(number: i64) -> PyResult<Sequence> {
    let number = u64::try_from(number).map_err(|_| {
        let text = format!("expected a call's number of 0 or more, found {number}");
        protocol_error("ProtocolError", &text, "sequence", "")
    })?;
    number.try_into().or_raise()
}
