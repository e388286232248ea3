//! `access.json`: who may publish, subscribe and receive what (P-4).

use iot4emissions_proto::access::{self, Principal};
use iot4emissions_proto::delivery::BrokerRole::{self, Data, Registration};
use iot4emissions_proto::identity::ServiceNames;
use serde_json::{Value, json};

use super::{Case, Vectors, Wrong, code};

pub(super) fn file() -> Vectors {
    let publishes = PUBLISH.iter().map(publish);
    let subscribes = SUBSCRIBE.iter().map(|row| read("subscribe", "filter", row));
    let receives = RECEIVE.iter().map(|row| read("receive", "topic", row));
    let principals = PRINCIPALS.iter().map(principal);
    Vectors {
        name: "access",
        description: "Whether a principal may `publish`, `subscribe` or `receive` on one of the two \
            brokers; where not, the rule that denies it. `principal`: whom a certificate's common \
            name stands for.",
        cases: publishes
            .chain(subscribes)
            .chain(receives)
            .chain(principals)
            .collect(),
    }
}

type Rules = &'static [&'static str];
/// The rule that denies it, `None` where it is granted.
type Denied = Option<&'static str>;

const GRANTED: Denied = None;
const NOT: Denied = Some("P-4.1");
const NO_ID: Denied = Some("P-2.1");
const RETAINED: Denied = Some("P-4.2");
const ELSEWHERE: Denied = Some("P-4.3");

const DEVICE: &str = "f371cb00";
const REGISTRATION_SERVICE: &str = "ota-registration-service";
const DATA_SERVICE: &str = "obfcm-data-service";

const REGISTER_DEVICE: &str = "iot4emissions/registerDevice/f371cb00";
const REGISTER_SERVER: &str = "iot4emissions/registerServer/f371cb00";
const CONFIG_SERVER: &str = "iot4emissions/configServer/f371cb00";
const DATA_DEVICE: &str = "iot4emissions/dataDevice/f371cb00";

/// Rules, principal, broker, topic, RETAIN, verdict.
#[rustfmt::skip] // One row a line.
const PUBLISH: &[(Rules, &str, BrokerRole, &str, bool, Denied)] = &[
    (&["P-4.1", "P-3.1"], DEVICE, Registration, REGISTER_DEVICE, false, GRANTED),
    (&["P-4.1", "P-3.4"], DEVICE, Data, DATA_DEVICE, false, GRANTED),
    (&["P-4.2"], DEVICE, Registration, REGISTER_DEVICE, true, RETAINED),
    (&["P-4.2"], DEVICE, Data, DATA_DEVICE, true, RETAINED),
    (&["P-4.3"], DEVICE, Data, REGISTER_DEVICE, false, ELSEWHERE),
    (&["P-4.3"], DEVICE, Registration, DATA_DEVICE, false, ELSEWHERE),
    (&["P-4.1"], DEVICE, Registration, REGISTER_SERVER, false, NOT),
    (&["P-4.1"], DEVICE, Data, CONFIG_SERVER, false, NOT),
    (&["P-4.1"], DEVICE, Data, CONFIG_SERVER, true, NOT),
    (&["P-4.1"], DEVICE, Registration, "iot4emissions/registerDevice/acc510ae", false, NOT),
    (&["P-4.1"], DEVICE, Data, "iot4emissions/dataDevice/acc510ae", false, NOT),
    (&["P-4.1"], DEVICE, Data, "iot4emissions/dataDevice/F371CB00", false, NOT),
    (&["P-4.1"], DEVICE, Data, "iot4emissions/dataDevice/f371cb0", false, NOT),
    (&["P-4.1", "P-2.1"], DEVICE, Data, "iot4emissions/dataDevice/+", false, NO_ID),
    (&["P-4.1", "P-2.1"], DEVICE, Data, "iot4emissions/dataDevice/", false, NO_ID),
    (&["P-4.1", "P-2.1"], DEVICE, Data, "iot4emissions/dataDevice/f371cb00/x", false, NO_ID),
    (&["P-1.5", "P-2.1"], DEVICE, Data, "iot4emissions/dataDevice/JFXHF05K1L4104934", false, NO_ID),
    (&["P-4.1"], DEVICE, Data, "iot4emissions/other/f371cb00", false, NOT),
    (&["P-4.1"], DEVICE, Data, "f371cb00", false, NOT),
    (&["P-4.1"], DEVICE, Data, "", false, NOT),
    (&["P-4.1"], DEVICE, Data, "#", false, NOT),
    (&["P-4.1"], DEVICE, Data, "$SYS/f371cb00", false, NOT),
    (&["P-4.1", "P-3.2"], REGISTRATION_SERVICE, Registration, REGISTER_SERVER, true, GRANTED),
    (&["P-4.1", "P-3.2"], REGISTRATION_SERVICE, Registration, REGISTER_SERVER, false, GRANTED),
    (&["P-4.1"], REGISTRATION_SERVICE, Registration, "iot4emissions/registerServer/acc510ae", true, GRANTED),
    (&["P-4.1"], REGISTRATION_SERVICE, Registration, REGISTER_DEVICE, false, NOT),
    (&["P-4.1", "P-2.1"], REGISTRATION_SERVICE, Registration, "iot4emissions/registerServer/+", true, NO_ID),
    (&["P-1.2", "P-4.1"], REGISTRATION_SERVICE, Data, CONFIG_SERVER, true, NOT),
    (&["P-1.2", "P-4.1"], REGISTRATION_SERVICE, Data, DATA_DEVICE, false, NOT),
    (&["P-4.3"], REGISTRATION_SERVICE, Data, REGISTER_SERVER, true, ELSEWHERE),
    (&["P-4.1", "P-3.3"], DATA_SERVICE, Data, CONFIG_SERVER, true, GRANTED),
    (&["P-4.1", "P-3.3"], DATA_SERVICE, Data, CONFIG_SERVER, false, GRANTED),
    (&["P-4.1"], DATA_SERVICE, Data, DATA_DEVICE, false, NOT),
    (&["P-1.3", "P-4.1"], DATA_SERVICE, Registration, REGISTER_SERVER, true, NOT),
    (&["P-1.3", "P-4.1"], DATA_SERVICE, Registration, REGISTER_DEVICE, false, NOT),
    (&["P-4.3"], DATA_SERVICE, Registration, CONFIG_SERVER, true, ELSEWHERE),
    (&["P-4.1", "P-2.4"], DATA_SERVICE, Data, "iot4emissions/configServer/obfcm-data-service", true, NO_ID),
];

/// Rules, principal, broker, filter or topic, verdict.
type Read = (Rules, &'static str, BrokerRole, &'static str, Denied);

#[rustfmt::skip] // One row a line.
const SUBSCRIBE: &[Read] = &[
    (&["P-4.1", "P-3.2"], DEVICE, Registration, REGISTER_SERVER, GRANTED),
    (&["P-4.1", "P-3.3"], DEVICE, Data, CONFIG_SERVER, GRANTED),
    (&["P-4.3"], DEVICE, Data, REGISTER_SERVER, ELSEWHERE),
    (&["P-4.3"], DEVICE, Registration, CONFIG_SERVER, ELSEWHERE),
    (&["P-4.1"], DEVICE, Registration, REGISTER_DEVICE, NOT),
    (&["P-4.1"], DEVICE, Data, DATA_DEVICE, NOT),
    (&["P-4.1", "P-4.2"], DEVICE, Data, "iot4emissions/configServer/+", NOT),
    (&["P-4.1"], DEVICE, Data, "iot4emissions/configServer/acc510ae", NOT),
    (&["P-4.1", "P-4.2"], DEVICE, Data, "iot4emissions/+/f371cb00", NOT),
    (&["P-4.1", "P-4.2"], DEVICE, Data, "iot4emissions/configServer/f371cb00/#", NOT),
    (&["P-4.1", "P-4.2"], DEVICE, Data, "#", NOT),
    (&["P-4.1"], DEVICE, Data, "$SYS/#", NOT),
    (&["P-3.7"], DEVICE, Data, "$share/g/iot4emissions/configServer/f371cb00", Some("P-3.7")),
    (&["P-3.7"], DEVICE, Data, "$share/g/#", Some("P-3.7")),
    (&["P-3.8"], DEVICE, Data, "iot4emissions/configServer/#/f371cb00", Some("P-3.8")),
    (&["P-3.8"], DEVICE, Data, "", Some("P-3.8")),
    (&["P-4.1", "P-3.7", "P-3.1"], REGISTRATION_SERVICE, Registration, "iot4emissions/registerDevice/+", GRANTED),
    (&["P-3.7"], REGISTRATION_SERVICE, Registration, "$share/workers/iot4emissions/registerDevice/+", GRANTED),
    (&["P-4.2"], REGISTRATION_SERVICE, Registration, REGISTER_DEVICE, GRANTED),
    (&["P-4.2", "P-4.1"], REGISTRATION_SERVICE, Registration, "iot4emissions/registerDevice/#", NOT),
    (&["P-4.1"], REGISTRATION_SERVICE, Registration, "iot4emissions/registerServer/+", NOT),
    (&["P-4.2", "P-4.1"], REGISTRATION_SERVICE, Registration, "iot4emissions/+/+", NOT),
    (&["P-1.2", "P-4.1"], REGISTRATION_SERVICE, Data, "iot4emissions/dataDevice/+", NOT),
    (&["P-4.3"], REGISTRATION_SERVICE, Data, "iot4emissions/registerDevice/+", ELSEWHERE),
    (&["P-3.7"], REGISTRATION_SERVICE, Registration, "$share/workers/#", NOT),
    (&["P-3.8"], REGISTRATION_SERVICE, Registration, "$share//iot4emissions/registerDevice/+", Some("P-3.8")),
    (&["P-4.1", "P-3.7", "P-3.4"], DATA_SERVICE, Data, "iot4emissions/dataDevice/+", GRANTED),
    (&["P-3.7"], DATA_SERVICE, Data, "$share/w/iot4emissions/dataDevice/+", GRANTED),
    (&["P-4.2"], DATA_SERVICE, Data, DATA_DEVICE, GRANTED),
    (&["P-4.1"], DATA_SERVICE, Data, "iot4emissions/configServer/+", NOT),
    (&["P-1.3", "P-4.1"], DATA_SERVICE, Registration, "iot4emissions/registerDevice/+", NOT),
    (&["P-4.3"], DATA_SERVICE, Registration, "iot4emissions/dataDevice/+", ELSEWHERE),
    (&["P-4.2", "P-4.1"], DATA_SERVICE, Data, "iot4emissions/#", NOT),
];

#[rustfmt::skip] // One row a line.
const RECEIVE: &[Read] = &[
    (&["P-4.2", "P-3.2"], DEVICE, Registration, REGISTER_SERVER, GRANTED),
    (&["P-4.2", "P-3.3"], DEVICE, Data, CONFIG_SERVER, GRANTED),
    (&["P-4.1", "P-4.2"], DEVICE, Data, "iot4emissions/configServer/acc510ae", NOT),
    (&["P-4.1", "P-4.2"], DEVICE, Data, DATA_DEVICE, NOT),
    (&["P-4.3"], DEVICE, Registration, CONFIG_SERVER, ELSEWHERE),
    (&["P-4.3"], DEVICE, Data, REGISTER_SERVER, ELSEWHERE),
    (&["P-4.1"], DEVICE, Data, "$SYS/uptime", NOT),
    (&["P-3.8"], DEVICE, Data, "iot4emissions/configServer/+", Some("P-3.8")),
    (&["P-4.2"], REGISTRATION_SERVICE, Registration, REGISTER_DEVICE, GRANTED),
    (&["P-4.2", "P-3.7"], REGISTRATION_SERVICE, Registration, "iot4emissions/registerDevice/", GRANTED),
    (&["P-4.1"], REGISTRATION_SERVICE, Registration, REGISTER_SERVER, NOT),
    (&["P-1.2", "P-4.1"], REGISTRATION_SERVICE, Data, DATA_DEVICE, NOT),
    (&["P-4.2"], DATA_SERVICE, Data, DATA_DEVICE, GRANTED),
    (&["P-4.2"], DATA_SERVICE, Data, "iot4emissions/dataDevice/a/b", NOT),
    (&["P-1.3", "P-4.1"], DATA_SERVICE, Registration, REGISTER_DEVICE, NOT),
    (&["P-3.8"], DATA_SERVICE, Data, "", Some("P-3.8")),
];

fn principal_of(name: &str, case: &Case) -> Result<Principal, Wrong> {
    Principal::from_name(name, &ServiceNames::default()).map_err(|error| case.wrong(error))
}

fn publish(
    (rules, name, broker, topic, retain, denied): &(Rules, &str, BrokerRole, &str, bool, Denied),
) -> Result<Case, Wrong> {
    let retained = if *retain { " with RETAIN" } else { "" };
    let case = Case::new(
        format!("{name} publishes {topic:?}{retained} on the {broker}"),
        rules,
    );
    let principal = principal_of(name, &case)?;
    let found = access::publish(&principal, *broker, topic, *retain);
    case.with("function", &"publish")?
        .with("principal", &principal)?
        .with("broker", broker)?
        .with("topic", topic)?
        .with("retain", retain)?
        .agreed("deniedBy", denied, &found.err().map(|denied| denied.rule()))
}

fn read(
    function: &'static str,
    member: &'static str,
    (rules, name, broker, text, denied): &Read,
) -> Result<Case, Wrong> {
    let case = Case::new(
        format!("{name} {function}s {text:?} on the {broker}"),
        rules,
    );
    let principal = principal_of(name, &case)?;
    let found = match function {
        "subscribe" => access::subscribe(&principal, *broker, text),
        _ => access::receive(&principal, *broker, text),
    };
    case.with("function", &function)?
        .with("principal", &principal)?
        .with("broker", broker)?
        .with(member, text)?
        .agreed("deniedBy", denied, &found.err().map(|denied| denied.rule()))
}

/// Rules, common name, the services' names; whom it stands for, or a refusal.
type Named = (
    Rules,
    &'static str,
    [&'static str; 2],
    Result<&'static str, &'static str>,
);

const DEFAULT: [&str; 2] = [REGISTRATION_SERVICE, DATA_SERVICE];
const CHOSEN: [&str; 2] = ["kba-registration", "eea-obfcm"];
#[rustfmt::skip] // One row a line.
const PRINCIPALS: &[Named] = &[
    (&["P-1.1", "P-2.2"], DEVICE, DEFAULT, Ok("device")),
    (&["P-1.2", "P-2.4"], REGISTRATION_SERVICE, DEFAULT, Ok("registrationService")),
    (&["P-1.3", "P-2.4"], DATA_SERVICE, DEFAULT, Ok("dataService")),
    (&["P-2.4"], "kba-registration", CHOSEN, Ok("registrationService")),
    (&["P-2.4"], "eea-obfcm", CHOSEN, Ok("dataService")),
    (&["P-2.4"], "eea-obfcm", DEFAULT, Ok("device")),
    (&["P-2.4"], "EEA-OBFCM", CHOSEN, Ok("device")),
    (&["P-2.4"], DATA_SERVICE, CHOSEN, Err("reserved")),
    (&["P-2.4"], REGISTRATION_SERVICE, CHOSEN, Err("reserved")),
    (&["P-2.1"], "", DEFAULT, Err("empty")),
    (&["P-2.1"], "*", DEFAULT, Err("character")),
    (&["P-1.5", "P-2.1"], "JFXHF05K1L4104934", DEFAULT, Err("vin-shape")),
];

fn principal((rules, name, [registration, data], by_hand): &Named) -> Result<Case, Wrong> {
    let case = Case::new(
        format!("the name {name:?} where the services are {registration} and {data}"),
        rules,
    );
    let names = ServiceNames::new(registration, data).map_err(|error| case.wrong(error))?;
    let found = Principal::from_name(name, &names);
    let case = case
        .with("function", &"principal")?
        .with("text", name)?
        .with(
            "services",
            &json!({"data": data, "registration": registration}),
        )?;
    match by_hand {
        Ok(party) => {
            let by_hand = match *party {
                "device" => json!({"device": name}),
                other => Value::from(other),
            };
            let found = found.map_or_else(|error| Value::from(code(&error)), |found| json!(found));
            case.agreed("principal", &by_hand, &found)
        }
        Err(refused) => {
            let found = found.map_or_else(|error| code(&error), |_| "accepted".to_owned());
            case.agreed("refused", &(*refused).to_owned(), &found)
        }
    }
}
