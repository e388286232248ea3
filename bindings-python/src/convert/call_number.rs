//! The numbers of calls (P-5.51).

use iot4emissions_proto::services::call::Sequence;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyInt;

use crate::convert::number::Whole;
use crate::error::{OrRaise, protocol_error};

/// The number of a call, 0 to 2^53 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CallNumber(pub(crate) Sequence);

/// Before the first call.
pub(crate) const NO_CALL: CallNumber = CallNumber(Sequence::NONE);

impl<'py> IntoPyObject<'py> for CallNumber {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = std::convert::Infallible;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = u64::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        self.0.get().into_pyobject(py)
    }
}

impl<'py> FromPyObject<'_, 'py> for CallNumber {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = Whole::INPUT_TYPE;

    fn extract(number: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let Whole(number) = number.extract()?;
        let number = u64::try_from(number).map_err(|_| {
            let text = format!("expected a call's number of 0 or more, found {number}");
            protocol_error("ProtocolError", &text, "sequence", "")
        })?;
        number.try_into().or_raise().map(Self)
    }
}
