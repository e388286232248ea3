//! A publication, and what stands beside it (P-10.7), as they cross.

use iot4emissions_proto::publication::{
    Attribute, Counted, GroupTotals, Month, Publication, PublicationReport, PublishedRow,
    Uniqueness,
};

/// A month of a pseudonym.
#[derive(uniffi::Record)]
pub struct PublishedRowParts {
    pseudonym: String,
    month: Month,
    /// One for each attribute of the report.
    types: Vec<Option<String>>,
    /// One for each parameter, in their order.
    growth: Vec<Option<u32>>,
}

impl From<PublishedRow> for PublishedRowParts {
    fn from(row: PublishedRow) -> Self {
        Self {
            pseudonym: row.pseudonym.to_string(),
            month: row.month,
            types: row.types,
            growth: row.growth.into(),
        }
    }
}

/// A group's month.
#[derive(uniffi::Record)]
pub struct GroupTotalsParts {
    month: Month,
    types: Vec<Option<String>>,
    vehicles: u64,
    growth: Vec<Option<u64>>,
}

impl From<GroupTotals> for GroupTotalsParts {
    fn from(group: GroupTotals) -> Self {
        Self {
            month: group.month,
            types: group.types,
            vehicles: group.vehicles as u64,
            growth: group.growth.into(),
        }
    }
}

/// Vehicles and rows.
#[derive(uniffi::Record)]
pub struct CountedParts {
    vehicles: u64,
    rows: u64,
}

impl From<Counted> for CountedParts {
    fn from(counted: Counted) -> Self {
        Self {
            vehicles: counted.vehicles as u64,
            rows: counted.rows as u64,
        }
    }
}

/// How often something of a name is there.
#[derive(uniffi::Record)]
pub struct NamedCount {
    name: String,
    count: u64,
}

fn named(name: &str, count: usize) -> NamedCount {
    NamedCount {
        name: name.to_owned(),
        count: count as u64,
    }
}

/// How many groups of a size are there.
#[derive(uniffi::Record)]
pub struct SizedGroups {
    vehicles: u64,
    groups: u64,
}

fn sized((vehicles, groups): (usize, usize)) -> SizedGroups {
    SizedGroups {
        vehicles: vehicles as u64,
        groups: groups as u64,
    }
}

/// How many vehicles are the only ones of their kind.
#[derive(uniffi::Record)]
pub struct UniquenessParts {
    vehicles: u64,
    combinations: u64,
    unique_by_types: u64,
    unique_by_types_and_odometer: u64,
}

impl From<Uniqueness> for UniquenessParts {
    fn from(found: Uniqueness) -> Self {
        Self {
            vehicles: found.vehicles as u64,
            combinations: found.combinations as u64,
            unique_by_types: found.unique_by_types as u64,
            unique_by_types_and_odometer: found.unique_by_types_and_odometer as u64,
        }
    }
}

/// What a publication holds and leaves out.
#[derive(uniffi::Record)]
pub struct PublicationReportParts {
    min_vehicles: u32,
    by: Vec<Attribute>,
    steps: Vec<NamedCount>,
    first_month: Option<Month>,
    last_month: Option<Month>,
    pseudonyms: u64,
    published: CountedParts,
    suppressed: CountedParts,
    group_sizes: Vec<SizedGroups>,
    suppressed_group_sizes: Vec<SizedGroups>,
    excluded_vehicles: Vec<NamedCount>,
    excluded_months: Vec<NamedCount>,
    excluded_snapshots: Vec<NamedCount>,
    uniqueness: UniquenessParts,
    unique_rows: u64,
    unique_series: u64,
    json: String,
}

impl From<PublicationReport> for PublicationReportParts {
    fn from(report: PublicationReport) -> Self {
        let json = report.to_json();
        let steps = report.steps.iter();
        let vehicles = report.excluded_vehicles.iter();
        let months = report.excluded_months.iter();
        let snapshots = report.excluded_snapshots.iter();
        Self {
            min_vehicles: report.min_vehicles,
            steps: steps
                .map(|(unit, step)| NamedCount {
                    name: (*unit).to_owned(),
                    count: (*step).into(),
                })
                .collect(),
            first_month: report.months.map(|[first, _]| first),
            last_month: report.months.map(|[_, last]| last),
            pseudonyms: report.pseudonyms as u64,
            published: report.published.into(),
            suppressed: report.suppressed.into(),
            excluded_vehicles: vehicles.map(|(why, n)| named(why.as_str(), *n)).collect(),
            excluded_months: months.map(|(why, n)| named(why.as_str(), *n)).collect(),
            excluded_snapshots: snapshots.map(|(why, n)| named(why, *n)).collect(),
            group_sizes: report.group_sizes.into_iter().map(sized).collect(),
            suppressed_group_sizes: report
                .suppressed_group_sizes
                .into_iter()
                .map(sized)
                .collect(),
            uniqueness: report.uniqueness.into(),
            unique_rows: report.unique_rows as u64,
            unique_series: report.unique_series as u64,
            by: report.by,
            json,
        }
    }
}

/// What may be given to people.
#[derive(uniffi::Record)]
pub struct PublicationParts {
    rows: Vec<PublishedRowParts>,
    groups: Vec<GroupTotalsParts>,
    report: PublicationReportParts,
    csv: String,
    groups_csv: String,
}

impl From<Publication> for PublicationParts {
    fn from(publication: Publication) -> Self {
        let csv = publication.to_csv();
        let groups_csv = publication.to_groups_csv();
        Self {
            rows: publication.rows.into_iter().map(Into::into).collect(),
            groups: publication.groups.into_iter().map(Into::into).collect(),
            report: publication.report.into(),
            csv,
            groups_csv,
        }
    }
}
