//! Why a configuration cannot be rendered.

use super::{BrokerVersion, Format};
use crate::identity::DeviceIdError;

/// Why a configuration cannot be rendered.
///
/// No device ID is shown; its position in the list is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A service bears the ID of a device (P-2.4).
    #[error("expected a device ID as device {position}, found {}", .reason.found())]
    Device {
        /// Its position in the list; the first is 1.
        position: usize,
        /// The rule that it breaks.
        reason: DeviceIdError,
    },
    /// A device is listed twice.
    #[error("expected each device once, found device {first} again as device {second}")]
    DeviceTwice {
        /// The first position; counted from 1.
        first: usize,
        /// The second position.
        second: usize,
    },
    /// A path is empty.
    #[error("expected a path for the {what}, found an empty text")]
    EmptyPath {
        /// What the path leads to.
        what: &'static str,
    },
    /// A path holds a character that some configuration language reads as its own.
    #[error(
        "expected a path of ASCII letters, digits and \"/._:@+-\" for the {what}, found '{}' at character {position}",
        .found.escape_default()
    )]
    Path {
        /// What the path leads to.
        what: &'static str,
        /// The first such character.
        found: char,
        /// Its position; the first character is 1.
        position: usize,
    },
    /// A revocation list for a broker that reads none from a file.
    #[error("expected no revocation list for {format}, which does not read one from a file")]
    RevocationList {
        /// The format.
        format: Format,
    },
    /// A release that no rendering is made for.
    #[error("expected {}, found {found}", known(*.format))]
    Version {
        /// The format.
        format: Format,
        /// The release asked for.
        found: BrokerVersion,
    },
    /// No name of an AWS region.
    #[error("expected an AWS region such as \"eu-central-1\", found {found:?}")]
    AwsRegion {
        /// The text found, without VINs and cut after 40 characters.
        found: String,
    },
    /// No number of an AWS account.
    #[error("expected an AWS account of 12 digits, found {found:?}")]
    AwsAccount {
        /// The text found, without VINs and cut after 40 characters.
        found: String,
    },
    /// A policy is longer than AWS IoT Core accepts.
    #[error(
        "expected an AWS IoT policy of at most {limit} characters without white space in {file}, found {characters}"
    )]
    PolicyTooLong {
        /// The file that the policy would be.
        file: &'static str,
        /// Its length in characters, white space not counted.
        characters: usize,
        /// The limit.
        limit: usize,
    },
}

impl ExportError {
    /// The stable code, such as `device-twice`; that of the part where a part is wrong.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Device { reason, .. } => reason.code(),
            Self::DeviceTwice { .. } => "device-twice",
            Self::EmptyPath { .. } => "empty-path",
            Self::Path { .. } => "path",
            Self::RevocationList { .. } => "revocation-list",
            Self::Version { .. } => "version",
            Self::AwsRegion { .. } => "aws-region",
            Self::AwsAccount { .. } => "aws-account",
            Self::PolicyTooLong { .. } => "policy-too-long",
        }
    }
}

/// What was expected in the place of a release that is not known.
fn known(format: Format) -> String {
    let known: Vec<String> = format.versions().iter().map(ToString::to_string).collect();
    match known.is_empty() {
        true => format!("no version for {format}, which has none"),
        false => format!("a version of {format} among {}", known.join(", ")),
    }
}
