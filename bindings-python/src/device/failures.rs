//! How often what failed (P-6.22).

use std::collections::HashMap;

use iot4emissions_proto::device::{self as core, DisconnectReason};
use pyo3::exceptions::PyTypeError;
#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};
#[cfg(feature = "stubs")]
use pyo3::{type_hint_identifier, type_hint_subscript};

use super::disconnect_reason::ReasonKind;
use crate::convert::enumeration::{Enumeration, Member};
use crate::convert::mapping::Pairs;
use crate::mirror::{Mirror, mirror};
use crate::value_class::value_class;

value_class! { "iot4emissions.device";
    /// How often what failed in the device's life (P-6.22); each number stops at 4294967295.
    ///
    /// >>> failures = OtaDevice().status().failures
    /// >>> failures.connections[DisconnectReason.NO_NETWORK], failures.acquisitions
    /// (0, 0)
    Failures {
        /// Connections that failed or were lost, by reason: a `dict` with every member of
        /// `DisconnectReason`; one that is not given is 0.
        connections: ByReason,
        /// Subscriptions that a broker refused.
        subscriptions_refused: u32,
        /// Publishes that a broker refused, or did not acknowledge in time.
        publishes: u32,
        /// Registrations that were refused or not answered.
        registrations: u32,
        /// Acquisitions that brought no values.
        acquisitions: u32,
        /// Records that could not be stored.
        persists: u32,
    }
}

/// Numbers by reason, in the order of the core's kinds.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ByReason([u32; DisconnectReason::KINDS]);

impl<'py> IntoPyObject<'py> for ByReason {
    type Target = PyDict;
    type Output = Bound<'py, PyDict>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <Pairs<Member<ReasonKind>, u32>>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let kinds = ReasonKind::MEMBERS.iter();
        let pairs = kinds.zip(self.0).map(|((kind, _), n)| (Member(*kind), n));
        Pairs(pairs.collect()).into_pyobject(py)
    }
}

impl<'py> FromPyObject<'_, 'py> for ByReason {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_subscript!(
        type_hint_identifier!("collections.abc", "Mapping"),
        ReasonKind::OUTPUT,
        u32::INPUT_TYPE
    );

    fn extract(numbers: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let Ok(numbers) = numbers.cast::<PyMapping>() else {
            let found = numbers.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "expected a mapping of numbers by reason, found {found}"
            )));
        };
        let items = numbers.items()?;
        let items: PyResult<HashMap<Member<ReasonKind>, u32>> =
            items.iter().map(|item| item.extract()).collect();
        let items = items?;
        let mut by_reason = [0; DisconnectReason::KINDS];
        for (number, (kind, _)) in by_reason.iter_mut().zip(ReasonKind::MEMBERS) {
            *number = items.get(&Member(*kind)).copied().unwrap_or_default();
        }
        Ok(Self(by_reason))
    }
}

mirror! {
    core::Failures => Failures {
        connections,
        subscriptions_refused,
        publishes,
        registrations,
        acquisitions,
        persists,
    }
}

impl Mirror for ByReason {
    type Core = [u32; DisconnectReason::KINDS];

    fn of(core: Self::Core) -> Self {
        Self(core)
    }

    fn to_core(&self) -> Self::Core {
        self.0
    }
}
