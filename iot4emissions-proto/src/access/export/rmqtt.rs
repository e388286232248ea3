//! rmqtt: the file of its ACL plugin, and the listener.
//!
//! `[PERMISSION, WHO, ACTION, TOPICS]`; the first rule that matches decides. A
//! SUBSCRIBE's filter is matched like a topic, so a rule for `+` also matches `#` in
//! its place. A program that embeds rmqtt asks the rules themselves from a hook, see
//! [`Format::pitfalls`].

use std::fmt::Write;

use super::grants::{Grants, no_device, topics};
use super::header::{brief, header};
use super::{File, Format, Settings};
use crate::access::{Right, Rule};
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
    let mut rule = |permission: &str, who: &str, action: &str, topics: &str| {
        let topics = match topics {
            "" => String::new(),
            _ => format!(", [{topics}]"),
        };
        let _ = writeln!(text, "  [\"{permission}\", {who}, \"{action}\"{topics}],");
    };
    for service in grants.services() {
        let who = user(service.name);
        rule("allow", &who, "connect", "");
        for right in grants.of(service.party, Right::Subscribe) {
            rule(
                "deny",
                &who,
                "subscribe",
                &exactly(&topics(right, "%u", "#")),
            );
            rule("allow", &who, "subscribe", &matching(right));
        }
        for right in grants.of(service.party, Right::Publish) {
            let none = no_device(right.kind).map(|topic| exactly(&topic));
            rule("deny", &who, "publish", &none.join(", "));
            rule("allow", &who, "publish", &matching(right));
        }
    }
    // What follows is for devices, and for no service (P-2.4).
    for name in grants.reserved_names() {
        rule("deny", &user(&name), "all", "");
    }
    rule("allow", "\"all\"", "connect", "");
    for (right, action) in [(Right::Publish, "publish"), (Right::Subscribe, "subscribe")] {
        for right in grants.of(Party::Device, right) {
            rule("allow", "\"all\"", action, &matching(right));
        }
    }
    text.push_str("  [\"deny\", \"all\"],\n]\n");
    text
}

fn user(name: &str) -> String {
    format!("{{ user = \"{name}\" }}")
}

/// All that the rule's topics match, as an element of a list.
fn matching(right: &Rule) -> String {
    format!("\"{}\"", topics(right, "%u", "+"))
}

/// That text alone, wildcards being themselves.
fn exactly(topic: &str) -> String {
    format!("{{ eq = \"{topic}\" }}")
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
        brief("#", Format::Rmqtt, grants, "the listener (rmqtt.toml)"),
        settings.folder(FOLDER),
        settings.listen,
        tls.certificate,
        tls.key,
        tls.client_authority,
    )
}
