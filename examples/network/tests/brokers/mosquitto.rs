//! Mosquitto, with the `acl_file` and with dynamic security.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use iot4emissions_proto::access::export::{Format, export};
use iot4emissions_proto::delivery::BrokerRole;
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::asking::{Extent, compare};
use crate::certificates::{Certificates, ORACLE, Subject};
use crate::differences::Enforced;
use crate::hostile::{self, ForeignClientId, Given, Stranger, Treatment};
use crate::packets::Version;
use crate::process::{Folder, Process, free_port, listening};
use crate::site::{EVERYTHING, START, Site, settings, write};

/// Where Debian puts it; root's PATH has it too.
pub(crate) const PROGRAM: &str = "/usr/sbin/mosquitto";

/// One test for each way of telling Mosquitto, and broker.
pub(crate) fn trials() -> Vec<Trial> {
    let missing = !std::path::Path::new(PROGRAM).exists();
    let kind = if missing {
        "mosquitto is not installed"
    } else {
        ""
    };
    let mut trials = Vec::new();
    for (format, word) in [
        (Format::Mosquitto, "mosquitto"),
        (Format::MosquittoDynsec, "mosquitto_dynsec"),
    ] {
        for (role, broker) in [
            (BrokerRole::Registration, "registration"),
            (BrokerRole::Data, "data"),
        ] {
            let test = move || {
                let site = start(format, role);
                // One broker's whole world, as the other's only has other families in it.
                let extent = match role {
                    BrokerRole::Registration => Extent::Families,
                    BrokerRole::Data => Extent::Everything,
                };
                compare(&site, Version::V5, extent).prove(site.enforced);
                compare(&site, Version::V311, Extent::Families).prove(site.enforced);
                Ok(())
            };
            trials.push(Trial::test(format!("p_4_1_{word}_{broker}"), test));
            let test = move || {
                for version in [Version::V311, Version::V5] {
                    let site = start(format, role);
                    let cases = match format {
                        Format::MosquittoDynsec => hostile::LISTED,
                        _ => hostile::PATTERNS,
                    };
                    let foreign = ForeignClientId::Ignored;
                    hostile::check(&site, version, &cases, foreign);
                    hostile::check_strangers(&site, version, gives);
                    hostile::check_name(&site, version, "", nameless(format, version));
                }
                Ok(())
            };
            trials.push(Trial::test(
                format!("p_2_1_{word}_hostile_names_{broker}"),
                test,
            ));
        }
    }
    trials.push(Trial::test(
        "p_3_3_mosquitto_keeps_what_is_retained",
        || {
            retained_messages_survive();
            Ok(())
        },
    ));
    trials
        .into_iter()
        .map(|trial| trial.with_kind(kind).with_ignored_flag(missing))
        .collect()
}

/// The first common name, whatever stands beside it and in CONNECT.
fn gives(stranger: &Stranger) -> Given {
    match stranger.subject {
        Subject::NoCommonName | Subject::Empty => Given::Nothing,
        Subject::Name(name) | Subject::NameOf(name) | Subject::TwoNames(name, _) => {
            Given::rights_of(name)
        }
    }
}

/// An empty name becomes an empty client id, at which 2.0.11 ends with a segmentation
/// fault in MQTT 5. Without use_username_as_clientid one device could end another one's
/// session, so it is the CA that must not sign such a name. In MQTT 3.1.1 the ID in its
/// topics is the empty one, which is nobody's.
fn nameless(format: Format, version: Version) -> Treatment {
    match (version, format) {
        (Version::V5, _) => Treatment::EndsTheBroker,
        (Version::V311, Format::MosquittoDynsec) => Treatment::Powerless,
        (Version::V311, _) => Treatment::OwnTopics,
    }
}

/// Starts one with the exported files, the oracle added.
fn start(format: Format, role: BrokerRole) -> Site {
    for _ in 0..5 {
        let folder = Folder::new("mosquitto");
        if let Some(mut site) = start_in(&folder, format, role) {
            // The process goes before its folder.
            site.running = Box::new((site.running, folder));
            return site;
        }
    }
    panic!("Mosquitto does not start");
}

/// Once, in a folder that may have been used before. None where somebody else has taken
/// the port.
fn start_in(folder: &Folder, format: Format, role: BrokerRole) -> Option<Site> {
    let certificates = Certificates::new();
    let port = free_port();
    let settings = settings(role, port, folder, &certificates);
    let export = export(format, &settings).expect("a rendering");
    write(folder, &export, |name, text| match name {
        "acl" => with_oracle_line(text),
        "dynamic-security.json" => with_oracle_role(text),
        // Nothing may be lost while the tests count; and whoever runs the tests
        // owns the files, so the broker must not become somebody else.
        "mosquitto.conf" => format!(
            "{text}max_inflight_messages 0\nmax_queued_messages 0\n\
             set_tcp_nodelay true\nuser root\n"
        ),
        other => panic!("what is {other}?"),
    });
    let mut process = Process::start(
        Command::new(PROGRAM)
            .args(["-c", &folder.file("mosquitto.conf")])
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    );
    if !process.listens(port, START) {
        return None;
    }
    // And nothing else is open.
    assert_eq!(listening(process.id()), [([127, 0, 0, 1], port).into()]);
    Some(Site {
        enforced: match format {
            Format::MosquittoDynsec => Enforced::MosquittoDynsec,
            _ => Enforced::Mosquitto,
        },
        role,
        port,
        certificates,
        running: Box::new(process),
    })
}

/// A broker that is killed has what was retained a few seconds before.
fn retained_messages_survive() {
    let folder = Folder::new("mosquitto");
    let topic = "iot4emissions/configServer/device-1";
    let start = || start_in(&folder, Format::Mosquitto, BrokerRole::Data).expect("it starts");
    let site = start();
    let door = site.door("obfcm-data-service", Version::V311);
    let mut service = site.connect(&door).expect("it may");
    service.publish(topic, b"kept", true).expect("it may");
    sleep(Duration::from_secs(4));
    drop((service, site));
    let site = start();
    let door = site.door("device-1", Version::V311);
    let mut device = site.connect(&door).expect("it may");
    device.subscribe(topic).expect("it may");
    let kept = device.wait_for(|delivery| delivery.payload == b"kept");
    kept.expect("a retained message");
}

fn with_oracle_line(acl: &str) -> String {
    let lines = EVERYTHING.map(|filter| format!("topic readwrite {filter}\n"));
    format!("{acl}\nuser {ORACLE}\n{}", lines.concat())
}

fn with_oracle_role(document: &str) -> String {
    let mut document: Value = serde_json::from_str(document).expect("JSON");
    let mut acls = Vec::new();
    for filter in EVERYTHING {
        for kind in [
            "publishClientSend",
            "publishClientReceive",
            "subscribePattern",
        ] {
            acls.push(json!({ "acltype": kind, "topic": filter, "allow": true }));
        }
    }
    let client = json!({ "username": ORACLE, "roles": [{ "rolename": ORACLE }] });
    let role = json!({ "rolename": ORACLE, "acls": acls });
    document["clients"]
        .as_array_mut()
        .expect("a list")
        .push(client);
    document["roles"].as_array_mut().expect("a list").push(role);
    document.to_string()
}
