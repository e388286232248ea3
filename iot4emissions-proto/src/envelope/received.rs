//! When a message was received, as an envelope says it.

use chrono::DateTime;

use super::TimeUnit;
use crate::decimal::Decimal;

/// A time as an envelope says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Received {
    /// It says none.
    #[default]
    Unsaid,
    /// Milliseconds since 1970-01-01T00:00:00Z; what is less is cut off.
    At(i64),
    /// What stands there is no time.
    Unread,
}

/// The last time that is read, 9999-12-31T23:59:59.999Z.
const LAST: u64 = 253_402_300_799_999;

impl Received {
    /// The time that `text` is: of a JSON string if `is_string`, or else of a JSON number.
    pub(super) fn read(text: &str, is_string: bool, unit: TimeUnit) -> Self {
        let time = match is_string {
            true => date_time(text).or_else(|| number(text, unit)),
            false => number(text, unit),
        };
        time.map_or(Self::Unread, Self::At)
    }
}

impl Received {
    /// The time that a whole number is.
    #[inline]
    pub(super) fn whole(number: u64, unit: TimeUnit) -> Self {
        let time = match unit {
            TimeUnit::Seconds => number.checked_mul(1000),
            TimeUnit::Milliseconds => Some(number),
        };
        match time.filter(|time| *time <= LAST) {
            Some(time) => Self::At(time as i64),
            None => Self::Unread,
        }
    }
}

fn number(text: &str, unit: TimeUnit) -> Option<i64> {
    // More decimals than a time has say nothing, and a number that long is none.
    let decimals = match unit {
        TimeUnit::Seconds => 3,
        TimeUnit::Milliseconds => 0,
    };
    let time = Decimal::parse(text)?.floored(decimals)?;
    i64::try_from(time).ok().filter(|_| time <= LAST)
}

fn date_time(text: &str) -> Option<i64> {
    // `mosquitto_sub` writes the zone without a colon.
    let time = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .ok()?
        .timestamp_millis();
    (0..=LAST as i64).contains(&time).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_sinks_write_them() {
        use TimeUnit::{Milliseconds, Seconds};
        for (text, is_string, unit, time) in [
            ("1622538007", false, Seconds, Some(1_622_538_007_000)),
            ("1692605819.581571", false, Seconds, Some(1_692_605_819_581)),
            (
                "1622538007123",
                false,
                Milliseconds,
                Some(1_622_538_007_123),
            ),
            ("1622538007123", true, Milliseconds, Some(1_622_538_007_123)),
            (
                "2021-06-01T09:00:07Z",
                true,
                Seconds,
                Some(1_622_538_007_000),
            ),
            (
                "2021-06-01T11:00:07.123456+0200",
                true,
                Seconds,
                Some(1_622_538_007_123),
            ),
            (
                "2021-06-01T11:00:07.5+02:00",
                true,
                Seconds,
                Some(1_622_538_007_500),
            ),
            ("2021-06-01T09:00:07", true, Seconds, None),
            ("-1", false, Seconds, None),
            ("1e9", false, Seconds, None),
            ("253402300800", false, Seconds, None),
            ("", true, Seconds, None),
        ] {
            let expected = time.map_or(Received::Unread, Received::At);
            assert_eq!(Received::read(text, is_string, unit), expected, "{text}");
            if let Ok(number) = text.parse() {
                assert_eq!(Received::whole(number, unit), expected, "{text}");
            }
        }
    }
}
