//! TLS: of the vehicles and of the services as clients, and of the services' HTTPS.
//!
//! **Version:** TLS 1.3 alone (P-3.10).
//!
//! **Crypto provider:** aws-lc-rs, passed explicitly. The broker brings both
//! aws-lc-rs (its TLS) and ring (its QUIC dependency) into the build, so rustls
//! cannot choose a default by itself, and a process-wide default installed by a
//! library would be a surprise to whoever embeds it. aws-lc-rs is the one of
//! the two that offers ML-KEM.
//!
//! **Key exchange:** X25519 alone unless asked otherwise. X25519 + ML-KEM-768
//! protects recorded traffic against a later quantum computer and costs about
//! 2.3 kB a connection, which for a vehicle that reports once a quarter nearly
//! doubles what it sends. See [`KeyExchange`].
//!
//! **Resumption** is off: session tickets live seven days at most, and a device
//! connects less often than that.

mod counted;

pub use counted::{ByteCount, CountedStream};

use std::sync::Arc;

use tokio_rustls::rustls::client::Resumption;
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::version::TLS13;
use tokio_rustls::rustls::{
    ClientConfig, Error, RootCertStore, ServerConfig, SupportedProtocolVersion,
};

use crate::authority::Identity;

/// TLS 1.3 alone (P-3.10): in earlier versions a client's certificate, and with it the
/// device's ID, is readable by anyone on the way.
const VERSIONS: &[&SupportedProtocolVersion] = &[&TLS13];

/// How client and server agree on a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyExchange {
    /// X25519: about 2.6 kB for a whole vehicle connection.
    #[default]
    Classical,
    /// X25519 with ML-KEM-768, X25519 alone where the server knows no other:
    /// about 2.3 kB more.
    PostQuantum,
}

/// Configures a client that trusts `ca` and, with an identity, authenticates
/// itself. Without one it is what a mutual-TLS server must refuse.
///
/// # Errors
/// rustls's, when the root or the identity is not usable.
pub fn client_config(
    ca: &CertificateDer<'static>,
    identity: Option<&Identity>,
    key_exchange: KeyExchange,
) -> Result<Arc<ClientConfig>, Error> {
    let mut roots = RootCertStore::empty();
    roots.add(ca.clone())?;
    let builder = ClientConfig::builder_with_provider(Arc::new(provider(key_exchange)))
        .with_protocol_versions(VERSIONS)?
        .with_root_certificates(roots);
    let mut config = match identity {
        Some(identity) => builder
            .with_client_auth_cert(vec![identity.certificate_der().clone()], identity.key_der())?,
        None => builder.with_no_client_auth(),
    };
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

/// Configures a server that admits only clients with a certificate of `ca`. It says
/// nothing about who they are: that is its caller's question.
///
/// # Errors
/// rustls's, when the root or the identity is not usable.
pub fn server_config(
    ca: &CertificateDer<'static>,
    identity: &Identity,
) -> Result<Arc<ServerConfig>, Error> {
    let provider = Arc::new(provider(KeyExchange::PostQuantum));
    let mut roots = RootCertStore::empty();
    roots.add(ca.clone())?;
    let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(&provider))
        .build()
        .map_err(|error| Error::General(error.to_string()))?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(VERSIONS)?
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![identity.certificate_der().clone()], identity.key_der())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// The crypto provider that this crate passes to rustls, for servers too.
#[must_use]
pub fn provider(key_exchange: KeyExchange) -> CryptoProvider {
    let kx_groups = match key_exchange {
        KeyExchange::Classical => vec![aws_lc_rs::kx_group::X25519],
        KeyExchange::PostQuantum => vec![
            aws_lc_rs::kx_group::X25519MLKEM768,
            aws_lc_rs::kx_group::X25519,
        ],
    };
    CryptoProvider {
        kx_groups,
        ..aws_lc_rs::default_provider()
    }
}
