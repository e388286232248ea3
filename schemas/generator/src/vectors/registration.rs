//! `registration.json`: the Registration Service's decisions (P-7.1 to P-7.4, P-7.10,
//! P-7.11, P-7.13, P-7.14).

use iot4emissions_proto::message::RegistrationRequest;
use iot4emissions_proto::services::clearance::{Clearance, SuspensionReason};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    AcknowledgedClearance, Country, Event, Phase, StoredDataPolicy, VehicleRecord, decide,
    status_of,
};
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};
use serde_json::{Value, json};

use super::{Case, Vectors, Wrong, code};

type Rules = &'static [&'static str];

pub(super) fn file() -> Vectors {
    let mut cases = Vec::new();
    for (name, steps) in lives::all() {
        life(name, steps, &stored_data::KEEP, &mut cases);
    }
    for (name, policy, steps) in stored_data::all() {
        life(name, steps, &policy, &mut cases);
    }
    cases.extend(COUNTRIES.iter().map(country));
    cases.extend(ATTRIBUTES.iter().map(attribute));
    cases.extend(STATUSES.iter().map(status));
    Vectors {
        name: "registration",
        description: "What an event makes of a vehicle's record, by a policy for stored data (P-7.14), and \
            the effects that follow in this order (`decide`), with the call that is then outstanding to the Data Service, which introduces by the minimum (P-1.6), and \
            the statuses that the broker should retain; which texts are countries and which of \
            them Member States (`country`); which attribute contains the VIN or has the shape of \
            one (`attribute`); what a device's retained status should be, out of several vehicles' \
            records (`statusOf`).",
        cases: cases.into_iter().collect(),
    }
}

#[rustfmt::skip] // One row a line.
mod lives;
#[rustfmt::skip] // One row a line.
mod stored_data;

/// One event in a vehicle's life, and by hand what follows.
struct Step {
    name: &'static str,
    rules: Rules,
    event: Value,
    effects: Value,
    /// The record afterwards, as [`brief`] has it.
    record: &'static str,
}

/// The record in short: country, consent, pause; device and its phase, introducing or
/// releasing with the call's number, introduced with what was told and the call with its
/// number; refused devices; the last number.
fn brief(record: &VehicleRecord) -> String {
    let clearance = |clearance| match clearance {
        Clearance::Cleared => "cleared",
        Clearance::Suspended(SuspensionReason::NotCleared) => "notCleared",
        Clearance::Suspended(SuspensionReason::Pause) => "pause",
    };
    let word = |told| match told {
        AcknowledgedClearance::Nothing => "nothing",
        AcknowledgedClearance::Introduced => "introduction",
        AcknowledgedClearance::NoVersionLeft => "noVersionLeft",
        AcknowledgedClearance::Cleared => clearance(Clearance::Cleared),
        AcknowledgedClearance::Suspended(reason) => clearance(Clearance::Suspended(reason)),
    };
    let mut parts = Vec::new();
    parts.extend(record.country.map(|country| country.to_string()));
    parts.extend(record.consent.then(|| "consent".to_owned()));
    parts.extend(record.paused.then(|| "paused".to_owned()));
    parts.push("|".to_owned());
    if let Some(binding) = &record.binding {
        parts.push(binding.device.to_string());
        match binding.phase {
            Phase::Introducing { sequence } => parts.push(format!("introducing {sequence}")),
            Phase::Introduced {
                acknowledged: known,
                call,
            } => {
                parts.push(format!("introduced {}", word(known)));
                let call = call.map(|it| format!("{}:{}", it.sequence, clearance(it.clearance)));
                parts.extend(call);
            }
            Phase::Forgetting { sequence } => parts.push(format!("forgetting {sequence}")),
            Phase::Forgotten => parts.push("forgotten".to_owned()),
            Phase::Releasing { sequence, erase } => {
                let forgetting = if erase { "forgetting " } else { "" };
                parts.push(format!("releasing {forgetting}{sequence}"));
            }
        }
        parts.extend(binding.new_segment.then(|| "segment".to_owned()));
    }
    parts.push("|".to_owned());
    parts.extend(
        record
            .refused
            .iter()
            .map(|device| format!("refused:{device}")),
    );
    parts.push(record.sequence.to_string());
    parts.extend(record.ending.then(|| "ending".to_owned()));
    parts.join(" ")
}

const VIN: &str = "JFXHF05K1L4104934";

fn life(
    name: &str,
    steps: Vec<Step>,
    policy: &StoredDataPolicy,
    cases: &mut Vec<Result<Case, Wrong>>,
) {
    let Ok(vin) = VIN.parse::<Vin>() else { return };
    let mut record = VehicleRecord::new(vin);
    for step in steps {
        let case = Case::new(format!("{name}: {}", step.name), step.rules);
        let event: Event = match serde_json::from_value(step.event.clone()) {
            Ok(event) => event,
            Err(error) => return cases.push(Err(case.wrong(error))),
        };
        let (after, effects) = decide(record.clone(), event, policy);
        cases.push(decided(
            case,
            (&record, policy),
            &step,
            &after,
            &json!(effects),
        ));
        record = after;
    }
}

fn decided(
    case: Case,
    (before, policy): (&VehicleRecord, &StoredDataPolicy),
    step: &Step,
    after: &VehicleRecord,
    effects: &Value,
) -> Result<Case, Wrong> {
    let found = brief(after);
    if found != step.record {
        return Err(case.wrong(format!(
            "by hand {:?}, but the library says {found:?}",
            step.record
        )));
    }
    case.with("function", &"decide")?
        .with("record", before)?
        .with("event", &step.event)?
        .with("policy", policy)?
        .agreed("effects", &step.effects, effects)?
        .with("after", after)?
        .with(
            "outstanding",
            &after.outstanding(IntroductionScope::default()),
        )?
        .with("retained", &after.retained())
}

/// Text; whether it is a Member State's code, or the code of the refusal.
#[rustfmt::skip] // One row a line.
const COUNTRIES: &[(&str, Result<bool, &str>)] = &[
    ("AT", Ok(true)),
    ("DE", Ok(true)),
    ("GR", Ok(true)),
    ("HR", Ok(true)),
    ("IE", Ok(true)),
    ("SK", Ok(true)),
    ("EL", Ok(false)),
    ("GB", Ok(false)),
    ("CH", Ok(false)),
    ("NO", Ok(false)),
    ("XX", Ok(false)),
    ("de", Err("country-error")),
    ("DEU", Err("country-error")),
    ("D", Err("country-error")),
    ("", Err("country-error")),
    ("D1", Err("country-error")),
    ("Ä", Err("country-error")),
];

fn country((text, by_hand): &(&str, Result<bool, &str>)) -> Result<Case, Wrong> {
    let case = Case::new(format!("country {text:?}"), &["P-5.50", "P-7.4"])
        .with("function", &"country")?
        .with("text", text)?;
    let found = text.parse::<Country>().map_err(|error| code(&error));
    match by_hand {
        Ok(member) => case.agreed(
            "isMemberState",
            &Some(*member),
            &found.ok().map(Country::is_member_state),
        ),
        Err(refused) => case.agreed("refused", &Some((*refused).to_owned()), &found.err()),
    }
}

/// Attributes, and the name of the first that contains the VIN or has the shape of one.
#[rustfmt::skip] // One row a line.
const ATTRIBUTES: &[(&str, &str, Option<&str>)] = &[
    ("none", "{}", None),
    ("others", r#"{"mh":"FIAT GROUP","va":"JHVFV","ct":"M1"}"#, None),
    ("the VIN itself", r#"{"mk":"JFXHF05K1L4104934"}"#, Some("mk")),
    ("the VIN within a text", r#"{"ve":"VIN: JFXHF05K1L4104934."}"#, Some("ve")),
    ("the VIN in lower case", r#"{"tan":"e4*jfxhf05k1l4104934*1"}"#, Some("tan")),
    ("the VIN in a further attribute", r#"{"mh":"FIAT","remark":"JFXHF05K1L4104934"}"#, Some("remark")),
    ("the VIN twice: the first in the order of Table 4", r#"{"a":"JFXHF05K1L4104934","va":"JFXHF05K1L4104934"}"#, Some("va")),
    ("sixteen characters of the VIN", r#"{"mk":"JFXHF05K1L410493"}"#, None),
    ("digits alone", r#"{"mk":"00000000000000000"}"#, None),
    ("the VIN with a hyphen in it", r#"{"mk":"JFXHF05K1-L4104934"}"#, Some("mk")),
    ("the VIN with blanks behind a word", r#"{"remark":"VIN JFX HF05K1 L4104934"}"#, Some("remark")),
    ("the VIN in a family number that is well formed", r#"{"vfn":"JF-XHF05K1L4104934-1C4-1"}"#, Some("vfn")),
    ("another vehicle's VIN", r#"{"mk":"WVWZZZ1JZXW000001"}"#, Some("mk")),
    ("another vehicle's VIN in lower case with separators", r#"{"ve":"wvw/zzz1jzxw.000001"}"#, Some("ve")),
    ("another vehicle's VIN letter by letter", r#"{"remark":"W-V-W-Z-Z-Z-1-J-Z-X-W-0-0-0-0-0-1"}"#, Some("remark")),
    ("another vehicle's VIN in a type-approval number", r#"{"tan":"e4*WVWZZZ1JZXW000001*1*1"}"#, Some("tan")),
    ("Box 1", r#"{"vfn":"IP-03_MX_0169-1C4-1","mh":"FIAT GROUP","tan":"E4*2007/46*1410*01","t":"MX","va":"JHVFV","ve":"K5LE1C","mk":"JEEP","mt":"1872","ewltp":"157"}"#, None),
    ("the longest family number", r#"{"vfn":"IP-123456789012345-1C4-1"}"#, None),
    ("a type-approval number of 17 letters and digits", r#"{"tan":"e13*2007/46*1410*0123"}"#, None),
    ("a UUID", r#"{"coc":"f371cb00-6812-4d5d-9bea-d24cbff21234"}"#, None),
    ("32 hexadecimal digits", r#"{"coc":"f371cb0068124d5d9bead24cbff21234"}"#, None),
    ("an act's number", r#"{"euro":"EURO 6 AP 715/2007*2018/1832"}"#, None),
];

/// A name, the records that name a device (refused it, registered for it), and the status
/// that follows.
type Named = (&'static str, &'static [(bool, bool)], Option<&'static str>);

/// What the records say of device `d1`, refused and registered, and by hand the status.
#[rustfmt::skip] // One row a line.
const STATUSES: &[Named] = &[
    ("no record names it", &[], None),
    ("its own record", &[(false, true)], Some("registered")),
    ("a vehicle that refuses it", &[(true, false)], Some("error")),
    ("a vehicle that does not know it", &[(false, false)], None),
    ("its own record, then one that refuses it", &[(false, true), (true, false)], Some("error")),
    ("one that refuses it, then its own record", &[(true, false), (false, true)], Some("error")),
    ("its own record, after another one was released", &[(false, false), (false, true)], Some("registered")),
];

fn status((name, records, by_hand): &(&str, &[(bool, bool)], Option<&str>)) -> Result<Case, Wrong> {
    let case = Case::new(format!("the status of a device: {name}"), &["P-7.10"]);
    let record = |(refused, registered): &(bool, bool)| {
        let attributes = json!({});
        let phase =
            json!({"introduced": {"acknowledged": {"suspended": "notCleared"}, "call": null}});
        let binding = json!({"device": "d1", "attributes": attributes, "phase": phase});
        json!({
            "vin": VIN,
            "country": null,
            "registeredAttributes": null,
            "consent": false,
            "paused": false,
            "binding": if *registered { binding } else { Value::Null },
            "refused": if *refused { json!(["d1"]) } else { json!([]) },
            "sequence": 1,
        })
    };
    let records: Value = records.iter().map(record).collect();
    let read: Vec<VehicleRecord> =
        serde_json::from_value(records).map_err(|error| case.wrong(error))?;
    let device = "d1".parse().map_err(|error| case.wrong(error))?;
    let by_hand = match *by_hand {
        Some("error") => json!({"error": {}}),
        other => json!(other),
    };
    let found = json!(status_of(&device, &read));
    case.with("function", &"statusOf")?
        .with("device", &device)?
        .with("records", &read)?
        .agreed("status", &by_hand, &found)
}

fn attribute((name, attributes, by_hand): &(&str, &str, Option<&str>)) -> Result<Case, Wrong> {
    let case = Case::new(
        format!("an attribute that contains the VIN: {name}"),
        &["P-1.5", "P-7.3"],
    );
    let vin: Vin = VIN.parse().map_err(|error| case.wrong(error))?;
    let vehicle_info: VehicleInfo =
        serde_json::from_str(attributes).map_err(|error| case.wrong(error))?;
    let request = RegistrationRequest {
        vin,
        vehicle_info,
        data_device: None,
    };
    let found = request
        .vehicle_info
        .attribute_containing(&vin)
        .map(str::to_owned);
    case.with("function", &"attribute")?
        .with("vin", &vin)?
        .with("attributes", &request.vehicle_info)?
        .agreed("attribute", &by_hand.map(str::to_owned), &found)
}
