//! `registration.json`.

use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    Country, Event, StoredDataPolicy, VehicleRecord, decide, status_of,
};
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};
use serde_json::{Value, json};

use crate::common::{Check, either, member, same, text};

pub(crate) fn check(case: &Value) -> Check {
    match member::<String>(case, "function")?.as_str() {
        "decide" => {
            let record: VehicleRecord = member(case, "record")?;
            let event: Event = member(case, "event")?;
            let policy: StoredDataPolicy = member(case, "policy")?;
            let (after, effects) = decide(record, event, &policy);
            same("after", &member::<VehicleRecord>(case, "after")?, &after)?;
            either(case, "effects", Ok(json!(effects)))?;
            either(
                case,
                "outstanding",
                Ok(json!(after.outstanding(IntroductionScope::default()))),
            )?;
            either(case, "retained", Ok(json!(after.retained())))?;
            // P-1.5: no call bears the VIN.
            let call = json!(after.outstanding(IntroductionScope::default())).to_string();
            same(
                "the call has the VIN",
                false,
                call.contains(after.vin.as_str()),
            )
        }
        "country" => {
            let found = text(case, "text")?.parse::<Country>();
            let found = found.map(|country| json!(country.is_member_state()));
            either(
                case,
                "isMemberState",
                found.map_err(|error| error.code().to_owned()),
            )
        }
        "attribute" => {
            let vin: Vin = member(case, "vin")?;
            let attributes: VehicleInfo = member(case, "attributes")?;
            either(
                case,
                "attribute",
                Ok(json!(attributes.attribute_containing(&vin))),
            )
        }
        "statusOf" => {
            let records: Vec<VehicleRecord> = member(case, "records")?;
            let status = status_of(&member(case, "device")?, &records);
            either(case, "status", Ok(json!(status)))
        }
        other => Err(format!("there is no function {other}")),
    }
}
