//! rmqtt: the file of its ACL plugin, and the listener.
//!
//! `[PERMISSION, WHO, ACTION, TOPICS]`; the first rule that matches decides. A
//! SUBSCRIBE's filter is matched like a topic, so a rule for `+` also matches `#` in
//! its place. A program that embeds rmqtt asks the rules themselves from a hook, see
//! [`Format::pitfalls`].

use std::fmt::Write;

use super::grants::{Grants, topics};
use super::header::header;
use super::{File, Format, Settings};
use crate::access::Right;
use crate::delivery::Party;

const FOLDER: &str = "/etc/rmqtt";

pub(super) fn files(grants: &Grants<'_>, settings: &Settings) -> Vec<File> {
    vec![
        File {
            name: "rmqtt-acl.toml",
            purpose: "the rights, for the plugin rmqtt-acl",
            text: acl(grants),
        },
        File {
            name: "rmqtt.toml",
            purpose: "the listener, without which the rights protect nothing",
            text: listener(grants, settings),
        },
    ]
}

fn acl(grants: &Grants<'_>) -> String {
    let mut text = header(
        "#",
        Format::Rmqtt,
        grants,
        "who may do what (rmqtt-acl.toml)",
    );
    text.push_str("\ndisconnect_if_pub_rejected = true\n\nrules = [\n");
    let mut rule_line = |permission: &str, who: &str, action: &str, topics: &str| {
        let _ = writeln!(text, "  [\"{permission}\", {who}, \"{action}\"{topics}],");
    };
    let services = grants.services();
    for service in &services {
        let who = format!("{{ user = \"{}\" }}", service.name);
        rule_line("allow", &who, "connect", "");
        for rule in grants.of(service.party, Right::Subscribe) {
            let all = rule.kind.prefix();
            rule_line(
                "deny",
                &who,
                "subscribe",
                &format!(", [{{ eq = \"{all}#\" }}]"),
            );
            let filter = topics(rule, "%u", "+");
            rule_line("allow", &who, "subscribe", &format!(", [\"{filter}\"]"));
        }
        for rule in grants.of(service.party, Right::Publish) {
            let empty = rule.kind.prefix();
            rule_line(
                "deny",
                &who,
                "publish",
                &format!(", [{{ eq = \"{empty}\" }}]"),
            );
            let filter = topics(rule, "%u", "+");
            rule_line("allow", &who, "publish", &format!(", [\"{filter}\"]"));
        }
    }
    for name in grants.reserved_names() {
        rule_line("deny", &format!("{{ user = \"{name}\" }}"), "all", "");
    }
    rule_line("allow", "\"all\"", "connect", "");
    for (right, action) in [(Right::Publish, "publish"), (Right::Subscribe, "subscribe")] {
        for rule in grants.of(Party::Device, right) {
            let topic = topics(rule, "%u", "+");
            rule_line("allow", "\"all\"", action, &format!(", [\"{topic}\"]"));
        }
    }
    text.push_str("  [\"deny\", \"all\"],\n]\n");
    text
}

fn listener(grants: &Grants<'_>, settings: &Settings) -> String {
    let tls = settings.tls(FOLDER);
    format!(
        "{}\n\
         plugins.dir = \"{}\"\n\
         plugins.default_startups = [\"rmqtt-acl\"]\n\
         \n\
         listener.tls.external.addr = \"{}\"\n\
         listener.tls.external.cert = \"{}\"\n\
         listener.tls.external.key = \"{}\"\n\
         listener.tls.external.client_ca_certs = \"{}\"\n\
         listener.tls.external.cross_certificate = true\n\
         # The user name, and with it every right, is the certificate's common name (P-2.2).\n\
         listener.tls.external.cert_cn_as_username = true\n\
         listener.tls.external.allow_anonymous = false\n\
         listener.tls.external.max_clientid_len = 64\n",
        header("#", Format::Rmqtt, grants, "the listener (rmqtt.toml)"),
        settings.folder(FOLDER),
        settings.listen,
        tls.certificate,
        tls.key,
        tls.client_authority,
    )
}
