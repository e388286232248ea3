//! The certificate authority of the example network.
//!
//! One root issues everything, with P-256 keys: device certificates (§4.3.4:
//! the common name is the device ID), those of the two services, and those of
//! the servers. A manufacturer would run an intermediate CA in a hardware
//! module; what the brokers see is the same.

mod pseudonym_desk;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use iot4emissions_proto::identity::{DeviceId, Service, ServiceNames};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256,
};
use time::OffsetDateTime;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

pub use pseudonym_desk::{PseudonymDesk, PseudonymError, Token, TokenRequest};

/// When a certificate is valid, both ends included, in UNIX seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// First second of validity.
    pub not_before: i64,
    /// Last second of validity.
    pub not_after: i64,
}

/// Why no certificate was issued.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// Whoever has the certificate would pass for somebody else (P-2.4).
    #[error("expected a name that is not yet {issued}'s, found {name:?}")]
    Taken {
        /// The name.
        name: String,
        /// Whose it is.
        issued: Bearer,
    },
    /// The validity ends before it begins, or lies outside the calendar.
    #[error("expected a validity that ends after it begins, found {} to {}", .0.not_before, .0.not_after)]
    Validity(Validity),
    /// Key generation or signing failed.
    #[error("cannot issue a certificate: {0}")]
    Issue(#[from] rcgen::Error),
}

/// What kind of client bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearer {
    /// A vehicle's OTA Device (P-1.1).
    Device,
    /// One of the two services (P-1.2, P-1.3).
    Service,
    /// A registrar, consent manager or operator (P-1.4).
    HttpClient,
}

impl fmt::Display for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Device => "an OTA Device",
            Self::Service => "a service",
            Self::HttpClient => "an HTTP client",
        })
    }
}

/// A certificate with its private key. Cheap to clone.
#[derive(Clone)]
pub struct Identity {
    inner: Arc<Inner>,
}

struct Inner {
    common_name: String,
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Identity {
    /// The subject's common name.
    #[must_use]
    pub fn common_name(&self) -> &str {
        &self.inner.common_name
    }

    /// The certificate, DER.
    #[must_use]
    pub fn certificate_der(&self) -> &CertificateDer<'static> {
        self.inner.certificate.der()
    }

    /// The certificate, PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> String {
        self.inner.certificate.pem()
    }

    /// The private key, PKCS #8 DER.
    #[must_use]
    pub fn key_der(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.inner.key.serialize_der()).into()
    }

    /// The private key, PKCS #8 PEM.
    #[must_use]
    pub fn key_pem(&self) -> String {
        self.inner.key.serialize_pem()
    }
}

// By hand: the key must not appear in any log.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("common_name", &self.inner.common_name)
            .finish_non_exhaustive()
    }
}

/// The root certificate authority.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// Whose each name is: a device must not be called as an operator is.
    bearers: Mutex<BTreeMap<String, Bearer>>,
}

impl Authority {
    /// Creates a root with a new key.
    ///
    /// # Errors
    /// [`AuthorityError::Validity`] or [`AuthorityError::Issue`].
    pub fn new(common_name: &str, validity: Validity) -> Result<Self, AuthorityError> {
        let mut params = params(common_name, validity)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let issuer = CertifiedIssuer::self_signed(params, new_key()?)?;
        Ok(Self {
            issuer,
            bearers: Mutex::default(),
        })
    }

    /// The root certificate, DER.
    #[must_use]
    pub fn certificate_der(&self) -> &CertificateDer<'static> {
        self.issuer.der()
    }

    /// The root certificate, PEM.
    #[must_use]
    pub fn certificate_pem(&self) -> String {
        self.issuer.pem()
    }

    /// Issues a device certificate: the common name is the device ID, the only
    /// use is client authentication (P-2.2, P-2.3).
    ///
    /// # Errors
    /// [`AuthorityError::Taken`] for a name that another kind of client bears; the
    /// others as everywhere.
    pub fn issue_device(
        &self,
        device: &DeviceId,
        validity: Validity,
    ) -> Result<Identity, AuthorityError> {
        self.issue_client(device.as_str(), Bearer::Device, validity)
    }

    /// Issues the certificate of a service: a client of its broker, and of the
    /// other service, under its reserved name (P-2.4).
    ///
    /// # Errors
    /// As [`Self::issue_device`].
    pub fn issue_service(
        &self,
        service: Service,
        names: &ServiceNames,
        validity: Validity,
    ) -> Result<Identity, AuthorityError> {
        self.issue_client(names.name(service), Bearer::Service, validity)
    }

    /// Issues the certificate of a registrar, a consent manager or an operator: a
    /// client of the Registration Service over HTTPS (P-1.4, P-5.50).
    ///
    /// # Errors
    /// As [`Self::issue_device`].
    pub fn issue_http_client(
        &self,
        name: &str,
        validity: Validity,
    ) -> Result<Identity, AuthorityError> {
        self.issue_client(name, Bearer::HttpClient, validity)
    }

    /// Issues the certificate of a broker or HTTP server on this machine
    /// (`localhost`, `127.0.0.1`).
    ///
    /// # Errors
    /// [`AuthorityError::Validity`] or [`AuthorityError::Issue`].
    pub fn issue_server(&self, name: &str, validity: Validity) -> Result<Identity, AuthorityError> {
        let mut params = params(name, validity)?;
        params.subject_alt_names =
            CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()])?
                .subject_alt_names;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(name, params)
    }

    fn issue_client(
        &self,
        name: &str,
        bearer: Bearer,
        validity: Validity,
    ) -> Result<Identity, AuthorityError> {
        self.reserve(name, bearer)?;
        let mut params = params(name, validity)?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(name, params)
    }

    /// Whether a client's certificate with this name was ever issued.
    pub(crate) fn has_issued(&self, name: &str) -> bool {
        let bearers = self.bearers.lock().unwrap_or_else(PoisonError::into_inner);
        bearers.contains_key(name)
    }

    fn reserve(&self, name: &str, bearer: Bearer) -> Result<(), AuthorityError> {
        let mut bearers = self.bearers.lock().unwrap_or_else(PoisonError::into_inner);
        let issued = *bearers.entry(name.to_owned()).or_insert(bearer);
        if issued == bearer {
            return Ok(());
        }
        Err(AuthorityError::Taken {
            name: name.to_owned(),
            issued,
        })
    }

    fn issue(&self, name: &str, mut params: CertificateParams) -> Result<Identity, AuthorityError> {
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let key = new_key()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Identity {
            inner: Arc::new(Inner {
                common_name: name.to_owned(),
                certificate,
                key,
            }),
        })
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

fn new_key() -> Result<KeyPair, rcgen::Error> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)
}

fn params(common_name: &str, validity: Validity) -> Result<CertificateParams, AuthorityError> {
    let time = |seconds| {
        OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| AuthorityError::Validity(validity))
    };
    if validity.not_after <= validity.not_before {
        return Err(AuthorityError::Validity(validity));
    }
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, common_name);
    params.not_before = time(validity.not_before)?;
    params.not_after = time(validity.not_after)?;
    Ok(params)
}
