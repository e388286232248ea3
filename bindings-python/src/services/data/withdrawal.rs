//! How far a device's last withdrawal has come (P-7.7).

use iot4emissions_proto::services::data as core;

use crate::convert::time::Seconds;
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.services.data";
    /// The device's withdrawal has not ended: an introduction says nothing of consent (P-7.5,
    /// P-7.7).
    ///
    /// >>> Lasts()
    /// Lasts()
    Lasts {}

    /// The device's withdrawal has ended: it was cleared again, or paused with its vehicle's
    /// consent (P-7.7).
    ///
    /// >>> EndedAt(now).time.year
    /// 2021
    EndedAt {
        /// When, an aware `datetime` in whole seconds.
        time: Seconds,
    }
}

variants! {
    /// How far a device's last withdrawal has come.
    #[derive(Clone, PartialEq, Eq, Hash)]
    Withdrawal(core::Withdrawal) "iot4emissions.services.data" "Withdrawal", "a withdrawal such as Lasts()":
    Lasts: Lasts {}
    EndedAt: EndedAt { time: 0 }
}
