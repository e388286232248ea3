//! EMQX's client-info authenticator, from its documentation: checks are asked from top to
//! bottom, and the first whose expression says `true` decides. A certificate without a
//! common name leaves `cert_common_name` empty.

use fancy_regex::Regex;
use iot4emissions_proto::access::export::{Format, Settings, export};
use iot4emissions_proto::delivery::BrokerRole;

use crate::world::DEVICES;

/// What the exported checks decide: `None` if they leave it to somebody else.
fn admits(settings: &str, common_name: &str) -> Option<bool> {
    let checks = settings.lines().filter_map(|line| {
        let rest = line.trim().strip_prefix("{ is_match = \"")?;
        rest.strip_suffix(" }")?.split_once("\", result = ")
    });
    for (expression, result) in checks {
        if is_true(expression, common_name) {
            return match result {
                "allow" => Some(true),
                "deny" => Some(false),
                other => panic!("no result: {other}"),
            };
        }
    }
    None
}

fn is_true(expression: &str, common_name: &str) -> bool {
    let (function, arguments) = expression.split_once('(').expect("a call");
    let arguments: Vec<&str> = arguments
        .strip_suffix(')')
        .expect("a call's end")
        .split(", ")
        .map(|argument| match argument {
            "cert_common_name" => common_name,
            text => text.trim_matches('\''),
        })
        .collect();
    match (function, arguments.as_slice()) {
        ("is_empty_val", [value]) => value.is_empty(),
        ("str_eq", [one, other]) => one == other,
        ("regex_match", [value, pattern]) => Regex::new(pattern)
            .and_then(|regex| regex.is_match(value))
            .expect("a regular expression"),
        other => panic!("not known: {other:?}"),
    }
}

/// Without it, whoever has no common name would be whoever CONNECT names.
#[test]
fn p_2_2_emqx_admits_names_that_are_ids_and_nobody_without_one() {
    for version in Format::Emqx.versions() {
        let settings = Settings::new(BrokerRole::Data).with_version(*version);
        let export = export(Format::Emqx, &settings).expect("a rendering");
        let settings = &export.file("emqx.conf").expect("a file").text;
        for name in DEVICES.into_iter().chain(["obfcm-data-service"]) {
            assert_eq!(admits(settings, name), Some(true), "{name}");
        }
        let long = "x".repeat(65);
        for name in ["", "+", "#", "a/b", "a b", "${username}", &long] {
            assert_eq!(admits(settings, name), Some(false), "{name}");
        }
    }
}
