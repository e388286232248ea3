//! The authority of a network that lives as long as its program, and what everybody there
//! is given by it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, Service, ServiceNames};
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{TopicFilter, TopicKind};
use tokio_rustls::rustls::ClientConfig;

use crate::authority::{Authority, Identity, PseudonymDesk, TokenRequest, Validity};
use crate::broker::BrokerSettings;
use crate::demonstration::RunError;
use crate::fleet::Fleet;
use crate::rights::ProtocolRights;
use crate::service_client::ServiceSettings;
use crate::services::http::{HttpClient, HttpSettings};
use crate::tls::{KeyExchange, client_config, server_config};

/// How long certificates are valid, in seconds before and after the start.
const VALIDITY: (i64, i64) = (60 * 60, 2 * 24 * 60 * 60);

/// The certificate authority, and what it makes of everybody.
pub(crate) struct Issuer {
    authority: Authority,
    names: ServiceNames,
    validity: Validity,
    now: UnixSeconds,
}

impl Issuer {
    /// A new authority, whose certificates are valid from now on.
    pub(crate) fn new() -> Result<Self, RunError> {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs();
        let now = i64::try_from(since).unwrap_or(i64::MAX);
        let (before, after) = VALIDITY;
        let validity = Validity {
            not_before: now - before,
            not_after: now + after,
        };
        let authority = Authority::new("iot4emissions demonstration CA", validity);
        Ok(Self {
            authority: authority.map_err(certificate)?,
            names: ServiceNames::default(),
            validity,
            now: UnixSeconds(since),
        })
    }

    /// What a broker of this process is started with.
    pub(crate) fn broker(&self, role: BrokerRole) -> Result<BrokerSettings, RunError> {
        let name = match role {
            BrokerRole::Registration => "registration-broker",
            BrokerRole::Data => "data-broker",
        };
        Ok(BrokerSettings {
            name: name.to_owned(),
            port: 0,
            threads: 1,
            server: self.server(name)?,
            client_ca_pem: self.authority.certificate_pem(),
            rights: Arc::new(ProtocolRights::new(role, self.names.clone())),
        })
    }

    /// A service's connection to its broker.
    pub(crate) fn mqtt(
        &self,
        service: Service,
        broker: &Endpoint,
    ) -> Result<ServiceSettings, RunError> {
        let kind = match service {
            Service::Registration => TopicKind::RegisterDevice,
            Service::Data => TopicKind::DataDevice,
        };
        let identity = self
            .authority
            .issue_service(service, &self.names, self.validity);
        let identity = identity.map_err(certificate)?;
        Ok(ServiceSettings {
            host: broker.host.as_str().to_owned(),
            port: broker.port.get(),
            client_id: self.names.name(service).to_owned(),
            tls: self.client(&identity)?,
            filters: vec![TopicFilter::all_devices(kind).as_str().to_owned()],
        })
    }

    /// An HTTPS server's settings, on any free port.
    pub(crate) fn https(&self, name: &str) -> Result<HttpSettings, RunError> {
        let identity = self.server(name)?;
        let tls = server_config(self.authority.certificate_der(), &identity);
        Ok(HttpSettings {
            port: 0,
            tls: tls.map_err(certificate)?,
        })
    }

    /// A service as a client of the other one's HTTPS interface.
    pub(crate) fn client_of(&self, service: Service, port: u16) -> Result<HttpClient, RunError> {
        let identity = self
            .authority
            .issue_service(service, &self.names, self.validity);
        self.https_client(&identity.map_err(certificate)?, port)
    }

    /// Somebody else as a client of one.
    pub(crate) fn http_client(&self, name: &str, port: u16) -> Result<HttpClient, RunError> {
        let identity = self.authority.issue_http_client(name, self.validity);
        self.https_client(&identity.map_err(certificate)?, port)
    }

    fn https_client(&self, identity: &Identity, port: u16) -> Result<HttpClient, RunError> {
        let client = HttpClient::new("127.0.0.1", port, &*self.client(identity)?);
        client.map_err(|error| RunError::of("an HTTPS client", error))
    }

    /// Each device's TLS, by the ID that its certificate bears (P-2.2).
    pub(crate) fn devices(
        &self,
        fleet: &Fleet,
        two_pseudonyms: bool,
    ) -> Result<HashMap<DeviceId, Arc<ClientConfig>>, RunError> {
        let desk = two_pseudonyms.then(PseudonymDesk::new).transpose();
        let desk = desk.map_err(certificate)?;
        let mut devices = HashMap::new();
        for vehicle in fleet.vehicles() {
            let device = vehicle.device_id();
            let issued = self.authority.issue_device(device, self.validity);
            let mut identities = vec![issued.map_err(certificate)?];
            if let Some(desk) = &desk {
                let (request, blinded) = TokenRequest::new().map_err(certificate)?;
                // Over its certificate, so that nobody has more tokens than devices.
                let evaluated = desk.grant(device, &blinded).map_err(certificate)?;
                let token = request.finish(evaluated, &desk.public_key());
                let token = token.map_err(certificate)?;
                // Another time, over a connection without one.
                let data_device = vehicle.data_device_id();
                let issued = desk.redeem(&self.authority, &token, data_device, self.validity);
                identities.push(issued.map_err(certificate)?);
            }
            for identity in identities {
                let device = DeviceId::from_certificate_der(identity.certificate_der(), self.now);
                let device = device.map_err(certificate)?;
                devices.insert(device, self.client(&identity)?);
            }
        }
        Ok(devices)
    }

    /// The certificate of a server on this machine.
    pub(crate) fn server(&self, name: &str) -> Result<Identity, RunError> {
        self.authority
            .issue_server(name, self.validity)
            .map_err(certificate)
    }

    /// The certificate of a device (P-2.2).
    pub(crate) fn device(&self, device: &DeviceId) -> Result<Identity, RunError> {
        let issued = self.authority.issue_device(device, self.validity);
        issued.map_err(certificate)
    }

    /// The authority's certificate, PEM.
    pub(crate) fn certificate_pem(&self) -> String {
        self.authority.certificate_pem()
    }

    /// How the services are called.
    pub(crate) const fn names(&self) -> &ServiceNames {
        &self.names
    }

    fn client(&self, identity: &Identity) -> Result<Arc<ClientConfig>, RunError> {
        let ca = self.authority.certificate_der();
        client_config(ca, Some(identity), KeyExchange::Classical).map_err(certificate)
    }
}

fn certificate(error: impl std::fmt::Display) -> RunError {
    RunError::of("a certificate", error)
}
