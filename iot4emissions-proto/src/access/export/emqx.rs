//! EMQX 5 and 6: `acl.conf`, the settings around it, and the answer of its HTTP authorizer.
//!
//! The language is Erlang terms, `{Permission, Who, Action, Topics}.`; the first that
//! matches decides. A SUBSCRIBE's filter is matched like a topic, so a rule for `+`
//! also matches `#` in its place.
//!
//! An operator who prefers to ask this library instead of a file answers EMQX's HTTP
//! authorizer with [`AuthorizerRequest::answer`].

mod authorizer;

use std::fmt::Write;

pub use authorizer::{Action, AuthorizerAnswer, AuthorizerRequest, Verdict};

use super::grants::{Grants, no_device, topics};
use super::header::{brief, header};
use super::{File, Format, Settings};
use crate::access::{Right, Rule};
use crate::delivery::Party;

const FOLDER: &str = "/etc/emqx";

/// The name in the certificate, in EMQX's templates.
const COMMON_NAME: &str = "${cert_common_name}";

/// User names that are no device ID (P-2.1): an empty one, a foreign character, more
/// than 64, 17 characters in the shape of a VIN. What only contains that shape (P-1.5) no
/// operator could read here; the CA issues no certificate for it.
const NO_DEVICE_ID: &str = r"^\\z|[^A-Za-z0-9_-]|^.{65}|^[A-HJ-NPR-Za-hj-npr-z0-9]{17}\\z";

pub(super) fn files(grants: &Grants<'_>, settings: &Settings) -> Vec<File> {
    vec![
        File {
            name: "acl.conf",
            purpose: "the rights, for an authorization source of type file",
            text: acl(grants),
        },
        File {
            name: "emqx.conf",
            purpose: "the listener and the settings without which the rights protect nothing",
            text: settings_file(grants, settings),
        },
    ]
}

fn acl(grants: &Grants<'_>) -> String {
    let mut text = header("%%", Format::Emqx, grants, "who may do what (acl.conf)");
    text.push('\n');
    let mut rule = |permission: &str, who: &str, action: &str, topics: &str| {
        let _ = writeln!(text, "{{{permission}, {who}, {action}, [{topics}]}}.");
    };
    for service in grants.services() {
        let who = format!("{{username, \"{}\"}}", service.name);
        for right in grants.of(service.party, Right::Subscribe) {
            rule(
                "deny",
                &who,
                "subscribe",
                &exactly(&topics(right, COMMON_NAME, "#")),
            );
            rule("allow", &who, "subscribe", &matching(right));
        }
        for (right, action) in publishing(grants, service.party) {
            let none = no_device(right.kind).map(|topic| exactly(&topic));
            rule("deny", &who, "publish", &none.join(", "));
            rule("allow", &who, action, &matching(right));
        }
    }
    // What follows is for devices: for no service (P-2.4), and for no name that is no
    // device ID (P-2.1).
    for name in grants.reserved_names() {
        rule("deny", &format!("{{username, \"{name}\"}}"), "all", "\"#\"");
    }
    let no_device_id = format!("{{username, {{re, \"{NO_DEVICE_ID}\"}}}}");
    rule("deny", &no_device_id, "all", "\"#\"");
    for (right, action) in publishing(grants, Party::Device) {
        rule("allow", "all", action, &matching(right));
    }
    for right in grants.of(Party::Device, Right::Subscribe) {
        rule("allow", "all", "subscribe", &matching(right));
    }
    text.push_str("{deny, all}.\n");
    text
}

/// All that the rule's topics match, as an element of a list.
fn matching(right: &Rule) -> String {
    format!("\"{}\"", topics(right, COMMON_NAME, "+"))
}

/// That text alone, wildcards being themselves.
fn exactly(topic: &str) -> String {
    format!("{{eq, \"{topic}\"}}")
}

/// Each family that the party may publish, and with RETAIN or without.
fn publishing<'a>(grants: &'a Grants<'_>, party: Party) -> Vec<(&'a Rule, &'static str)> {
    let plain = grants.of(party, Right::Publish).map(|rule| {
        let retained = grants.has(party, Right::PublishRetained, rule.kind);
        (
            rule,
            if retained {
                "publish"
            } else {
                "{publish, [{retain, false}]}"
            },
        )
    });
    let only_retained = grants
        .of(party, Right::PublishRetained)
        .filter(|rule| !grants.has(party, Right::Publish, rule.kind))
        .map(|rule| (rule, "{publish, [{retain, true}]}"));
    plain.chain(only_retained).collect()
}

fn settings_file(grants: &Grants<'_>, settings: &Settings) -> String {
    let tls = settings.tls(FOLDER);
    // 5.8 refuses a file with a setting that it does not know.
    let node_cache = match settings.is_from(Format::Emqx, 5, 9) {
        true => "  node_cache.enable = false\n",
        false => "",
    };
    format!(
        "{}\n\
         listeners.tcp.default.enable = false\n\
         listeners.ws.default.enable = false\n\
         listeners.wss.default.enable = false\n\
         listeners.ssl.default {{\n\
         \x20 bind = \"{}\"\n\
         \x20 ssl_options {{\n\
         \x20   cacertfile = \"{}\"\n\
         \x20   certfile = \"{}\"\n\
         \x20   keyfile = \"{}\"\n\
         \x20   versions = [{}]\n\
         \x20   verify = verify_peer\n\
         \x20   fail_if_no_peer_cert = true\n\
         \x20   ## For clients alone (P-2.3).\n\
         \x20   verify_peer_ext_key_usage = \"clientAuth\"\n\
         \x20 }}\n\
         }}\n\
         ## For whoever administers this machine; it knows a first password.\n\
         dashboard.listeners.http.bind = \"127.0.0.1:18083\"\n\
         \n\
         ## The user name, and with it every right, is the certificate's common name (P-2.2).\n\
         mqtt.peer_cert_as_username = cn\n\
         ## The client id too (P-3.9): nobody takes over another one's session.\n\
         mqtt.peer_cert_as_clientid = cn\n\
         ## Without a common name both would be what CONNECT says.\n\
         authentication = [\n\
         \x20 {{\n\
         \x20   mechanism = cinfo\n\
         \x20   enable = true\n\
         \x20   checks = [\n\
         \x20     {{ is_match = \"is_empty_val(cert_common_name)\", result = deny }}\n\
         \x20     {{ is_match = \"regex_match(cert_common_name, '^[A-Za-z0-9_-]{{1,64}}$')\", result = allow }}\n\
         \x20     {{ is_match = \"str_eq('the rest', 'the rest')\", result = deny }}\n\
         \x20   ]\n\
         \x20 }}\n\
         ]\n\
         \n\
         authorization {{\n\
         \x20 no_match = deny\n\
         \x20 deny_action = disconnect\n\
         \x20 cache.enable = false\n\
         {}\
         \x20 sources = [\n\
         \x20   {{ type = file, enable = true, path = \"{}/acl.conf\" }}\n\
         \x20 ]\n\
         }}\n\
         \n\
         ## Of \"$delayed/1/topic\" the rules would be shown the topic alone.\n\
         delayed.enable = false\n\
         ## In memory, the default, a restart forgets each device's configuration (P-3.3).\n\
         retainer.backend.storage_type = disc\n",
        brief(
            "##",
            Format::Emqx,
            grants,
            "the listener and the authorization (emqx.conf)"
        ),
        settings.listen,
        tls.client_authority,
        tls.certificate,
        tls.key,
        settings
            .tls_versions()
            .map(|version| format!("\"tlsv{}\"", version.as_str()))
            .collect::<Vec<_>>()
            .join(", "),
        node_cache,
        settings.folder(FOLDER),
    )
}
