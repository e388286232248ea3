//! Devices that the two services know by different IDs (P-7.16).

use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::services::call::Call;
use iot4emissions_proto::services::data::{
    DataDevice, DeviceEntry, DeviceRecord, Known, retire, subject,
};
use serde_json::{Value, json};

use super::{Case, Wrong, call_value, parameters, record};

/// Name; what is stored under the ID that the call names, and of the one that it is linked to,
/// each with the last number; the ID in the introduction; the call; and which device it is about
/// or what it is answered.
type Subjects = (
    &'static str,
    Option<(&'static str, u64)>,
    Option<(&'static str, u64)>,
    &'static str,
    (u64, &'static str),
    &'static str,
);

#[rustfmt::skip] // One row a line.
pub(super) const SUBJECTS: &[Subjects] = &[
    ("one ID for both", None, None, "absent", (1, "introduced"), "d1"),
    ("one ID for both, cleared", Some(("introduced", 1)), None, "absent", (2, "cleared"), "d1"),
    ("another ID", None, None, "p1", (1, "introduced"), "p1, link"),
    ("another ID, cleared", None, Some(("p1", 1)), "absent", (2, "cleared"), "p1"),
    ("another ID, forgotten", None, Some(("p1", 1)), "absent", (2, "forgotten"), "p1"),
    ("the same ID again", None, Some(("p1", 1)), "p1 known", (1, "introduced"), "p1"),
    ("the same ID by a later call", None, Some(("p1", 1)), "p1 known", (2, "introduced"), "p1"),
    ("a third ID", None, Some(("p1", 3)), "p2", (4, "introduced"), "p2, link, replaces p1"),
    ("a third ID, late", None, Some(("p1", 3)), "p2", (2, "introduced"), "p1"),
    ("a third ID with the last number", None, Some(("p1", 3)), "p2", (3, "introduced"), "contradiction 3"),
    ("a third ID that somebody has", None, Some(("p1", 3)), "p2 known", (4, "introduced"), "dataDeviceRefused"),
    ("an ID that somebody has", None, None, "p1 known", (1, "introduced"), "dataDeviceRefused"),
    ("the same ID as the one that the call names", None, None, "d1", (1, "introduced"), "dataDeviceRefused"),
    ("what cannot be opened", None, None, "unopened", (1, "introduced"), "dataDeviceRefused"),
    ("what cannot be opened, late", None, Some(("p1", 3)), "unopened", (2, "introduced"), "p1"),
    ("from one ID to two", Some(("introduced", 3)), None, "p1", (4, "introduced"), "p1, link, replaces d1"),
    ("from two IDs to one", None, Some(("p1", 3)), "absent", (4, "introduced"), "d1, replaces p1"),
    ("forgotten, and late", Some(("forgotten", 5)), None, "p1", (4, "introduced"), "d1"),
    ("forgotten, and introduced again", Some(("forgotten", 5)), None, "p1", (6, "introduced"), "p1, link"),
];

fn entry((kind, last): (&str, u64)) -> Value {
    match kind {
        "forgotten" => {
            json!({"forgotten": {"last": last, "version": 2, "forgotten": 1_622_592_000}})
        }
        kind => json!({"introduced": record(kind, 1, last)}),
    }
}

pub(super) fn about(
    (name, named, linked, data_device, (sequence, short), by_hand): &Subjects,
) -> Result<Case, Wrong> {
    let case = Case::new(format!("a call about {name}"), &["P-7.16", "P-1.7"]);
    let call = call_value(*sequence, short);
    let named = named.map(entry);
    let linked = linked.map(|(device, last)| {
        let mut linked = record("introduced", 1, last);
        linked["device"] = json!(device);
        linked
    });
    let data_device = match *data_device {
        word @ ("absent" | "unopened") => json!(word),
        id => json!({"device": id.split(' ').next(), "known": id.ends_with(" known")}),
    };
    let found = found(&call, named.as_ref(), linked.as_ref(), &data_device);
    let found = found.map_err(|error| case.wrong(error))?;
    if brief(&found) != *by_hand {
        return Err(case.wrong(format!(
            "by hand {by_hand:?}, but the library says {:?}",
            brief(&found)
        )));
    }
    case.with("function", &"subject")?
        .with("call", &call)?
        .with("named", &named)?
        .with("linked", &linked)?
        .with("dataDevice", &data_device)?
        .with("subject", &found)
}

/// The subject, or the answer, as JSON.
fn found(
    call: &Value,
    named: Option<&Value>,
    linked: Option<&Value>,
    data_device: &Value,
) -> Result<Value, serde_json::Error> {
    let call: Call = serde_json::from_value(call.clone())?;
    let named: Option<DeviceEntry> = named.cloned().map(serde_json::from_value).transpose()?;
    let linked: Option<DeviceRecord> = linked.cloned().map(serde_json::from_value).transpose()?;
    let device: Option<DeviceId> = serde_json::from_value(data_device["device"].clone())?;
    let known = Known {
        named: named.as_ref(),
        linked: linked.as_ref(),
        data_device: match (&device, data_device.as_str()) {
            (Some(device), _) => DataDevice::Opened {
                device,
                known: data_device["known"] == true,
            },
            (None, Some("unopened")) => DataDevice::Unopened,
            (None, _) => DataDevice::Absent,
        },
    };
    Ok(match subject(&call, known) {
        Ok(about) => json!({
            "device": about.device,
            "link": about.link,
            "replaced": about.replaced,
        }),
        Err(answer) => json!({ "answer": answer }),
    })
}

fn brief(found: &Value) -> String {
    match &found["answer"] {
        Value::Null => {
            let mut text = found["device"].as_str().unwrap_or_default().to_owned();
            if found["link"] == true {
                text += ", link";
            }
            if let Some(replaced) = found["replaced"].as_str() {
                text += &format!(", replaces {replaced}");
            }
            text
        }
        Value::String(word) => word.clone(),
        answer => format!("contradiction {}", answer["contradiction"]["last"]),
    }
}

/// A device that is cleared, and has another ID now.
pub(super) fn retired() -> Result<Case, Wrong> {
    let case = Case::new("a device that has another ID now", &["P-7.16"]);
    let before = record("cleared", 4, 9);
    let parameters = parameters("0 0 0 1 * ? *", 1);
    let read = || -> Result<(DeviceRecord, _), serde_json::Error> {
        Ok((
            serde_json::from_value(before.clone())?,
            serde_json::from_value(parameters.clone())?,
        ))
    };
    let (stored, by) = read().map_err(|error| case.wrong(error))?;
    let now = iot4emissions_proto::time::UnixSeconds(1_622_592_000);
    let after = retire(stored, &by, now);
    let by_hand = "notCleared initialized 5 after 9, withdrawn";
    if super::brief(Some(&after)) != by_hand {
        let found = super::brief(Some(&after));
        return Err(case.wrong(format!(
            "by hand {by_hand:?}, but the library says {found:?}"
        )));
    }
    case.with("function", &"retire")?
        .with("record", &before)?
        .with("parameters", &parameters)?
        .with("now", &now)?
        .with("after", &after)
}
