//! What a device tells other control units, and keeps in its log (T-9, T-10).

use iot4emissions_proto::device::{self as core, EventKind};

use crate::convert::time::Seconds;
use crate::mirror::{Mirror, mirror};
use crate::value_class::value_class;

mod kind;

use kind::Kind;

value_class! { "iot4emissions.device";
    /// Something that happened, and when (T-9, T-10, JRC127600 Table 1).
    ///
    /// >>> event = Event(now.wall, events.ConfigurationApplied(version=2))
    /// >>> match event.kind:
    /// ...     case events.ConfigurationApplied(version=version):
    /// ...         print(version)
    /// 2
    Event {
        /// The wall clock when it happened, right or wrong: an aware `datetime` in whole
        /// seconds.
        time: Seconds,
        /// What happened: one of the classes of `iot4emissions.device.events`.
        kind: Kind,
    }

    /// Events of one kind in the log (P-6.16): one that repeats is counted, and pushes no
    /// other one out.
    ///
    /// >>> ota_device = OtaDevice()
    /// >>> ota_device.handle_input(now, ProvisioningComplete(provisioning))
    /// >>> [logged] = ota_device.status().events
    /// >>> logged.count, logged.last.year, logged.kind.to_state
    /// (1, 2026, DeviceState.PROVISIONED)
    LoggedEvent {
        /// When the first of them happened, an aware `datetime` in whole seconds.
        first: Seconds,
        /// When the last of them happened.
        last: Seconds,
        /// How many there were; it stops at 4294967295.
        count: u32,
        /// What happened; numbers in it are the last one's.
        kind: Kind,
    }
}

mirror! {
    core::Event => Event { time, kind }
    core::LoggedEvent => LoggedEvent { first, last, count, kind }
}

impl Mirror for Kind {
    type Core = EventKind;

    fn of(core: EventKind) -> Self {
        Self(core)
    }

    fn to_core(&self) -> EventKind {
        self.0
    }
}
