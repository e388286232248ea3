//! Keeping VINs out of texts that people and logs see.

use iot4emissions_proto::privacy;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// `text` with everything that has the shape of a VIN replaced by `<VIN hidden>`.
///
/// For logs and traces: what has the shape but is no VIN goes too. Total: half a surrogate
/// pair becomes replacement characters. A VIN is personal data.
/// Clauses: P-5.11, P-6.3; JRC127600 §1.2.
///
/// >>> hide_vins("no answer for 1M8GDM9AXKP042788")
/// 'no answer for <VIN hidden>'
#[pyfunction]
pub(crate) fn hide_vins(text: &Bound<'_, PyString>) -> String {
    privacy::hide_vins(&text.to_string_lossy()).into_owned()
}
