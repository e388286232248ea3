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
use crate::certificates::{Certificates, ORACLE, Subject};
use crate::differences::Enforced;
use crate::hostile::{self, ForeignClientId, Given, Stranger};
use crate::packets::Version;
use crate::process::{Folder, Process, free_port, listening};
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
        (BrokerRole::Registration, "registration", Past::None),
        (BrokerRole::Data, "data", Past::None),
        (BrokerRole::Data, "data_on_a_used_node", Past::Started),
    ]
    .into_iter()
    .map(|(role, broker, past)| {
        let test = move || {
            let site = start(role, past);
            compare(&site, Version::V311, Extent::Families).prove(site.enforced);
            // The same node, as it takes long to start.
            let foreign = ForeignClientId::TakenOver;
            hostile::check(&site, Version::V311, &hostile::REFUSES_ALL, foreign);
            hostile::check_strangers(&site, Version::V311, gives);
            Ok(())
        };
        Trial::test(format!("p_4_1_rabbitmq_{broker}"), test)
            .with_kind(kind)
            .with_ignored_flag(missing)
    })
    .collect()
}

/// What happened to the node before the exported files came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Past {
    /// It was never started.
    None,
    /// It was started once without them, and has made its first user.
    Started,
}

/// Whoever sends a user name is not asked for the certificate, and no user has a password.
fn gives(stranger: &Stranger) -> Given {
    match (stranger.subject, stranger.user) {
        (Subject::Name(name) | Subject::NameOf(name), None) => Given::rights_of(name),
        _ => Given::Nothing,
    }
}

/// Starts one with the exported files, the oracle added.
fn start(role: BrokerRole, past: Past) -> Site {
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
        let start_node = || node(&folder, port, mapper, distribution);
        if past == Past::Started {
            let conf = read_to_string(folder.path().join("rabbitmq.conf"));
            let conf = conf.expect("written");
            let (without, last) = conf.trim_end().rsplit_once('\n').expect("lines");
            assert!(last.starts_with("load_definitions"), "{last}");
            folder.write("rabbitmq.conf", without);
            let mut node = start_node();
            assert!(node.listens(port, START), "RabbitMQ does not start");
            wait_for_start(&folder);
            drop(node);
            folder.write("rabbitmq.conf", &conf);
        }
        let mut node = start_node();
        if node.listens(port, START) {
            wait_for_start(&folder);
            // And nothing else is open but the door for other nodes.
            let mut open = [port, distribution].map(|port| ([127, 0, 0, 1], port).into());
            open.sort();
            assert_eq!(listening(node.id()), open);
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

/// The server itself, without the scripts around it.
fn node(folder: &Folder, port: u16, mapper: u16, distribution: u16) -> Process {
    Process::start(
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
    )
}

/// The listener is open before the definitions are loaded.
fn wait_for_start(folder: &Folder) {
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
