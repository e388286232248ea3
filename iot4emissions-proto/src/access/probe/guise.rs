//! Who connects, and as what it poses.

use super::World;

/// The name that clients without a certificate, or without a name in it, take.
const NAMELESS: &str = "iot4emissions-probe";

/// A certificate, or none. As text `device`, `other`, `service`, `without-common-name`, `absent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Credential {
    /// The device that tries things.
    Device,
    /// Another device, at whose topics it tries them.
    Other,
    /// The broker's service.
    Service,
    /// A certificate of the same authority without a common name (P-2.2).
    WithoutCommonName,
    /// No certificate.
    Absent,
}

impl Credential {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Device,
        Self::Other,
        Self::Service,
        Self::WithoutCommonName,
        Self::Absent,
    ];

    /// The text for bindings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Other => "other",
            Self::Service => "service",
            Self::WithoutCommonName => "without-common-name",
            Self::Absent => "absent",
        }
    }

    pub(super) const fn described(self) -> &'static str {
        match self {
            Self::Device => "a device",
            Self::Other => "the other device",
            Self::Service => "the service",
            Self::WithoutCommonName => "a certificate without a common name",
            Self::Absent => "a client without a certificate",
        }
    }
}

/// The protocol's version. As text `3.1.1` and `5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MqttVersion {
    /// MQTT 3.1.1.
    V3_1_1,
    /// MQTT 5.
    V5,
}

impl MqttVersion {
    /// Both.
    pub const ALL: [Self; 2] = [Self::V3_1_1, Self::V5];

    /// The text for people and bindings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V3_1_1 => "3.1.1",
            Self::V5 => "5",
        }
    }
}

/// What a client says of itself in CONNECT that its certificate does not (P-3.9). As text
/// `plain`, `user-name-of-other`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disguise {
    /// Nothing.
    Plain,
    /// The other device's ID as user name.
    UserNameOfOther,
    /// The service's name as user name.
    UserNameOfService,
    /// The service's name as user name, and a password.
    PasswordOfService,
    /// `guest` as user name and password, which RabbitMQ is installed with.
    Guest,
    /// The other device's ID as client id.
    ClientIdOfOther,
    /// Nothing, over TLS 1.2 (P-3.10).
    OldTls,
}

impl Disguise {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Plain,
        Self::UserNameOfOther,
        Self::UserNameOfService,
        Self::PasswordOfService,
        Self::Guest,
        Self::ClientIdOfOther,
        Self::OldTls,
    ];

    /// The text for bindings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::UserNameOfOther => "user-name-of-other",
            Self::UserNameOfService => "user-name-of-service",
            Self::PasswordOfService => "password-of-service",
            Self::Guest => "guest",
            Self::ClientIdOfOther => "client-id-of-other",
            Self::OldTls => "old-tls",
        }
    }

    pub(super) const fn described(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::UserNameOfOther => " with another's ID as user name",
            Self::UserNameOfService => " with the service's name as user name",
            Self::PasswordOfService => " with the service's name as user name and a password",
            Self::Guest => " as guest with the password guest",
            Self::ClientIdOfOther => " with another's client id",
            Self::OldTls => " over TLS 1.2",
        }
    }
}

/// A client as the broker sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guise {
    /// Its certificate.
    pub credential: Credential,
    /// What it says of itself.
    pub disguise: Disguise,
    /// In which version of MQTT.
    pub version: MqttVersion,
}

impl Guise {
    /// The user name in CONNECT.
    pub(super) fn user_name<'w>(&self, world: &'w World) -> Option<&'w str> {
        match self.disguise {
            Disguise::UserNameOfOther => world.name(Credential::Other),
            Disguise::UserNameOfService | Disguise::PasswordOfService => {
                world.name(Credential::Service)
            }
            Disguise::Guest => Some("guest"),
            Disguise::Plain | Disguise::ClientIdOfOther | Disguise::OldTls => None,
        }
    }

    /// The password in CONNECT; one that nobody has chosen, but for `guest`'s.
    pub(super) fn password(&self) -> Option<&'static str> {
        match self.disguise {
            Disguise::PasswordOfService => Some(NAMELESS),
            Disguise::Guest => Some("guest"),
            _ => None,
        }
    }

    /// The client id in CONNECT: the name in the certificate (P-3.9), or the other's.
    pub(super) fn client_id<'w>(&self, world: &'w World) -> &'w str {
        let named = match self.disguise {
            Disguise::ClientIdOfOther => Credential::Other,
            _ => self.credential,
        };
        world.name(named).unwrap_or(NAMELESS)
    }
}
