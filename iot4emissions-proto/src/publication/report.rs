//! What stands beside a publication: what is in it, what is not, and what it still gives away
//! (P-10.7).

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Attribute, Month, MonthExclusion, Uniqueness, VehicleExclusion};

/// Vehicles and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Counted {
    /// How many vehicles; each once, however many owners it had.
    pub vehicles: usize,
    /// How many rows: months of pseudonyms.
    pub rows: usize,
}

/// What a publication holds, what it leaves out, and how far one can still be told from
/// another (P-10.7). Counts alone: it names no vehicle, no type and no value.
///
/// Every vehicle is counted once: published, suppressed, or excluded. So is every month in
/// which a cleared vehicle has a snapshot that stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicationReport {
    /// The fewest vehicles of a group.
    pub min_vehicles: u32,
    /// The attributes that groups are made by, and that are columns.
    pub by: Vec<Attribute>,
    /// Steps of the values, each in its unit.
    pub steps: BTreeMap<&'static str, u32>,
    /// The first and the last month that is published.
    pub months: Option<[Month; 2]>,
    /// How many pseudonyms there are: owners' times.
    pub pseudonyms: usize,
    /// What is published. A vehicle of which some months are published and some are
    /// suppressed is counted here.
    pub published: Counted,
    /// What is left out because its group is too small.
    pub suppressed: Counted,
    /// How many groups, types in a month, of each number of vehicles are published.
    pub group_sizes: BTreeMap<usize, usize>,
    /// How many groups of each number of vehicles are suppressed.
    pub suppressed_group_sizes: BTreeMap<usize, usize>,
    /// Vehicles that are left out whatever their group.
    pub excluded_vehicles: BTreeMap<VehicleExclusion, usize>,
    /// Months of cleared vehicles that are left out whatever their group.
    pub excluded_months: BTreeMap<MonthExclusion, usize>,
    /// Snapshots of cleared vehicles that do not stand, and rows that are no snapshot, by the
    /// first reason's code.
    pub excluded_snapshots: BTreeMap<String, usize>,
    /// How many cleared vehicles are unique in what was stored, before any group is made: by
    /// `by`, and with the first odometer reading. In the publication none is.
    pub uniqueness: Uniqueness,
    /// How many published rows have values that no other of their group has. Whoever knows
    /// them of a vehicle finds its row.
    pub unique_rows: usize,
    /// How many pseudonyms have values, over all their months, that no other of their types
    /// has. Whoever knows them, from the same months under another key for one, finds the
    /// pseudonym.
    pub unique_series: usize,
}

impl PublicationReport {
    /// The report as JSON that people read, with a line feed at its end; the same for the same
    /// report.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts and numbers, and no key that is neither.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl Serialize for Attribute {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.wire_name())
    }
}
