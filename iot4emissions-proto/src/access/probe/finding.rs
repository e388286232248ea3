//! What a broker does that the rules do not say.

use std::fmt;

use super::{Action, Answer, Credential, Disguise, MqttVersion, Question};

/// What kind of thing it is. As text `no-certificate`, …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingCode {
    /// A client without a certificate connects (P-2.2).
    NoCertificate,
    /// A certificate without a common name connects, or becomes somebody (P-2.2).
    NoCommonName,
    /// The broker speaks TLS 1.2 (P-3.10).
    OldTls,
    /// The user name in CONNECT gives rights (P-3.9).
    UserName,
    /// A password gives rights (P-3.9).
    Password,
    /// The client id gives rights, or ends another one's connection (P-3.9).
    ClientId,
    /// Somebody publishes where it may not.
    Publish,
    /// Somebody keeps a message where it may not (P-4.2).
    Retained,
    /// A will gets where its client may not publish (P-3.9).
    Will,
    /// Somebody subscribes what it may not.
    Subscribe,
    /// Somebody shares a subscription that it may not (P-3.7).
    Shared,
    /// Somebody reads what the broker says of itself.
    System,
    /// Somebody receives what it may not.
    Receive,
    /// The broker refuses what the rules grant.
    Refused,
    /// The probe could not clear what the broker had kept of it.
    LeftBehind,
}

impl FindingCode {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::NoCertificate,
        Self::NoCommonName,
        Self::OldTls,
        Self::UserName,
        Self::Password,
        Self::ClientId,
        Self::Publish,
        Self::Retained,
        Self::Will,
        Self::Subscribe,
        Self::Shared,
        Self::System,
        Self::Receive,
        Self::Refused,
        Self::LeftBehind,
    ];

    /// The stable text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoCertificate => "no-certificate",
            Self::NoCommonName => "no-common-name",
            Self::OldTls => "old-tls",
            Self::UserName => "user-name",
            Self::Password => "password",
            Self::ClientId => "client-id",
            Self::Publish => "publish",
            Self::Retained => "retained",
            Self::Will => "will",
            Self::Subscribe => "subscribe",
            Self::Shared => "shared",
            Self::System => "system",
            Self::Receive => "receive",
            Self::Refused => "refused",
            Self::LeftBehind => "left-behind",
        }
    }

    /// The kind of finding that it is to be granted this.
    pub(super) fn granted(question: &Question) -> Self {
        match question.guise.credential {
            Credential::Absent => return Self::NoCertificate,
            Credential::WithoutCommonName => return Self::NoCommonName,
            Credential::Device | Credential::Other | Credential::Service => {}
        }
        match question.guise.disguise {
            Disguise::UserNameOfOther | Disguise::UserNameOfService => return Self::UserName,
            Disguise::PasswordOfService | Disguise::Guest => return Self::Password,
            Disguise::ClientIdOfOther => return Self::ClientId,
            Disguise::OldTls => return Self::OldTls,
            Disguise::Plain => {}
        }
        match &question.action {
            // Whoever has a name may connect plainly: no plan denies that.
            Action::Connect | Action::TakeOver => Self::ClientId,
            Action::Will { .. } => Self::Will,
            Action::Publish { retain: true, .. } => Self::Retained,
            Action::Publish { .. } => Self::Publish,
            Action::Subscribe { filter } if filter.starts_with("$share/") => Self::Shared,
            Action::Subscribe { filter } if filter.starts_with("$SYS/") => Self::System,
            Action::Subscribe { .. } => Self::Subscribe,
            Action::Receive { .. } => Self::Receive,
            Action::ReceiveSystem => Self::System,
        }
    }
}

/// One of them: the same in both versions of MQTT is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub code: FindingCode,
    /// Who does what, as a sentence without an end.
    pub what: String,
    /// The rule, such as `P-4.1`.
    pub clause: &'static str,
    /// What was seen; `None` of what was left behind.
    pub answer: Option<Answer>,
    /// The versions of MQTT in which it was seen; empty for what was left behind.
    pub versions: Vec<MqttVersion>,
    /// The named difference by which the broker's configuration is known to do this.
    pub known: Option<&'static str>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        let versions: Vec<&str> = self.versions.iter().map(|each| each.as_str()).collect();
        if !versions.is_empty() {
            write!(f, " in MQTT {}", versions.join(" and "))?;
        }
        let Some(answer) = self.answer else {
            return Ok(());
        };
        write!(f, " ({}", answer.seen.described())?;
        // 0 and 1 are what success looks like.
        if let Some(code @ 2..) = answer.code {
            write!(f, ", code {code:#04x}")?;
        }
        match self.code {
            FindingCode::Refused => write!(f, "; {} grants it)", self.clause),
            _ => write!(f, ", against {})", self.clause),
        }
    }
}
