//! The simulation's time: milliseconds since 1970, as they really are, whatever a device's
//! clock says.

/// The true time, or a length of time, in milliseconds.
pub(crate) type Millis = u64;

pub(crate) const SECOND: Millis = 1000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const HOUR: Millis = 60 * MINUTE;
pub(crate) const DAY: Millis = 24 * HOUR;
pub(crate) const YEAR: Millis = 365 * DAY + DAY / 4;

/// When the fleet is built: 2026-01-01T00:00:00Z.
pub(crate) const START: Millis = 1_767_225_600_000;
/// When its fifteen years are over.
pub(crate) const END: Millis = START + 15 * YEAR;
/// From when on nothing more goes wrong: what is behind by then has this long to catch up.
pub(crate) const CALM: Millis = END - 420 * DAY;

/// 2000-01-01T00:00:00Z, which receivers report that know no better.
pub(crate) const YEAR_2000: Millis = 946_684_800_000;
/// 2045-01-01T00:00:00Z, which receivers report whose weeks are counted wrongly.
pub(crate) const YEAR_2045: Millis = 2_366_841_600_000;

/// Which day of the simulation a time lies in, to say it to a person.
pub(crate) const fn day_of(time: Millis) -> u64 {
    time.saturating_sub(START) / DAY
}
