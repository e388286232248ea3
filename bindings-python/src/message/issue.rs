//! What reading a message says about it.

use iot4emissions_proto::message as core;
use pyo3::prelude::*;

/// One problem of a payload (P-5.3). No text in it repeats a VIN.
#[pyclass(frozen, eq, hash, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Issue(pub(crate) core::Issue);

#[pymethods]
impl Issue {}

/// One deviation from the canonical forms (P-5.4).
#[pyclass(frozen, eq, hash, module = "iot4emissions")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Deviation(pub(crate) core::Deviation);

#[pymethods]
impl Deviation {}
