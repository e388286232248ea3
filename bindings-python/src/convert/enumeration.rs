//! The core's enumerations as Python's.
//!
//! `PyO3`'s own enumerations are no `enum.Enum`, and type checkers refuse an exhaustive
//! `match` on them. So the members stand in `iot4emissions._enums`, as `StrEnum`s of the
//! texts that the protocol itself writes: a text is taken in place of a member.

#[cfg(feature = "stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;

use crate::convert::text::unicode;
use crate::error::protocol_error;

/// An enumeration of the core.
pub(crate) trait Enumeration: Copy + PartialEq + 'static {
    /// Its name in `iot4emissions._enums`.
    const NAME: &'static str;
    /// As a parameter in stubs: the members, or their texts.
    #[cfg(feature = "stubs")]
    const INPUT: PyStaticExpr;
    /// As a result in stubs.
    #[cfg(feature = "stubs")]
    const OUTPUT: PyStaticExpr;
    /// The variants with their texts.
    const MEMBERS: &'static [(Self, &'static str)];

    /// Where the members of the Python class are kept, in the order of `MEMBERS`.
    fn cache() -> &'static PyOnceLock<Vec<Py<PyAny>>>;
}

/// A variant as a member of its Python class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Member<E>(pub(crate) E);

impl<'py, E: Enumeration> IntoPyObject<'py> for Member<E> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const OUTPUT_TYPE: PyStaticExpr = E::OUTPUT;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let members = E::cache().get_or_try_init(py, || {
            let class = py.import("iot4emissions._enums")?.getattr(E::NAME)?;
            let member = |(_, text): &(E, &str)| Ok(class.call1((*text,))?.unbind());
            E::MEMBERS.iter().map(member).collect::<PyResult<Vec<_>>>()
        })?;
        let place = E::MEMBERS
            .iter()
            .position(|(variant, _)| *variant == self.0);
        // Every variant stands in MEMBERS: its macro matches all of them.
        Ok(members[place.unwrap_or_default()].bind(py).clone())
    }
}

impl<'py, E: Enumeration> FromPyObject<'_, 'py> for Member<E> {
    type Error = PyErr;

    #[cfg(feature = "stubs")]
    const INPUT_TYPE: PyStaticExpr = E::INPUT;

    fn extract(member: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let text = member.cast::<PyString>()?;
        let text = unicode(&text)?;
        let found = E::MEMBERS.iter().find(|(_, known)| *known == &*text);
        found.map(|(variant, _)| Self(*variant)).ok_or_else(|| {
            let known: Vec<&str> = E::MEMBERS.iter().map(|(_, known)| *known).collect();
            let expected = known.join("\", \"");
            let text = format!("expected one of \"{expected}\", found another text");
            protocol_error("ProtocolError", &text, "unknown-value", "")
        })
    }
}

/// `enumeration! { core::Type => "PythonName": Variant => "text", … }`: a new variant of
/// the core does not compile before it has a text here.
macro_rules! enumeration {
    ($($core:path => $name:literal: $($variant:ident => $text:literal),+;)*) => {$(
        impl $crate::convert::enumeration::Enumeration for $core {
            const NAME: &'static str = $name;
            #[cfg(feature = "stubs")]
            const INPUT: pyo3::inspect::PyStaticExpr = type_hint_union!(
                pyo3::type_hint_identifier!("iot4emissions._enums", $name),
                pyo3::type_hint_identifier!("builtins", "str")
            );
            #[cfg(feature = "stubs")]
            const OUTPUT: pyo3::inspect::PyStaticExpr =
                pyo3::type_hint_identifier!("iot4emissions._enums", $name);
            const MEMBERS: &'static [(Self, &'static str)] = {
                // Exhaustive.
                const fn _all(variant: $core) {
                    match variant { $(<$core>::$variant => ()),+ }
                }
                &[$((<$core>::$variant, $text)),+]
            };

            fn cache() -> &'static pyo3::sync::PyOnceLock<Vec<pyo3::Py<pyo3::PyAny>>> {
                static CACHE: pyo3::sync::PyOnceLock<Vec<pyo3::Py<pyo3::PyAny>>> =
                    pyo3::sync::PyOnceLock::new();
                &CACHE
            }
        }
    )*

        /// Each enumeration's name and texts, for the test that Python has the same.
        #[pyo3::pyfunction]
        pub(crate) fn _enumerations() -> std::collections::BTreeMap<&'static str, Vec<&'static str>> {
            std::collections::BTreeMap::from([$(($name, vec![$($text),+])),*])
        }
    };
}
pub(crate) use enumeration;
