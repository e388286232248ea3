//! What was seen when a question was asked.

use super::Action;

/// What was seen. As text `connected`, `accepted`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// The broker took the connection.
    Connected,
    /// The broker said yes: SUBACK, or PUBACK of MQTT 5, where no witness could see more.
    Accepted,
    /// The message arrived.
    Delivered,
    /// The message was kept for who subscribes later.
    Kept,
    /// The other one's connection ended.
    Ended,
    /// The broker said no: CONNACK, SUBACK, PUBACK or DISCONNECT.
    Refused,
    /// The broker closed the connection.
    Closed,
    /// The message did not arrive, and a later one did or the broker had answered since.
    Undelivered,
    /// TLS failed: the broker does not take the certificate, or none.
    TlsRefused,
    /// The broker does not speak this version of MQTT.
    VersionRefused,
    /// The other one's connection went on.
    Undisturbed,
    /// No connection to the broker at all.
    Unreachable,
    /// No answer in time.
    Silent,
    /// Nobody was connected who could have seen it.
    NoWitness,
    /// The probe's time was over.
    NoTime,
    /// Somebody stopped the probe.
    Stopped,
    /// There was no such certificate.
    NotGiven,
}

impl Seen {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Connected,
        Self::Accepted,
        Self::Delivered,
        Self::Kept,
        Self::Ended,
        Self::Refused,
        Self::Closed,
        Self::Undelivered,
        Self::TlsRefused,
        Self::VersionRefused,
        Self::Undisturbed,
        Self::Unreachable,
        Self::Silent,
        Self::NoWitness,
        Self::NoTime,
        Self::Stopped,
        Self::NotGiven,
    ];

    /// The text for bindings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Kept => "kept",
            Self::Ended => "ended",
            Self::Refused => "refused",
            Self::Closed => "closed",
            Self::Undelivered => "undelivered",
            Self::TlsRefused => "tls-refused",
            Self::VersionRefused => "version-refused",
            Self::Undisturbed => "undisturbed",
            Self::Unreachable => "unreachable",
            Self::Silent => "silent",
            Self::NoWitness => "no-witness",
            Self::NoTime => "no-time",
            Self::Stopped => "stopped",
            Self::NotGiven => "not-given",
        }
    }

    /// What it means, for people.
    #[must_use]
    pub const fn described(self) -> &'static str {
        match self {
            Self::Connected => "the connection was taken",
            Self::Accepted => "the broker said yes",
            Self::Delivered => "the message arrived",
            Self::Kept => "the message was kept",
            Self::Ended => "its connection ended",
            Self::Refused => "the broker said no",
            Self::Closed => "the broker closed the connection",
            Self::Undelivered => "the message did not arrive",
            Self::TlsRefused => "TLS failed",
            Self::VersionRefused => "the broker does not speak this version of MQTT",
            Self::Undisturbed => "its connection went on",
            Self::Unreachable => "the broker could not be reached",
            Self::Silent => "the broker did not answer in time",
            Self::NoWitness => "nobody was connected who could have seen it",
            Self::NoTime => "the time was over",
            Self::Stopped => "it was stopped",
            Self::NotGiven => "no such certificate was given",
        }
    }
}

/// The answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// What was seen.
    pub seen: Seen,
    /// The code that came with it: of CONNACK, SUBACK, PUBACK or DISCONNECT.
    pub code: Option<u8>,
}

impl Answer {
    /// An answer without a code.
    #[must_use]
    pub const fn of(seen: Seen) -> Self {
        Self { seen, code: None }
    }

    /// Whether the broker granted it; `None` if that was not found out.
    ///
    /// A message with RETAIN that arrives and is not kept is one without: the broker took the
    /// flag away.
    #[must_use]
    pub const fn granted(self, action: &Action) -> Option<bool> {
        match self.seen {
            Seen::Delivered => Some(!action.retains()),
            Seen::Connected | Seen::Accepted | Seen::Kept | Seen::Ended => Some(true),
            Seen::Refused
            | Seen::Closed
            | Seen::Undelivered
            | Seen::TlsRefused
            | Seen::VersionRefused
            | Seen::Undisturbed => Some(false),
            Seen::Unreachable
            | Seen::Silent
            | Seen::NoWitness
            | Seen::NoTime
            | Seen::Stopped
            | Seen::NotGiven => None,
        }
    }
}
