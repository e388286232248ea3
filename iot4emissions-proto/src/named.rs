//! Enumerations whose values have texts: the same for logs, serde and every binding.

/// Gives an enumeration `ALL`, its values in their order, and `as_str`, the text that serde
/// writes for one.
macro_rules! named {
    ($($type:ty: $($variant:ident => $name:literal),+;)+) => {$(
        impl $type {
            /// All values.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The value's text, as serde, logs and bindings write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }
    )+};
}

named! {
    crate::access::Right:
        Publish => "publish",
        PublishRetained => "publishRetained",
        Subscribe => "subscribe";
    crate::access::Scope:
        OwnId => "ownId",
        AnyDevice => "anyDevice";
    crate::delivery::BrokerRole:
        Registration => "registration",
        Data => "data";
    crate::delivery::Party:
        Device => "device",
        RegistrationService => "registrationService",
        DataService => "dataService";
    crate::device::ConfigurationRefusal:
        OlderVersion => "olderVersion",
        SameVersion => "sameVersion",
        VersionTooFar => "versionTooFar",
        ForeignEndpoint => "foreignEndpoint",
        TooFrequent => "tooFrequent";
    crate::device::DailyCap:
        Connections => "connections",
        PersistedBytes => "persistedBytes";
    crate::device::EndpointOrigin:
        Factory => "factory",
        Configuration => "configuration",
        Fallback => "fallback";
    crate::device::SetAsideReason:
        LaterThanClock => "laterThanClock",
        Refused => "refused";
    crate::envelope::TimeUnit:
        Seconds => "seconds",
        Milliseconds => "milliseconds";
    crate::message::ConfiguredState:
        Initialized => "initialized",
        Operational => "operational",
        Standby => "standby";
    crate::message::Profile:
        Strict => "strict",
        Tolerant => "tolerant";
    crate::services::clearance::SuspensionReason:
        NotCleared => "notCleared",
        Pause => "pause";
    crate::services::data::StorageDecision:
        New => "new",
        Duplicate => "duplicate",
        Conflict => "conflict";
}

#[cfg(test)]
mod tests {
    use crate::access::{Right, Scope};
    use crate::delivery::{BrokerRole, Party};
    use crate::device::{ConfigurationRefusal, DailyCap, EndpointOrigin, SetAsideReason};
    use crate::message::ConfiguredState;
    use crate::services::clearance::SuspensionReason;

    #[test]
    fn texts_are_those_of_serde() {
        macro_rules! agree {
            ($($type:ty),+) => {$(
                for value in <$type>::ALL {
                    let text = serde_json::to_value(value).unwrap();
                    assert_eq!(text, value.as_str());
                    let read: $type = serde_json::from_value(text).unwrap();
                    assert_eq!(read, value);
                }
            )+};
        }
        agree!(
            Right,
            Scope,
            BrokerRole,
            Party,
            ConfigurationRefusal,
            DailyCap,
            EndpointOrigin,
            SetAsideReason,
            ConfiguredState,
            SuspensionReason
        );
    }
}
