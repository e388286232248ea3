//! Every member of every message, and where to read about it.

use std::fmt::Write;

use iot4emissions_proto::obfcm::Parameter;

/// Message, its schemas' name, member, meaning, unit, rule, clause.
#[rustfmt::skip] // One row a line.
const MEMBERS: [(&str, &str, &str, &str, &str); 28] = [
    ("registration-request", "vin", "vehicle identification number", "", "P-5.11"),
    ("registration-request", "vehicleInfo", "attributes of the vehicle", "", "P-5.10"),
    ("registration-request", "vfn", "vehicle (interpolation) family number", "", "P-5.12"),
    ("registration-request", "mh", "manufacturer", "", "P-5.13"),
    ("registration-request", "tan", "type-approval number", "", "P-5.13"),
    ("registration-request", "t", "type", "", "P-5.13"),
    ("registration-request", "va", "variant", "", "P-5.13"),
    ("registration-request", "ve", "version", "", "P-5.13"),
    ("registration-request", "mk", "make", "", "P-5.13"),
    ("registration-request", "mt", "WLTP test mass", "kg", "P-5.14"),
    ("registration-request", "ewltp", "specific CO2 emissions, WLTP", "g/km", "P-5.14"),
    ("registration-request", "z", "electric energy consumption", "Wh/km", "P-5.14"),
    ("registration-request", "it", "innovative technology", "", "P-5.15"),
    ("registration-request", "erwltp", "CO2 reduction by innovative technology", "g/km", "P-5.16"),
    ("registration-status", "deviceState", "outcome of the registration", "", "P-5.20"),
    ("configuration-status", "deviceState", "commanded state", "", "P-5.30"),
    ("configuration-status", "configuration", "parameters", "", "P-5.31"),
    ("configuration-status", "registrationMqtt", "the Registration Service's broker", "", "P-5.31"),
    ("configuration-status", "obfcmDataMqtt", "the Data Service's broker", "", "P-5.31"),
    ("configuration-status", "endpoint", "host of a broker", "", "P-5.31"),
    ("configuration-status", "port", "port of a broker", "", "P-5.31"),
    ("configuration-status", "protocol", "protocol of a broker", "", "P-5.31"),
    ("configuration-status", "acquireFrequency", "when to take a snapshot", "UTC", "P-5.33"),
    ("configuration-status", "transferFrequency", "when to transfer", "UTC", "P-5.33"),
    ("configuration-status", "configCheckFrequency", "when to look for a configuration", "UTC", "P-5.33"),
    ("configuration-status", "version", "version of the parameters", "", "P-5.32"),
    ("data-transfer", "data", "snapshots", "", "P-5.40"),
    ("data-transfer", "acquired", "when the snapshot was taken, UNIX time", "s", "P-5.41"),
];

fn clause(message: &str) -> &'static str {
    match message {
        "registration-request" => "Table 4, Box 1",
        "registration-status" => "Table 5, Box 2",
        "configuration-status" => "Table 6, Box 3",
        _ => "Table 7, Box 4",
    }
}

pub(crate) fn table() -> String {
    let mut text = String::from(
        "| member | message | meaning | unit | rule | JRC127600 | schemas |\n|---|---|---|---|---|---|---|\n",
    );
    let known = MEMBERS.map(|(message, member, meaning, unit, rule)| {
        (message, member, meaning.to_owned(), unit, rule)
    });
    let values = Parameter::ALL.map(|parameter| {
        let meaning = parameter.meaning().to_owned();
        (
            "data-transfer",
            parameter.wire_name(),
            meaning,
            parameter.unit().symbol(),
            "P-5.42, P-5.43",
        )
    });
    for (message, member, meaning, unit, rule) in known.into_iter().chain(values) {
        let anchor = format!("{message}-{}", member.to_ascii_lowercase());
        let words = message.replace('-', " ");
        let clause = clause(message);
        writeln!(
            text,
            "| [`{member}`](index.html#{anchor}) | {words} | {meaning} | {unit} | {rule} | {clause} | \
             [canonical]({message}.canonical.json), [accepted]({message}.accepted.json) |"
        )
        .unwrap();
    }
    text
}
