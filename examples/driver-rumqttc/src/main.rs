//! One OTA device on the real clock: the core's `OtaDevice` over the MQTT client
//! rumqttc, with its record in a file. Every event that the device raises is a line of
//! JSON on standard output.
//!
//! It is for whoever has an MQTT client already, and shows what such a client's host has to
//! see to: rumqttc connects, speaks TLS and MQTT, keeps alive and numbers packets by itself,
//! so a connection of its own is needed for each of the device's, its errors have to be told
//! apart for the device (P-6.8), and its packet numbers matched with the device's. Whoever
//! has a bare TLS stream needs none of this, and no MQTT client: the loop in the docs of
//! [`iot4emissions_proto::driver`], which `tests/broker/bare_stream.rs` runs over TLS.
//!
//! ```console
//! $ driver-rumqttc --registration registration.example.eu:8883 \
//!     --data data.example.eu:8883 --ca ca.pem --certificate device.pem \
//!     --key device.key --vehicle vehicle.json --record device.record
//! ```

mod driver;
mod link;
mod obfcm;
mod record_file;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser;
use iot4emissions_proto::device::{FactoryConfiguration, Provisioning, Settings};
use iot4emissions_proto::identity::{DeviceId, DeviceSecret};
use iot4emissions_proto::message::{Endpoint, Host, Profile, RegistrationRequest};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::time::UnixSeconds;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::version::TLS13;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::driver::Driver;
use crate::obfcm::Obfcm;
use crate::record_file::RecordFile;

/// One OTA device over rumqttc.
#[derive(Parser)]
struct Arguments {
    /// The Registration Service's broker, as host:port.
    #[arg(long, value_parser = endpoint)]
    registration: Endpoint,
    /// The Data Service's broker, as host:port.
    #[arg(long, value_parser = endpoint)]
    data: Endpoint,
    /// A domain that a configuration may lead to, besides the brokers' hosts (P-6.8).
    #[arg(long)]
    permit: Vec<Host>,
    /// The CA of the brokers' certificates, PEM.
    #[arg(long)]
    ca: PathBuf,
    /// The device's certificate chain, PEM; its common name is the device ID.
    #[arg(long)]
    certificate: PathBuf,
    /// The device's private key, PEM.
    #[arg(long)]
    key: PathBuf,
    /// VIN and attributes: a Registration Request as JSON (P-5.10).
    #[arg(long)]
    vehicle: PathBuf,
    /// OBFCM values as JSON, in tenths; without it they are simulated.
    #[arg(long)]
    values: Option<PathBuf>,
    /// Where the device's record is kept.
    #[arg(long)]
    record: PathBuf,
    /// When to look for a configuration, until one says so.
    #[arg(long, default_value = "0 0 0 * * ?")]
    check: Schedule,
    /// How the device behaves: settings as JSON, those left out as by default (P-6.3).
    #[arg(long)]
    settings: Option<PathBuf>,
    /// Ends the program when this many snapshots have been acknowledged.
    #[arg(long)]
    acknowledged: Option<u64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let vehicle = fs::read(&arguments.vehicle)?;
    let vehicle = RegistrationRequest::decode(&vehicle, Profile::Tolerant)?.message;
    let obfcm = match &arguments.values {
        Some(path) => Obfcm::File(path.clone()),
        None => Obfcm::Simulated,
    };
    let driver = Driver::new(
        provisioning(&arguments)?,
        RecordFile::new(arguments.record.clone()),
        tls(&arguments)?,
        vehicle,
        obfcm,
    )?;
    let wanted = arguments.acknowledged;
    let enough = |acknowledged| wanted.is_some_and(|wanted| acknowledged >= wanted);
    driver
        .run(|status| enough(status.accounts.acknowledged))
        .await?;
    Ok(())
}

fn endpoint(text: &str) -> Result<Endpoint, Box<dyn Error + Send + Sync>> {
    let (host, port) = text.rsplit_once(':').ok_or("expected host:port")?;
    Ok(Endpoint {
        host: host.parse()?,
        port: port.parse()?,
    })
}

fn provisioning(arguments: &Arguments) -> Result<Provisioning, Box<dyn Error>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let certificate = fs::read(&arguments.certificate)?;
    let hosts = [&arguments.registration.host, &arguments.data.host];
    Ok(Provisioning {
        data_pseudonym: None,
        device: DeviceId::from_certificate_pem(&certificate, UnixSeconds(now))?,
        secret: drawn()?,
        factory: FactoryConfiguration {
            registration_mqtt: arguments.registration.clone(),
            obfcm_data_mqtt: arguments.data.clone(),
            permitted_domains: hosts
                .into_iter()
                .chain(&arguments.permit)
                .cloned()
                .collect(),
            config_check_frequency: arguments.check.clone(),
            settings: match &arguments.settings {
                Some(path) => serde_json::from_slice(&fs::read(path)?)?,
                None => Settings::default(),
            },
        },
    })
}

/// A secret for a device that has none yet: once it has a record, the record has it (P-6.3).
fn drawn() -> Result<DeviceSecret, Box<dyn Error>> {
    let mut bytes = [0; DeviceSecret::LENGTH];
    let random = aws_lc_rs::default_provider().secure_random;
    random
        .fill(&mut bytes)
        .map_err(|_| "the system has no random numbers")?;
    Ok(DeviceSecret::new(bytes)?)
}

/// Mutually authenticated TLS with the named CA alone.
fn tls(arguments: &Arguments) -> Result<Arc<ClientConfig>, Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&arguments.ca)?)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(&arguments.certificate)?.collect();
    let key = PrivateKeyDer::from_pem_file(&arguments.key)?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        // Earlier versions show the certificate, and with it the device's ID, on the way (P-3.10).
        .with_protocol_versions(&[&TLS13])?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain?, key)?;
    Ok(Arc::new(config))
}
