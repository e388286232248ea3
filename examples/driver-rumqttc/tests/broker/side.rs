//! The side of the services: a CA's certificates, a broker over TLS, and what is retained
//! there, written by hand.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{Service, ServiceNames};
use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::topic::{TopicFilter, TopicKind};
use network::authority::{Authority, Validity};
use network::broker::{Broker, BrokerSettings, BrokerStore, SpoolSettings};
use network::rights::ProtocolRights;
use network::service_client::{ServiceClient, ServiceSettings};
use network::tls::{KeyExchange, client_config};

pub(crate) const DEVICE: &str = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28";
/// Box 1's VIN.
pub(crate) const VEHICLE: &str = r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{}}"#;

/// No spread, and no floor under schedules.
pub(crate) const SETTINGS: &str = r#"{"spread_window_seconds":0,"min_acquire_interval_seconds":0,"min_transfer_interval_seconds":0,"min_config_check_interval_seconds":0,"daily_connections":100000,"daily_persisted_bytes":100000000}"#;

/// A CA, a broker and the service that publishes there.
pub(crate) struct Side {
    pub(crate) broker: Broker,
    pub(crate) service: ServiceClient,
}

impl Side {
    pub(crate) async fn start(
        authority: &Authority,
        service: Service,
        role: BrokerRole,
        kind: TopicKind,
    ) -> Self {
        let names = ServiceNames::default();
        let filter = TopicFilter::all_devices(kind);
        let name = names.name(service).to_owned();
        let spool = SpoolSettings::new(&name, filter.clone());
        let settings = BrokerSettings {
            name: format!("{role:?}"),
            port: 0,
            threads: 1,
            server: authority
                .issue_server(&format!("{role:?}"), valid())
                .unwrap(),
            client_ca_pem: authority.certificate_pem(),
            rights: Arc::new(ProtocolRights::new(role, names.clone())),
        };
        let broker = Broker::start(settings, Arc::new(BrokerStore::new(spool)));
        let broker = broker.await.unwrap();
        let identity = authority.issue_service(service, &names, valid()).unwrap();
        let ca = authority.certificate_der();
        let settings = ServiceSettings {
            host: "localhost".to_owned(),
            port: broker.port(),
            client_id: name,
            tls: client_config(ca, Some(&identity), KeyExchange::Classical).unwrap(),
            filters: vec![filter.to_string()],
        };
        let service = ServiceClient::connect(settings).await.unwrap();
        Self { broker, service }
    }

    pub(crate) async fn retain(&self, family: &str, payload: &str) {
        let topic = format!("iot4emissions/{family}/{DEVICE}");
        let publisher = self.service.publisher();
        publisher
            .publish(&topic, payload.to_owned(), true)
            .await
            .unwrap();
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.broker.port())
    }
}

pub(crate) fn valid() -> Validity {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let now = i64::try_from(now).unwrap();
    Validity {
        not_before: now - 3600,
        not_after: now + 86_400,
    }
}

/// Snapshots every second, transfers and checks every two.
pub(crate) fn configuration(registration: &str, data: &str) -> String {
    let endpoint = |address: &str| {
        let (host, port) = address.split_once(':').unwrap();
        format!(r#"{{"endpoint":"{host}","port":{port},"protocol":"mqtts"}}"#)
    };
    format!(
        r#"{{"deviceState":"operational","configuration":{{"registrationMqtt":{},"obfcmDataMqtt":{},"acquireFrequency":"* * * * * ?","transferFrequency":"0/2 * * * * ?","configCheckFrequency":"0/2 * * * * ?","version":1}}}}"#,
        endpoint(registration),
        endpoint(data)
    )
}

/// The next message's snapshots.
pub(crate) async fn receive(service: &mut ServiceClient, received: &mut BTreeSet<u64>) {
    let message = service.next().await.expect("the client has stopped");
    let transfer = DataTransfer::decode(&message.payload, Profile::Strict).unwrap();
    let times = transfer
        .message
        .snapshots()
        .iter()
        .map(|it| it.acquired().0);
    received.extend(times);
    message.acknowledgement.send();
}
