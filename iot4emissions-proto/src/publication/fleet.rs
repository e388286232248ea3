//! What is stored, and what of it is published (P-10.1).

use std::collections::{BTreeMap, BTreeSet};

use super::groups::{Group, Groups};
use super::growth::{Growth, months};
use super::totals::totals;
use super::{
    Attribute, Counted, GroupTotals, MinVehicles, Month, MonthExclusion, Pseudonym, PseudonymKey,
    PublicationReport, Uniqueness, VehicleExclusion, step,
};
use crate::analysis::{Reading, Reason};
use crate::identity::DeviceId;
use crate::obfcm::{Parameter, Tenths, Unit};
use crate::services::introduction::MinimalAttributes;
use crate::time::UnixSeconds;

/// What a Data Service has stored of a fleet: vehicles by their devices, and their snapshots,
/// in any order.
#[derive(Debug, Clone, Default)]
pub struct Fleet {
    vehicles: BTreeMap<DeviceId, Vehicle>,
    readings: BTreeMap<DeviceId, BTreeMap<u32, Vec<Reading>>>,
    no_snapshots: BTreeMap<String, usize>,
}

#[derive(Debug, Clone)]
struct Vehicle {
    attributes: MinimalAttributes,
    cleared: bool,
}

/// A vehicle that is given twice. It does not repeat the device ID, which a publication hides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected each device once among the vehicles, found one a second time")]
pub struct FleetError;

impl FleetError {
    /// The stable code, `twice`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "twice"
    }
}

/// What a publication is made by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationSettings {
    /// The attributes that are published, and that groups are made by: by default family, fuel
    /// type and fuel mode. Each further one makes groups smaller.
    pub by: BTreeSet<Attribute>,
    /// The fewest vehicles of a group.
    pub min_vehicles: MinVehicles,
    /// The first month to publish; by default the first that there is.
    pub first: Option<Month>,
    /// The last month to publish; by default the last that there is.
    pub last: Option<Month>,
}

impl Default for PublicationSettings {
    fn default() -> Self {
        Self {
            by: [Attribute::Family, Attribute::FuelType, Attribute::FuelMode].into(),
            min_vehicles: MinVehicles::default(),
            first: None,
            last: None,
        }
    }
}

/// A month of a pseudonym.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// Whose it is.
    pub pseudonym: Pseudonym,
    /// Which month, UTC.
    pub month: Month,
    /// What the vehicle has of each attribute in [`PublicationReport::by`].
    pub types: Vec<Option<String>>,
    /// What each of [`COLUMNS`](super::COLUMNS) grew by in the month, in its unit and in steps;
    /// none where the vehicle has no such counter.
    pub growth: [Option<u32>; 8],
}

/// What may be given to people, and what is to be said with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The rows, by pseudonym and month: an order that says nothing.
    pub rows: Vec<PublishedRow>,
    /// What each group used together, by types and month: for whoever is not to have rows.
    pub groups: Vec<GroupTotals>,
    /// What stands beside them.
    pub report: PublicationReport,
}

/// A month of one owner's time that is complete, with what it must not be published with.
struct Candidate<'a> {
    device: &'a DeviceId,
    segment: u32,
    types: &'a [Option<String>],
    month: Month,
    growth: Growth,
}

impl<'a> Candidate<'a> {
    const fn group(&self) -> Group<'a> {
        (self.types, self.month)
    }
}

impl Fleet {
    /// A fleet without vehicles.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a vehicle by its device: what may be told of its papers, and whether it is cleared
    /// now (P-7.6).
    ///
    /// # Errors
    /// Where the device is there already.
    pub fn add_vehicle(
        &mut self,
        device: DeviceId,
        attributes: MinimalAttributes,
        cleared: bool,
    ) -> Result<(), FleetError> {
        if self.vehicles.contains_key(&device) {
            return Err(FleetError);
        }
        self.vehicles.insert(
            device,
            Vehicle {
                attributes,
                cleared,
            },
        );
        Ok(())
    }

    /// Adds a snapshot of a device's `segment`, one owner's time, the first of which is 0.
    pub fn add_reading(&mut self, device: DeviceId, segment: u32, reading: Reading) {
        let of_device = self.readings.entry(device).or_default();
        of_device.entry(segment).or_default().push(reading);
    }

    /// Counts a row that is no snapshot, or nobody's, by why: the report says so.
    pub fn exclude(&mut self, reason: Reason) {
        let count = self.no_snapshots.entry(reason.to_string());
        *count.or_default() += 1;
    }

    /// How many cleared vehicles are unique in what is stored, by these attributes.
    #[must_use]
    pub fn uniqueness(&self, by: &BTreeSet<Attribute>) -> Uniqueness {
        let cleared = self.vehicles.iter().filter(|(_, vehicle)| vehicle.cleared);
        Uniqueness::of(cleared.map(|(device, vehicle)| {
            let types: Vec<_> = by.iter().map(|one| one.of(&vehicle.attributes)).collect();
            (types, self.first_odometer(device))
        }))
    }

    /// What a device's odometer showed first, of whatever owner; of two readings at that time
    /// the lower one.
    #[must_use]
    pub fn first_odometer(&self, device: &DeviceId) -> Option<Tenths> {
        let readings = self.readings.get(device)?.values().flatten();
        let odometer = |reading: &Reading| -> Option<(UnixSeconds, Tenths)> {
            let value = reading.snapshot().values();
            let value = value.value(Parameter::TotalDistanceTravelled)?;
            Some((reading.snapshot().acquired(), value))
        };
        readings.filter_map(odometer).min().map(|(_, value)| value)
    }

    /// What may be given to people of this fleet (P-10.1 to P-10.8): the same rows for the same
    /// fleet, key and settings, in whatever order vehicles and readings were added. A key is
    /// for one publication (P-10.2).
    #[must_use]
    pub fn publish(&self, key: &PseudonymKey, settings: &PublicationSettings) -> Publication {
        let mut report = PublicationReport {
            min_vehicles: settings.min_vehicles.vehicles(),
            by: settings.by.iter().copied().collect(),
            steps: [Unit::Kilometre, Unit::Litre, Unit::KilowattHour]
                .map(|unit| (unit.symbol(), step(unit)))
                .into(),
            uniqueness: self.uniqueness(&settings.by),
            excluded_snapshots: self.no_snapshots.clone(),
            ..PublicationReport::default()
        };
        let all = self.vehicles.keys().chain(self.readings.keys());
        let all: BTreeSet<&DeviceId> = all.collect();
        let mut types = BTreeMap::new();
        for device in all {
            let excluded = match self.vehicles.get(device) {
                None => VehicleExclusion::UnknownVehicle,
                Some(vehicle) if !vehicle.cleared => VehicleExclusion::NotCleared,
                Some(vehicle) => {
                    let of = |one: &Attribute| one.of(&vehicle.attributes);
                    let of_vehicle: Vec<_> = settings.by.iter().map(of).collect();
                    types.insert(device, of_vehicle);
                    continue;
                }
            };
            *report.excluded_vehicles.entry(excluded).or_default() += 1;
        }
        let mut candidates = Vec::new();
        for (device, types) in &types {
            let before = candidates.len();
            for (segment, readings) in self.readings.get(*device).into_iter().flatten() {
                let found = months(readings);
                for reason in found.excluded {
                    let count = report.excluded_snapshots.entry(reason.to_string());
                    *count.or_default() += 1;
                }
                for (month, growth) in found.months {
                    let outside = settings.first.is_some_and(|first| month < first)
                        || settings.last.is_some_and(|last| month > last);
                    let growth = if outside {
                        Err(MonthExclusion::Outside)
                    } else {
                        growth
                    };
                    match growth {
                        Ok(growth) => candidates.push(Candidate {
                            device,
                            segment: *segment,
                            types,
                            month,
                            growth,
                        }),
                        Err(why) => *report.excluded_months.entry(why).or_default() += 1,
                    }
                }
            }
            if candidates.len() == before {
                let excluded = report.excluded_vehicles.entry(VehicleExclusion::NoMonth);
                *excluded.or_default() += 1;
            }
        }
        let (rows, groups) = out_of_groups(key, settings.min_vehicles, &candidates, &mut report);
        Publication {
            rows,
            groups,
            report,
        }
    }
}

/// The rows of the groups that are large enough, and what is said of all of them.
fn out_of_groups(
    key: &PseudonymKey,
    least: MinVehicles,
    candidates: &[Candidate<'_>],
    report: &mut PublicationReport,
) -> (Vec<PublishedRow>, Vec<GroupTotals>) {
    let groups = Groups::new(
        candidates.iter().map(|one| (one.group(), one.device)),
        least,
    );
    for size in groups.published.values() {
        *report.group_sizes.entry(*size).or_default() += 1;
    }
    let (published, suppressed): (Vec<_>, Vec<_>) = candidates
        .iter()
        .partition(|one| groups.published.contains_key(&one.group()));
    report.suppressed_group_sizes = groups.suppressed;
    let devices = |rows: &[&Candidate<'_>]| -> BTreeSet<DeviceId> {
        rows.iter().map(|one| one.device.clone()).collect()
    };
    let (shown, hidden) = (devices(&published), devices(&suppressed));
    report.published = Counted {
        vehicles: shown.len(),
        rows: published.len(),
    };
    report.suppressed = Counted {
        vehicles: hidden.difference(&shown).count(),
        rows: suppressed.len(),
    };
    let mut alike: BTreeMap<(Group<'_>, Growth), usize> = BTreeMap::new();
    let mut series: BTreeMap<(&DeviceId, u32), Vec<(Month, Growth)>> = BTreeMap::new();
    let mut types = BTreeMap::new();
    for one in &published {
        *alike.entry((one.group(), one.growth)).or_default() += 1;
        let owner = (one.device, one.segment);
        series
            .entry(owner)
            .or_default()
            .push((one.month, one.growth));
        types.insert(owner, one.types);
    }
    report.unique_rows = alike.values().filter(|rows| **rows == 1).count();
    report.pseudonyms = series.len();
    let mut alike: BTreeMap<_, usize> = BTreeMap::new();
    for (owner, series) in &series {
        *alike.entry((types.get(owner), series)).or_default() += 1;
    }
    report.unique_series = alike.values().filter(|owners| **owners == 1).count();
    let months = || published.iter().map(|one| one.month);
    report.months = months()
        .min()
        .zip(months().max())
        .map(|(first, last)| [first, last]);

    let row = |one: &&Candidate<'_>| PublishedRow {
        pseudonym: Pseudonym::new(key, one.device, one.segment),
        month: one.month,
        types: one.types.to_vec(),
        growth: one.growth,
    };
    let mut rows: Vec<_> = published.iter().map(row).collect();
    rows.sort_by_key(|row| (row.pseudonym, row.month));
    let of_groups = published.iter();
    let totals = totals(
        of_groups.map(|one| (one.group(), one.device, one.growth)),
        least,
    );
    (rows, totals)
}
