//! `data.json`.

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Profile;
use iot4emissions_proto::obfcm::{Snapshot, findings};
use iot4emissions_proto::services::call::Call;
use iot4emissions_proto::services::data::{
    ConfigurationParameters, DataDevice, DeviceEntry, DeviceRecord, Known, Reception,
    StorageDecision, Subject, answer, receive, reconfigure, reissue, restart_numbers, retire,
    store, subject,
};
use iot4emissions_proto::services::retention::{Kept, RetentionPeriods};
use serde_json::{Value, json};

use crate::common::{Check, bytes, either, member, same};

pub(crate) fn check(case: &Value) -> Check {
    match member::<String>(case, "function")?.as_str() {
        "answer" => {
            let entry: Option<DeviceEntry> = member(case, "entry")?;
            let call: Call = member(case, "call")?;
            let parameters: ConfigurationParameters = member(case, "parameters")?;
            let (after, answer) = answer(entry, &call, &parameters, member(case, "now")?);
            either(case, "answer", Ok(json!(answer)))?;
            same(
                "after",
                member::<Option<DeviceEntry>>(case, "after")?,
                after,
            )
        }
        "reconfigure" => {
            let parameters: ConfigurationParameters = member(case, "parameters")?;
            let now = member(case, "now")?;
            let after = reconfigure(member(case, "record")?, &parameters, now);
            let after = after.map(|after| json!(after));
            either(
                case,
                "after",
                after.map_err(|error| error.code().to_owned()),
            )
        }
        "reissue" => {
            let (version, now) = (member(case, "version")?, member(case, "now")?);
            let after = reissue(member(case, "record")?, version, now);
            let after = after.map(|after| json!(after));
            either(
                case,
                "after",
                after.map_err(|error| error.code().to_owned()),
            )
        }
        "restartNumbers" => {
            let parameters: ConfigurationParameters = member(case, "parameters")?;
            let now = member(case, "now")?;
            let after = restart_numbers(member(case, "record")?, &parameters, now);
            same("after", member::<DeviceRecord>(case, "after")?, after)
        }
        "subject" => {
            let named: Option<DeviceEntry> = member(case, "named")?;
            let linked: Option<DeviceRecord> = member(case, "linked")?;
            let opened = &case["dataDevice"];
            let device: Option<DeviceId> = match opened {
                Value::Object(_) => Some(member(opened, "device")?),
                _ => None,
            };
            let data_device = match (&device, opened.as_str()) {
                (Some(device), _) => DataDevice::Opened {
                    device,
                    known: member(opened, "known")?,
                },
                (None, Some("unopened")) => DataDevice::Unopened,
                (None, Some("absent")) => DataDevice::Absent,
                _ => return Err("there is no such dataDevice".to_owned()),
            };
            let known = Known {
                named: named.as_ref(),
                linked: linked.as_ref(),
                data_device,
            };
            let found = match subject(&member(case, "call")?, known) {
                Ok(Subject {
                    device,
                    link,
                    replaced,
                }) => {
                    json!({"device": device, "link": link, "replaced": replaced})
                }
                Err(answer) => json!({ "answer": answer }),
            };
            either(case, "subject", Ok(found))
        }
        "retire" => {
            let parameters: ConfigurationParameters = member(case, "parameters")?;
            let now = member(case, "now")?;
            let after = retire(member(case, "record")?, &parameters, now);
            same("after", member::<DeviceRecord>(case, "after")?, after)
        }
        "earliest" => {
            let periods: RetentionPeriods = member(case, "periods")?;
            let kept: Kept = member(case, "kept")?;
            let found = periods.earliest(kept, member(case, "now")?);
            same("earliest", member(case, "earliest")?, found)
        }
        "note" => {
            let record: DeviceRecord = member(case, "record")?;
            let (after, notice) = record.note(member(case, "denied")?);
            either(case, "notice", Ok(json!(notice)))?;
            same("after", member::<DeviceRecord>(case, "after")?, after)
        }
        "receive" => {
            let record: Option<DeviceRecord> = member(case, "record")?;
            let profile = match member::<String>(case, "profile")?.as_str() {
                "strict" => Profile::Strict,
                _ => Profile::Tolerant,
            };
            let found = match receive(record.as_ref(), &bytes(case, "payload")?, profile) {
                Reception::Unknown => "unknown".to_owned(),
                Reception::Denied(denial) => {
                    format!("denied {} {}", denial.snapshots, denial.after_suspension)
                }
                Reception::Quarantine(_) => "quarantine".to_owned(),
                Reception::Accept(_) => "accept".to_owned(),
            };
            either(case, "reception", Ok(found.into()))
        }
        "keeps" => {
            let record: DeviceRecord = member(case, "record")?;
            let keeps = record.keeps(&member(case, "snapshot")?);
            either(case, "keeps", Ok(json!(keeps)))
        }
        "store" => {
            let stored: Option<Snapshot> = member(case, "stored")?;
            let found = match store(stored.as_ref(), &member(case, "snapshot")?) {
                StorageDecision::New => "new",
                StorageDecision::Duplicate => "duplicate",
                StorageDecision::Conflict => "conflict",
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
