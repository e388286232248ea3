//! `publication.json`.

use std::collections::{BTreeMap, BTreeSet};

use iot4emissions_proto::analysis::Reading;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
use iot4emissions_proto::publication::{
    Attribute, Fleet, MinVehicles, Month, Pseudonym, PseudonymKey, PublicationSettings,
};
use iot4emissions_proto::services::introduction::MinimalAttributes;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::VehicleInfo;
use serde_json::Value;

use crate::common::{Check, either, member, same, text};

pub(crate) fn check(case: &Value) -> Check {
    let key = |name: &str| {
        let text = text(case, name)?;
        PseudonymKey::from_hex(&text).map_err(|error| error.to_string())
    };
    match member::<String>(case, "function")?.as_str() {
        "key" => either(
            case,
            "",
            PseudonymKey::from_hex(&text(case, "text")?)
                .map(|_| Value::Null)
                .map_err(|error| error.code().to_owned()),
        ),
        "pseudonym" => {
            let device = device(&text(case, "device")?)?;
            let found = Pseudonym::new(&key("key")?, &device, member(case, "segment")?);
            same("pseudonym", text(case, "pseudonym")?, found.to_string())
        }
        "month" => {
            let found = Month::of(UnixSeconds(member(case, "second")?));
            same(
                "month",
                Some(text(case, "month")?),
                found.map(|month| month.to_string()),
            )
        }
        "publish" => publish(case, &key("key")?),
        other => Err(format!("there is no function {other}")),
    }
}

fn device(text: &str) -> Result<DeviceId, String> {
    text.parse().map_err(|error| format!("{error}"))
}

fn publish(case: &Value, key: &PseudonymKey) -> Check {
    let mut fleet = Fleet::new();
    for vehicle in member::<Vec<Value>>(case, "vehicles")? {
        let id = device(&text(&vehicle, "device")?)?;
        let papers: VehicleInfo = member(&vehicle, "attributes")?;
        fleet
            .add_vehicle(
                id.clone(),
                MinimalAttributes::of(&papers),
                member(&vehicle, "cleared")?,
            )
            .map_err(|error| error.to_string())?;
        for snapshot in member::<Vec<Value>>(&vehicle, "snapshots")? {
            let mut values = Values::default();
            for parameter in Parameter::ALL {
                if let Some(tenths) = snapshot.get(parameter.wire_name()).and_then(Value::as_u64) {
                    let tenths = u32::try_from(tenths).ok().and_then(Tenths::new);
                    values.set(parameter, tenths);
                }
            }
            let acquired = UnixSeconds(member(&snapshot, "acquired")?);
            let read = Snapshot::new(acquired, values).map_err(|error| error.to_string())?;
            let segment = member(&snapshot, "segment")?;
            fleet.add_reading(id.clone(), segment, Reading::new(read, None));
        }
    }
    let by = member::<Vec<String>>(case, "by")?;
    let by: Result<BTreeSet<Attribute>, _> = by.iter().map(|name| name.parse()).collect();
    let settings = PublicationSettings {
        by: by.map_err(|error| error.to_string())?,
        min_vehicles: MinVehicles::new(member(case, "minVehicles")?)
            .map_err(|error| error.to_string())?,
        first: None,
        last: None,
    };
    let published = fleet.publish(key, &settings);
    same("csv", text(case, "csv")?, published.to_csv())?;
    let groups = published.to_groups_csv();
    same("groupsCsv", text(case, "groupsCsv")?, groups)?;
    let report = published.report;
    same(
        "suppressedRows",
        member(case, "suppressedRows")?,
        report.suppressed.rows,
    )?;
    let excluded = |name| member::<BTreeMap<String, usize>>(case, name);
    let vehicles = report.excluded_vehicles.into_iter();
    let vehicles = vehicles.map(|(why, count)| (why.as_str().to_owned(), count));
    same(
        "excludedVehicles",
        excluded("excludedVehicles")?,
        vehicles.collect(),
    )?;
    let months = report.excluded_months.into_iter();
    let months = months.map(|(why, count)| (why.as_str().to_owned(), count));
    same(
        "excludedMonths",
        excluded("excludedMonths")?,
        months.collect(),
    )
}
