//! `spread.json`: how a fleet is spread over time (P-6.12).

use iot4emissions_proto::identity::DeviceSecret;
use iot4emissions_proto::schedule::{Schedule, spread_offset};
use iot4emissions_proto::time::UnixSeconds;

use super::calendar::utc;
use super::siphash::{self, COUNTED, DRAWN};
use super::{Case, Vectors, Wrong};

pub(super) fn file() -> Vectors {
    let offsets = OFFSETS.iter().map(offset);
    let times = TIMES.iter().map(time);
    Vectors {
        name: "spread",
        description: "A device's offset from an occurrence (`offset`): SipHash-2-4, keyed with its \
            secret of 16 bytes, of the seven characters \"spread \", the occurrence and the divisor \
            in eight bytes each, big-endian, modulo the divisor, which is the smaller of the window \
            and the time to the next occurrence; 0 where that is 0; and its first spread time \
            strictly after a time (`after`). UNIX seconds.",
        cases: offsets.chain(times).collect(),
    }
}

const OTHER: &str = "ffffffffffffffffffffffffffffffff";
const LAST: &str = "00000000000000000000000000000001";
const DAY: u64 = 86_400;

/// Secret, window, occurrence, next occurrence, and what the hash is divided by.
#[rustfmt::skip] // One row a line.
const OFFSETS: &[(&str, u64, &str, Option<&str>, u64)] = &[
    (COUNTED, DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), DAY),
    (OTHER, DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), DAY),
    (DRAWN, DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), DAY),
    (LAST, DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), DAY),
    (COUNTED, DAY, "2021-07-01 00:00:00", Some("2021-07-02 00:00:00"), DAY),
    (COUNTED, DAY, "2021-07-01 00:00:00", Some("2021-07-01 12:00:00"), DAY / 2),
    (COUNTED, DAY, "2021-07-01 00:00:00", Some("2021-07-01 00:00:10"), 10),
    (COUNTED, DAY, "2021-07-01 00:00:00", Some("2021-07-01 00:00:01"), 1),
    (COUNTED, DAY, "2099-12-31 00:00:00", None, DAY),
    (COUNTED, 3600, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 3600),
    (COUNTED, 7 * DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 7 * DAY),
    (COUNTED, 365 * DAY, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 92 * DAY),
    (COUNTED, 1, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 1),
    (COUNTED, 0, "2021-07-01 00:00:00", Some("2021-10-01 00:00:00"), 0),
    (COUNTED, 0, "2099-12-31 00:00:00", None, 0),
    (COUNTED, DAY, "2021-07-01 00:00:00", Some("2021-07-01 00:00:00"), 0),
];

fn offset(
    (secret, window, occurrence, next, divisor): &(&str, u64, &str, Option<&str>, u64),
) -> Result<Case, Wrong> {
    let until = next.unwrap_or("the end");
    let name = format!("{secret} within {window} s of {occurrence}, before {until}");
    let case = Case::new(name, &["P-6.12"]);
    let key: DeviceSecret = secret.parse().map_err(|error| case.wrong(error))?;
    let occurrence = UnixSeconds(utc(occurrence));
    let next = next.map(|next| UnixSeconds(utc(next)));
    case.with("function", &"offset")?
        .with("secret", secret)?
        .with("windowSeconds", window)?
        .with("occurrence", &occurrence)?
        .with("next", &next)?
        .agreed(
            "offset",
            &siphash::spread(secret, occurrence.0, *divisor),
            &spread_offset(&key, *window, occurrence, next),
        )
}

/// Expression, secret, window, time; the occurrence that the spread time belongs to and
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
    (QUARTERLY, COUNTED, DAY, "2021-06-01 00:00:00", Some(("2021-07-01 00:00:00", DAY))),
    (QUARTERLY, OTHER, DAY, "2021-06-01 00:00:00", Some(("2021-07-01 00:00:00", DAY))),
    // Its spread time is still ahead.
    (
        QUARTERLY,
        COUNTED,
        DAY,
        "2021-07-01 00:00:00",
        Some(("2021-07-01 00:00:00", DAY)),
    ),
    // It is past, wherever in the day it was.
    (
        QUARTERLY,
        COUNTED,
        DAY,
        "2021-07-02 00:00:00",
        Some(("2021-10-01 00:00:00", DAY)),
    ),
    (QUARTERLY, OTHER, DAY, "2021-07-02 00:00:00", Some(("2021-10-01 00:00:00", DAY))),
    (QUARTERLY, COUNTED, 0, "2021-06-30 23:59:59", Some(("2021-07-01 00:00:00", 0))),
    (QUARTERLY, COUNTED, 0, "2021-07-01 00:00:00", Some(("2021-10-01 00:00:00", 0))),
    (QUARTERLY, COUNTED, 365 * DAY, "2021-10-01 00:00:00", Some(("2021-10-01 00:00:00", 92 * DAY))),
    ("0 0 0 ? * * *", COUNTED, DAY, "2021-06-01 00:00:00", Some(("2021-06-01 00:00:00", DAY))),
    ("0 0 0 ? * * *", OTHER, 3600, "2021-06-01 03:00:00", Some(("2021-06-02 00:00:00", 3600))),
    ("0 0 * * * ?", COUNTED, DAY, "2021-06-01 03:59:59", Some(("2021-06-01 04:00:00", 3600))),
    ("* * * * * ?", COUNTED, DAY, "2021-06-01 03:00:00", Some(("2021-06-01 03:00:01", 1))),
    ("0 0 0 1 1 ? 2030", COUNTED, DAY, "2029-12-31 00:00:00", Some(("2030-01-01 00:00:00", DAY))),
    ("0 0 0 1 1 ? 2030", COUNTED, DAY, "2030-01-02 00:00:00", None),
    ("0 0 0 1 1 ? 2000", COUNTED, DAY, "2021-06-01 00:00:00", None),
];

fn time((text, secret, window, after, by_hand): &Time) -> Result<Case, Wrong> {
    let case = Case::new(
        format!("{text:?} of {secret} within {window} s, after {after}"),
        &["P-6.12", "P-6.11"],
    );
    let schedule: Schedule = text.parse().map_err(|error| case.wrong(error))?;
    let after = UnixSeconds(utc(after));
    let key: DeviceSecret = secret.parse().map_err(|error| case.wrong(error))?;
    let by_hand = by_hand.map(|(occurrence, divisor)| {
        let occurrence = utc(occurrence);
        occurrence + siphash::spread(secret, occurrence, divisor)
    });
    let found = schedule
        .spread_after(&key, *window, after)
        .map(|time| time.0);
    case.with("function", &"after")?
        .with("schedule", text)?
        .with("secret", secret)?
        .with("windowSeconds", window)?
        .with("after", &after)?
        .agreed("spread", &by_hand, &found)
}
