//! What stands beside a publication (P-10.7).

use std::collections::BTreeMap;

use iot4emissions_proto::publication as core;
use pyo3::prelude::*;

use crate::value_class::value_class;

value_class! { "iot4emissions.publication";
    /// How many vehicles of a fleet are the only ones of their kind (P-10.7): by their types,
    /// as the public register has them, and by their types with the first odometer reading, as
    /// a roadworthiness test has it.
    ///
    /// >>> Uniqueness(4, 2, 1, 2).unique_by_types
    /// 1
    Uniqueness {
        /// How many vehicles there are.
        vehicles: usize,
        /// How many combinations of types there are.
        combinations: usize,
        /// How many vehicles are the only ones of their combination.
        unique_by_types: usize,
        /// How many vehicles are the only ones of their combination with their first odometer
        /// reading.
        unique_by_types_and_odometer: usize,
    }
}

impl From<core::Uniqueness> for Uniqueness {
    fn from(found: core::Uniqueness) -> Self {
        Self {
            vehicles: found.vehicles,
            combinations: found.combinations,
            unique_by_types: found.unique_by_types,
            unique_by_types_and_odometer: found.unique_by_types_and_odometer,
        }
    }
}

/// What a publication holds, what it leaves out, and how far one vehicle can still be told from
/// another (P-10.7). Counts alone: it names no vehicle, no type and no value.
///
/// Every vehicle is counted once: published, suppressed, or excluded; so is every month in
/// which a cleared vehicle has a snapshot that stands. `publish` makes one.
///
/// >>> report.min_vehicles, report.published_vehicles, report.suppressed_vehicles
/// (10, 10, 0)
#[pyclass(frozen, eq, module = "iot4emissions.publication")]
#[derive(PartialEq, Eq)]
pub(crate) struct PublicationReport(pub(crate) core::PublicationReport);

#[pymethods]
impl PublicationReport {
    /// The fewest vehicles of a group (P-10.5).
    #[getter]
    fn min_vehicles(&self) -> u32 {
        self.0.min_vehicles
    }

    /// The attributes that groups are made by, and that are columns.
    #[getter]
    fn by(&self) -> Vec<&'static str> {
        self.0.by.iter().map(|one| one.wire_name()).collect()
    }

    /// The first and the last month that is published, such as `2025-03`.
    #[getter]
    fn months(&self) -> Option<(String, String)> {
        let months = self.0.months.as_ref();
        months.map(|[first, last]| (first.to_string(), last.to_string()))
    }

    /// How many pseudonyms there are: owners' times.
    #[getter]
    fn pseudonyms(&self) -> usize {
        self.0.pseudonyms
    }

    /// How many vehicles are published, in some months at least.
    #[getter]
    fn published_vehicles(&self) -> usize {
        self.0.published.vehicles
    }

    /// How many rows are published.
    #[getter]
    fn published_rows(&self) -> usize {
        self.0.published.rows
    }

    /// How many vehicles are left out because all their groups are too small.
    #[getter]
    fn suppressed_vehicles(&self) -> usize {
        self.0.suppressed.vehicles
    }

    /// How many rows are left out because their groups are too small.
    #[getter]
    fn suppressed_rows(&self) -> usize {
        self.0.suppressed.rows
    }

    /// How many groups, types in a month, of each number of vehicles are published.
    #[getter]
    fn group_sizes(&self) -> BTreeMap<usize, usize> {
        self.0.group_sizes.clone()
    }

    /// How many groups of each number of vehicles are suppressed.
    #[getter]
    fn suppressed_group_sizes(&self) -> BTreeMap<usize, usize> {
        self.0.suppressed_group_sizes.clone()
    }

    /// Vehicles that are left out whatever their group: `not-cleared`, `unknown-vehicle`,
    /// `no-month`.
    #[getter]
    fn excluded_vehicles(&self) -> BTreeMap<&'static str, usize> {
        let excluded = self.0.excluded_vehicles.iter();
        excluded
            .map(|(why, count)| (why.as_str(), *count))
            .collect()
    }

    /// Months of cleared vehicles that are left out whatever their group: `outside`,
    /// `unfinished`, `months-missing`, `reset`, `new-vehicle`, `decrease`, `no-counter`.
    #[getter]
    fn excluded_months(&self) -> BTreeMap<&'static str, usize> {
        let excluded = self.0.excluded_months.iter();
        excluded
            .map(|(why, count)| (why.as_str(), *count))
            .collect()
    }

    /// Snapshots of cleared vehicles that do not stand, and rows that are no snapshot, by the
    /// first reason, as in `iot4emissions.analysis`.
    #[getter]
    fn excluded_snapshots(&self) -> BTreeMap<String, usize> {
        self.0.excluded_snapshots.clone()
    }

    /// How many cleared vehicles are unique in what was stored, by `by`, before any group is
    /// made. In the publication none is.
    #[getter]
    fn uniqueness(&self) -> Uniqueness {
        self.0.uniqueness.into()
    }

    /// How many published rows have values that no other of their group has.
    #[getter]
    fn unique_rows(&self) -> usize {
        self.0.unique_rows
    }

    /// How many pseudonyms have values, over all their months, that no other of their types has.
    #[getter]
    fn unique_series(&self) -> usize {
        self.0.unique_series
    }

    /// The report as JSON that people read.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self) -> String {
        format!(
            "<PublicationReport: {} rows of {} vehicles published, {} of {} suppressed>",
            self.0.published.rows,
            self.0.published.vehicles,
            self.0.suppressed.rows,
            self.0.suppressed.vehicles
        )
    }
}
