//! `data.json`: the Data Service's decisions (P-5.51, P-7.5 to P-7.9).

use iot4emissions_proto::data::{Call, ConfigurationParameters, DeviceRecord, answer, reconfigure};
use iot4emissions_proto::message::ConfiguredState;
use serde_json::{Value, json};

use super::{Case, Vectors, Wrong};

#[rustfmt::skip] // One row a line.
mod plausibility;
mod reception;

type Rules = &'static [&'static str];

pub(super) fn file() -> Vectors {
    let mut cases = Vec::new();
    for (name, calls) in LIVES {
        life(name, calls, &mut cases);
    }
    cases.extend(last_version());
    cases.extend(RECONFIGURED.iter().map(reconfigured));
    cases.extend(reception::RECEIVED.iter().map(reception::received));
    cases.extend(reception::STORED.iter().map(reception::stored));
    cases.extend(plausibility::FOUND.iter().map(reception::found));
    Vectors {
        name: "data",
        description: "What a call of the Registration Service makes of a device's record, and its \
            answer (`answer`); an operator's new parameters (`reconfigure`); what becomes of a \
            payload (`receive`) and of a snapshot (`store`); and what is implausible about one \
            (`findings`).",
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
    ("a device's life", &[("cleared before it is introduced", &["P-5.51"], 2, "cleared", "notIntroduced", "unknown"), ("suspended before it is introduced", &["P-5.51"], 2, "notCleared", "notIntroduced", "unknown"), ("introduced: on the deny-list", &["P-7.5", "P-1.3", "P-5.50"], 1, "introduced", "applied", "notCleared initialized 1 after 1"), ("introduced again: the same answer", &["P-5.51"], 1, "introduced", "applied", "notCleared initialized 1 after 1"), ("cleared: on the allow-list", &["P-7.6", "P-5.50"], 2, "cleared", "applied", "cleared operational 2 after 2"), ("cleared again with the same number", &["P-5.51", "P-7.6"], 2, "cleared", "applied", "cleared operational 2 after 2"), ("cleared again with the next number", &["P-7.6"], 3, "cleared", "applied", "cleared operational 2 after 3"), ("suspended for a pause", &["P-7.6", "P-5.50"], 4, "pause", "applied", "pause standby 3 after 4"), ("a late clearance cannot undo it", &["P-5.51"], 3, "cleared", "overtaken", "pause standby 3 after 4"), ("suspended again for a pause", &["P-7.6"], 5, "pause", "applied", "pause standby 3 after 5"), ("suspended for good", &["P-7.6", "P-5.50"], 6, "notCleared", "applied", "notCleared initialized 4 after 6"), ("a late introduction says nothing", &["P-5.51"], 1, "introduced", "overtaken", "notCleared initialized 4 after 6"), ("cleared after a gap in the numbers", &["P-5.51", "P-7.6"], 100, "cleared", "applied", "cleared operational 5 after 100")]),
    ("a device that starts over", &[("introduced with a number that is not 1", &["P-7.5", "P-5.51"], 7, "introduced", "applied", "notCleared initialized 1 after 7"), ("introduced anew changes nothing but the attributes", &["P-7.5", "P-7.6"], 8, "introduced", "applied", "notCleared initialized 1 after 8"), ("suspended as it is", &["P-7.6"], 9, "notCleared", "applied", "notCleared initialized 1 after 9"), ("cleared", &["P-7.6"], 10, "cleared", "applied", "cleared operational 2 after 10"), ("introduced anew after a release: not cleared", &["P-7.5", "P-7.3"], 11, "introduced", "applied", "notCleared initialized 3 after 11"), ("suspended for a pause", &["P-7.6"], 12, "pause", "applied", "pause standby 4 after 12"), ("cleared after the pause", &["P-7.6"], 13, "cleared", "applied", "cleared operational 5 after 13"), ("an old number", &["P-5.51"], 12, "pause", "overtaken", "cleared operational 5 after 13")]),
];

fn call_value(sequence: u64, short: &str) -> Value {
    match short {
        "introduced" => {
            json!({"attributes": {"mh": "FIAT GROUP", "mt": (1000 + sequence).to_string()}, "call": "introduced", "deviceId": "d1", "sequence": sequence})
        }
        "cleared" => json!({"call": "cleared", "deviceId": "d1", "sequence": sequence}),
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

fn brief(record: Option<&DeviceRecord>) -> String {
    let Some(record) = record else {
        return "unknown".to_owned();
    };
    let clearance = match json!(record.clearance) {
        Value::Object(reason) => reason.into_iter().next().map(|(_, reason)| reason),
        clearance => Some(clearance),
    };
    let state = match record.configuration.device_state {
        ConfiguredState::Initialized => "initialized",
        ConfiguredState::Operational => "operational",
        ConfiguredState::Standby => "standby",
    };
    format!(
        "{} {state} {} after {}",
        clearance
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or_default(),
        record.configuration.configuration.version,
        record.sequence,
    )
}

fn life(
    name: &str,
    calls: &[(&str, Rules, u64, &str, &str, &str)],
    cases: &mut Vec<Result<Case, Wrong>>,
) {
    let mut record = None;
    for (step, rules, sequence, call, by_hand, after) in calls {
        let case = Case::new(format!("{name}: {step}"), rules);
        cases.push(answered(
            case,
            &mut record,
            call_value(*sequence, call),
            by_hand,
            after,
        ));
    }
}

fn answered(
    case: Case,
    record: &mut Option<DeviceRecord>,
    call: Value,
    by_hand: &str,
    after: &str,
) -> Result<Case, Wrong> {
    let read_call: Call =
        serde_json::from_value(call.clone()).map_err(|error| case.wrong(error))?;
    let given: ConfigurationParameters =
        serde_json::from_value(parameters(MONTHLY, 1)).map_err(|error| case.wrong(error))?;
    let before = record.clone();
    let (now, answer) = answer(before.clone(), &read_call, &given);
    *record = now;
    let found = brief(record.as_ref());
    if found != after {
        return Err(case.wrong(format!("by hand {after:?}, but the library says {found:?}")));
    }
    case.with("function", &"answer")?
        .with("record", &before)?
        .with("call", &call)?
        .with("parameters", &given)?
        .agreed("answer", &json!(by_hand), &json!(answer))?
        .with("after", record)
}

fn record(state: &str, clearance: Value, version: u32, sequence: u64) -> Value {
    let mut configuration = parameters(MONTHLY, 1);
    if let Some(members) = configuration.as_object_mut() {
        members.remove("firstVersion");
        members.insert("version".to_owned(), json!(version));
    }
    json!({
        "attributes": {},
        "clearance": clearance,
        "configuration": {"configuration": configuration, "deviceState": state},
        "device": "d1",
        "sequence": sequence,
    })
}

/// P-7.6 at the end of P-5.32's numbers, and after a loss of data.
#[rustfmt::skip] // One row a line.
fn last_version() -> Vec<Result<Case, Wrong>> {
    let read = |value| serde_json::from_value::<DeviceRecord>(value).ok();
    let waiting = || json!({"suspended": "notCleared"});
    let mut last = read(record("initialized", waiting(), u32::MAX, 5));
    let mut one_left = read(record("initialized", waiting(), u32::MAX - 1, 5));
    vec![
        answered(Case::new("no version is left", &["P-5.32", "P-7.6"]), &mut last, call_value(6, "cleared"), "versionsExhausted", "notCleared initialized 4294967295 after 5"),
        answered(Case::new("no version is left, and none is needed", &["P-5.32", "P-7.6"]), &mut last, call_value(6, "notCleared"), "applied", "notCleared initialized 4294967295 after 6"),
        answered(Case::new("the last version", &["P-5.32", "P-7.6"]), &mut one_left, call_value(6, "cleared"), "applied", "cleared operational 4294967295 after 6"),
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
    let (after, answer) = answer(None, &read, &given);
    let case = case
        .with("function", &"answer")?
        .with("record", &Value::Null)?
        .with("call", &call)?
        .with("parameters", &given)?
        .agreed("answer", &json!("applied"), &json!(answer))?
        .with("after", &after)?;
    match brief(after.as_ref()).as_str() {
        "notCleared initialized 1001 after 41" => Ok(case),
        found => Err(case.wrong(found)),
    }
}

type Reconfigured = (
    &'static str,
    Rules,
    &'static str,
    u64,
    u32,
    Option<&'static str>,
);

/// Name, acquisition schedule and first version of the new parameters; the record
/// afterwards, or nothing.
#[rustfmt::skip] // One row a line.
const RECONFIGURED: &[Reconfigured] = &[
    ("the parameters that it has", &["P-7.6"], MONTHLY, 1, 5, None),
    ("the same schedule in other words", &["P-7.6", "P-6.8"], "0 0 0 1 1-12 ?", 1, 5, None),
    ("another first version alone", &["P-7.6"], MONTHLY, 9, 5, None),
    ("another schedule: the next version", &["P-7.6"], "0 0 0 1,15 * ?", 1, 5, Some("cleared operational 6 after 7")),
    ("another schedule, and the last version", &["P-5.32"], "0 0 0 1,15 * ?", 1, u32::MAX - 1, Some("cleared operational 4294967295 after 7")),
    ("another schedule, and no version left", &["P-5.32"], "0 0 0 1,15 * ?", 1, u32::MAX, None),
];

fn reconfigured(
    (name, rules, schedule, first, version, by_hand): &Reconfigured,
) -> Result<Case, Wrong> {
    let case = Case::new(format!("an operator gives {name}"), rules);
    let before: DeviceRecord =
        serde_json::from_value(record("operational", json!("cleared"), *version, 7))
            .map_err(|error| case.wrong(error))?;
    let given: ConfigurationParameters =
        serde_json::from_value(parameters(schedule, *first)).map_err(|error| case.wrong(error))?;
    let after = reconfigure(before.clone(), &given);
    let found = after.as_ref().map(|after| brief(Some(after)));
    if found.as_deref() != *by_hand {
        return Err(case.wrong(format!(
            "by hand {by_hand:?}, but the library says {found:?}"
        )));
    }
    case.with("function", &"reconfigure")?
        .with("record", &before)?
        .with("parameters", &given)?
        .with("after", &after)
}
