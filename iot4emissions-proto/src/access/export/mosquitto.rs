//! Mosquitto: `acl_file`, and the listener that makes it safe.
//!
//! The language: `user NAME`, then `topic read|write|deny FILTER` for that user;
//! `pattern read|write FILTER` for every user, `%u` being the user name. Deny lines
//! come first whatever their place.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::grants::{Grants, no_device, topics};
use super::header::{brief, header};
use super::{File, Format, Settings};
use crate::access::Right;
use crate::delivery::Party;

const FOLDER: &str = "/etc/mosquitto";
const STATE: &str = "/var/lib/mosquitto";

pub(super) fn files(grants: &Grants<'_>, settings: &Settings) -> Vec<File> {
    let folder = settings.folder(FOLDER);
    let rights = match settings.is_from(Format::Mosquitto, 2, 1) {
        true => format!(
            "global_plugin {}\nplugin_opt_acl_file {folder}/acl\n",
            settings.plugin("mosquitto_acl_file.so")
        ),
        false => format!("acl_file {folder}/acl\n"),
    };
    let conf = format!(
        "{}\n{}\n{rights}",
        brief(
            "#",
            Format::Mosquitto,
            grants,
            "the listener (mosquitto.conf)"
        ),
        listener(Format::Mosquitto, settings),
    );
    vec![
        File {
            name: "acl",
            purpose: "the rights, for acl_file",
            text: acl(grants),
        },
        File {
            name: "mosquitto.conf",
            purpose: "the listener, without which the rights protect nothing",
            text: conf,
        },
    ]
}

fn acl(grants: &Grants<'_>) -> String {
    let mut text = header("#", Format::Mosquitto, grants, "who may do what (acl_file)");
    let mut line = |words: &str| {
        let _ = writeln!(text, "{words}");
    };
    let services = grants.services();
    for name in grants.reserved_names() {
        line("");
        line(&format!("user {name}"));
        let service = services.iter().find(|service| service.name == name);
        let mut denied: BTreeSet<String> = BTreeSet::new();
        for kind in grants.device_families() {
            denied.insert(format!("{}{name}", kind.prefix()));
        }
        for rule in service
            .iter()
            .flat_map(|service| grants.of(service.party, Right::Publish))
        {
            denied.extend(no_device(rule.kind));
        }
        for topic in denied {
            line(&format!("topic deny {topic}"));
        }
        let Some(service) = service else {
            continue;
        };
        for (right, access) in [(Right::Subscribe, "read"), (Right::Publish, "write")] {
            for rule in grants.of(service.party, right) {
                line(&format!("topic {access} {}", topics(rule, "%u", "+")));
            }
        }
    }
    line("");
    for (right, access) in [(Right::Publish, "write"), (Right::Subscribe, "read")] {
        for rule in grants.of(Party::Device, right) {
            line(&format!("pattern {access} {}", topics(rule, "%u", "+")));
        }
    }
    text
}

/// The lines of `mosquitto.conf` but those that say where the rights are.
pub(super) fn listener(format: Format, settings: &Settings) -> String {
    let tls = settings.tls(FOLDER);
    // Deprecated from 2.1, and false by default.
    let per_listener = match settings.is_from(format, 2, 1) {
        true => "",
        false => "per_listener_settings false\n",
    };
    let mut text = format!(
        "{per_listener}allow_anonymous false\n\
         \n\
         # Retained messages (P-3.3) and what waits for the services, across restarts: written\n\
         # once a second. What was acknowledged since is lost if the process is killed.\n\
         persistence true\n\
         persistence_location {}/\n\
         autosave_interval 1\n\
         \n\
         listener {} {}\n\
         cafile {}\n\
         certfile {}\n\
         keyfile {}\n",
        settings.state_folder(STATE),
        settings.listen.port(),
        settings.listen.ip(),
        tls.client_authority,
        tls.certificate,
        tls.key,
    );
    if let Some(list) = &tls.revocation_list {
        let _ = writeln!(text, "crlfile {list}");
    }
    let _ = writeln!(text, "tls_version tlsv{}", settings.oldest_tls.as_str());
    text.push_str(
        "require_certificate true\n\
         # The user name, and with it every right, is the certificate's common name (P-2.2).\n\
         use_identity_as_username true\n\
         # The client id too (P-3.9): nobody takes over another one's session.\n\
         use_username_as_clientid true\n",
    );
    text
}

/// The folder of Debian's package.
pub(super) fn folder(settings: &Settings) -> &str {
    settings.folder(FOLDER)
}
