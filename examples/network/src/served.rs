//! Both services for brokers and devices that are no part of this program: Mosquitto, and
//! devices in another language. What those need is written as files, and what the services
//! have stored is told on request.

use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use iot4emissions_proto::access::export::{Format, Settings, TlsFiles, export};
use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, Service};
use iot4emissions_proto::message::{ConfigurationVersion, DataTransfer, Endpoint};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::services::data::ConfigurationParameters;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::retention::RetentionPeriods;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::watch;

use crate::authority::Identity;
use crate::demonstration::{RunError, prepare_database};
use crate::issuer::Issuer;
use crate::service_client::ConnectionState;
use crate::services::data::{DataCounts, DataService, StoredSnapshot};
use crate::services::observer::Observer;
use crate::services::registration::{RegistrationService, VehicleRegistered};
use crate::services::registration_http::{RegistrationClients, RegistrationServiceClient};
use crate::services::running::Clock;
use crate::services::running::data::{DataSettings, RunningDataService};
use crate::services::running::registration::{RegistrationSettings, RunningRegistrationService};

/// What the services are started with.
#[derive(Debug, Clone)]
pub struct ServedSettings {
    /// The Registration Service's broker, on this machine.
    pub registration_broker: Endpoint,
    /// The Data Service's broker, on this machine.
    pub data_broker: Endpoint,
    /// Where databases and files go; no earlier run's are there.
    pub folder: PathBuf,
    /// When devices acquire (P-5.33).
    pub acquire: Schedule,
    /// When they transfer.
    pub transfer: Schedule,
    /// When they look for a configuration.
    pub check: Schedule,
}

/// A vehicle that is registered in Germany, with its owner's consent.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServedVehicle {
    /// Its device.
    pub device: DeviceId,
    /// The vehicle.
    pub vin: Vin,
}

/// The authority's files, and what the services will be started with.
pub struct Prepared {
    settings: ServedSettings,
    issuer: Issuer,
}

/// Writes into the folder what brokers and devices need before the services can run:
///
/// | file | holds |
/// |---|---|
/// | `authority.pem` | the authority that everybody trusts |
/// | `<device>.pem`, `<device>.key` | a device's certificate and key (PKCS #8) |
/// | `registration-broker/`, `data-broker/` | `mosquitto.conf`, `acl` (P-4.1), `broker.pem`, `broker.key` |
///
/// # Errors
/// Where a file cannot be written, or the folder holds an earlier run.
pub fn prepare(settings: ServedSettings, devices: &[DeviceId]) -> Result<Prepared, RunError> {
    prepare_database(&settings.folder, false)?;
    let issuer = Issuer::new()?;
    write(
        &settings.folder.join("authority.pem"),
        &issuer.certificate_pem(),
    )?;
    for device in devices {
        let identity = issuer.device(device)?;
        write_identity(&settings.folder, device.as_str(), &identity)?;
    }
    for (role, endpoint) in [
        (BrokerRole::Registration, &settings.registration_broker),
        (BrokerRole::Data, &settings.data_broker),
    ] {
        write_broker(&settings.folder, role, endpoint, &issuer)?;
    }
    Ok(Prepared { settings, issuer })
}

/// Both services, running.
pub struct Served {
    registration: RunningRegistrationService,
    data: RunningDataService,
    registrar: RegistrationServiceClient,
}

impl Prepared {
    /// Starts both services, and waits until both are connected to their brokers.
    ///
    /// # Errors
    /// Where a service does not start.
    pub async fn start(self) -> Result<Served, RunError> {
        let Self { settings, issuer } = self;
        let failed = |error| RunError::of("a service's database", error);
        let file = settings.folder.join("data.sqlite");
        let data = DataService::open(
            &file,
            ConfigurationParameters {
                registration_mqtt: settings.registration_broker.clone(),
                obfcm_data_mqtt: settings.data_broker.clone(),
                acquire_frequency: settings.acquire,
                transfer_frequency: settings.transfer,
                config_check_frequency: settings.check,
                first_version: ConfigurationVersion::FIRST,
            },
        );
        let data = RunningDataService::start(
            data.await.map_err(failed)?,
            DataSettings {
                mqtt: issuer.mqtt(Service::Data, &settings.data_broker)?,
                http: issuer.https("obfcm-data-service-https")?,
                registration_service: issuer.names().registration().to_owned(),
                retention: RetentionPeriods::default(),
                clock: clock(),
                observer: Observer::default(),
            },
        );
        let data = data
            .await
            .map_err(|error| RunError::of("the Data Service", error))?;
        let file = settings.folder.join("registration.sqlite");
        let registration = RegistrationService::open(&file, IntroductionScope::default());
        let clients = RegistrationClients::default();
        let registration = RunningRegistrationService::start(
            registration.await.map_err(failed)?,
            RegistrationSettings {
                mqtt: issuer.mqtt(Service::Registration, &settings.registration_broker)?,
                http: issuer.https("ota-registration-service-https")?,
                clients: clients.clone(),
                data_service: issuer.client_of(Service::Registration, data.http_port())?,
                backoff: Backoff::default(),
                retention: RetentionPeriods::default(),
                clock: clock(),
                observer: Observer::default(),
            },
        );
        let registration = registration
            .await
            .map_err(|error| RunError::of("the Registration Service", error))?;
        let registrar = issuer.http_client(&clients.vehicle_registrar, registration.http_port())?;
        connected(registration.connection()).await?;
        connected(data.connection()).await?;
        Ok(Served {
            registration,
            data,
            registrar: RegistrationServiceClient::new(registrar),
        })
    }
}

impl Served {
    /// Tells the Registration Service as a registrar that a vehicle is registered with
    /// consent: its device is cleared right after its introduction (P-7.4).
    ///
    /// # Errors
    /// Where the Registration Service does not take it.
    pub async fn register(&self, vehicle: &ServedVehicle) -> Result<(), RunError> {
        let registered = VehicleRegistered {
            vin: vehicle.vin,
            attributes: VehicleInfo::default(),
            country: "DE"
                .parse()
                .map_err(|error| RunError::of("the country", error))?,
            consent: true,
        };
        let answer = self.registrar.registered(&registered).await;
        answer
            .map(drop)
            .map_err(|error| RunError::of("the Registration Service", error))
    }

    /// What is stored of a device, in the order of its time.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn snapshots(&self, device: &DeviceId) -> Result<Vec<StoredSnapshot>, RunError> {
        self.data.settled().await;
        let stored = self.data.service().snapshots(device).await;
        stored.map_err(|error| RunError::of("the database", error))
    }

    /// What the Data Service has had to do.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn counts(&self) -> Result<DataCounts, RunError> {
        self.data.settled().await;
        let counts = self.data.service().counts().await;
        counts.map_err(|error| RunError::of("the database", error))
    }

    /// The ports of the two HTTPS interfaces, the Registration Service's first.
    #[must_use]
    pub fn http_ports(&self) -> [u16; 2] {
        [self.registration.http_port(), self.data.http_port()]
    }

    /// Ends what is under way, then disconnects.
    pub async fn stop(self) {
        self.registration.stop().await;
        self.data.stop().await;
    }
}

/// A stored snapshot as it is told.
#[derive(Debug, Serialize)]
pub struct Row<'s> {
    /// As in a Data Transfer (P-5.41).
    snapshot: Value,
    received: UnixSeconds,
    conflicting: bool,
    findings: &'s [String],
}

impl<'s> Row<'s> {
    /// Of what is stored.
    ///
    /// # Errors
    /// Never: a snapshot makes a Data Transfer.
    pub fn of(stored: &'s StoredSnapshot) -> Result<Self, RunError> {
        let failed = |error: &dyn Display| RunError::of("a snapshot", error);
        let transfer = DataTransfer::new(vec![stored.snapshot]).map_err(|error| failed(&error))?;
        let told: Value =
            serde_json::from_slice(&transfer.to_canonical()).map_err(|error| failed(&error))?;
        Ok(Self {
            snapshot: told["data"][0].clone(),
            received: stored.received,
            conflicting: stored.conflicting,
            findings: &stored.findings,
        })
    }
}

async fn connected(mut state: watch::Receiver<ConnectionState>) -> Result<(), RunError> {
    let connected = state.wait_for(|state| *state == ConnectionState::Connected);
    connected
        .await
        .map(drop)
        .map_err(|_| RunError::of("a service", "it stopped before it was connected"))
}

fn clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        UnixSeconds(since.unwrap_or_default().as_secs())
    })
}

fn write_broker(
    folder: &Path,
    role: BrokerRole,
    endpoint: &Endpoint,
    issuer: &Issuer,
) -> Result<(), RunError> {
    let name = match role {
        BrokerRole::Registration => "registration-broker",
        BrokerRole::Data => "data-broker",
    };
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder).map_err(|error| RunError::of("a folder", error))?;
    write_identity(&folder, "broker", &issuer.server(name)?)?;
    write(&folder.join("authority.pem"), &issuer.certificate_pem())?;
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let listen = (IpAddr::from(Ipv4Addr::LOCALHOST), endpoint.port.get());
    let settings = Settings::new(role)
        .with_services(issuer.names().clone())
        .with_listen(listen.into())
        .with_folder(folder.to_string_lossy())
        .with_state_folder(folder.to_string_lossy())
        .with_tls(TlsFiles {
            client_authority: file("authority.pem"),
            certificate: file("broker.pem"),
            key: file("broker.key"),
            revocation_list: None,
        });
    let exported = export(Format::Mosquitto, &settings);
    for exported in exported
        .map_err(|error| RunError::of("the broker's files", error))?
        .files
    {
        write(&folder.join(exported.name), &exported.text)?;
    }
    Ok(())
}

fn write_identity(folder: &Path, name: &str, identity: &Identity) -> Result<(), RunError> {
    write(
        &folder.join(format!("{name}.pem")),
        &identity.certificate_pem(),
    )?;
    write(&folder.join(format!("{name}.key")), &identity.key_pem())
}

fn write(path: &Path, text: &str) -> Result<(), RunError> {
    let failed = |error| RunError::of("a file", format!("{}: {error}", path.display()));
    std::fs::write(path, text).map_err(failed)
}
