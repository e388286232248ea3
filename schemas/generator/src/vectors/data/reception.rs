//! What becomes of payloads and snapshots (P-7.7, P-7.9).

use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::obfcm::{Snapshot, findings};
use iot4emissions_proto::services::data::{
    Denial, DeviceRecord, Reception, StorageDecision, receive, store,
};
use iot4emissions_proto::time::UnixSeconds;
use serde_json::{Value, json};

use super::super::{Case, Wrong};
use super::{plausibility, record};

const GOOD: &str = r#"{"data":[{"acquired":1622538000,"tfc":32.5,"tdt":295.9}]}"#;
const DEVIATING: &str = r#"{"data":[{"acquired":"1622538000","tfc":32.5}]}"#;
/// The second and the third were acquired after the suspension was issued.
const AFTER: &str = r#"{"data":[{"acquired":1622505600,"tfc":32.5},{"acquired":1622505601,"tfc":32.5},{"acquired":1622592000,"tfc":32.5}]}"#;
const BEFORE: &str = r#"{"data":[{"acquired":1622505599,"tfc":32.5}]}"#;
const BAD: &str = r#"{"data":[{"acquired":1622538000}]}"#;

/// Clearance (nothing for an unknown device), profile, payload, what becomes of it; denied
/// with how many snapshots, and how many of them acquired after the suspension.
#[rustfmt::skip] // One row a line.
pub(super) const RECEIVED: &[(&str, Option<&str>, Profile, &str, &str)] = &[
    ("an unknown device", None, Profile::Tolerant, GOOD, "unknown"),
    ("an unknown device, a payload that cannot be read", None, Profile::Tolerant, BAD, "unknown"),
    ("a device that is not cleared", Some("notCleared"), Profile::Tolerant, GOOD, "denied 1 1"),
    ("a device that is paused", Some("pause"), Profile::Tolerant, GOOD, "denied 1 1"),
    ("a denied device, a payload that cannot be read", Some("notCleared"), Profile::Tolerant, BAD, "denied 0 0"),
    ("a device that is not cleared, acquired before that", Some("notCleared"), Profile::Tolerant, BEFORE, "denied 1 0"),
    ("a device that is not cleared, acquired before and after that", Some("pause"), Profile::Tolerant, AFTER, "denied 3 2"),
    ("a cleared device", Some("cleared"), Profile::Tolerant, GOOD, "accept"),
    ("a cleared device, strictly", Some("cleared"), Profile::Strict, GOOD, "accept"),
    ("a cleared device, a deviation", Some("cleared"), Profile::Tolerant, DEVIATING, "accept"),
    ("a cleared device, a deviation, strictly", Some("cleared"), Profile::Strict, DEVIATING, "quarantine"),
    ("a cleared device, a payload that cannot be read", Some("cleared"), Profile::Tolerant, BAD, "quarantine"),
    ("a cleared device, no payload", Some("cleared"), Profile::Tolerant, "", "quarantine"),
];

pub(super) fn received(
    (name, clearance, profile, payload, by_hand): &(&str, Option<&str>, Profile, &str, &str),
) -> Result<Case, Wrong> {
    let case = Case::new(format!("data from {name}"), &["P-7.7"]);
    let record = clearance.map(|clearance| record(clearance, 2, 2));
    let read: Option<DeviceRecord> = record
        .clone()
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| case.wrong(error))?;
    let found = match receive(read.as_ref(), payload.as_bytes(), *profile) {
        Reception::Unknown => "unknown".to_owned(),
        Reception::Denied(denial) => {
            format!("denied {} {}", denial.snapshots, denial.after_suspension)
        }
        Reception::Quarantine(_) => "quarantine".to_owned(),
        Reception::Accept(_) => "accept".to_owned(),
    };
    let profile = match profile {
        Profile::Strict => "strict",
        Profile::Tolerant => "tolerant",
    };
    case.with("function", &"receive")?
        .with("record", &record)?
        .with("profile", &profile)?
        .with("payload", &json!({ "text": payload }))?
        .agreed("reception", &(*by_hand).to_owned(), &found)
}

/// How many messages were noted before, snapshots acquired after the suspension; messages
/// noted afterwards, and whether the operator is told.
#[rustfmt::skip] // One row a line.
pub(super) const NOTED: &[(&str, u32, u32, u32, bool)] = &[
    ("nothing acquired after the suspension", 0, 0, 0, false),
    ("the first that was", 0, 2, 1, true),
    ("another one", 1, 1, 2, false),
    ("more than can be counted", u32::MAX, 1, u32::MAX, false),
];

pub(super) fn noted(
    (name, before, after_suspension, after, told): &(&str, u32, u32, u32, bool),
) -> Result<Case, Wrong> {
    let case = Case::new(format!("a denied message is noted: {name}"), &["P-7.12"]);
    let mut record = record("notCleared", 2, 2);
    record["stillSending"] = json!(before);
    let read: DeviceRecord = serde_json::from_value(record).map_err(|error| case.wrong(error))?;
    let denial = Denial {
        snapshots: 3,
        after_suspension: *after_suspension,
    };
    let (now, notice) = read.clone().note(denial);
    let by_hand = told.then(|| json!({"stillSending": {"device": "d1", "version": 2}}));
    if now.still_sending != *after {
        return Err(case.wrong(now.still_sending));
    }
    case.with("function", &"note")?
        .with("record", &read)?
        .with("denied", &denial)?
        .agreed("notice", &json!(by_hand), &json!(notice))?
        .with("after", &now)
}

/// A snapshot by its text in a Data Transfer.
fn snapshot(text: &str) -> Option<Snapshot> {
    let payload = format!(r#"{{"data":[{{{text}}}]}}"#);
    let decoded = DataTransfer::decode(payload.as_bytes(), Profile::Strict).ok()?;
    decoded.message.snapshots().first().copied()
}

/// The device's withdrawal as its record has it (nothing for none), when the snapshot was
/// acquired, and whether it is kept.
#[rustfmt::skip] // One row a line.
pub(super) const KEPT: &[(&str, Option<&str>, u64, bool)] = &[
    ("no withdrawal", None, 1, true),
    ("a withdrawal that lasts", Some(r#""lasts""#), 1_622_592_000, false),
    ("the second before the withdrawal ended", Some(r#"{"endedAt":1622592000}"#), 1_622_591_999, false),
    ("the second in which the withdrawal ended", Some(r#"{"endedAt":1622592000}"#), 1_622_592_000, true),
];

pub(super) fn kept(
    (name, withdrawal, acquired, by_hand): &(&str, Option<&str>, u64, bool),
) -> Result<Case, Wrong> {
    let case = Case::new(format!("what may be kept: {name}"), &["P-7.7"]);
    let mut record = record("cleared", 4, 4);
    if let Some(withdrawal) = withdrawal {
        let withdrawal: Value =
            serde_json::from_str(withdrawal).map_err(|error| case.wrong(error))?;
        record["withdrawal"] = withdrawal;
    }
    let text = format!(r#""acquired":{acquired},"tfc":1.0"#);
    let given = snapshot(&text).ok_or_else(|| case.wrong(text))?;
    let read: DeviceRecord = serde_json::from_value(record).map_err(|error| case.wrong(error))?;
    case.with("function", &"keeps")?
        .with("record", &read)?
        .with("snapshot", &given)?
        .agreed("keeps", by_hand, &read.keeps(&given))
}

#[rustfmt::skip] // One row a line.
pub(super) const STORED: &[(&str, Option<&str>, &str, &str)] = &[
    ("the first of its time", None, r#""acquired":100,"tfc":1.0"#, "new"),
    ("the same again", Some(r#""acquired":100,"tfc":1.0"#), r#""acquired":100,"tfc":1.0"#, "duplicate"),
    ("another value of the same time", Some(r#""acquired":100,"tfc":1.0"#), r#""acquired":100,"tfc":1.1"#, "conflict"),
    ("a value more", Some(r#""acquired":100,"tfc":1.0"#), r#""acquired":100,"tfc":1.0,"tdt":1.0"#, "conflict"),
    ("a value less", Some(r#""acquired":100,"tfc":1.0,"tdt":1.0"#), r#""acquired":100,"tfc":1.0"#, "conflict"),
    ("0 is not absence", Some(r#""acquired":100,"tfc":1.0,"tdt":0.0"#), r#""acquired":100,"tfc":1.0"#, "conflict"),
];

pub(super) fn stored(
    (name, before, text, by_hand): &(&str, Option<&str>, &str, &str),
) -> Result<Case, Wrong> {
    let case = Case::new(format!("a snapshot: {name}"), &["P-7.7", "P-3.5"]);
    let before = before
        .map(|text| snapshot(text).ok_or_else(|| case.wrong(text)))
        .transpose()?;
    let given = snapshot(text).ok_or_else(|| case.wrong(text))?;
    let found = match store(before.as_ref(), &given) {
        StorageDecision::New => "new",
        StorageDecision::Duplicate => "duplicate",
        StorageDecision::Conflict => "conflict",
    };
    case.with("function", &"store")?
        .with("stored", &before)?
        .with("snapshot", &given)?
        .agreed("storing", by_hand, &found)
}

pub(super) fn found(
    (name, before, text, received, by_hand): &plausibility::Row,
) -> Result<Case, Wrong> {
    let case = Case::new(format!("plausibility: {name}"), &["P-7.9"]);
    let before = before
        .map(|text| snapshot(text).ok_or_else(|| case.wrong(text)))
        .transpose()?;
    let given = snapshot(text).ok_or_else(|| case.wrong(text))?;
    let found = findings(before.as_ref(), &given, UnixSeconds(*received));
    let mut found: Vec<String> = found.iter().map(ToString::to_string).collect();
    found.sort();
    let by_hand: Vec<String> = by_hand.iter().map(|&code| code.to_owned()).collect();
    case.with("function", &"findings")?
        .with("before", &before)?
        .with("snapshot", &given)?
        .with("received", received)?
        .agreed("findings", &by_hand, &found)
}
