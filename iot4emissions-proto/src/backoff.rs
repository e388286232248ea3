//! How long the device waits before it tries again (P-6.14): exponential
//! back-off with full jitter, reproducible from the device's secret and from nothing else.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::identity::{DeviceSecret, Purpose};

/// Exponential back-off with full jitter (P-6.14, JRC127600 §4.1.3 footnote 3).
///
/// `Default` is a base of 1 s and a cap of 1 h. As JSON:
/// `{"baseMillis":1000,"capMillis":3600000}`.
///
/// ```
/// use std::time::Duration;
/// use iot4emissions_proto::backoff::Backoff;
/// use iot4emissions_proto::identity::DeviceSecret;
///
/// let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(3600))?;
/// assert_eq!(backoff, Backoff::default());
/// # let drawn = [7; 16];
/// let secret = DeviceSecret::new(drawn)?;
/// assert!(backoff.delay(&secret, 3, 1) <= Duration::from_secs(8));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Settings", into = "Settings")]
pub struct Backoff {
    base_millis: u64,
    cap_millis: u64,
}

/// The settings as they are written down, not yet checked.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    #[serde(rename = "baseMillis")]
    base_millis: u64,
    #[serde(rename = "capMillis")]
    cap_millis: u64,
}

/// Why two durations are not a [`Backoff`] (P-6.14).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BackoffError {
    /// The base is not in the range from 1 ms to [`Backoff::LONGEST`], or is not whole
    /// milliseconds.
    #[error("expected whole milliseconds from 1 ms to {longest:?} as base, found {found:?}", longest = Backoff::LONGEST)]
    Base {
        /// The base that was given.
        found: Duration,
    },
    /// The cap is not in the range from the base to [`Backoff::LONGEST`], or is not whole
    /// milliseconds.
    #[error("expected whole milliseconds from the base, {base:?}, to {longest:?} as cap, found {found:?}", longest = Backoff::LONGEST)]
    Cap {
        /// The base that was given.
        base: Duration,
        /// The cap that was given.
        found: Duration,
    },
}

impl BackoffError {
    /// The stable code, such as `base`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Base { .. } => "base",
            Self::Cap { .. } => "cap",
        }
    }
}

impl Backoff {
    /// The longest cap, 365 days: who would wait longer does not back off but
    /// gives up.
    pub const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

    /// A back-off that starts at `base` and never exceeds `cap`; both are whole
    /// milliseconds, and 1 ms ≤ `base` ≤ `cap` ≤ [`Self::LONGEST`] (P-6.14).
    ///
    /// # Errors
    /// [`BackoffError`] names the duration that is out of range.
    pub fn new(base: Duration, cap: Duration) -> Result<Self, BackoffError> {
        let shortest = Duration::from_millis(1);
        Ok(Self {
            base_millis: whole_millis(base, shortest).ok_or(BackoffError::Base { found: base })?,
            cap_millis: whole_millis(cap, base).ok_or(BackoffError::Cap { base, found: cap })?,
        })
    }

    /// The longest delay of attempt 0.
    #[must_use]
    pub const fn base(&self) -> Duration {
        Duration::from_millis(self.base_millis)
    }

    /// The longest delay of any attempt.
    #[must_use]
    pub const fn cap(&self) -> Duration {
        Duration::from_millis(self.cap_millis)
    }

    /// The delay before attempt number `attempt` is repeated, counted from 0; whole
    /// milliseconds (P-6.14). `episode` is what tells one row of failures from the next: a
    /// device takes the number of its last connection, so that no two rows have the same
    /// delays and nobody recognises it by them.
    ///
    /// With base and cap in milliseconds, and `attempt` and `episode` as 4 bytes each,
    /// big-endian:
    ///
    /// ```text
    /// ceiling = min(cap, base · 2^attempt)
    /// delay   = SipHash-2-4(secret, "backoff" ‖ attempt ‖ episode) mod (ceiling + 1)
    /// ```
    #[must_use]
    pub fn delay(&self, secret: &DeviceSecret, attempt: u32, episode: u32) -> Duration {
        // Beyond 2^63 every base is above every cap.
        let ceiling = 1_u64
            .checked_shl(attempt)
            .and_then(|factor| self.base_millis.checked_mul(factor))
            .map_or(self.cap_millis, |ceiling| ceiling.min(self.cap_millis));
        let number = u64::from(attempt) << 32 | u64::from(episode);
        let hash = secret.keyed(Purpose::Backoff, [number]);
        Duration::from_millis(hash % (ceiling + 1))
    }
}

fn whole_millis(duration: Duration, shortest: Duration) -> Option<u64> {
    let in_range = (shortest..=Backoff::LONGEST).contains(&duration);
    let millis = u64::try_from(duration.as_millis()).ok()?;
    (in_range && Duration::from_millis(millis) == duration).then_some(millis)
}

impl Default for Backoff {
    /// Base 1 s, cap 1 h (P-6.14).
    fn default() -> Self {
        Self {
            base_millis: 1_000,
            cap_millis: 3_600_000,
        }
    }
}

impl TryFrom<Settings> for Backoff {
    type Error = BackoffError;

    fn try_from(settings: Settings) -> Result<Self, Self::Error> {
        Self::new(
            Duration::from_millis(settings.base_millis),
            Duration::from_millis(settings.cap_millis),
        )
    }
}

impl From<Backoff> for Settings {
    fn from(backoff: Backoff) -> Self {
        Self {
            base_millis: backoff.base_millis,
            cap_millis: backoff.cap_millis,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HARD_VALUES: [(u8, u32, u32, u64); 14] = [
        (0, 0, 0, 846),
        (0, 0, 1, 885),
        (0, 0, u32::MAX, 714),
        (0, 1, 0, 1_998),
        (0, 2, 1, 2_045),
        (0, 11, 1, 1_245_691),
        (0, 12, 0, 1_707_433),
        (0, 63, 0, 1_843_131),
        (0, 64, 1, 1_568_380),
        (0, u32::MAX, u32::MAX, 425_586),
        (1, 0, 0, 299),
        (1, 2, 0, 428),
        (1, 12, u32::MAX, 119_831),
        (1, u32::MAX, 0, 1_603_805),
    ];

    /// 0, 1, 2 … 15, and sixteen times 7.
    fn secrets() -> [DeviceSecret; 2] {
        let counted: Vec<u8> = (0..16).collect();
        let counted = DeviceSecret::try_from(&counted[..]).unwrap();
        [counted, DeviceSecret::new([7; 16]).unwrap()]
    }

    fn secret(number: u32) -> DeviceSecret {
        DeviceSecret::new(u128::from(number + 1).to_be_bytes()).unwrap()
    }

    fn millis(base: u64, cap: u64) -> Result<Backoff, BackoffError> {
        Backoff::new(Duration::from_millis(base), Duration::from_millis(cap))
    }

    /// Computed apart from this library, in Python.
    #[test]
    fn hard_values() {
        let backoff = Backoff::default();
        for (key, attempt, episode, expected) in HARD_VALUES {
            let delay = backoff.delay(&secrets()[usize::from(key)], attempt, episode);
            assert_eq!(delay.as_millis(), expected.into(), "{key} {attempt}");
        }
    }

    #[test]
    fn the_ceiling_doubles_up_to_the_cap() {
        let backoff = millis(1_000, 10_000).unwrap();
        for (attempt, ceiling) in [
            (0, 1_000),
            (1, 2_000),
            (3, 8_000),
            (4, 10_000),
            (99, 10_000),
        ] {
            let longest = (0..20_000_u32)
                .map(|n| backoff.delay(&secret(n), attempt, 9).as_millis())
                .max();
            // Of 20,000 uniform delays the longest comes this close.
            let longest = longest.unwrap();
            assert!(
                longest <= ceiling && longest > ceiling * 99 / 100,
                "{attempt} {longest}"
            );
        }
    }

    /// A base of 1 ms: the ceiling itself is reached, 0 too.
    #[test]
    fn both_ends_are_reached() {
        let backoff = millis(1, 1).unwrap();
        let secret = secret(0);
        let delays = (0..100).map(|attempt| backoff.delay(&secret, attempt, 0).as_millis());
        let ones = delays.filter(|delay| *delay == 1).count();
        assert!((30..70).contains(&ones), "{ones}");
    }

    /// 16 classes; with 15 degrees of freedom chi-square exceeds 56 about once
    /// in a million uniform samples.
    #[test]
    fn delays_are_uniform_over_devices_attempts_and_episodes() {
        let backoff = Backoff::default();
        let over_devices = |n: u32| backoff.delay(&secret(n), 20, 0);
        let over_attempts = |n: u32| backoff.delay(&secret(0), 20 + n, 0);
        let over_episodes = |n: u32| backoff.delay(&secret(0), 20, n);
        for delay in [
            &over_devices as &dyn Fn(u32) -> Duration,
            &over_attempts,
            &over_episodes,
        ] {
            let mut classes = [0_u32; 16];
            for n in 0..10_000 {
                classes[(delay(n).as_millis() * 16 / 3_600_001) as usize] += 1;
            }
            let expected = 10_000.0 / 16.0;
            let chi_square: f64 = classes
                .iter()
                .map(|&count| (f64::from(count) - expected).powi(2) / expected)
                .sum();
            assert!(chi_square < 56.0, "{chi_square} {classes:?}");
        }
    }

    #[test]
    fn durations_out_of_range() {
        let error = |base, cap| Backoff::new(base, cap).unwrap_err().to_string();
        let (second, hour) = (Duration::from_secs(1), Duration::from_secs(3600));
        assert_eq!(
            error(Duration::ZERO, hour),
            "expected whole milliseconds from 1 ms to 31536000s as base, found 0ns"
        );
        assert_eq!(
            error(Duration::from_micros(1_500), hour),
            "expected whole milliseconds from 1 ms to 31536000s as base, found 1.5ms"
        );
        assert_eq!(
            error(second, Duration::from_millis(999)),
            "expected whole milliseconds from the base, 1s, to 31536000s as cap, found 999ms"
        );
        assert_eq!(
            error(second, Duration::new(3600, 1)),
            "expected whole milliseconds from the base, 1s, to 31536000s as cap, found 3600.000000001s"
        );
        assert_eq!(
            error(second, Backoff::LONGEST + Duration::from_millis(1)),
            "expected whole milliseconds from the base, 1s, to 31536000s as cap, found 31536000.001s"
        );
        assert!(Backoff::new(Duration::MAX, Duration::MAX).is_err());
        assert!(Backoff::new(Backoff::LONGEST, Backoff::LONGEST).is_ok());
    }

    #[test]
    fn serde_reads_and_checks_the_settings() {
        let json = "{\"baseMillis\":1000,\"capMillis\":3600000}";
        let read: Backoff = serde_json::from_str(json).unwrap();
        assert_eq!(read, Backoff::default());
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
        let error = |json| {
            serde_json::from_str::<Backoff>(json)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            error("{\"baseMillis\":0,\"capMillis\":1}"),
            "expected whole milliseconds from 1 ms to 31536000s as base, found 0ns"
        );
        assert_eq!(
            error("{\"baseMillis\":2,\"capMillis\":1}"),
            "expected whole milliseconds from the base, 2ms, to 31536000s as cap, found 1ms"
        );
        assert!(
            error("{\"baseMillis\":1,\"capMillis\":1,\"jitter\":0}").starts_with("unknown field")
        );
    }

    proptest! {
        #[test]
        fn within_bounds_at_any_attempt(
            key in 0..1000_u32,
            attempt in prop_oneof![0..70_u32, any::<u32>()],
            episode: u32,
            base in 1..=Backoff::LONGEST.as_millis() as u64,
            extra in 0..=Backoff::LONGEST.as_millis() as u64,
        ) {
            let cap = (base + extra).min(Backoff::LONGEST.as_millis() as u64);
            let backoff = millis(base, cap).unwrap();
            let ceiling = u128::from(base)
                .checked_mul(1 << attempt.min(80))
                .map_or(cap.into(), |c| c.min(cap.into()));
            let secret = secret(key);
            let delay = backoff.delay(&secret, attempt, episode);
            prop_assert!(delay.as_millis() <= ceiling);
            prop_assert_eq!(delay, backoff.delay(&secret, attempt, episode));
        }
    }
}
