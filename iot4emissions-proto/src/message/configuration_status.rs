//! Configuration Status (P-5.30 to P-5.34, JRC127600 Table 6 and Box 3).

use std::fmt;
use std::num::{NonZeroU16, NonZeroU32};

use serde::{Deserialize, Serialize};

use super::host::Host;
use super::reading::member::{NumberForm, NumberRule, Object, number, string};
use super::reading::path::Path;
use super::reading::report::Report;
use super::reading::tree::Node;
use super::reading::{decode, describe};
use super::state_name::StateName;
use super::{DecodeError, DecodeOptions, Decoded, DeviationCode, IssueCode};
use crate::schedule::Schedule;

/// The state that the Data Service commands (P-5.30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConfiguredState {
    /// Wait: the vehicle is not cleared.
    Initialized,
    /// Acquire and transfer.
    Operational,
    /// Cease until further notice; what has been acquired is kept.
    Standby,
}

/// Where a broker listens (P-5.31): always MQTT over mutually authenticated TLS,
/// `mqtts`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "WireEndpoint", into = "WireEndpoint")]
pub struct Endpoint {
    /// Host name or IP address.
    pub host: Host,
    /// TCP port, 1 to 65535.
    pub port: NonZeroU16,
}

/// The member names and the constant of Table 6.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireEndpoint {
    endpoint: Host,
    port: NonZeroU16,
    protocol: Protocol,
}

#[derive(Serialize, Deserialize)]
enum Protocol {
    #[serde(rename = "mqtts")]
    Mqtts,
}

impl From<WireEndpoint> for Endpoint {
    fn from(wire: WireEndpoint) -> Self {
        Self {
            host: wire.endpoint,
            port: wire.port,
        }
    }
}

impl From<Endpoint> for WireEndpoint {
    fn from(endpoint: Endpoint) -> Self {
        Self {
            endpoint: endpoint.host,
            port: endpoint.port,
            protocol: Protocol::Mqtts,
        }
    }
}

/// Why a number is no part of a configuration (P-5.31, P-5.32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigurationError {
    /// The number is no TCP port.
    #[error("expected {}, found {found}", PORT.expected)]
    Port {
        /// The number that was found.
        found: i64,
    },
    /// The number is no version.
    #[error("expected {}, found {found}", VERSION.expected)]
    Version {
        /// The number that was found.
        found: i64,
    },
}

impl ConfigurationError {
    /// The stable code, such as `port`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Port { .. } => "port",
            Self::Version { .. } => "version",
        }
    }
}

impl Endpoint {
    /// Port `port` of `host`.
    ///
    /// # Errors
    /// If the number is no port (P-5.31).
    pub fn new(host: Host, port: i64) -> Result<Self, ConfigurationError> {
        match u16::try_from(port).ok().and_then(NonZeroU16::new) {
            Some(port) => Ok(Self { host, port }),
            None => Err(ConfigurationError::Port { found: port }),
        }
    }
}

impl fmt::Display for Endpoint {
    /// Writes `mqtts://host:port`, an IPv6 address in brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.as_str().contains(':') {
            write!(f, "mqtts://[{host}]:{port}")
        } else {
            write!(f, "mqtts://{host}:{port}")
        }
    }
}

/// The version of a configuration, from 1 (P-5.32): the order that guards against
/// replay (P-6.8).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConfigurationVersion(NonZeroU32);

impl ConfigurationVersion {
    /// How far a version may be above the one that a device has, 2^24: a device refuses
    /// what is further, as one wrong number would use up all that are left (P-6.8), and a
    /// service issues nothing further (P-7.6).
    pub const LARGEST_STEP: u32 = 1 << 24;

    /// The largest version for a device that has none, 2^32 − 1 − 2^24: behind a larger one
    /// there would be no room for another step, so a device refuses it (P-6.8), and a service
    /// begins with none.
    pub const LARGEST_FIRST: Self = match Self::new(u32::MAX - Self::LARGEST_STEP) {
        Some(version) => version,
        None => Self::FIRST,
    };

    /// The first version.
    pub const FIRST: Self = Self(NonZeroU32::MIN);

    /// Version `number`, or `None` for 0.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        match NonZeroU32::new(number) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    /// The largest version that may follow this one: [`LARGEST_STEP`](Self::LARGEST_STEP)
    /// above it, or the last.
    #[must_use]
    pub const fn furthest(self) -> Self {
        Self(self.0.saturating_add(Self::LARGEST_STEP))
    }

    /// The version after this one, `None` after the last.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self.0.checked_add(1) {
            Some(number) => Some(Self(number)),
            None => None,
        }
    }
}

impl TryFrom<i64> for ConfigurationVersion {
    type Error = ConfigurationError;

    fn try_from(number: i64) -> Result<Self, ConfigurationError> {
        u32::try_from(number)
            .ok()
            .and_then(Self::new)
            .ok_or(ConfigurationError::Version { found: number })
    }
}

impl fmt::Display for ConfigurationVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ConfigurationVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A device's configuration parameters (P-5.31 to P-5.34). Equality compares what
/// the schedules mean, not how they are written (P-6.8).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Configuration {
    /// The Registration Service's broker.
    pub registration_mqtt: Endpoint,
    /// The Data Service's broker.
    pub obfcm_data_mqtt: Endpoint,
    /// When to take a snapshot.
    pub acquire_frequency: Schedule,
    /// When to transfer the snapshots.
    pub transfer_frequency: Schedule,
    /// When to look for a new configuration.
    pub config_check_frequency: Schedule,
    /// The version of these parameters.
    pub version: ConfigurationVersion,
}

/// The Data Service's word to a device, retained (P-3.3, P-5.30).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfigurationStatus {
    /// The state to be in.
    pub device_state: ConfiguredState,
    /// The parameters to use.
    pub configuration: Configuration,
}

const NAME: &str = "Configuration Status";
const CLAUSE: &str = "JRC127600 Table 6";

/// The only value of `protocol` (P-5.31).
pub(crate) const PROTOCOL: &str = "mqtts";

/// The schedules' names, and what Table 6 calls them (P-5.4, `table-name`).
pub(crate) const SCHEDULE_NAMES: [(&str, &str); 3] = [
    ("acquireFrequency", "acquireFreq"),
    ("transferFrequency", "transferFreq"),
    ("configCheckFrequency", "configCheckFreq"),
];

/// `version` (P-5.32).
pub(crate) const VERSION: NumberRule = NumberRule {
    canonical: NumberForm::Number,
    decimals: 0,
    is_whole: true,
    least: 1,
    most: u32::MAX as u64,
    expected: "a version from 1 to 4294967295",
    clause: CLAUSE,
};

/// `port` (P-5.31).
pub(crate) const PORT: NumberRule = NumberRule {
    canonical: NumberForm::Number,
    decimals: 0,
    is_whole: true,
    least: 1,
    most: u16::MAX as u64,
    expected: "a port from 1 to 65535",
    clause: CLAUSE,
};

impl ConfigurationStatus {
    /// Reads a payload.
    ///
    /// # Errors
    /// Every problem found (P-5.3).
    pub fn decode(
        payload: &[u8],
        reading: impl Into<DecodeOptions>,
    ) -> Result<Decoded<Self>, DecodeError> {
        decode(NAME, payload, reading.into(), read)
    }

    /// The canonical bytes (P-5.1).
    ///
    /// # Panics
    /// Never: strings and numbers are always writable.
    #[must_use]
    pub fn to_canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers are always writable as JSON")
    }
}

fn read<'a>(node: &Node<'a>, report: &mut Report<'a>) -> Option<ConfigurationStatus> {
    let top = Path::TOP;
    let mut object = Object::of(node, &top, report)?;
    let state = object.require("deviceState", &top, report);
    let state = state.and_then(|node| read_state(&node, &top.name("deviceState"), report));
    let configuration = object.require("configuration", &top, report);
    let configuration = configuration
        .and_then(|node| read_configuration(&node, &top.name("configuration"), report));
    object.finish(&top, CLAUSE, report);
    Some(ConfigurationStatus {
        device_state: state?,
        configuration: configuration?,
    })
}

fn read_state<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> Option<ConfiguredState> {
    const EXPECTED: &str = r#""initialized", "operational" or "standby""#;
    let text = string(node, path, report)?;
    let name = StateName::parse(&text);
    let state = match name {
        Some(StateName::Initialized) => ConfiguredState::Initialized,
        Some(StateName::Operational) => ConfiguredState::Operational,
        Some(StateName::Standby) => ConfiguredState::Standby,
        _ => {
            let (code, found) = (IssueCode::UnknownValue, describe(node));
            report.issue(code, path, node.raw, &EXPECTED, &found);
            return None;
        }
    };
    if name.is_some_and(|name| name.as_str() != text) {
        let (code, clause) = (DeviationCode::Spelling, "JRC127600 §1.3.2");
        report.deviation(code, path, node, clause, &EXPECTED);
    }
    Some(state)
}

fn read_configuration<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> Option<Configuration> {
    let mut object = Object::of(node, path, report)?;
    let mut endpoint = |name, report: &mut Report<'a>| {
        let node = object.require(name, path, report)?;
        read_endpoint(&node, &path.name(name), report)
    };
    let registration_mqtt = endpoint("registrationMqtt", report);
    let obfcm_data_mqtt = endpoint("obfcmDataMqtt", report);
    let mut schedule = |(name, table_name), report: &mut Report<'a>| {
        let (name, node) = object.require_either(name, table_name, path, report)?;
        read_schedule(&node, &path.name(name), report)
    };
    let acquire_frequency = schedule(SCHEDULE_NAMES[0], report);
    let transfer_frequency = schedule(SCHEDULE_NAMES[1], report);
    let config_check_frequency = schedule(SCHEDULE_NAMES[2], report);
    let version = object.require("version", path, report);
    let version = version.and_then(|node| number(&node, &path.name("version"), &VERSION, report));
    object.finish(path, CLAUSE, report);
    Some(Configuration {
        registration_mqtt: registration_mqtt?,
        obfcm_data_mqtt: obfcm_data_mqtt?,
        acquire_frequency: acquire_frequency?,
        transfer_frequency: transfer_frequency?,
        config_check_frequency: config_check_frequency?,
        version: version
            .and_then(|number| u32::try_from(number).ok())
            .and_then(ConfigurationVersion::new)?,
    })
}

fn read_endpoint<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> Option<Endpoint> {
    let mut object = Object::of(node, path, report)?;
    let host = object.require("endpoint", path, report).and_then(|node| {
        let path = path.name("endpoint");
        let text = string(&node, &path, report)?;
        text.parse::<Host>()
            .map_err(|error| {
                let described = describe(&node);
                let found = format_args!("{described} ({error})");
                let expected = "a host name or an IP address";
                report.issue(IssueCode::Host, &path, node.raw, &expected, &found);
            })
            .ok()
    });
    let port = object.require("port", path, report);
    let port = port.and_then(|node| number(&node, &path.name("port"), &PORT, report));
    let protocol = object.require("protocol", path, report).and_then(|node| {
        let path = path.name("protocol");
        let text = string(&node, &path, report)?;
        if text != PROTOCOL {
            let (code, found) = (IssueCode::UnknownValue, describe(&node));
            report.issue(code, &path, node.raw, &r#""mqtts""#, &found);
        }
        Some(())
    });
    object.finish(path, CLAUSE, report);
    protocol?;
    Some(Endpoint {
        host: host?,
        port: port
            .and_then(|number| u16::try_from(number).ok())
            .and_then(NonZeroU16::new)?,
    })
}

fn read_schedule<'a>(
    node: &Node<'a>,
    path: &Path<'_>,
    report: &mut Report<'a>,
) -> Option<Schedule> {
    let text = string(node, path, report)?;
    text.parse::<Schedule>()
        .map_err(|error| {
            let described = describe(node);
            let found = format_args!("{described} ({error})");
            let expected = "a cron expression in Quartz form";
            report.issue(IssueCode::Schedule, path, node.raw, &expected, &found);
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_31_p_5_32_ports_and_versions_have_limits() {
        let endpoint = |port| Endpoint::new("data.example".parse().unwrap(), port);
        assert_eq!(
            endpoint(65535).unwrap().to_string(),
            "mqtts://data.example:65535"
        );
        for port in [-1, 0, 65536] {
            let refused = endpoint(port).unwrap_err();
            assert_eq!(refused.code(), "port");
            let text = format!("expected a port from 1 to 65535, found {port}");
            assert_eq!(refused.to_string(), text);
        }
        assert_eq!(
            ConfigurationVersion::try_from(1),
            Ok(ConfigurationVersion::FIRST)
        );
        for version in [-1, 0, 4_294_967_296] {
            let refused = ConfigurationVersion::try_from(version).unwrap_err();
            assert_eq!(refused.code(), "version");
            let text = format!("expected a version from 1 to 4294967295, found {version}");
            assert_eq!(refused.to_string(), text);
        }
    }
}
