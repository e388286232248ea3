//! The CA and who has certificates of it, and another one, which signs any subject.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use network::authority::{Authority, Identity, Validity};
use network::tls::{KeyExchange, provider};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair,
};
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Who may do everything on a broker under test.
pub(crate) const ORACLE: &str = "oracle";

/// One CA, and its clients' certificates.
pub(crate) struct Certificates {
    pub(crate) authority: Authority,
    pub(crate) server: Identity,
    /// What a broker's operator would have set up beside the first, or the first after
    /// somebody got at it.
    lax: CertifiedIssuer<'static, KeyPair>,
}

/// What stands in a certificate's subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// An organisation.
    NoCommonName,
    /// Nothing at all.
    Empty,
    /// That common name.
    Name(&'static str),
    /// Those common names, in this order.
    TwoNames(&'static str, &'static str),
    /// That common name, beside an organisation.
    NameOf(&'static str),
}

impl Certificates {
    /// A new CA with one server.
    pub(crate) fn new() -> Self {
        let authority = Authority::new("Test CA", valid()).expect("a CA");
        let server = authority.issue_server("broker", valid()).expect("issued");
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        let mut name = DistinguishedName::new();
        name.push(DnType::CommonName, "Lax CA");
        params.distinguished_name = name;
        let key = KeyPair::generate().expect("a key");
        let lax = CertifiedIssuer::self_signed(params, key).expect("a CA");
        Self {
            authority,
            server,
            lax,
        }
    }

    /// The authorities whose clients a broker admits, PEM.
    pub(crate) fn authorities_pem(&self) -> String {
        format!("{}{}", self.authority.certificate_pem(), self.lax.pem())
    }

    /// How a client with that subject in its certificate speaks TLS.
    pub(crate) fn stranger(&self, subject: Subject) -> Arc<ClientConfig> {
        let mut name = DistinguishedName::new();
        let mut push = |kind, text: &str| name.push(kind, text);
        // rcgen holds one entry of a kind, and takes this for another one.
        let again = DnType::CustomDnType(vec![2, 5, 4, 3]);
        match subject {
            Subject::NoCommonName => push(DnType::OrganizationName, "Somebody"),
            Subject::Empty => {}
            Subject::Name(one) => push(DnType::CommonName, one),
            Subject::TwoNames(first, second) => {
                push(DnType::CommonName, first);
                push(again, second);
            }
            Subject::NameOf(one) => {
                push(DnType::OrganizationName, "Somebody");
                push(DnType::CommonName, one);
            }
        }
        let mut params = CertificateParams::default();
        params.distinguished_name = name;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.lax).expect("signed");
        let mut roots = RootCertStore::empty();
        let root = self.authority.certificate_der().clone();
        roots.add(root).expect("a root");
        let key = rustls_key(&key);
        let provider = Arc::new(provider(KeyExchange::Classical));
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![certificate.der().clone()], key);
        Arc::new(config.expect("usable"))
    }

    /// A client's certificate with any name at all, which no door of the CA for
    /// devices or services would give.
    pub(crate) fn client(&self, name: &str) -> Identity {
        let issued = self.authority.issue_http_client(name, valid());
        issued.expect("issued")
    }
}

fn rustls_key(key: &KeyPair) -> PrivateKeyDer<'static> {
    PrivatePkcs8KeyDer::from(key.serialize_der()).into()
}

/// From an hour ago until tomorrow.
pub(crate) fn valid() -> Validity {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("now");
    let now = i64::try_from(now.as_secs()).expect("now");
    Validity {
        not_before: now - 3600,
        not_after: now + 86_400,
    }
}
