//! The access rules as the configuration of real brokers (P-4.1 to P-4.3).

use std::net::SocketAddr;

use iot4emissions_proto::access::export::{
    self as core, AwsPlace, BrokerVersion, BrokerVersionError, Enforcement, Format, Settings,
    TlsFiles, TlsVersion,
};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::privacy::hide_vins;

use crate::error::{Fault, FaultClass};
use crate::identity::ServiceNamesParts;

/// A broker's way of being told who may do what.
#[uniffi::remote(Enum)]
pub enum Format {
    Mosquitto,
    MosquittoDynsec,
    Emqx,
    AwsIot,
    RabbitMq,
    Rmqtt,
}

/// A version of TLS.
#[uniffi::remote(Enum)]
pub enum TlsVersion {
    V1_2,
    V1_3,
}

/// Paths of PEM files.
#[uniffi::remote(Record)]
pub struct TlsFiles {
    pub client_authority: String,
    pub certificate: String,
    pub key: String,
    pub revocation_list: Option<String>,
}

/// Where in AWS the broker is.
#[uniffi::remote(Record)]
pub struct AwsPlace {
    pub region: String,
    pub account: String,
}

/// Which decisions a broker takes itself.
#[uniffi::remote(Record)]
pub struct Enforcement {
    pub publish: bool,
    pub publish_retained: bool,
    pub subscribe: bool,
    pub receive: bool,
}

/// What a rendering is made for; the core's defaults for what is absent.
#[derive(uniffi::Record)]
pub struct ExportParts {
    services: Option<ServiceNamesParts>,
    devices: Vec<DeviceId>,
    listen: Option<String>,
    folder: Option<String>,
    state_folder: Option<String>,
    tls: Option<TlsFiles>,
    plugin: Option<String>,
    version: Option<String>,
    oldest_tls: Option<TlsVersion>,
    aws: Option<AwsPlace>,
}

impl ExportParts {
    fn settings(self, broker: BrokerRole) -> Result<Settings, Fault> {
        let mut settings = Settings::new(broker).with_devices(self.devices);
        if let Some(services) = self.services {
            settings = settings.with_services(services.try_into()?);
        }
        if let Some(listen) = self.listen {
            settings = settings.with_listen(address(&listen)?);
        }
        if let Some(folder) = self.folder {
            settings = settings.with_folder(folder);
        }
        if let Some(folder) = self.state_folder {
            settings = settings.with_state_folder(folder);
        }
        if let Some(tls) = self.tls {
            settings = settings.with_tls(tls);
        }
        if let Some(path) = self.plugin {
            settings = settings.with_plugin(path);
        }
        if let Some(version) = self.version {
            settings = settings.with_version(broker_version(&version)?);
        }
        if let Some(version) = self.oldest_tls {
            settings = settings.with_oldest_tls(version);
        }
        if let Some(aws) = self.aws {
            settings = settings.with_aws(aws);
        }
        Ok(settings)
    }
}

/// One file of a broker's configuration.
#[derive(uniffi::Record)]
pub struct ExportedFile {
    name: String,
    purpose: String,
    text: String,
}

/// All files of the broker's configuration.
#[uniffi::export]
fn export_rules(
    format: Format,
    broker: BrokerRole,
    settings: ExportParts,
) -> Result<Vec<ExportedFile>, Fault> {
    let export = core::export(format, &settings.settings(broker)?)?;
    let file = |file: core::File| ExportedFile {
        name: file.name.to_owned(),
        purpose: file.purpose.to_owned(),
        text: file.text,
    };
    Ok(export.files.into_iter().map(file).collect())
}

/// Whether the text is a broker's release.
#[uniffi::export]
fn broker_version_check(text: &str) -> Result<(), Fault> {
    broker_version(text)?;
    Ok(())
}

fn broker_version(text: &str) -> Result<BrokerVersion, Fault> {
    text.parse().map_err(|error: BrokerVersionError| {
        let text = hide_vins(&error.to_string()).into_owned();
        Fault::plain(FaultClass::Export, &text, error.code())
    })
}

fn address(text: &str) -> Result<SocketAddr, Fault> {
    text.parse().map_err(|_| {
        // Bounded, and not cut within a VIN.
        let found: String = hide_vins(text).chars().take(64).collect();
        let text =
            format!("expected an address and port such as \"0.0.0.0:8883\", found {found:?}");
        Fault::plain(FaultClass::Export, &text, "listen")
    })
}

/// Region and account where none are given.
#[uniffi::export]
fn aws_place_default() -> AwsPlace {
    AwsPlace::default()
}

/// The format's word.
#[uniffi::export]
fn format_text(format: Format) -> String {
    format.as_str().to_owned()
}

/// The version's number.
#[uniffi::export]
fn tls_version_text(version: TlsVersion) -> String {
    version.as_str().to_owned()
}

/// Where a configuration decides otherwise than the rules.
#[derive(uniffi::Record)]
pub struct ExportDifference {
    name: String,
    text: String,
}

/// What an operator has to know about a broker.
#[derive(uniffi::Record)]
pub struct BrokerNotesParts {
    broker: String,
    versions: Vec<String>,
    default_version: Option<String>,
    lists_devices: bool,
    reads_revocation_lists: bool,
    enforces: Enforcement,
    denied: String,
    differences: Vec<ExportDifference>,
    pitfalls: Vec<String>,
}

/// What an operator has to know about the format's broker.
#[uniffi::export]
fn broker_notes(format: Format) -> BrokerNotesParts {
    let difference = |it: &core::Difference| ExportDifference {
        name: it.name.to_owned(),
        text: it.text.to_owned(),
    };
    BrokerNotesParts {
        broker: format.broker().to_owned(),
        versions: format.versions().iter().map(ToString::to_string).collect(),
        default_version: format.default_version().map(|version| version.to_string()),
        lists_devices: format.lists_devices(),
        reads_revocation_lists: format.reads_revocation_lists(),
        enforces: format.enforces(),
        denied: format.denied().to_owned(),
        differences: format.differences().iter().map(difference).collect(),
        pitfalls: format.pitfalls().iter().map(ToString::to_string).collect(),
    }
}
