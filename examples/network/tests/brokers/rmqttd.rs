//! The program `rmqttd` itself, from its exported files alone.
//!
//! It is looked for on the `PATH` and in `.tools/bin`.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use iot4emissions_proto::access::export::{Format, export};
use iot4emissions_proto::delivery::BrokerRole;
use libtest_mimic::Trial;

use crate::asking::{Extent, compare};
use crate::certificates::{Certificates, ORACLE};
use crate::differences::Enforced;
use crate::hostile::{self, ForeignClientId};
use crate::packets::Version;
use crate::process::{Folder, Process, free_port, listening};
use crate::rmqtt::gives;
use crate::site::{START, Site, settings, write};

const TOOLS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.tools/bin");

/// Where the exported file has the interface for other nodes.
const CLUSTER: &str = "127.0.0.1:5363";

/// Every right on both brokers, hostile certificates, open ports, and a restart.
pub(crate) fn trials() -> Vec<Trial> {
    let program = program();
    let missing = program.is_none();
    let kind = if missing {
        "rmqttd is not installed"
    } else {
        ""
    };
    let program = program.unwrap_or_default();
    let mut trials = Vec::new();
    for (role, broker) in [
        (BrokerRole::Registration, "registration"),
        (BrokerRole::Data, "data"),
    ] {
        let path = program.clone();
        let test = move || {
            let (_folder, running) = Running::start(&path, role);
            for version in [Version::V311, Version::V5] {
                compare(&running.site, version, Extent::Families).prove(Enforced::Rmqtt);
                let (cases, refused) = (hostile::REFUSES_ALL, ForeignClientId::Refused);
                hostile::check(&running.site, version, &cases, refused);
            }
            Ok(())
        };
        trials.push(Trial::test(format!("p_4_1_rmqttd_{broker}"), test));
    }
    let path = program.clone();
    trials.push(Trial::test("p_2_2_rmqttd_strangers", move || {
        let (_folder, running) = Running::start(&path, BrokerRole::Data);
        for version in [Version::V311, Version::V5] {
            hostile::check_strangers(&running.site, version, gives);
        }
        Ok(())
    }));
    let path = program.clone();
    trials.push(Trial::test("rmqttd_opens_nothing_else", move || {
        let (_folder, running) = Running::start(&path, BrokerRole::Data);
        only_the_listener_is_open(&running);
        Ok(())
    }));
    trials.push(Trial::test(
        "p_3_3_rmqttd_keeps_what_is_retained",
        move || {
            retained_messages_survive(&program);
            Ok(())
        },
    ));
    trials
        .into_iter()
        .map(|trial| trial.with_kind(kind).with_ignored_flag(missing))
        .collect()
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain([PathBuf::from(TOOLS)])
        .map(|folder| folder.join("rmqttd"))
        .find(|file| file.is_file())
}

/// The program, with the oracle added to its rules.
struct Running {
    site: Site,
    process: u32,
    cluster: SocketAddr,
}

impl Running {
    /// In a new folder.
    fn start(program: &Path, role: BrokerRole) -> (Folder, Self) {
        for _ in 0..5 {
            let folder = Folder::new("rmqttd");
            let certificates = Certificates::new();
            if let Some(running) = Self::start_in(&folder, program, role, certificates) {
                return (folder, running);
            }
        }
        panic!("rmqttd does not start");
    }

    /// Once, in a folder that may have been used before. None where somebody else has
    /// taken a port.
    fn start_in(
        folder: &Folder,
        program: &Path,
        role: BrokerRole,
        certificates: Certificates,
    ) -> Option<Self> {
        let port = free_port();
        let cluster: SocketAddr = ([127, 0, 0, 1], free_port()).into();
        let settings = settings(role, port, folder, &certificates);
        let export = export(Format::Rmqtt, &settings).expect("a rendering");
        write(folder, &export, |name, text| match name {
            "rmqtt-acl.toml" => text.replace(
                "rules = [\n",
                &format!("rules = [\n  [\"allow\", {{ user = \"CN={ORACLE}\" }}],\n"),
            ),
            "rmqtt.toml" => {
                assert!(text.contains(CLUSTER), "{text}");
                // Nothing may be lost, and no answer wait, while the tests count.
                format!(
                    "{}listener.tls.external.max_inflight = 1024\n\
                     listener.tls.external.max_mqueue_len = 100000\n\
                     listener.tls.external.nodelay = true\n",
                    text.replace(CLUSTER, &cluster.to_string())
                )
            }
            _ => text.to_owned(),
        });
        let mut process = Process::start(
            Command::new(program)
                .args(["-f", &folder.file("rmqtt.toml")])
                .current_dir(folder.path())
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        process.listens(port, START).then(|| Self {
            process: process.id(),
            cluster,
            site: Site {
                enforced: Enforced::Rmqtt,
                role,
                port,
                certificates,
                running: Box::new(process),
            },
        })
    }
}

/// What the kernel says, and that nobody without a certificate gets an answer there.
fn only_the_listener_is_open(running: &Running) {
    let listener: SocketAddr = ([127, 0, 0, 1], running.site.port).into();
    let mut expected = [listener, running.cluster];
    expected.sort();
    assert_eq!(listening(running.process), expected);
    let requests: [&[u8]; 2] = [
        &Version::V311.connect("device-1", Some("device-1"), None, None),
        b"POST /api/v1/mqtt/publish HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n",
    ];
    for address in expected {
        for request in requests {
            let mut socket = TcpStream::connect(address).expect("it listens");
            let patience = Some(Duration::from_secs(2));
            socket.set_read_timeout(patience).expect("a socket");
            socket.write_all(request).expect("sent");
            let mut answer = [0; 256];
            let length = socket.read(&mut answer).unwrap_or(0);
            let answer = &answer[..length];
            assert!(!answer.starts_with(&[0x20]), "{address} took a CONNECT");
            assert!(!answer.starts_with(b"HTTP/"), "{address} speaks HTTP");
        }
    }
}

fn retained_messages_survive(program: &Path) {
    let topic = "iot4emissions/configServer/device-1";
    let (folder, first) = Running::start(program, BrokerRole::Data);
    let door = first.site.door("obfcm-data-service", Version::V311);
    let mut service = first.site.connect(&door).expect("it may");
    service.publish(topic, b"kept", true).expect("it may");
    // The store writes what it has twice a second.
    sleep(Duration::from_secs(2));
    drop((service, first));
    let again = Running::start_in(&folder, program, BrokerRole::Data, Certificates::new());
    let again = again.expect("it starts again");
    let door = again.site.door("device-1", Version::V311);
    let mut device = again.site.connect(&door).expect("it may");
    device.subscribe(topic).expect("it may");
    let kept = device.wait_for(|delivery| delivery.payload == b"kept");
    kept.expect("a retained message");
    device.ping().expect("it stays connected");
}
