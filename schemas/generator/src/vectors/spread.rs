//! `spread.json`: how a fleet is spread over time (P-6.12).

use iot4emissions_proto::schedule::{Schedule, spread_offset};
use iot4emissions_proto::time::UnixSeconds;

use super::calendar::{fnv1a_64, utc};
use super::{Case, Vectors, Wrong};

pub(super) fn file() -> Vectors {
    let offsets = OFFSETS.iter().map(offset);
    let times = TIMES.iter().map(time);
    Vectors {
        name: "spread",
        description: "A device's offset from an occurrence (`offset`): FNV-1a-64 of its ID modulo \
            the smaller of the window and the time to the next occurrence, 0 where that is 0; and \
            its first spread time strictly after a time (`after`). UNIX seconds.",
        cases: offsets.chain(times).collect(),
    }
}

const UUID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
const OTHER: &str = "f371cb00-68ea-4d5d-9bea-d24cbff2ed28";
const DAY: u64 = 86_400;

/// Device, window, occurrence, next occurrence, and what the hash is divided by.
#[rustfmt::skip] // One row a line.
const OFFSETS: &[(&str, u64, &str, Option<&str>, u64)] = &[
    (UUID, DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), DAY),
    (OTHER, DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), DAY),
    ("a", DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), DAY),
    ("b", DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), DAY),
    (UUID, DAY, "2021-07-01 00:00:00", Some("2021-07-02 00:00:00"), DAY),
    (UUID, DAY, "2021-07-01 00:00:00", Some("2021-07-01 12:00:00"), DAY / 2),
    (UUID, DAY, "2021-07-01 00:00:00", Some("2021-07-01 00:00:10"), 10),
    (UUID, DAY, "2021-07-01 00:00:00", Some("2021-07-01 00:00:01"), 1),
    (UUID, DAY, "2099-12-31 00:00:00", None, DAY),
    (UUID, 3600, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 3600),
    (UUID, 7 * DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 7 * DAY),
    (UUID, 365 * DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 92 * DAY),
    (UUID, 1, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 1),
    (UUID, 0, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 0),
    (UUID, 0, "2099-12-31 00:00:00", None, 0),
    (UUID, DAY, "2021-07-01 00:00:00", Some("2021-07-01 00:00:00"), 0),
];

fn by_formula(device: &str, divisor: u64) -> u64 {
    fnv1a_64(device.as_bytes())
        .checked_rem(divisor)
        .unwrap_or(0)
}

fn offset(
    (device, window, occurrence, next, divisor): &(&str, u64, &str, Option<&str>, u64),
) -> Result<Case, Wrong> {
    let until = next.unwrap_or("the end");
    let name = format!("{device} within {window} s of {occurrence}, before {until}");
    let occurrence = UnixSeconds(utc(occurrence));
    let next = next.map(|next| UnixSeconds(utc(next)));
    Case::new(name, &["P-6.12"])
        .with("function", &"offset")?
        .with("device", device)?
        .with("windowSeconds", window)?
        .with("occurrence", &occurrence)?
        .with("next", &next)?
        .agreed(
            "offset",
            &by_formula(device, *divisor),
            &spread_offset(device, *window, occurrence, next),
        )
}

/// Expression, device, window, time; the occurrence that the spread time belongs to and
/// what the hash is divided by.
type Time = (
    &'static str,
    &'static str,
    u64,
    &'static str,
    Option<(&'static str, u64)>,
);
const QUARTERLY: &str = "0 0 0 1 1/3 ? *";
#[rustfmt::skip] // One row a line.
const TIMES: &[Time] = &[
    (QUARTERLY, UUID, DAY, "2021-06-01 00:00:00", Some(("2021-07-01 00:00:00", DAY))),
    (QUARTERLY, OTHER, DAY, "2021-06-01 00:00:00", Some(("2021-07-01 00:00:00", DAY))),
    // Its spread time is still ahead.
    (
        QUARTERLY,
        UUID,
        DAY,
        "2021-07-01 00:00:00",
        Some(("2021-07-01 00:00:00", DAY)),
    ),
    // It is past, wherever in the day it was.
    (
        QUARTERLY,
        UUID,
        DAY,
        "2021-07-02 00:00:00",
        Some(("2021-10-01 00:00:00", DAY)),
    ),
    (QUARTERLY, OTHER, DAY, "2021-07-02 00:00:00", Some(("2021-10-01 00:00:00", DAY))),
    (QUARTERLY, UUID, 0, "2021-06-30 23:59:59", Some(("2021-07-01 00:00:00", 0))),
    (QUARTERLY, UUID, 0, "2021-07-01 00:00:00", Some(("2021-10-01 00:00:00", 0))),
    (QUARTERLY, UUID, 365 * DAY, "2021-10-01 00:00:00", Some(("2021-10-01 00:00:00", 92 * DAY))),
    ("0 0 0 ? * * *", UUID, DAY, "2021-06-01 00:00:00", Some(("2021-06-01 00:00:00", DAY))),
    ("0 0 0 ? * * *", OTHER, 3600, "2021-06-01 03:00:00", Some(("2021-06-02 00:00:00", 3600))),
    ("0 0 * * * ?", UUID, DAY, "2021-06-01 03:59:59", Some(("2021-06-01 04:00:00", 3600))),
    ("* * * * * ?", UUID, DAY, "2021-06-01 03:00:00", Some(("2021-06-01 03:00:01", 1))),
    ("0 0 0 1 1 ? 2030", UUID, DAY, "2029-12-31 00:00:00", Some(("2030-01-01 00:00:00", DAY))),
    ("0 0 0 1 1 ? 2030", UUID, DAY, "2030-01-02 00:00:00", None),
    ("0 0 0 1 1 ? 2000", UUID, DAY, "2021-06-01 00:00:00", None),
];

fn time((text, device, window, after, by_hand): &Time) -> Result<Case, Wrong> {
    let case = Case::new(
        format!("{text:?} of {device} within {window} s, after {after}"),
        &["P-6.12", "P-6.11"],
    );
    let schedule: Schedule = text.parse().map_err(|error| case.wrong(error))?;
    let after = UnixSeconds(utc(after));
    let by_hand =
        by_hand.map(|(occurrence, divisor)| utc(occurrence) + by_formula(device, divisor));
    let found = schedule
        .spread_after(device, *window, after)
        .map(|time| time.0);
    case.with("function", &"after")?
        .with("schedule", text)?
        .with("device", device)?
        .with("windowSeconds", window)?
        .with("after", &after)?
        .agreed("spread", &by_hand, &found)
}
