//! The two services alone, as a program between two Mosquittos that it wrote the
//! configurations of: a device registers, is cleared, and sends.

use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;

use libtest_mimic::Trial;
use network::tls::{KeyExchange, provider};
use serde_json::{Value, json};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::version::TLS13;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::client::{Client, Door};
use crate::mosquitto::PROGRAM;
use crate::packets::Version;
use crate::process::{Folder, Process, free_port};
use crate::site::START;

const DEVICE: &str = "device-1";
const VIN: &str = "JFXHF05K1L4104934";

pub(crate) fn trials() -> Vec<Trial> {
    let missing = !Path::new(PROGRAM).exists();
    let kind = if missing {
        "mosquitto is not installed"
    } else {
        ""
    };
    let of = |name, test: fn()| {
        let trial = Trial::test(name, move || {
            test();
            Ok(())
        });
        trial.with_kind(kind).with_ignored_flag(missing)
    };
    vec![
        of("served_devices_register_and_send", registers_and_sends),
        of("served_services_end_with_standard_input", ends),
    ]
}

/// The program; killed when dropped.
struct Services {
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
    asked: Option<ChildStdin>,
}

impl Services {
    fn start(folder: &Folder, ports: [u16; 2]) -> Self {
        let vehicles = json!([{ "device": DEVICE, "vin": VIN }]);
        folder.write("vehicles.json", &vehicles.to_string());
        let [registration, data] = ports.map(|port| format!("localhost:{port}"));
        let child = Command::new(env!("CARGO_BIN_EXE_network-services"))
            .args(["--registration-broker", &registration])
            .args(["--data-broker", &data])
            .args(["--folder", &folder.file("services")])
            .args(["--vehicles", &folder.file("vehicles.json")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.expect("the program");
        Self {
            said: BufReader::new(child.stdout.take().expect("piped")).lines(),
            asked: child.stdin.take(),
            child,
        }
    }

    fn next(&mut self) -> Value {
        let line = self.said.next().expect("a line").expect("UTF-8");
        serde_json::from_str(&line).expect("JSON")
    }

    fn ask(&mut self, question: &str) -> Value {
        let asked = self.asked.as_mut().expect("open");
        writeln!(asked, "{question}").expect("it reads");
        self.next()
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn registers_and_sends() {
    let folder = Folder::new("served");
    let ports = [free_port(), free_port()];
    let mut services = Services::start(&folder, ports);
    assert_eq!(services.next(), json!({ "written": true }));
    let files = folder.path().join("services");
    let _brokers = ["registration", "data"].map(|name| broker(&files, name));
    assert!(services.next()["ready"]["dataHttps"].is_u64());

    let tls = tls(&files);
    let door = |port| Door::with_tls(port, Version::V311, Arc::clone(&tls), DEVICE);
    let mut device = Client::connect(&door(ports[0])).expect("it may");
    let status = format!("iot4emissions/registerServer/{DEVICE}");
    device.subscribe(&status).expect("it may");
    let request = format!(r#"{{"vin":"{VIN}","vehicleInfo":{{}}}}"#);
    let topic = format!("iot4emissions/registerDevice/{DEVICE}");
    device
        .publish(&topic, request.as_bytes(), false)
        .expect("it may");
    let answer = device.wait_for(|it| it.topic == status);
    answer.expect("a status");

    let mut device = Client::connect(&door(ports[1])).expect("it may");
    let configuration = format!("iot4emissions/configServer/{DEVICE}");
    device.subscribe(&configuration).expect("it may");
    let operational = device.wait_for(|it| {
        let text = String::from_utf8_lossy(&it.payload);
        text.contains("operational") && text.contains(&format!("\"port\":{}", ports[1]))
    });
    operational.expect("a configuration");
    let topic = format!("iot4emissions/dataDevice/{DEVICE}");
    let data = br#"{"data":[{"acquired":1699000000,"tfc":10.0,"tdt":100.0}]}"#;
    for _ in 0..2 {
        device.publish(&topic, data, false).expect("it may");
    }
    loop {
        let counts = services.ask("counts");
        if counts["messages"] == 2 {
            assert_eq!(
                (&counts["stored"], &counts["duplicate"]),
                (&json!(1), &json!(1))
            );
            break;
        }
    }
    let stored = services.ask(&format!("snapshots {DEVICE}"));
    let row = &stored["snapshots"][0];
    let snapshot = json!({ "acquired": 1_699_000_000, "tfc": 10.0, "tdt": 100.0 });
    assert_eq!(row["snapshot"], snapshot, "{stored}");
    assert_eq!(row["conflicting"], false, "{stored}");
    let refused = services.ask("snapshots a/b");
    let error = refused["error"].as_str().expect("an error");
    assert!(error.contains("expected a device ID"), "{error}");
    let refused = services.ask("what");
    assert_eq!(
        refused["error"],
        r#"expected "snapshots DEVICE" or "counts""#
    );

    drop(services.asked.take());
    assert!(services.child.wait().expect("it ends").success());
}

/// Also before a broker has come.
fn ends() {
    let folder = Folder::new("served");
    let mut services = Services::start(&folder, [free_port(), free_port()]);
    assert_eq!(services.next(), json!({ "written": true }));
    drop(services.asked.take());
    assert_eq!(services.child.wait().expect("it ends").code(), Some(1));
}

/// A Mosquitto with what the program wrote; whoever runs the tests owns the files.
fn broker(files: &Path, name: &str) -> Process {
    let file = files.join(format!("{name}-broker/mosquitto.conf"));
    let text = std::fs::read_to_string(&file).expect("a configuration");
    let port = text
        .lines()
        .find_map(|line| line.strip_prefix("listener "))
        .and_then(|rest| rest.split(' ').next()?.parse().ok())
        .expect("a port");
    std::fs::write(&file, format!("{text}user root\n")).expect("a file");
    let mut process = Process::start(
        Command::new(PROGRAM)
            .arg("-c")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    );
    assert!(process.listens(port, START), "Mosquitto does not start");
    process
}

/// The device's TLS, from the program's files.
fn tls(files: &Path) -> Arc<ClientConfig> {
    let file = |name: &str| files.join(name);
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_file(file("authority.pem")).expect("PEM");
    roots.add(authority).expect("a root");
    let certificate = CertificateDer::from_pem_file(file("device-1.pem")).expect("PEM");
    let key = PrivateKeyDer::from_pem_file(file("device-1.key")).expect("PEM");
    let config = ClientConfig::builder_with_provider(Arc::new(provider(KeyExchange::Classical)))
        .with_protocol_versions(&[&TLS13])
        .expect("a version")
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key);
    Arc::new(config.expect("usable"))
}
