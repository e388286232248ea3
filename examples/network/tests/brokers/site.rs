//! A broker under test, as its clients see it.

use std::thread::sleep;
use std::time::Duration;

use iot4emissions_proto::access::export::{Export, Settings, TlsFiles};
use iot4emissions_proto::delivery::BrokerRole;

use crate::certificates::{Certificates, ORACLE, Subject};
use crate::client::{Client, Door, Gone};
use crate::differences::Enforced;
use crate::packets::Version;
use crate::process::Folder;
use crate::world::DEVICES;

/// How long a broker may take to start on a machine that builds something besides.
pub(crate) const START: Duration = Duration::from_secs(120);

/// A running broker.
pub(crate) struct Site {
    /// What enforces the rules.
    pub(crate) enforced: Enforced,
    /// Whose rules they are.
    pub(crate) role: BrokerRole,
    /// On 127.0.0.1.
    pub(crate) port: u16,
    /// Who its clients are.
    pub(crate) certificates: Certificates,
    /// Stops it when dropped, before its folder goes.
    pub(crate) running: Box<dyn std::any::Any>,
}

impl Site {
    /// How the certificate with this name connects.
    pub(crate) fn door(&self, name: &str, version: Version) -> Door {
        let identity = self.certificates.client(name);
        Door::new(self.port, version, &self.certificates.authority, &identity)
    }

    /// How a certificate with any subject connects, under that client id.
    pub(crate) fn stranger(&self, subject: Subject, client_id: &str, version: Version) -> Door {
        let tls = self.certificates.stranger(subject);
        Door::with_tls(self.port, version, tls, client_id)
    }

    /// Connects. A broker that has not quite started, or that is taking down a previous
    /// connection of the client, is asked again.
    pub(crate) fn connect(&self, door: &Door) -> Result<Client, Gone> {
        let mut last = Client::connect(door);
        for _ in 0..3 {
            match last {
                Err(Gone::Closed(_) | Gone::Refused(UNAVAILABLE | UNAVAILABLE_5)) => {
                    sleep(Duration::from_millis(200));
                    last = Client::connect(door);
                }
                _ => return last,
            }
        }
        last
    }

    /// A client that may do everything and has subscribed everything.
    pub(crate) fn oracle(&self, version: Version) -> Client {
        let door = self.door(ORACLE, version);
        let mut oracle = self.connect(&door).expect("the oracle may connect");
        for filter in EVERYTHING {
            let code = oracle.subscribe(filter);
            assert!(matches!(code, Ok(0..0x80)), "{filter}: {code:?}");
        }
        oracle
    }
}

/// MQTT 3.1.1 §3.2.2.3.
const UNAVAILABLE: u8 = 3;

/// MQTT 5 §3.2.2.2.
const UNAVAILABLE_5: u8 = 0x88;

/// All topics of the world: `#` does not match those that start with `$`.
pub(crate) const EVERYTHING: [&str; 4] =
    ["#", "$iot4emissions/#", "$SYS/broker/uptime", "$CONTROL/#"];

/// The settings for a broker of this role whose files will be in this folder. Writes
/// the certificates there.
pub(crate) fn settings(
    role: BrokerRole,
    port: u16,
    folder: &Folder,
    certificates: &Certificates,
) -> Settings {
    folder.write("authority.pem", &certificates.authorities_pem());
    folder.write("broker.pem", &certificates.server.certificate_pem());
    folder.write("broker.key", &certificates.server.key_pem());
    Settings::new(role)
        .with_devices(DEVICES.map(|id| id.parse().expect("an ID")))
        .with_listen(([127, 0, 0, 1], port).into())
        .with_folder(folder.path().to_str().expect("UTF-8"))
        .with_state_folder(folder.path().to_str().expect("UTF-8"))
        .with_tls(TlsFiles {
            client_authority: folder.file("authority.pem"),
            certificate: folder.file("broker.pem"),
            key: folder.file("broker.key"),
            revocation_list: None,
        })
}

/// Writes an export's files, each after `change` has been at it.
pub(crate) fn write(folder: &Folder, export: &Export, change: impl Fn(&str, &str) -> String) {
    for file in &export.files {
        folder.write(file.name, &change(file.name, &file.text));
    }
}
