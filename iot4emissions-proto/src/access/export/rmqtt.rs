//! rmqtt: the files of its plugins for rights and for retained messages, and the listener.
//!
//! `[PERMISSION, WHO, ACTION, TOPICS]`; the first rule that matches decides. A
//! SUBSCRIBE's filter is matched like a topic, so a rule for `+` also matches `#` in
//! its place. There are placeholders, and they are not used: they would be filled with
//! whatever a certificate says, wildcards included, after the client is connected, and
//! kept under a client id that nobody has checked. A program that embeds rmqtt asks the
//! rules themselves from a hook, see [`Format::pitfalls`].
//!
//! The user name is the certificate's whole subject. With the common name alone, a
//! certificate that has none would leave CONNECT's own user name in force, which may be
//! anybody's.

use std::fmt::Write;

use super::grants::{Grants, no_device, topics};
use super::header::{brief, header};
use super::{File, Format, Settings};
use crate::access::{Right, Rule};
use crate::delivery::Party;

const FOLDER: &str = "/etc/rmqtt";
const STATE: &str = "/var/lib/rmqtt";

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
        File {
            name: "rmqtt-retainer.toml",
            purpose: "where retained messages are kept, for the plugin rmqtt-retainer",
            text: retainer(grants, settings),
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

/// Whoever's certificate has that name for its whole subject and has it for client id as well (P-3.9):
/// otherwise one device could take over another one's session.
fn client(name: &str) -> String {
    format!("{{ user = \"CN={name}\", clientid = \"{name}\" }}")
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
         # The rights, retained messages (P-3.3), and subscriptions that the services share.\n\
         # Without the second line the program opens an HTTP interface to all, by which\n\
         # anybody publishes.\n\
         plugins.default_startups = [\"rmqtt-acl\", \"rmqtt-retainer\", \"rmqtt-shared-subscription\"]\n\
         plugins.disabled_default_startups = [\"rmqtt-http-api\"]\n\
         # For other nodes of a cluster, and open to all unless told otherwise.\n\
         rpc.server_addr = \"127.0.0.1:5363\"\n\
         \n\
         listener.tls.external.addr = \"{}\"\n\
         listener.tls.external.cert = \"{}\"\n\
         listener.tls.external.key = \"{}\"\n\
         listener.tls.external.client_ca_certs = \"{}\"\n\
         listener.tls.external.cross_certificate = true\n\
         # The user name, and with it every right, is the certificate's subject, which has to\n\
         # be a common name and nothing else (P-2.2).\n\
         listener.tls.external.cert_subject_dn_as_username = true\n\
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

/// On disk: in memory, the plugin's default, they are gone at a restart, and no device
/// would find its configuration.
fn retainer(grants: &Grants<'_>, settings: &Settings) -> String {
    let purpose = "retained messages (rmqtt-retainer.toml)";
    format!(
        "{}\n\
         storage.type = \"sled\"\n\
         storage.sled.path = \"{}/retained\"\n\
         storage.sled.cache_capacity = \"64M\"\n\
         max_retained_messages = 0\n",
        brief("#", Format::Rmqtt, grants, purpose),
        settings.state_folder(STATE),
    )
}
