//! `data.json`: the Data Service's decisions (P-5.51, P-7.5 to P-7.9, P-7.12 to P-7.14, P-7.16).

use iot4emissions_proto::message::{ConfigurationVersion, ConfiguredState};
use iot4emissions_proto::services::call::Call;
use iot4emissions_proto::services::data::{
    ConfigurationParameters, DeviceEntry, DeviceRecord, Withdrawal, answer, reconfigure, reissue,
    restart_numbers,
};
use iot4emissions_proto::time::UnixSeconds;
use serde_json::{Value, json};

use super::{Case, Vectors, Wrong};

#[rustfmt::skip] // One row a line.
mod plausibility;
mod pseudonyms;
mod reception;
mod retention;

type Rules = &'static [&'static str];

pub(super) fn file() -> Vectors {
    let mut cases = Vec::new();
    for (name, calls) in LIVES {
        life(name, calls, &mut cases);
    }
    cases.extend(last_version());
    cases.extend(ANSWERED.iter().map(one));
    cases.extend(RECONFIGURED.iter().map(reconfigured));
    cases.extend(REISSUED.iter().map(reissued));
    cases.push(restarted());
    cases.extend(pseudonyms::SUBJECTS.iter().map(pseudonyms::about));
    cases.push(pseudonyms::retired());
    cases.extend(reception::RECEIVED.iter().map(reception::received));
    cases.extend(reception::NOTED.iter().map(reception::noted));
    cases.extend(reception::KEPT.iter().map(reception::kept));
    cases.extend(reception::STORED.iter().map(reception::stored));
    cases.extend(retention::KEPT.iter().map(retention::earliest));
    cases.extend(plausibility::FOUND.iter().map(reception::found));
    Vectors {
        name: "data",
        description: "What a call of the Registration Service makes of a device's entry, its record or, \
            once it is forgotten, a tombstone, and its answer (`answer`); an operator's new parameters (`reconfigure`), the same configuration \
            with a higher version (`reissue`) and new numbers (`restartNumbers`); which device a call is about, or its answer, where the services know it by different IDs (`subject`), and what becomes of one that has another ID (`retire`); what becomes of a \
            payload (`receive`), of what was denied (`note`) and of a snapshot (`keeps`, `store`); \
            from when on things are kept (`earliest`); \
            and what is implausible about one (`findings`).",
        cases: cases.into_iter().collect(),
    }
}

/// Name; rules, sequence and call in short; answer and the record afterwards as [`brief`]
/// has it.
type Life = (
    &'static str,
    &'static [(
        &'static str,
        Rules,
        u64,
        &'static str,
        &'static str,
        &'static str,
    )],
);

#[rustfmt::skip] // One row a line.
const LIVES: &[Life] = &[
    ("a device's life", &[("cleared before it is introduced", &["P-5.51"], 2, "cleared", "notIntroduced", "unknown"), ("suspended before it is introduced", &["P-5.51"], 2, "notCleared", "notIntroduced", "unknown"), ("introduced: on the deny-list", &["P-7.5", "P-1.3", "P-5.50"], 1, "introduced", "applied", "notCleared initialized 1 after 1"), ("introduced again: the same answer", &["P-5.51"], 1, "introduced", "applied", "notCleared initialized 1 after 1"), ("cleared: on the allow-list", &["P-7.6", "P-5.50"], 2, "cleared", "applied", "cleared operational 2 after 2"), ("cleared again with the same number", &["P-5.51", "P-7.6"], 2, "cleared", "applied", "cleared operational 2 after 2"), ("cleared again with the next number", &["P-7.6"], 3, "cleared", "applied", "cleared operational 2 after 3"), ("suspended for a pause", &["P-7.6", "P-5.50"], 4, "pause", "applied", "pause standby 3 after 4"), ("a late clearance cannot undo it", &["P-5.51"], 3, "cleared", "overtaken 4", "pause standby 3 after 4"), ("suspended again for a pause", &["P-7.6"], 5, "pause", "applied", "pause standby 3 after 5"), ("suspended for good", &["P-7.6", "P-5.50"], 6, "notCleared", "applied", "notCleared initialized 4 after 6, withdrawn"), ("a late introduction says nothing", &["P-5.51"], 1, "introduced", "overtaken 6", "notCleared initialized 4 after 6, withdrawn"), ("cleared after a gap in the numbers", &["P-5.51", "P-7.6"], 100, "cleared", "applied", "cleared operational 5 after 100, withdrawn until 1622592000")]),
    ("a device that starts over", &[("introduced with a number that is not 1", &["P-7.5", "P-5.51"], 7, "introduced", "applied", "notCleared initialized 1 after 7"), ("introduced anew changes nothing but the attributes", &["P-7.5", "P-7.6"], 8, "introduced", "applied", "notCleared initialized 1 after 8"), ("suspended as it is", &["P-7.6"], 9, "notCleared", "applied", "notCleared initialized 1 after 9, withdrawn"), ("cleared", &["P-7.6"], 10, "cleared", "applied", "cleared operational 2 after 10, withdrawn until 1622592000"), ("introduced anew after a release: not cleared, and a segment", &["P-7.5", "P-7.3", "P-7.13"], 11, "introduced", "applied", "notCleared initialized 3 after 11, withdrawn until 1622592000, segment 1"), ("suspended for a pause", &["P-7.6"], 12, "pause", "applied", "pause standby 4 after 12, withdrawn until 1622592000, segment 1"), ("cleared after the pause", &["P-7.6"], 13, "cleared", "applied", "cleared operational 5 after 13, withdrawn until 1622592000, segment 1"), ("an old number", &["P-5.51"], 12, "pause", "overtaken 13", "cleared operational 5 after 13, withdrawn until 1622592000, segment 1")]),
    ("a withdrawal", &[("introduced", &["P-7.5"], 1, "introduced", "applied", "notCleared initialized 1 after 1"), ("cleared: there was none", &["P-7.7"], 2, "cleared", "applied", "cleared operational 2 after 2"), ("withdrawn: it lasts", &["P-7.7", "P-7.4"], 3, "notCleared", "applied", "notCleared initialized 3 after 3, withdrawn"), ("an introduction does not end it", &["P-7.7", "P-7.5"], 4, "introduced", "applied", "notCleared initialized 3 after 4, withdrawn, segment 1"), ("a clearance ends it", &["P-7.7"], 5, "cleared", "applied", "cleared operational 4 after 5, withdrawn until 1622592000, segment 1"), ("an introduction begins none", &["P-7.7", "P-7.5"], 6, "introduced", "applied", "notCleared initialized 5 after 6, withdrawn until 1622592000, segment 2"), ("withdrawn again", &["P-7.7", "P-7.4"], 7, "notCleared", "applied", "notCleared initialized 5 after 7, withdrawn, segment 2"), ("a pause with consent ends it", &["P-7.7", "P-7.4"], 8, "pause", "applied", "pause standby 6 after 8, withdrawn until 1622592000, segment 2")]),
    ("a change of owner", &[("introduced", &["P-7.5"], 1, "introduced", "applied", "notCleared initialized 1 after 1"), ("cleared", &["P-7.6"], 2, "cleared", "applied", "cleared operational 2 after 2"), ("the new owner consents at once: a segment, no version", &["P-7.13", "P-7.6"], 3, "cleared segment", "applied", "cleared operational 2 after 3, segment 1"), ("the same again begins none", &["P-7.13", "P-5.51"], 3, "cleared segment", "applied", "cleared operational 2 after 3, segment 1"), ("the same number without a segment is another call", &["P-7.13", "P-5.51"], 3, "cleared", "contradiction 3", "cleared operational 2 after 3, segment 1"), ("introduced again, perhaps in another vehicle", &["P-7.13", "P-7.5"], 4, "introduced", "applied", "notCleared initialized 3 after 4, segment 2")]),
    ("an erasure", &[("introduced", &["P-7.5"], 1, "introduced", "applied", "notCleared initialized 1 after 1"), ("cleared", &["P-7.6"], 2, "cleared", "applied", "cleared operational 2 after 2"), ("forgotten", &["P-7.14", "P-5.50"], 3, "forgotten", "applied", "forgotten after 3 at 1622592000"), ("forgotten again with the same number", &["P-7.14", "P-5.51"], 3, "forgotten", "applied", "forgotten after 3 at 1622592000"), ("a late clearance", &["P-7.14", "P-5.51"], 2, "cleared", "overtaken 3", "forgotten after 3 at 1622592000"), ("a late introduction", &["P-7.14", "P-5.51"], 1, "introduced", "overtaken 3", "forgotten after 3 at 1622592000"), ("another call with the same number", &["P-7.14", "P-5.51"], 3, "introduced", "contradiction 3", "forgotten after 3 at 1622592000"), ("cleared without an introduction", &["P-7.14", "P-7.11"], 4, "cleared", "notIntroduced", "forgotten after 3 at 1622592000"), ("a number that is too far", &["P-7.14", "P-5.51"], 4_294_967_300, "introduced", "tooFar 3", "forgotten after 3 at 1622592000"), ("introduced again: nothing from before is kept", &["P-7.14", "P-7.7"], 4, "introduced", "applied", "notCleared initialized 3 after 4, withdrawn"), ("cleared again", &["P-7.14", "P-7.7"], 5, "cleared", "applied", "cleared operational 4 after 5, withdrawn until 1622592000")]),
    ("an erasure of what is not known", &[("forgotten before it is introduced", &["P-7.14"], 2, "forgotten", "applied", "forgotten after 2 at 1622592000"), ("its introduction, which was under way", &["P-7.14", "P-5.51"], 1, "introduced", "overtaken 2", "forgotten after 2 at 1622592000")]),
];

fn call_value(sequence: u64, short: &str) -> Value {
    match short {
        "introduced" => {
            json!({"attributes": {"mh": "FIAT GROUP", "mt": (1000 + sequence % 1000).to_string()}, "call": "introduced", "deviceId": "d1", "sequence": sequence})
        }
        "cleared" | "forgotten" => json!({"call": short, "deviceId": "d1", "sequence": sequence}),
        "cleared segment" => {
            json!({"call": "cleared", "deviceId": "d1", "newSegment": true, "sequence": sequence})
        }
        reason => {
            json!({"call": "suspended", "deviceId": "d1", "reason": reason, "sequence": sequence})
        }
    }
}

fn parameters(acquire: &str, first_version: u64) -> Value {
    let endpoint = |host| json!({"endpoint": host, "port": 8883, "protocol": "mqtts"});
    json!({
        "acquireFrequency": acquire,
        "configCheckFrequency": "0 0 6 ? * SUN",
        "firstVersion": first_version,
        "obfcmDataMqtt": endpoint("data.example.eu"),
        "registrationMqtt": endpoint("registration.example.eu"),
        "transferFrequency": "0 0 0 1 1/3 ? *",
    })
}

const MONTHLY: &str = "0 0 0 1 * ? *";

/// When the configurations of the records were issued, and when everything else happens.
const ISSUED: u64 = 1_622_505_600;
const NOW: UnixSeconds = UnixSeconds(ISSUED + 86_400);

/// An answer by hand: its name, and the last number where it has one.
fn answer_value(short: &str) -> Value {
    let last = |last: &str| last.parse::<u64>().map_or(Value::Null, |last| json!(last));
    match short.split_once(' ') {
        Some((name, number)) => json!({ name: { "last": last(number) } }),
        None => json!(short),
    }
}

fn brief(record: Option<&DeviceRecord>) -> String {
    let Some(record) = record else {
        return "unknown".to_owned();
    };
    let clearance = match json!(record.clearance()) {
        Value::Object(reason) => reason.into_iter().next().map(|(_, reason)| reason),
        clearance => Some(clearance),
    };
    let state = match record.status().device_state {
        ConfiguredState::Initialized => "initialized",
        ConfiguredState::Operational => "operational",
        ConfiguredState::Standby => "standby",
    };
    let withdrawal = match record.withdrawal {
        None => String::new(),
        Some(Withdrawal::Lasts) => ", withdrawn".to_owned(),
        Some(Withdrawal::EndedAt(end)) => format!(", withdrawn until {}", end.0),
    };
    let segment = match record.segments.present() {
        0 => String::new(),
        present => format!(", segment {present}"),
    };
    format!(
        "{} {state} {} after {}{withdrawal}{segment}",
        clearance
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or_default(),
        record.version(),
        record.last.sequence,
    )
}

fn brief_entry(entry: Option<&DeviceEntry>) -> String {
    match entry {
        Some(DeviceEntry::Forgotten(tombstone)) => {
            let (last, forgotten) = (tombstone.last, tombstone.forgotten.0);
            format!("forgotten after {last} at {forgotten}")
        }
        Some(DeviceEntry::Introduced(record)) => brief(Some(record)),
        None => brief(None),
    }
}

fn life(
    name: &str,
    calls: &[(&str, Rules, u64, &str, &str, &str)],
    cases: &mut Vec<Result<Case, Wrong>>,
) {
    let mut entry = None;
    for (step, rules, sequence, call, by_hand, after) in calls {
        let case = Case::new(format!("{name}: {step}"), rules);
        cases.push(answered(
            case,
            &mut entry,
            call_value(*sequence, call),
            by_hand,
            after,
        ));
    }
}

fn answered(
    case: Case,
    entry: &mut Option<DeviceEntry>,
    call: Value,
    by_hand: &str,
    after: &str,
) -> Result<Case, Wrong> {
    let read_call: Call =
        serde_json::from_value(call.clone()).map_err(|error| case.wrong(error))?;
    let given: ConfigurationParameters =
        serde_json::from_value(parameters(MONTHLY, 1)).map_err(|error| case.wrong(error))?;
    let before = entry.clone();
    let (after_call, answer) = answer(before.clone(), &read_call, &given, NOW);
    *entry = after_call;
    let found = brief_entry(entry.as_ref());
    if found != after {
        return Err(case.wrong(format!("by hand {after:?}, but the library says {found:?}")));
    }
    case.with("function", &"answer")?
        .with("entry", &before)?
        .with("call", &call)?
        .with("parameters", &given)?
        .with("now", &NOW)?
        .agreed("answer", &answer_value(by_hand), &json!(answer))?
        .with("after", entry)
}

/// A record after a call of this kind: `cleared`, or the reason of a suspension.
fn record(kind: &str, version: u32, sequence: u64) -> Value {
    let mut configuration = parameters(MONTHLY, 1);
    if let Some(members) = configuration.as_object_mut() {
        members.remove("firstVersion");
        members.insert("version".to_owned(), json!(version));
    }
    let withdrawn = kind == "notCleared";
    let kind = match kind {
        "notCleared" | "pause" => json!({ "suspended": kind }),
        other => json!(other),
    };
    let mut record = json!({
        "attributes": {},
        "configuration": configuration,
        "device": "d1",
        "issued": ISSUED,
        "last": {"kind": kind, "sequence": sequence},
        "stillSending": 0,
    });
    if withdrawn {
        record["withdrawal"] = json!("lasts");
    }
    record
}

/// P-7.6 at the end of P-5.32's numbers, and after a loss of data.
#[rustfmt::skip] // One row a line.
fn last_version() -> Vec<Result<Case, Wrong>> {
    let read = |value| serde_json::from_value::<DeviceRecord>(value).ok().map(DeviceEntry::from);
    let mut last = read(record("notCleared", u32::MAX, 5));
    let mut one_left = read(record("notCleared", u32::MAX - 1, 5));
    let mut sending = read(record("cleared", u32::MAX, 5));
    vec![
        answered(Case::new("no version is left", &["P-5.32", "P-7.6"]), &mut last, call_value(6, "cleared"), "versionsExhausted", "notCleared initialized 4294967295 after 5, withdrawn"),
        answered(Case::new("no version is left, and none is needed", &["P-5.32", "P-7.6"]), &mut last, call_value(6, "notCleared"), "applied", "notCleared initialized 4294967295 after 6, withdrawn"),
        answered(Case::new("the last version", &["P-5.32", "P-7.6"]), &mut one_left, call_value(6, "cleared"), "applied", "cleared operational 4294967295 after 6, withdrawn until 1622592000"),
        answered(Case::new("no version is left, and a suspension holds all the same", &["P-7.6"]), &mut sending, call_value(6, "notCleared"), "applied", "notCleared initialized 4294967295 after 6, withdrawn"),
        after_loss(),
    ]
}

fn after_loss() -> Result<Case, Wrong> {
    let case = Case::new(
        "after a loss of data, versions go on above the highest ever issued",
        &["P-7.6"],
    );
    let call = call_value(41, "introduced");
    let read: Call = serde_json::from_value(call.clone()).map_err(|error| case.wrong(error))?;
    let given: ConfigurationParameters =
        serde_json::from_value(parameters(MONTHLY, 1001)).map_err(|error| case.wrong(error))?;
    let (after, answer) = answer(None, &read, &given, NOW);
    let case = case
        .with("function", &"answer")?
        .with("entry", &Value::Null)?
        .with("call", &call)?
        .with("parameters", &given)?
        .with("now", &NOW)?
        .agreed("answer", &json!("applied"), &json!(answer))?
        .with("after", &after)?;
    match brief_entry(after.as_ref()).as_str() {
        "notCleared initialized 1001 after 41" => Ok(case),
        found => Err(case.wrong(found)),
    }
}

/// Name; rules; the record before, or nothing; first version, number and call; answer and
/// the record afterwards.
type Answered = (
    &'static str,
    Rules,
    Option<(&'static str, u32, u64)>,
    u64,
    u64,
    &'static str,
    &'static str,
    &'static str,
);

const LARGEST: u64 = 9_007_199_254_740_991;

#[rustfmt::skip] // One row a line.
const ANSWERED: &[Answered] = &[
    ("a suspension with the number of a clearance", &["P-5.51"], Some(("cleared", 2, 2)), 1, 2, "notCleared", "contradiction 2", "cleared operational 2 after 2"),
    ("a pause with the number of a suspension", &["P-5.51"], Some(("notCleared", 2, 2)), 1, 2, "pause", "contradiction 2", "notCleared initialized 2 after 2, withdrawn"),
    ("an introduction with the number of another one", &["P-5.51"], Some(("introduced", 1, 1)), 1, 1, "introduced", "contradiction 1", "notCleared initialized 1 after 1"),
    ("a number that is as far as it may be", &["P-5.51"], Some(("introduced", 1, 1)), 1, 4_294_967_297, "cleared", "applied", "cleared operational 2 after 4294967297"),
    ("a number that is too far", &["P-5.51"], Some(("introduced", 1, 1)), 1, 4_294_967_298, "cleared", "tooFar 1", "notCleared initialized 1 after 1"),
    ("the last number there is, out of nowhere", &["P-5.51"], Some(("introduced", 1, 1)), 1, LARGEST, "cleared", "tooFar 1", "notCleared initialized 1 after 1"),
    ("an unknown device, a number that is too far", &["P-5.51"], None, 1, 4_294_967_297, "introduced", "tooFar 0", "unknown"),
    ("an unknown device, the number before the first", &["P-5.51"], None, 1, 0, "introduced", "overtaken 0", "unknown"),
    ("a clearance behind the last number", &["P-5.51"], Some(("notCleared", 2, LARGEST)), 1, LARGEST, "cleared", "contradiction 9007199254740991", "notCleared initialized 2 after 9007199254740991, withdrawn"),
    ("a pause behind the last number", &["P-5.51"], Some(("cleared", 2, LARGEST)), 1, LARGEST, "pause", "contradiction 9007199254740991", "cleared operational 2 after 9007199254740991"),
    ("a withdrawal behind the last number", &["P-5.51"], Some(("cleared", 2, LARGEST)), 1, LARGEST, "notCleared", "applied", "notCleared initialized 3 after 9007199254740991, withdrawn"),
    ("an erasure behind the last number", &["P-5.51", "P-7.14"], Some(("cleared", 2, LARGEST)), 1, LARGEST, "forgotten", "applied", "forgotten after 9007199254740991 at 1622592000"),
    ("a withdrawal after a restore is above every version ever issued", &["P-7.6", "P-7.11"], Some(("cleared", 2, 2)), 1000, 3, "notCleared", "applied", "notCleared initialized 1000 after 3, withdrawn"),
    ("a call that changes nothing after a restore is issued anew", &["P-7.6", "P-7.11"], Some(("notCleared", 2, 2)), 1000, 9, "notCleared", "applied", "notCleared initialized 1000 after 9, withdrawn"),
    ("a repeated call after a restore changes nothing", &["P-7.6", "P-5.51"], Some(("notCleared", 2, 2)), 1000, 2, "notCleared", "applied", "notCleared initialized 2 after 2, withdrawn"),
    ("a first version as far as a device follows", &["P-7.6"], Some(("notCleared", 2, 2)), 16_777_218, 3, "cleared", "applied", "cleared operational 16777218 after 3, withdrawn until 1622592000"),
    ("a first version that is further", &["P-7.6"], Some(("notCleared", 2, 2)), 16_777_219, 3, "cleared", "applied", "cleared operational 16777218 after 3, withdrawn until 1622592000"),
];

fn one(
    (name, rules, before, first, sequence, call, by_hand, after): &Answered,
) -> Result<Case, Wrong> {
    let case = Case::new(*name, rules);
    let before = before.map(|(kind, version, sequence)| record(kind, version, sequence));
    let before: Option<DeviceRecord> = before
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| case.wrong(error))?;
    let before = before.map(DeviceEntry::from);
    let call = call_value(*sequence, call);
    let read: Call = serde_json::from_value(call.clone()).map_err(|error| case.wrong(error))?;
    let given: ConfigurationParameters =
        serde_json::from_value(parameters(MONTHLY, *first)).map_err(|error| case.wrong(error))?;
    let (entry, answer) = answer(before.clone(), &read, &given, NOW);
    let found = brief_entry(entry.as_ref());
    if found != *after {
        return Err(case.wrong(format!("by hand {after:?}, but the library says {found:?}")));
    }
    case.with("function", &"answer")?
        .with("entry", &before)?
        .with("call", &call)?
        .with("parameters", &given)?
        .with("now", &NOW)?
        .agreed("answer", &answer_value(by_hand), &json!(answer))?
        .with("after", &entry)
}

type Reconfigured = (
    &'static str,
    Rules,
    &'static str,
    u64,
    u32,
    Result<Option<&'static str>, &'static str>,
);

/// Name, acquisition schedule and first version of the new parameters; the record
/// afterwards, or nothing, or the code of the refusal.
#[rustfmt::skip] // One row a line.
const RECONFIGURED: &[Reconfigured] = &[
    ("the parameters that it has", &["P-7.6"], MONTHLY, 1, 5, Ok(None)),
    ("the same schedule in other words", &["P-7.6", "P-6.8"], "0 0 0 1 1-12 ?", 1, 5, Ok(None)),
    ("another first version alone", &["P-7.6"], MONTHLY, 9, 5, Ok(None)),
    ("another schedule: the next version", &["P-7.6"], "0 0 0 1,15 * ?", 1, 5, Ok(Some("cleared operational 6 after 7"))),
    ("another schedule and a higher first version", &["P-7.6"], "0 0 0 1,15 * ?", 1000, 5, Ok(Some("cleared operational 1000 after 7"))),
    ("another schedule, and the last version", &["P-5.32"], "0 0 0 1,15 * ?", 1, u32::MAX - 1, Ok(Some("cleared operational 4294967295 after 7"))),
    ("another schedule, and no version left", &["P-5.32"], "0 0 0 1,15 * ?", 1, u32::MAX, Err("exhausted")),
];

fn reconfigured(
    (name, rules, schedule, first, version, by_hand): &Reconfigured,
) -> Result<Case, Wrong> {
    let case = Case::new(format!("an operator gives {name}"), rules);
    let before: DeviceRecord = serde_json::from_value(record("cleared", *version, 7))
        .map_err(|error| case.wrong(error))?;
    let given: ConfigurationParameters =
        serde_json::from_value(parameters(schedule, *first)).map_err(|error| case.wrong(error))?;
    let after = reconfigure(before.clone(), &given, NOW);
    let case = case
        .with("function", &"reconfigure")?
        .with("record", &before)?
        .with("parameters", &given)?
        .with("now", &NOW)?;
    let after = match (after, by_hand) {
        (Ok(after), Ok(_)) => after,
        (found, Err(code)) => {
            let found = found.err().map(|error| error.code().to_owned());
            return case.agreed("refused", &Some((*code).to_owned()), &found);
        }
        (Err(error), Ok(_)) => return Err(case.wrong(error)),
    };
    let found = after.as_ref().map(|after| brief(Some(after)));
    match found.as_deref() == by_hand.ok().flatten() {
        true => case.with("after", &after),
        false => Err(case.wrong(format!(
            "by hand {by_hand:?}, but the library says {found:?}"
        ))),
    }
}

type Reissued = (
    &'static str,
    u32,
    Option<u32>,
    Result<&'static str, &'static str>,
);

/// Name, the version before and the one that is asked for; the record afterwards, or the
/// code of the refusal.
#[rustfmt::skip] // One row a line.
const REISSUED: &[Reissued] = &[
    ("the next version", 5, None, Ok("notCleared initialized 6 after 7, withdrawn")),
    ("a higher version", 5, Some(1000), Ok("notCleared initialized 1000 after 7, withdrawn")),
    ("a version that it had", 5, Some(4), Ok("notCleared initialized 6 after 7, withdrawn")),
    ("a version as far as a device follows", 5, Some(16_777_221), Ok("notCleared initialized 16777221 after 7, withdrawn")),
    ("a version that is further", 5, Some(16_777_222), Err("too-far")),
    ("the last version", u32::MAX - 1, Some(u32::MAX), Ok("notCleared initialized 4294967295 after 7, withdrawn")),
    ("no version left", u32::MAX, None, Err("exhausted")),
];

fn reissued((name, version, asked, by_hand): &Reissued) -> Result<Case, Wrong> {
    let rules = &["P-7.12", "P-7.6"];
    let case = Case::new(format!("a configuration is issued anew: {name}"), rules);
    let mut before = record("notCleared", *version, 7);
    before["stillSending"] = json!(3);
    let before: DeviceRecord = serde_json::from_value(before).map_err(|error| case.wrong(error))?;
    let asked = asked.and_then(ConfigurationVersion::new);
    let after = reissue(before.clone(), asked, NOW);
    let case = case
        .with("function", &"reissue")?
        .with("record", &before)?
        .with("version", &asked)?
        .with("now", &NOW)?;
    match (after, by_hand) {
        (Ok(after), Ok(by_hand)) => {
            let found = brief(Some(&after));
            match found == *by_hand && after.still_sending == 0 && after.issued == NOW {
                true => case.with("after", &after),
                false => Err(case.wrong(found)),
            }
        }
        (found, by_hand) => {
            let found = found.err().map(|error| error.code().to_owned());
            let by_hand = by_hand.err().map(str::to_owned);
            case.agreed("refused", &by_hand, &found)
        }
    }
}

fn restarted() -> Result<Case, Wrong> {
    let case = Case::new("numbers that are used up are restarted", &["P-5.51"]);
    let before: DeviceRecord =
        serde_json::from_value(record("cleared", 5, LARGEST)).map_err(|error| case.wrong(error))?;
    let given: ConfigurationParameters =
        serde_json::from_value(parameters(MONTHLY, 1)).map_err(|error| case.wrong(error))?;
    let after = restart_numbers(before.clone(), &given, NOW);
    let case = case
        .with("function", &"restartNumbers")?
        .with("record", &before)?
        .with("parameters", &given)?
        .with("now", &NOW)?
        .with("after", &after)?;
    match brief(Some(&after)).as_str() {
        "notCleared initialized 6 after 0" => Ok(case),
        found => Err(case.wrong(found)),
    }
}
