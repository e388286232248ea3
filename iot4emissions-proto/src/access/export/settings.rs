//! What a rendering is made for.

use std::net::{Ipv4Addr, SocketAddr};

use serde::{Deserialize, Serialize};

use super::{BrokerVersion, ExportError, Format};
use crate::delivery::BrokerRole;
use crate::identity::{DeviceId, ServiceNames};
use crate::privacy::shown;

/// What a rendering is made for.
///
/// Names cannot be hostile, as they are parsed already ([`DeviceId`],
/// [`ServiceNames`]); paths and the like are checked before anything is rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub(super) broker: BrokerRole,
    pub(super) services: ServiceNames,
    pub(super) devices: Vec<DeviceId>,
    pub(super) listen: SocketAddr,
    pub(super) folder: Option<String>,
    pub(super) state_folder: Option<String>,
    pub(super) version: Option<BrokerVersion>,
    pub(super) tls: Option<TlsFiles>,
    pub(super) plugin: Option<String>,
    pub(super) oldest_tls: TlsVersion,
    pub(super) aws: AwsPlace,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TlsVersion {
    /// RFC 5246: clients' certificates, and with them devices' IDs, are readable by anyone on
    /// the way.
    #[serde(rename = "1.2")]
    V1_2,
    /// RFC 8446.
    #[serde(rename = "1.3")]
    V1_3,
}

impl TlsVersion {
    /// All values.
    pub const ALL: [Self; 2] = [Self::V1_2, Self::V1_3];

    /// The version's number, as serde, logs and bindings write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_2 => "1.2",
            Self::V1_3 => "1.3",
        }
    }
}

/// The broker's certificate and the authority that issues its clients' certificates:
/// paths of PEM files.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TlsFiles {
    /// The authority that the clients' certificates come from.
    pub client_authority: String,
    /// The broker's certificate with its chain.
    pub certificate: String,
    /// The broker's private key.
    pub key: String,
    /// The authority's revocation list, where there is one. Only Mosquitto reads it from
    /// a file.
    pub revocation_list: Option<String>,
}

/// Where in AWS the broker is: part of every resource's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AwsPlace {
    /// Such as `eu-central-1`.
    pub region: String,
    /// 12 digits.
    pub account: String,
}

impl Default for AwsPlace {
    /// `eu-central-1` and the account `123456789012` of AWS's own documentation.
    fn default() -> Self {
        Self {
            region: "eu-central-1".to_owned(),
            account: "123456789012".to_owned(),
        }
    }
}

impl Settings {
    /// The settings for a broker: default service names, no devices, port 8883 on all
    /// addresses, files where the broker's own packages put them.
    #[must_use]
    pub fn new(broker: BrokerRole) -> Self {
        Self {
            broker,
            services: ServiceNames::default(),
            devices: Vec::new(),
            listen: (Ipv4Addr::UNSPECIFIED, 8883).into(),
            folder: None,
            state_folder: None,
            version: None,
            tls: None,
            plugin: None,
            oldest_tls: TlsVersion::V1_3,
            aws: AwsPlace::default(),
        }
    }

    /// The services' principal names (P-2.4).
    #[must_use]
    pub fn with_services(mut self, services: ServiceNames) -> Self {
        self.services = services;
        self
    }

    /// The devices, for the formats that list them
    /// ([`Format::lists_devices`](super::Format::lists_devices)); the others ignore
    /// them.
    #[must_use]
    pub fn with_devices(mut self, devices: impl IntoIterator<Item = DeviceId>) -> Self {
        self.devices = devices.into_iter().collect();
        self
    }

    /// Address and port of the TLS listener. Ignored for AWS.
    #[must_use]
    pub fn with_listen(mut self, listen: SocketAddr) -> Self {
        self.listen = listen;
        self
    }

    /// The folder on the broker's machine that the exported files will be in, for
    /// where one of them names another. Without it, the folder of the broker's own
    /// package, such as `/etc/mosquitto`.
    #[must_use]
    pub fn with_folder(mut self, folder: impl Into<String>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// The folder on the broker's machine in which the broker keeps messages across its
    /// restarts. Without it, the one of the broker's own package, such as
    /// `/var/lib/mosquitto`. Written for Mosquitto and rmqtt; the others have a setting of
    /// their own outside of these files.
    #[must_use]
    pub fn with_state_folder(mut self, folder: impl Into<String>) -> Self {
        self.state_folder = Some(folder.into());
        self
    }

    /// The broker's release. Without it [`Format::default_version`]; one that the format
    /// does not know is refused.
    #[must_use]
    pub fn with_version(mut self, version: BrokerVersion) -> Self {
        self.version = Some(version);
        self
    }

    /// Certificates and key. Without them, `certs/client-authority.pem`,
    /// `certs/broker.pem` and `certs/broker.key` in the folder, and no revocation
    /// list.
    #[must_use]
    pub fn with_tls(mut self, tls: TlsFiles) -> Self {
        self.tls = Some(tls);
        self
    }

    /// The path of Mosquitto's plugin: the one for dynamic security, or from 2.1 the one for
    /// ACL files. Without it, where Debian's package puts the first on x86-64.
    #[must_use]
    pub fn with_plugin(mut self, path: impl Into<String>) -> Self {
        self.plugin = Some(path.into());
        self
    }

    /// The oldest version of TLS that the broker speaks. Without it 1.3 alone (P-3.10), before
    /// which a device's certificate is not encrypted. Written for Mosquitto, EMQX and
    /// RabbitMQ; rmqtt has no such setting, and AWS has it at the domain.
    #[must_use]
    pub fn with_oldest_tls(mut self, version: TlsVersion) -> Self {
        self.oldest_tls = version;
        self
    }

    /// Region and account, for AWS.
    #[must_use]
    pub fn with_aws(mut self, aws: AwsPlace) -> Self {
        self.aws = aws;
        self
    }

    /// The folder, or `default`.
    pub(super) fn folder<'a>(&'a self, default: &'a str) -> &'a str {
        // Of the root only nothing is left, and a file in it is then `/name`.
        let folder = self.folder.as_deref().unwrap_or(default);
        folder.trim_end_matches('/')
    }

    /// The path of Mosquitto's plugin, of this name where none was chosen.
    pub(super) fn plugin(&self, name: &str) -> String {
        let default = || format!("/usr/lib/x86_64-linux-gnu/{name}");
        self.plugin.clone().unwrap_or_else(default)
    }

    /// The folder of the broker's state, or `default`.
    pub(super) fn state_folder<'a>(&'a self, default: &'a str) -> &'a str {
        let folder = self.state_folder.as_deref().unwrap_or(default);
        folder.trim_end_matches('/')
    }

    /// Whether the broker's release is that one or a later one.
    pub(super) fn is_from(&self, format: Format, major: u16, minor: u16) -> bool {
        let version = self.version.or(format.default_version());
        version.is_some_and(|version| version.is_from(major, minor))
    }

    /// The versions of TLS that the broker speaks, the newest first.
    pub(super) fn tls_versions(&self) -> impl Iterator<Item = TlsVersion> {
        let oldest = self.oldest_tls;
        let versions = TlsVersion::ALL.into_iter().rev();
        versions.filter(move |version| *version >= oldest)
    }

    /// The certificates, in `default`'s folder where none were chosen.
    pub(super) fn tls(&self, default: &str) -> TlsFiles {
        let folder = self.folder(default);
        self.tls.clone().unwrap_or_else(|| TlsFiles {
            client_authority: format!("{folder}/certs/client-authority.pem"),
            certificate: format!("{folder}/certs/broker.pem"),
            key: format!("{folder}/certs/broker.key"),
            revocation_list: None,
        })
    }

    pub(super) fn check(&self, format: Format) -> Result<(), ExportError> {
        for (index, device) in self.devices.iter().enumerate() {
            let position = index + 1;
            if let Err(reason) = self.services.admit(device.clone()) {
                return Err(ExportError::Device { position, reason });
            }
        }
        self.check_duplicates()?;
        if let Some(folder) = &self.folder {
            check_path("folder", folder)?;
        }
        if let Some(folder) = &self.state_folder {
            check_path("folder of the broker's state", folder)?;
        }
        if let Some(found) = self.version
            && !format.versions().contains(&found.series())
        {
            return Err(ExportError::Version { format, found });
        }
        if let Some(tls) = &self.tls {
            check_path("clients' authority", &tls.client_authority)?;
            check_path("broker's certificate", &tls.certificate)?;
            check_path("broker's key", &tls.key)?;
            if let Some(list) = &tls.revocation_list {
                check_path("revocation list", list)?;
                if !format.reads_revocation_lists() {
                    return Err(ExportError::RevocationList { format });
                }
            }
        }
        if let Some(plugin) = &self.plugin {
            check_path("plugin", plugin)?;
        }
        self.aws.check()
    }

    fn check_duplicates(&self) -> Result<(), ExportError> {
        let mut positions = std::collections::BTreeMap::new();
        for (index, device) in self.devices.iter().enumerate() {
            let second = index + 1;
            if let Some(first) = positions.insert(device, second) {
                return Err(ExportError::DeviceTwice { first, second });
            }
        }
        Ok(())
    }
}

impl AwsPlace {
    /// `aws`, or the name of a partition of its own, by the region.
    pub(super) fn partition(&self) -> &'static str {
        if self.region.starts_with("cn-") {
            "aws-cn"
        } else if self.region.starts_with("us-gov-") {
            "aws-us-gov"
        } else {
            "aws"
        }
    }

    fn check(&self) -> Result<(), ExportError> {
        let region = &self.region;
        let is_region = region.len() <= 32
            && region.split('-').count() >= 3
            && region.split('-').all(|part| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        if !is_region {
            return Err(ExportError::AwsRegion {
                found: shown(region),
            });
        }
        if self.account.len() != 12 || !self.account.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ExportError::AwsAccount {
                found: shown(&self.account),
            });
        }
        Ok(())
    }
}

/// What is left needs no escape in any of the languages.
fn check_path(what: &'static str, path: &str) -> Result<(), ExportError> {
    if path.is_empty() {
        return Err(ExportError::EmptyPath { what });
    }
    let foreign = |c: &(usize, char)| !(c.1.is_ascii_alphanumeric() || "/._:@+-".contains(c.1));
    match path.chars().enumerate().find(foreign) {
        Some((before, found)) => Err(ExportError::Path {
            what,
            found,
            position: before + 1,
        }),
        None => Ok(()),
    }
}
