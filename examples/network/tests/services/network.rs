//! Two brokers, two services, one CA, for the tests.

#![allow(unreachable_pub)]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, Service, ServiceNames};
use iot4emissions_proto::message::{ConfigurationVersion, Endpoint};
use iot4emissions_proto::services::call::{Call, Introduction, Sequence};
use iot4emissions_proto::services::data::ConfigurationParameters;
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::retention::RetentionPeriods;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicFilter, TopicKind};
use iot4emissions_proto::vehicle::{VehicleInfo, Vin};
use network::authority::{Authority, Identity};
use network::broker::{Broker, BrokerSettings, BrokerStore, SpoolSettings};
use network::rights::ProtocolRights;
use network::service_client::ServiceSettings;
use network::services::data::DataService;
use network::services::http::{HttpClient, HttpSettings};
use network::services::observer::Observer;
use network::services::registration::{RegistrationService, VehicleRegistered};
use network::services::registration_http::{RegistrationClients, RegistrationServiceClient};
use network::services::running::data::{DataSettings, RunningDataService};
use network::services::running::registration::{RegistrationSettings, RunningRegistrationService};
use network::tls::{KeyExchange, client_config, server_config};
use tokio_rustls::rustls::ClientConfig;

use crate::common::{Device, options, valid};

pub const VIN: &str = "JFXHF05K1L4104934";
pub const OTHER_VIN: &str = "WVWZZZ1JZXW000001";
pub const NOW: UnixSeconds = UnixSeconds(1_700_000_000);
pub const REGISTERED: &[u8] = br#"{"deviceState":"registered"}"#;
pub const ERROR: &[u8] = br#"{"deviceState":"error"}"#;

/// A directory that goes when the test ends.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("services-{}-{next}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The bytes of a database and its log.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let file = self.file(&format!("{name}{suffix}"));
            bytes.extend(std::fs::read(file).unwrap_or_default());
        }
        assert!(!bytes.is_empty());
        bytes
    }

    /// Takes away a database that nobody has open, with its log.
    pub fn remove(&self, name: &str) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(self.file(&format!("{name}{suffix}")));
        }
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

pub fn device(id: &str) -> DeviceId {
    id.parse().unwrap()
}

pub fn vin(text: &str) -> Vin {
    text.parse().unwrap()
}

pub fn topic(kind: TopicKind, id: &str) -> Topic {
    Topic::new(kind, device(id))
}

pub fn request(vin: &str) -> Vec<u8> {
    format!(r#"{{"vin":"{vin}","vehicleInfo":{{"mk":"JEEP"}}}}"#).into_bytes()
}

pub fn registered(vin_text: &str, country: &str, consent: bool) -> VehicleRegistered {
    VehicleRegistered {
        vin: vin(vin_text),
        attributes: VehicleInfo::default(),
        country: country.parse().unwrap(),
        consent,
    }
}

pub fn number(number: u64) -> Sequence {
    number.try_into().unwrap()
}

pub fn introduced(id: &str, sequence: u64) -> Call {
    let introduction = Introduction::new(
        device(id),
        &VehicleInfo::default(),
        IntroductionScope::default(),
    );
    Call::introduced(introduction, number(sequence))
}

pub fn parameters() -> ConfigurationParameters {
    let endpoint = |host: &str| Endpoint {
        host: host.parse().unwrap(),
        port: 8883.try_into().unwrap(),
    };
    ConfigurationParameters {
        registration_mqtt: endpoint("registration.example"),
        obfcm_data_mqtt: endpoint("data.example"),
        acquire_frequency: "0 0 0 1 * ? *".parse().unwrap(),
        transfer_frequency: "0 0 0 1 1/3 ? *".parse().unwrap(),
        config_check_frequency: "0 0 0 1 1/3 ? *".parse().unwrap(),
        first_version: ConfigurationVersion::FIRST,
    }
}

fn broker_settings(
    role: BrokerRole,
    port: u16,
    authority: &Authority,
    server: &Identity,
    names: &ServiceNames,
) -> BrokerSettings {
    BrokerSettings {
        name: role.to_string(),
        port,
        threads: 1,
        server: server.clone(),
        client_ca_pem: authority.certificate_pem(),
        rights: Arc::new(ProtocolRights::new(role, names.clone())),
    }
}

/// The whole network but its services, which tests start and stop.
pub struct Network {
    pub authority: Authority,
    pub names: ServiceNames,
    pub registration_store: Arc<BrokerStore>,
    pub data_store: Arc<BrokerStore>,
    pub directory: Directory,
    pub lines: Arc<Mutex<Vec<String>>>,
    server: Identity,
    registration_broker: Broker,
    data_broker: Option<Broker>,
    data_port: u16,
}

impl Network {
    pub async fn start() -> Self {
        let authority = Authority::new("Test CA", valid()).unwrap();
        let server = authority.issue_server("server", valid()).unwrap();
        let names = ServiceNames::default();
        let store = |name: &str, kind| {
            let filter = TopicFilter::all_devices(kind);
            Arc::new(BrokerStore::new(SpoolSettings::new(name, filter)))
        };
        let registration_store = store(names.registration(), TopicKind::RegisterDevice);
        let data_store = store(names.data(), TopicKind::DataDevice);
        let role = BrokerRole::Registration;
        let settings = broker_settings(role, 0, &authority, &server, &names);
        let store = Arc::clone(&registration_store);
        let registration_broker = Broker::start(settings, store).await.unwrap();
        let mut network = Self {
            authority,
            names,
            registration_store,
            data_store,
            directory: Directory::new(),
            lines: Arc::default(),
            server,
            registration_broker,
            data_broker: None,
            data_port: 0,
        };
        network.start_data_broker().await;
        network
    }

    pub async fn start_data_broker(&mut self) {
        let (authority, server) = (&self.authority, &self.server);
        let settings = broker_settings(
            BrokerRole::Data,
            self.data_port,
            authority,
            server,
            &self.names,
        );
        let store = Arc::clone(&self.data_store);
        let broker = Broker::start(settings, store).await.unwrap();
        self.data_port = broker.port();
        self.data_broker = Some(broker);
    }

    pub async fn stop_data_broker(&mut self) {
        self.data_broker.take().unwrap().stop().await;
    }

    pub fn tls(&self, identity: &Identity) -> Arc<ClientConfig> {
        let ca = self.authority.certificate_der();
        client_config(ca, Some(identity), KeyExchange::Classical).unwrap()
    }

    fn service_tls(&self, service: Service) -> Arc<ClientConfig> {
        let identity = self.authority.issue_service(service, &self.names, valid());
        self.tls(&identity.unwrap())
    }

    fn mqtt(&self, service: Service) -> ServiceSettings {
        let (port, kind) = match service {
            Service::Registration => (self.registration_broker.port(), TopicKind::RegisterDevice),
            Service::Data => (self.data_port, TopicKind::DataDevice),
        };
        ServiceSettings {
            host: "localhost".to_owned(),
            port,
            client_id: self.names.name(service).to_owned(),
            tls: self.service_tls(service),
            filters: vec![TopicFilter::all_devices(kind).as_str().to_owned()],
        }
    }

    fn http(&self, port: u16) -> HttpSettings {
        let tls = server_config(self.authority.certificate_der(), &self.server).unwrap();
        HttpSettings { port, tls }
    }

    fn observer(&self) -> Observer {
        let lines = Arc::clone(&self.lines);
        Observer {
            trace: Some(Arc::new(move |line: &str| {
                lines.lock().unwrap().push(line.to_owned());
            })),
            notify: None,
        }
    }

    pub fn traced(&self, text: &str) -> usize {
        let lines = self.lines.lock().unwrap();
        lines.iter().filter(|line| line.contains(text)).count()
    }

    pub async fn data_service(&self, port: u16) -> RunningDataService {
        self.data_service_with(port, parameters()).await
    }

    pub async fn data_service_with(
        &self,
        port: u16,
        parameters: ConfigurationParameters,
    ) -> RunningDataService {
        let file = self.directory.file("data.sqlite");
        let service = DataService::open(&file, parameters).await.unwrap();
        let settings = DataSettings {
            mqtt: self.mqtt(Service::Data),
            http: self.http(port),
            registration_service: self.names.registration().to_owned(),
            retention: RetentionPeriods::default(),
            clock: Arc::new(|| NOW),
            observer: self.observer(),
        };
        RunningDataService::start(service, settings).await.unwrap()
    }

    pub async fn registration_service(&self, data_port: u16) -> RunningRegistrationService {
        let file = self.directory.file("registration.sqlite");
        let service = RegistrationService::open(&file, IntroductionScope::default())
            .await
            .unwrap();
        let tls = self.service_tls(Service::Registration);
        let millis = Duration::from_millis;
        let settings = RegistrationSettings {
            mqtt: self.mqtt(Service::Registration),
            http: self.http(0),
            clients: RegistrationClients::default(),
            data_service: HttpClient::new("localhost", data_port, &tls).unwrap(),
            backoff: Backoff::new(millis(5), millis(50)).unwrap(),
            retention: RetentionPeriods::default(),
            clock: Arc::new(|| NOW),
            observer: self.observer(),
        };
        RunningRegistrationService::start(service, settings)
            .await
            .unwrap()
    }

    pub async fn services(&self) -> (RunningDataService, RunningRegistrationService) {
        let data = self.data_service(0).await;
        let registration = self.registration_service(data.http_port()).await;
        (data, registration)
    }

    pub fn http_client(&self, name: &str, port: u16) -> HttpClient {
        let identity = self.authority.issue_http_client(name, valid()).unwrap();
        HttpClient::new("localhost", port, &self.tls(&identity)).unwrap()
    }

    pub fn client(
        &self,
        name: &str,
        service: &RunningRegistrationService,
    ) -> RegistrationServiceClient {
        RegistrationServiceClient::new(self.http_client(name, service.http_port()))
    }

    pub async fn device(&self, id: &str, role: BrokerRole) -> Device {
        let identity = self.authority.issue_device(&device(id), valid()).unwrap();
        let port = match role {
            BrokerRole::Registration => self.registration_broker.port(),
            BrokerRole::Data => self.data_port,
        };
        Device::connect(options(id, port, self.tls(&identity)))
            .await
            .unwrap()
    }

    /// A device's registration request, with its PUBACK.
    pub async fn ask(&self, id: &str, vin: &str) {
        self.ask_with(id, request(vin)).await;
    }

    pub async fn ask_with(&self, id: &str, request: Vec<u8>) {
        let mut device = self.device(id, BrokerRole::Registration).await;
        let topic = topic(TopicKind::RegisterDevice, id).to_string();
        device.publish(&topic, request, false).await.unwrap();
    }

    /// Has `VIN` registered in Germany with its owner's consent and `id` ask for it, and waits
    /// until both services know.
    pub async fn clear(
        &self,
        id: &str,
        data: &RunningDataService,
        registration: &RunningRegistrationService,
    ) {
        let registrar = self.client("vehicle-registrar", registration);
        let vehicle = registered(VIN, "DE", true);
        registrar.registered(&vehicle).await.unwrap();
        self.ask(id, VIN).await;
        self.settled(data, registration).await;
    }

    /// A device's data, with its PUBACK.
    pub async fn send(&self, id: &str, payload: &str) {
        let mut device = self.device(id, BrokerRole::Data).await;
        let topic = topic(TopicKind::DataDevice, id).to_string();
        device.publish(&topic, payload, false).await.unwrap();
    }

    /// Nothing is in progress anywhere.
    pub async fn settled(
        &self,
        data: &RunningDataService,
        registration: &RunningRegistrationService,
    ) {
        self.registration_store.spool().emptied().await;
        self.data_store.spool().emptied().await;
        // A call ends with its answer, so the Data Service is last.
        registration.settled().await;
        data.settled().await;
    }

    pub fn status(&self, id: &str) -> Option<Vec<u8>> {
        let topic = topic(TopicKind::RegisterServer, id).to_string();
        let retained = self.registration_store.retained().payload(&topic);
        retained.map(|payload| payload.to_vec())
    }

    /// The state and the version that a device's retained configuration commands.
    pub fn configuration(&self, id: &str) -> Option<(String, u64)> {
        let topic = topic(TopicKind::ConfigServer, id).to_string();
        let payload = self.data_store.retained().payload(&topic)?;
        let json: serde_json::Value = serde_json::from_slice(&payload).unwrap();
        let state = json["deviceState"].as_str().unwrap().to_owned();
        Some((state, json["configuration"]["version"].as_u64().unwrap()))
    }

    pub fn assert_no_vin_outside(&self) {
        for vin in [VIN, OTHER_VIN] {
            let data = self.directory.bytes("data.sqlite");
            assert!(!contains(&data, vin), "a VIN in data.sqlite");
            for line in self.lines.lock().unwrap().iter() {
                assert!(!line.contains(vin), "a VIN in a trace line: {line}");
            }
        }
    }
}

pub fn commands(state: &str, version: u64) -> Option<(String, u64)> {
    Some((state.to_owned(), version))
}
