//! How long to wait before the next attempt (P-6.14).

use std::time::Duration;

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::identity::DeviceSecret;

use crate::error::{Fault, FaultClass};

/// A back-off in its parts.
#[derive(uniffi::Record)]
pub struct BackoffParts {
    base: Duration,
    cap: Duration,
}

// What fails here is a defect of the facade: it makes a back-off by `backoff_check` alone.
uniffi::custom_type!(Backoff, BackoffParts, {
    remote,
    lower: |backoff| BackoffParts { base: backoff.base(), cap: backoff.cap() },
    try_lift: |parts| Ok(parts.try_into()?),
});

impl TryFrom<BackoffParts> for Backoff {
    type Error = Fault;

    fn try_from(parts: BackoffParts) -> Result<Self, Fault> {
        Ok(Self::new(parts.base, parts.cap)?)
    }
}

/// The back-off where none is chosen.
#[uniffi::export]
fn backoff_default() -> BackoffParts {
    let default = Backoff::default();
    BackoffParts {
        base: default.base(),
        cap: default.cap(),
    }
}

/// Whether the two are a back-off.
#[uniffi::export]
fn backoff_check(backoff: BackoffParts) -> Result<(), Fault> {
    Backoff::try_from(backoff)?;
    Ok(())
}

/// The delay before an attempt is repeated.
#[uniffi::export]
fn backoff_delay(
    backoff: BackoffParts,
    secret: DeviceSecret,
    attempt: i64,
    episode: i64,
) -> Result<Duration, Fault> {
    let attempt = counted(attempt, "attempt")?;
    let episode = counted(episode, "episode")?;
    Ok(Backoff::try_from(backoff)?.delay(&secret, attempt, episode))
}

/// The JVM has no unsigned number that a Java caller could give.
fn counted(number: i64, what: &str) -> Result<u32, Fault> {
    u32::try_from(number).map_err(|_| {
        let most = u32::MAX;
        let text = format!("expected a number from 0 to {most} as {what}, found {number}");
        Fault::plain(FaultClass::Backoff, &text, what)
    })
}
