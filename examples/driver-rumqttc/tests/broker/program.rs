//! The program against the network's broker over TLS, with retained messages written by
//! hand: it registers, is configured, and is killed in the middle of it all. What it
//! acknowledged has arrived, once more or less often, and its record outlives it.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{Accounts, Record};
use iot4emissions_proto::identity::Service;
use iot4emissions_proto::message::{Profile, RegistrationRequest};
use iot4emissions_proto::topic::TopicKind;
use network::authority::Authority;

use crate::side::{DEVICE, SETTINGS, Side, VEHICLE, configuration, receive, valid};

/// Kills the program when the test ends, however it ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Files {
    folder: PathBuf,
    registration: String,
    data: String,
}

impl Files {
    fn driver(&self, acknowledged: u64) -> Running {
        let file = |name: &str| self.folder.join(name);
        let child = Command::new(env!("CARGO_BIN_EXE_driver-rumqttc"))
            .args(["--registration", &self.registration, "--data", &self.data])
            .arg("--ca")
            .arg(file("ca.pem"))
            .arg("--certificate")
            .arg(file("device.pem"))
            .arg("--key")
            .arg(file("device.key"))
            .arg("--vehicle")
            .arg(file("vehicle.json"))
            .arg("--record")
            .arg(self.record())
            .arg("--settings")
            .arg(file("settings.json"))
            .args(["--acknowledged", &acknowledged.to_string()])
            .stdout(Stdio::piped())
            .spawn();
        Running(child.unwrap())
    }

    /// The events that the program raises, until one is of this kind.
    fn events_until(&self, kind: &str) -> Vec<String> {
        let mut running = self.driver(u64::MAX);
        let lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
        let mut events = Vec::new();
        for line in lines {
            events.push(line.unwrap());
            if events.last().unwrap().contains(kind) {
                return events;
            }
        }
        panic!("expected {kind}, found {events:?}");
    }

    /// A device's files in a folder of their own; nobody listens where its brokers are.
    fn new(authority: &Authority, name: &str) -> Self {
        let name = format!("device-{}-{name}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        let files = Self {
            folder,
            registration: "127.0.0.1:9".to_owned(),
            data: "127.0.0.1:9".to_owned(),
        };
        fs::write(files.folder.join("ca.pem"), authority.certificate_pem()).unwrap();
        fs::write(files.folder.join("vehicle.json"), VEHICLE).unwrap();
        fs::write(files.folder.join("settings.json"), SETTINGS).unwrap();
        files.certify(authority, DEVICE);
        files
    }

    fn certify(&self, authority: &Authority, device: &str) {
        let identity = authority.issue_device(&device.parse().unwrap(), valid());
        let identity = identity.unwrap();
        fs::write(self.folder.join("device.pem"), identity.certificate_pem()).unwrap();
        fs::write(self.folder.join("device.key"), identity.key_pem()).unwrap();
    }

    fn record(&self) -> PathBuf {
        self.folder.join("device.record")
    }
}

fn accounts(record: &Path) -> Option<Accounts> {
    let bytes = fs::read(record).ok()?;
    Some(
        Record::from_bytes(&bytes)
            .expect("a whole record")
            .accounts(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn registers_transfers_is_killed_and_goes_on() {
    let test = tokio::time::timeout(Duration::from_secs(90), life());
    test.await.expect("the test takes longer than 90 s");
}

/// P-6.2: what is stored must not keep a device dead.
#[test]
fn a_damaged_record_is_a_named_error_and_the_device_starts_anew() {
    let authority = Authority::new("Test CA", valid()).unwrap();
    let files = Files::new(&authority, "damaged");
    fs::write(files.record(), b"not a record").unwrap();
    let events = files.events_until("connectionFailed").join("\n");
    assert!(
        events.contains(r#"{"recordUnreadable":{"error":{"damaged":"#),
        "{events}"
    );
    assert!(events.contains(r#""reason":"tcp""#), "{events}");
    assert_eq!(accounts(&files.record()), Some(Accounts::default()));
    // It is said once.
    let events = files.events_until("connectionFailed").join("\n");
    assert!(!events.contains("recordUnreadable"), "{events}");
    fs::remove_dir_all(&files.folder).unwrap();
}

/// P-6.20: the record is compared with the certificate.
#[test]
fn a_certificate_of_another_device_is_said_to_the_device() {
    let authority = Authority::new("Test CA", valid()).unwrap();
    let files = Files::new(&authority, "renewed");
    files.events_until("connectionFailed");
    let other = "0f8fad5b-d9cb-469f-a165-70867728950e";
    files.certify(&authority, other);
    let events = files.events_until("connectionFailed").join("\n");
    assert!(
        events.contains(r#"{"certificateRenewed":{"other_device":true}}"#),
        "{events}"
    );
    let record = Record::from_bytes(&fs::read(files.record()).unwrap()).unwrap();
    assert_eq!(record.device().as_str(), other);
    fs::remove_dir_all(&files.folder).unwrap();
}

async fn life() {
    let authority = Authority::new("Test CA", valid()).unwrap();
    let mut registration = Side::start(
        &authority,
        Service::Registration,
        BrokerRole::Registration,
        TopicKind::RegisterDevice,
    )
    .await;
    let mut data = Side::start(
        &authority,
        Service::Data,
        BrokerRole::Data,
        TopicKind::DataDevice,
    )
    .await;
    let configuration = configuration(&registration.address(), &data.address());
    data.retain("configServer", &configuration).await;

    let mut files = Files::new(&authority, "life");
    files.registration = registration.address();
    files.data = data.address();

    // The power fails after the first transfer, whatever is going on then.
    let running = files.driver(u64::MAX);
    let request = registration.service.next().await.unwrap();
    let decoded = RegistrationRequest::decode(&request.payload, Profile::Strict);
    assert_eq!(decoded.unwrap().message.to_canonical(), VEHICLE.as_bytes());
    request.acknowledgement.send();
    let registered = r#"{"deviceState":"registered"}"#;
    registration.retain("registerServer", registered).await;
    let mut received = BTreeSet::new();
    receive(&mut data.service, &mut received).await;
    drop(running);
    let before = accounts(&files.record()).expect("a record");
    assert!(before.balance() && before.acquired > 0, "{before:?}");

    // It goes on where it was.
    let wanted = before.acquired + 2;
    let mut running = files.driver(wanted);
    while running.0.try_wait().unwrap().is_none() {
        let message = receive(&mut data.service, &mut received);
        let _ = tokio::time::timeout(Duration::from_millis(200), message).await;
    }
    assert!(running.0.wait().unwrap().success());
    let after = accounts(&files.record()).unwrap();
    assert!(
        after.balance() && after.acquired > before.acquired,
        "{after:?}"
    );
    assert!(after.acknowledged >= wanted, "{after:?}");
    while (received.len() as u64) < after.acknowledged {
        receive(&mut data.service, &mut received).await;
    }
    fs::remove_dir_all(&files.folder).unwrap();
}
