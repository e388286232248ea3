//! What a device tells other control units, and keeps in its log (T-9, T-10).

use iot4emissions_proto::device as core;

use super::value_class::value_class;
use crate::convert::time::Seconds;

mod kind;

use kind::Kind;

value_class! {
    /// Something that happened, and when (T-9, T-10, JRC127600 Table 1).
    ///
    /// >>> event = Event(now, events.ConfigurationApplied(version=2))
    /// >>> match event.kind:
    /// ...     case events.ConfigurationApplied(version=version):
    /// ...         print(version)
    /// 2
    Event {
        /// The driver's time when it happened, an aware `datetime` in whole seconds.
        time: Seconds,
        /// What happened: one of the classes of `iot4emissions.device.events`.
        kind: Kind,
    }
}

impl From<core::Event> for Event {
    fn from(core::Event { time, kind }: core::Event) -> Self {
        Self {
            time: Seconds(time),
            kind: Kind(kind),
        }
    }
}

impl From<&Event> for core::Event {
    fn from(Event { time, kind }: &Event) -> Self {
        Self {
            time: time.0,
            kind: kind.0,
        }
    }
}
