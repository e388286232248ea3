//! `backoff.json`: delays (P-6.14).

use std::time::Duration;

use iot4emissions_proto::backoff::{Backoff, BackoffError};
use iot4emissions_proto::identity::DeviceSecret;

use super::siphash::{self, COUNTED, DRAWN};
use super::{Case, Vectors, Wrong, code};

pub(super) fn file() -> Vectors {
    let delays = DELAYS.iter().map(delay);
    let refusals = REFUSED.iter().map(refusal);
    Vectors {
        name: "backoff",
        description: "The delay before an attempt, counted from 0, is repeated (`delay`): \
            SipHash-2-4, keyed with the device's secret of 16 bytes, of the seven letters \
            \"backoff\", the attempt and the episode in four bytes each, big-endian, modulo the \
            ceiling + 1; and which bases and caps there are (`settings`). Milliseconds.",
        cases: delays.chain(refusals).collect(),
    }
}

const OTHER: &str = "ffffffffffffffffffffffffffffffff";
const HOUR: u64 = 3_600_000;
const YEAR: u64 = 365 * 24 * HOUR;

/// Secret, base, cap, attempt, episode, ceiling.
#[rustfmt::skip] // One row a line.
const DELAYS: &[(&str, u64, u64, u32, u32, u64)] = &[
    (COUNTED, 1000, HOUR, 0, 0, 1000),
    (COUNTED, 1000, HOUR, 1, 0, 2000),
    (COUNTED, 1000, HOUR, 2, 1, 4000),
    (COUNTED, 1000, HOUR, 3, 2, 8000),
    (COUNTED, 1000, HOUR, 5, 3, 32_000),
    (COUNTED, 1000, HOUR, 10, 7, 1_024_000),
    (COUNTED, 1000, HOUR, 11, 7, 2_048_000),
    (COUNTED, 1000, HOUR, 12, 8, HOUR),
    (COUNTED, 1000, HOUR, 13, 9, HOUR),
    (COUNTED, 1000, HOUR, 31, 100, HOUR),
    (COUNTED, 1000, HOUR, 63, 4_000_000_000, HOUR),
    (COUNTED, 1000, HOUR, 64, u32::MAX, HOUR),
    (COUNTED, 1000, HOUR, 255, 1, HOUR),
    (COUNTED, 1000, HOUR, 256, 1, HOUR),
    (COUNTED, 1000, HOUR, 65_536, 1, HOUR),
    (COUNTED, 1000, HOUR, u32::MAX, 1, HOUR),
    (DRAWN, 1000, HOUR, 0, 0, 1000),
    (OTHER, 1000, HOUR, 0, 0, 1000),
    (DRAWN, 1000, HOUR, 7, 1, 128_000),
    (OTHER, 1000, HOUR, 0, 2, 1000),
    (OTHER, 1000, HOUR, 12, 3, HOUR),
    (DRAWN, 1000, HOUR, 4, 7, 16_000),
    (DRAWN, 30_000, 600_000, 4, 7, 480_000),
    (DRAWN, 30_000, 600_000, 5, 8, 600_000),
    (COUNTED, 1, 1, 0, 9, 1),
    (COUNTED, 1, 1, 9, 100, 1),
    (COUNTED, 1, 2, 1, 4_000_000_000, 2),
    (COUNTED, 5000, 5000, 0, u32::MAX, 5000),
    (COUNTED, 5000, 5000, 20, 1, 5000),
    (COUNTED, YEAR, YEAR, 0, 1, YEAR),
    (COUNTED, 3, YEAR, 33, 1, 25_769_803_776),
    (COUNTED, 4, YEAR, 33, 1, YEAR),
    (COUNTED, 1000, HOUR, 0, 1, 1000),
    (COUNTED, 1000, HOUR, 0, u32::MAX, 1000),
];

fn delay(
    (secret, base, cap, attempt, episode, ceiling): &(&str, u64, u64, u32, u32, u64),
) -> Result<Case, Wrong> {
    let case = Case::new(
        format!("{secret}, attempt {attempt} of {episode}, from {base} to {cap} ms"),
        &["P-6.14"],
    );
    let millis = Duration::from_millis;
    let backoff = Backoff::new(millis(*base), millis(*cap)).map_err(|error| case.wrong(error))?;
    let key: DeviceSecret = secret.parse().map_err(|error| case.wrong(error))?;
    let by_hand = u128::from(siphash::backoff(secret, *attempt, *episode, *ceiling));
    case.with("function", &"delay")?
        .with("secret", secret)?
        .with("baseMillis", base)?
        .with("capMillis", cap)?
        .with("attempt", attempt)?
        .with("episode", episode)?
        .with("ceilingMillis", ceiling)?
        .agreed(
            "delayMillis",
            &by_hand,
            &backoff.delay(&key, *attempt, *episode).as_millis(),
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
