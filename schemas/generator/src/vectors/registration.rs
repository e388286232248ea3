//! `registration.json`: the Registration Service's decisions (P-7.1 to P-7.4).

use iot4emissions_proto::data::{CallKind, Clearance, SuspensionReason};
use iot4emissions_proto::message::RegistrationRequest;
use iot4emissions_proto::registration::{Country, Event, VehicleRecord, decide};
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};
use serde_json::{Value, json};

use super::{Case, Vectors, Wrong, code};

type Rules = &'static [&'static str];

pub(super) fn file() -> Vectors {
    let mut cases = Vec::new();
    for (name, steps) in lives::all() {
        life(name, steps, &mut cases);
    }
    cases.extend(COUNTRIES.iter().map(country));
    cases.extend(ATTRIBUTES.iter().map(attribute));
    Vectors {
        name: "registration",
        description: "What an event makes of a vehicle's record, and the effects that follow in \
            this order (`decide`), with the call that is then outstanding to the Data Service and \
            the statuses that the broker should retain; which texts are countries and which of \
            them Member States (`country`); which attribute contains the VIN (`attribute`).",
        cases: cases.into_iter().collect(),
    }
}

#[rustfmt::skip] // One row a line.
mod lives;

/// One event in a vehicle's life, and by hand what follows.
struct Step {
    name: &'static str,
    rules: Rules,
    event: Value,
    effects: Value,
    /// The record afterwards, as [`brief`] has it.
    record: &'static str,
}

/// The record in short: country, consent, pause; device, whether it is introduced, what
/// was told, the call with its number, whether it is being released; refused devices;
/// the last number.
fn brief(record: &VehicleRecord) -> String {
    let clearance = |clearance| match clearance {
        Clearance::Cleared => "cleared",
        Clearance::Suspended(SuspensionReason::NotCleared) => "notCleared",
        Clearance::Suspended(SuspensionReason::Pause) => "pause",
    };
    let call = |kind| match kind {
        CallKind::Introduced => "introduced",
        CallKind::Cleared => "cleared",
        CallKind::Suspended(reason) => clearance(Clearance::Suspended(reason)),
    };
    let mut parts = Vec::new();
    parts.extend(record.country.map(|country| country.to_string()));
    parts.extend(record.consent.then(|| "consent".to_owned()));
    parts.extend(record.paused.then(|| "paused".to_owned()));
    parts.push("|".to_owned());
    if let Some(binding) = &record.binding {
        parts.push(binding.device.to_string());
        parts.extend(binding.introduced.then(|| "introduced".to_owned()));
        parts.push(clearance(binding.told).to_owned());
        parts.extend(
            binding
                .call
                .map(|(number, kind)| format!("{number}:{}", call(kind))),
        );
        parts.extend(binding.releasing.then(|| "releasing".to_owned()));
    }
    parts.push("|".to_owned());
    parts.extend(
        record
            .refused
            .iter()
            .map(|device| format!("refused:{device}")),
    );
    parts.push(record.sequence.to_string());
    parts.join(" ")
}

const VIN: &str = "JFXHF05K1L4104934";

fn life(name: &str, steps: Vec<Step>, cases: &mut Vec<Result<Case, Wrong>>) {
    let Ok(vin) = VIN.parse::<Vin>() else { return };
    let mut record = VehicleRecord::new(vin);
    for step in steps {
        let case = Case::new(format!("{name}: {}", step.name), step.rules);
        let event: Event = match serde_json::from_value(step.event.clone()) {
            Ok(event) => event,
            Err(error) => return cases.push(Err(case.wrong(error))),
        };
        let (after, effects) = decide(record.clone(), event);
        cases.push(decided(case, &record, &step, &after, &json!(effects)));
        record = after;
    }
}

fn decided(
    case: Case,
    before: &VehicleRecord,
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
        .agreed("effects", &step.effects, effects)?
        .with("after", after)?
        .with("outstanding", &after.outstanding())?
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

/// Attributes, and the name of the first that contains the VIN.
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
    ("another VIN", r#"{"mk":"00000000000000000"}"#, None),
    ("the VIN with a hyphen in it", r#"{"mk":"JFXHF05K1-L4104934"}"#, None),
];

fn attribute((name, attributes, by_hand): &(&str, &str, Option<&str>)) -> Result<Case, Wrong> {
    let case = Case::new(
        format!("an attribute that contains the VIN: {name}"),
        &["P-1.5", "P-7.3"],
    );
    let vin: Vin = VIN.parse().map_err(|error| case.wrong(error))?;
    let vehicle_info: VehicleInfo =
        serde_json::from_str(attributes).map_err(|error| case.wrong(error))?;
    let request = RegistrationRequest { vin, vehicle_info };
    let found = request
        .vehicle_info
        .attribute_containing(&vin)
        .map(str::to_owned);
    case.with("function", &"attribute")?
        .with("vin", &vin)?
        .with("attributes", &request.vehicle_info)?
        .agreed("attribute", &by_hand.map(str::to_owned), &found)
}
