//! RabbitMQ with its MQTT plugin.
//!
//! Run as a plain process with folders, node name and ports of its own. The Erlang
//! port mapper, which a node would otherwise start and leave behind, is a process of
//! its own here too.

use std::fs::{File, read_to_string};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use iot4emissions_proto::access::export::{Format, export};
use iot4emissions_proto::delivery::BrokerRole;
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::asking::{Extent, compare};
use crate::certificates::{Certificates, ORACLE};
use crate::differences::Enforced;
use crate::hostile::{self, ForeignClientId};
use crate::packets::Version;
use crate::process::{Folder, Process, free_port};
use crate::site::{START, Site, settings, write};

/// Not `/usr/sbin/rabbitmq-server`, which is Debian's wrapper that changes the user.
const PROGRAM: &str = "/usr/lib/rabbitmq/bin/rabbitmq-server";
const PORT_MAPPER: &str = "/usr/bin/epmd";

/// The file of what the node prints.
const OUTPUT: &str = "output";

/// One test for each broker.
pub(crate) fn trials() -> Vec<Trial> {
    let missing = ![PROGRAM, PORT_MAPPER].iter().all(|p| Path::new(p).exists());
    let kind = if missing {
        "rabbitmq-server is not installed"
    } else {
        ""
    };
    [
        (BrokerRole::Registration, "registration"),
        (BrokerRole::Data, "data"),
    ]
    .into_iter()
    .map(|(role, broker)| {
        let test = move || {
            let site = start(role);
            compare(&site, Version::V311, Extent::Families).prove(site.enforced);
            // The same node, as it takes long to start.
            let foreign = ForeignClientId::TakenOver;
            hostile::check(&site, Version::V311, &hostile::REFUSES_ALL, foreign);
            Ok(())
        };
        Trial::test(format!("p_4_1_rabbitmq_{broker}"), test)
            .with_kind(kind)
            .with_ignored_flag(missing)
    })
    .collect()
}

/// Starts one with the exported files, the oracle added.
fn start(role: BrokerRole) -> Site {
    let certificates = Certificates::new();
    for _ in 0..3 {
        let folder = Folder::new("rabbitmq");
        let (port, mapper, distribution) = (free_port(), free_port(), free_port());
        let settings = settings(role, port, &folder, &certificates);
        let export = export(Format::RabbitMq, &settings).expect("a rendering");
        write(&folder, &export, |name, text| match name {
            "definitions.json" => with_oracle(text),
            _ => text.to_owned(),
        });
        let mut port_mapper = Process::start(
            Command::new(PORT_MAPPER)
                .args(["-port", &mapper.to_string(), "-address", "127.0.0.1"])
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        if !port_mapper.listens(mapper, START) {
            continue;
        }
        let mut node = Process::start(
            Command::new(PROGRAM)
                // The script becomes the node then, instead of waiting for it.
                .env("RUNNING_UNDER_SYSTEMD", "true")
                .env_remove("NOTIFY_SOCKET")
                .env("HOME", folder.path())
                .env("ERL_EPMD_PORT", mapper.to_string())
                .env("ERL_EPMD_ADDRESS", "127.0.0.1")
                .env(
                    "RABBITMQ_NODENAME",
                    format!("iot4emissions-{port}@localhost"),
                )
                .env("RABBITMQ_DIST_PORT", distribution.to_string())
                .env(
                    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                    "-kernel inet_dist_use_interface {127,0,0,1}",
                )
                .env("RABBITMQ_MNESIA_BASE", folder.file("database"))
                .env("RABBITMQ_LOG_BASE", folder.file("log"))
                .env("RABBITMQ_PID_FILE", folder.file("pid"))
                .env("RABBITMQ_CONFIG_FILE", folder.file("rabbitmq.conf"))
                .env(
                    "RABBITMQ_ENABLED_PLUGINS_FILE",
                    folder.file("enabled_plugins"),
                )
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .stdout(File::create(folder.path().join(OUTPUT)).expect("a file"))
                .stderr(Stdio::null()),
        );
        if node.listens(port, START) {
            wait_for_definitions(&folder);
            return Site {
                enforced: Enforced::RabbitMq,
                role,
                port,
                certificates,
                running: Box::new((node, port_mapper, folder)),
            };
        }
    }
    panic!("RabbitMQ does not start");
}

/// The listener is open before the definitions are loaded.
fn wait_for_definitions(folder: &Folder) {
    let since = Instant::now();
    while !read_to_string(folder.path().join(OUTPUT)).is_ok_and(|text| text.contains("completed")) {
        assert!(
            since.elapsed() < START,
            "RabbitMQ does not finish its start"
        );
        sleep(Duration::from_millis(50));
    }
}

/// With all permissions, and none for topics, which is one for all.
fn with_oracle(definitions: &str) -> String {
    let mut definitions: Value = serde_json::from_str(definitions).expect("JSON");
    let mut add = |list: &str, entry: Value| {
        let entries = definitions[list].as_array_mut().expect("a list");
        entries.push(entry);
    };
    add(
        "users",
        json!({
            "name": ORACLE, "password_hash": "", "tags": "",
            "hashing_algorithm": "rabbit_password_hashing_sha256",
        }),
    );
    add(
        "permissions",
        json!({ "user": ORACLE, "vhost": "/", "configure": ".*", "write": ".*", "read": ".*" }),
    );
    definitions.to_string()
}
