//! What family and type-approval numbers say where they are well formed.

use std::fmt;

use iot4emissions_proto::vehicle as core;
use pyo3::prelude::*;

use crate::convert::number::Whole;
use crate::convert::text::Text;
use crate::error::OrRaise;
use crate::value;

/// The parts of an interpolation family identifier `FT-n…-WMI-x`, at most 24 characters.
///
/// `family_type` is two capitals, `number` 1 to 15 of `[A-Za-z0-9_]`,
/// `world_manufacturer_identifier` three of the VIN alphabet (ISO 3780), `suffix` one
/// digit. Raises `VehicleAttributeError` for other parts.
///
/// Clauses: P-5.12; JRC127600 Table 4, Box 1.
///
/// >>> family = InterpolationFamily.parse("IP-03_MX_0169-1C4-1")
/// >>> family.world_manufacturer_identifier
/// '1C4'
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct InterpolationFamily {
    family_type: Text,
    number: Text,
    world_manufacturer_identifier: Text,
    suffix: char,
}

impl From<core::InterpolationFamily<'_>> for InterpolationFamily {
    fn from(parts: core::InterpolationFamily<'_>) -> Self {
        Self {
            family_type: parts.family_type.into(),
            number: parts.number.into(),
            world_manufacturer_identifier: parts.world_manufacturer_identifier.into(),
            suffix: parts.suffix,
        }
    }
}

impl fmt::Display for InterpolationFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        core::InterpolationFamily {
            family_type: &self.family_type,
            number: &self.number,
            world_manufacturer_identifier: &self.world_manufacturer_identifier,
            suffix: self.suffix,
        }
        .fmt(f)
    }
}

value::field_names!(InterpolationFamily: "family_type", "number", "world_manufacturer_identifier", "suffix");

value::value_methods!(impl InterpolationFamily {
    #[new]
    fn new(
        family_type: Text,
        number: Text,
        world_manufacturer_identifier: Text,
        suffix: char,
    ) -> PyResult<Self> {
        let parts = Self {
            family_type,
            number,
            world_manufacturer_identifier,
            suffix,
        };
        Self::parse(parts.to_string().into())
    }

    /// The parts of `text`. Raises `VehicleAttributeError` where it has another form.
    ///
    /// >>> InterpolationFamily.parse("IP-03_MX_0169-1C4-1").number
    /// '03_MX_0169'
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        let parts = core::InterpolationFamily::try_from(&*text).or_raise()?;
        Ok(parts.into())
    }

    /// The kind of family, two capitals, such as `IP` (P-5.12).
    #[getter]
    fn family_type(&self) -> &str {
        &self.family_type
    }

    /// The manufacturer's number, 1 to 15 of `[A-Za-z0-9_]` (P-5.12).
    #[getter]
    fn number(&self) -> &str {
        &self.number
    }

    /// The world manufacturer identifier, three of the VIN alphabet (ISO 3780).
    #[getter]
    fn world_manufacturer_identifier(&self) -> &str {
        &self.world_manufacturer_identifier
    }

    /// One digit (P-5.12).
    #[getter]
    fn suffix(&self) -> char {
        self.suffix
    }
});

/// The parts of a type-approval number `e<n>*<act>*<base>*<ext>`, read in either letter
/// case.
///
/// `member_state` is the number of the Member State that granted it, 1 to 99, `act` the
/// act under which it did, `base` and `extension` are digits. Raises
/// `VehicleAttributeError` for other parts.
///
/// Clauses: P-5.13; JRC127600 Table 4, Box 1.
///
/// >>> number = TypeApprovalNumber.parse("E4*2007/46*1410*01")
/// >>> number.member_state, number.extension
/// (4, '01')
#[pyclass(frozen, eq, hash, str, from_py_object, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct TypeApprovalNumber {
    member_state: u8,
    act: Text,
    base: Text,
    extension: Text,
}

impl From<core::TypeApprovalNumber<'_>> for TypeApprovalNumber {
    fn from(parts: core::TypeApprovalNumber<'_>) -> Self {
        Self {
            member_state: parts.member_state,
            act: parts.act.into(),
            base: parts.base.into(),
            extension: parts.extension.into(),
        }
    }
}

impl fmt::Display for TypeApprovalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        core::TypeApprovalNumber {
            member_state: self.member_state,
            act: &self.act,
            base: &self.base,
            extension: &self.extension,
        }
        .fmt(f)
    }
}

value::field_names!(TypeApprovalNumber: "member_state", "act", "base", "extension");

value::value_methods!(impl TypeApprovalNumber {
    #[new]
    fn new(member_state: Whole, act: Text, base: Text, extension: Text) -> PyResult<Self> {
        // Another number is none of a Member State, and neither is 0.
        let member_state = u8::try_from(member_state.0).unwrap_or_default();
        let parts = Self {
            member_state,
            act,
            base,
            extension,
        };
        Self::parse(parts.to_string().into())
    }

    /// The parts of `text`. Raises `VehicleAttributeError` where it has another form.
    ///
    /// >>> str(TypeApprovalNumber.parse("E4*2007/46*1410*01"))
    /// 'e4*2007/46*1410*01'
    #[staticmethod]
    fn parse(text: Text) -> PyResult<Self> {
        let parts = core::TypeApprovalNumber::try_from(&*text).or_raise()?;
        Ok(parts.into())
    }

    /// The number of the Member State that granted it, 1 to 99 (P-5.13).
    #[getter]
    fn member_state(&self) -> u8 {
        self.member_state
    }

    /// The act under which it was granted, such as `2007/46` (P-5.13).
    #[getter]
    fn act(&self) -> &str {
        &self.act
    }

    /// The base approval number, digits (P-5.13).
    #[getter]
    fn base(&self) -> &str {
        &self.base
    }

    /// The number of the extension, digits (P-5.13).
    #[getter]
    fn extension(&self) -> &str {
        &self.extension
    }
});
