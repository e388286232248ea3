//! rmqtt: the file of its ACL plugin, and the listener.
//!
//! `[PERMISSION, WHO, ACTION, TOPICS]`; the first rule that matches decides. A
//! SUBSCRIBE's filter is matched like a topic, so a rule for `+` also matches `#` in
//! its place. There are placeholders, and they are not used: they would be filled with
//! whatever a certificate says, wildcards included, after the client is connected, and
//! kept under a client id that nobody has checked. A program that embeds rmqtt asks the
//! rules themselves from a hook, see [`Format::pitfalls`].

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
            text: acl(grants, settings),
        },
        File {
            name: "rmqtt.toml",
            purpose: "the listener, without which the rights protect nothing",
            text: listener(grants, settings),
        },
    ]
}

fn acl(grants: &Grants<'_>, settings: &Settings) -> String {
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
        let who = client(service.name);
        rule("allow", &who, "connect", "");
        for right in grants.of(service.party, Right::Subscribe) {
            let all = topics(right, service.name, "#");
            rule("deny", &who, "subscribe", &exactly(&all));
            rule("allow", &who, "subscribe", &matching(right, service.name));
        }
        for right in grants.of(service.party, Right::Publish) {
            let none = no_device(right.kind).map(|topic| exactly(&topic));
            rule("deny", &who, "publish", &none.join(", "));
            rule("allow", &who, "publish", &matching(right, service.name));
        }
    }
    for device in &settings.devices {
        let id = device.as_str();
        let who = client(id);
        rule("allow", &who, "connect", "");
        for (right, action) in [(Right::Publish, "publish"), (Right::Subscribe, "subscribe")] {
            for right in grants.of(Party::Device, right) {
                rule("allow", &who, action, &matching(right, id));
            }
        }
    }
    text.push_str("  [\"deny\", \"all\"],\n]\n");
    text
}

/// Whoever bears the name in the certificate and has it for client id as well (P-3.9):
/// otherwise one device could take over another one's session.
fn client(name: &str) -> String {
    format!("{{ user = \"{name}\", clientid = \"{name}\" }}")
}

/// All that the rule's topics match, as an element of a list.
fn matching(right: &Rule, name: &str) -> String {
    format!("\"{}\"", topics(right, name, "+"))
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
