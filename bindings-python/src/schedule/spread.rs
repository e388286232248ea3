//! The spread over a fleet (P-6.12).

use std::time::Duration;

use iot4emissions_proto::schedule as core;
use pyo3::prelude::*;

use crate::convert::time::Seconds;
use crate::convert::whole_seconds::WholeSeconds;
use crate::identity::DeviceSecret;

/// A device's delay after an occurrence (P-6.12): a `timedelta` of whole seconds, shorter
/// than `window` and than the time from `occurrence` to `next`. Each occurrence has its own,
/// and nobody without the device's secret can tell one from that of another device.
///
/// `next` is the occurrence that follows, `None` where none does. Times are aware
/// `datetime`s in whole seconds, `window` a `timedelta` of whole seconds.
///
/// >>> from datetime import timedelta
/// >>> july = datetime(2021, 7, 1, tzinfo=timezone.utc)
/// >>> spread_offset(DeviceSecret(bytes(range(16))), timedelta(days=1), july)
/// datetime.timedelta(seconds=53715)
#[pyfunction]
#[pyo3(signature = (secret, window, occurrence, next = None))]
pub(crate) fn spread_offset(
    secret: &DeviceSecret,
    window: WholeSeconds,
    occurrence: Seconds,
    next: Option<Seconds>,
) -> Duration {
    let next = next.map(|next| next.0);
    Duration::from_secs(core::spread_offset(&secret.0, window.0, occurrence.0, next))
}
