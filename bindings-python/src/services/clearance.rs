//! Whether a device may send, and why not (P-5.50, P-7.4 to P-7.6).

use iot4emissions_proto::services::clearance as core;

use crate::convert::enumeration::Member;
use crate::value_class::value_class;
use crate::variants::variants;

value_class! { "iot4emissions.services";
    /// The device may send: it is on the allow-list (P-7.4). Also the call that says so
    /// (P-5.51).
    ///
    /// >>> Cleared()
    /// Cleared()
    Cleared {}

    /// The device may not send: it is on the deny-list (P-5.50, P-7.4). Also the call that
    /// says so (P-5.51).
    ///
    /// >>> Suspended("pause")
    /// Suspended(SuspensionReason.PAUSE)
    Suspended {
        /// Why.
        reason: Member<core::SuspensionReason>,
    }
}

variants! {
    /// Whether a device may send.
    #[derive(Clone, PartialEq, Eq, Hash)]
    Clearance(core::Clearance) "iot4emissions.services" "Clearance", "a clearance such as Cleared()":
    Cleared: Cleared {}
    Suspended: Suspended { reason: 0 }
}
