//! `backoff.json`: delays (P-6.14).

use std::time::Duration;

use iot4emissions_proto::backoff::{Backoff, BackoffError};

use super::calendar::fnv1a_64;
use super::{Case, Vectors, Wrong, code};

pub(super) fn file() -> Vectors {
    let delays = DELAYS.iter().map(delay);
    let refusals = REFUSED.iter().map(refusal);
    Vectors {
        name: "backoff",
        description: "The delay before an attempt, counted from 0, is repeated (`delay`): \
            FNV-1a-64 of the device ID's bytes and the attempt in four bytes, big-endian, modulo \
            the ceiling + 1; and which bases and caps there are (`settings`). Milliseconds.",
        cases: delays.chain(refusals).collect(),
    }
}

const UUID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";
const HOUR: u64 = 3_600_000;
const YEAR: u64 = 365 * 24 * HOUR;

/// Device, base, cap, attempt, ceiling.
#[rustfmt::skip] // One row a line.
const DELAYS: &[(&str, u64, u64, u32, u64)] = &[
    (UUID, 1000, HOUR, 0, 1000),
    (UUID, 1000, HOUR, 1, 2000),
    (UUID, 1000, HOUR, 2, 4000),
    (UUID, 1000, HOUR, 3, 8000),
    (UUID, 1000, HOUR, 5, 32_000),
    (UUID, 1000, HOUR, 10, 1_024_000),
    (UUID, 1000, HOUR, 11, 2_048_000),
    (UUID, 1000, HOUR, 12, HOUR),
    (UUID, 1000, HOUR, 13, HOUR),
    (UUID, 1000, HOUR, 31, HOUR),
    (UUID, 1000, HOUR, 63, HOUR),
    (UUID, 1000, HOUR, 64, HOUR),
    (UUID, 1000, HOUR, 255, HOUR),
    (UUID, 1000, HOUR, 256, HOUR),
    (UUID, 1000, HOUR, 65_536, HOUR),
    (UUID, 1000, HOUR, u32::MAX, HOUR),
    ("a", 1000, HOUR, 0, 1000),
    ("b", 1000, HOUR, 0, 1000),
    ("a", 1000, HOUR, 7, 128_000),
    ("f371cb00-68ea-4d5d-9bea-d24cbff2ed28", 1000, HOUR, 0, 1000),
    ("f371cb00-68ea-4d5d-9bea-d24cbff2ed28", 1000, HOUR, 12, HOUR),
    ("9a7d21e7-8652-4442-b1a0-0c6f1f3f2b5a", 1000, HOUR, 4, 16_000),
    ("9a7d21e7-8652-4442-b1a0-0c6f1f3f2b5a", 30_000, 600_000, 4, 480_000),
    ("9a7d21e7-8652-4442-b1a0-0c6f1f3f2b5a", 30_000, 600_000, 5, 600_000),
    (UUID, 1, 1, 0, 1),
    (UUID, 1, 1, 9, 1),
    (UUID, 1, 2, 1, 2),
    (UUID, 5000, 5000, 0, 5000),
    (UUID, 5000, 5000, 20, 5000),
    (UUID, YEAR, YEAR, 0, YEAR),
    (UUID, 3, YEAR, 33, 25_769_803_776),
    (UUID, 4, YEAR, 33, YEAR),
];

fn delay(
    (device, base, cap, attempt, ceiling): &(&str, u64, u64, u32, u64),
) -> Result<Case, Wrong> {
    let case = Case::new(
        format!("{device}, attempt {attempt}, from {base} to {cap} ms"),
        &["P-6.14"],
    );
    let millis = Duration::from_millis;
    let backoff = Backoff::new(millis(*base), millis(*cap)).map_err(|error| case.wrong(error))?;
    let bytes = [device.as_bytes(), &attempt.to_be_bytes()].concat();
    let by_hand = u128::from(fnv1a_64(&bytes) % (ceiling + 1));
    case.with("function", &"delay")?
        .with("device", device)?
        .with("baseMillis", base)?
        .with("capMillis", cap)?
        .with("attempt", attempt)?
        .with("ceilingMillis", ceiling)?
        .agreed(
            "delayMillis",
            &by_hand,
            &backoff.delay(device, *attempt).as_millis(),
        )
}

/// Base, cap, code of the refusal.
#[rustfmt::skip] // One row a line.
const REFUSED: &[(u64, u64, Option<&str>)] = &[
    (1000, HOUR, None),
    (1, 1, None),
    (YEAR, YEAR, None),
    (0, HOUR, Some("base")),
    (YEAR + 1, YEAR + 1, Some("base")),
    (1000, 999, Some("cap")),
    (1000, 0, Some("cap")),
    (1000, YEAR + 1, Some("cap")),
];

fn refusal((base, cap, by_hand): &(u64, u64, Option<&str>)) -> Result<Case, Wrong> {
    let millis = Duration::from_millis;
    let found = Backoff::new(millis(*base), millis(*cap));
    let found = found.err().map(|error: BackoffError| code(&error));
    Case::new(format!("a back-off from {base} to {cap} ms"), &["P-6.14"])
        .with("function", &"settings")?
        .with("baseMillis", base)?
        .with("capMillis", cap)?
        .agreed("refused", &by_hand.map(str::to_owned), &found)
}
