//! `data.json`.

use iot4emissions_proto::data::{
    Call, ConfigurationParameters, DeviceRecord, Reception, Storing, answer, receive, reconfigure,
    store,
};
use iot4emissions_proto::message::Profile;
use iot4emissions_proto::obfcm::{Snapshot, findings};
use serde_json::{Value, json};

use crate::common::{Check, bytes, either, member, same};

pub(crate) fn check(case: &Value) -> Check {
    match member::<String>(case, "function")?.as_str() {
        "answer" => {
            let record: Option<DeviceRecord> = member(case, "record")?;
            let call: Call = member(case, "call")?;
            let parameters: ConfigurationParameters = member(case, "parameters")?;
            let (after, answer) = answer(record, &call, &parameters);
            either(case, "answer", Ok(json!(answer)))?;
            same(
                "after",
                member::<Option<DeviceRecord>>(case, "after")?,
                after,
            )
        }
        "reconfigure" => {
            let parameters: ConfigurationParameters = member(case, "parameters")?;
            let after = reconfigure(member(case, "record")?, &parameters);
            same(
                "after",
                member::<Option<DeviceRecord>>(case, "after")?,
                after,
            )
        }
        "receive" => {
            let record: Option<DeviceRecord> = member(case, "record")?;
            let profile = match member::<String>(case, "profile")?.as_str() {
                "strict" => Profile::Strict,
                _ => Profile::Tolerant,
            };
            let found = match receive(record.as_ref(), &bytes(case, "payload")?, profile) {
                Reception::Unknown => "unknown",
                Reception::Denied => "denied",
                Reception::Quarantine(_) => "quarantine",
                Reception::Accept(_) => "accept",
            };
            either(case, "reception", Ok(found.into()))
        }
        "store" => {
            let stored: Option<Snapshot> = member(case, "stored")?;
            let found = match store(stored.as_ref(), &member(case, "snapshot")?) {
                Storing::New => "new",
                Storing::Duplicate => "duplicate",
                Storing::Conflict => "conflict",
            };
            either(case, "storing", Ok(found.into()))
        }
        "findings" => {
            let before: Option<Snapshot> = member(case, "before")?;
            let found = findings(
                before.as_ref(),
                &member(case, "snapshot")?,
                member(case, "received")?,
            );
            let mut found: Vec<String> = found.iter().map(ToString::to_string).collect();
            found.sort();
            either(case, "findings", Ok(json!(found)))
        }
        other => Err(format!("there is no function {other}")),
    }
}
