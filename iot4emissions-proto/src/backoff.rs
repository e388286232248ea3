//! How long the device waits before it tries again (P-6.14): exponential
//! back-off with full jitter, reproducible from the device ID.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::hash::fnv1a_64;

/// Exponential back-off with full jitter (P-6.14, JRC127600 §4.1.3 footnote 3).
///
/// `Default` is a base of 1 s and a cap of 1 h. As JSON:
/// `{"baseMillis":1000,"capMillis":3600000}`.
///
/// ```
/// use std::time::Duration;
/// use iot4emissions_proto::backoff::Backoff;
///
/// let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(3600))?;
/// assert_eq!(backoff, Backoff::default());
/// assert!(backoff.delay("0f8fad5b-d9cb-469f-a165-70867728950e", 3) <= Duration::from_secs(8));
/// # Ok::<(), iot4emissions_proto::backoff::BackoffError>(())
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
    /// milliseconds (P-6.14).
    ///
    /// With base and cap in milliseconds, and `attempt` as 4 bytes, big-endian:
    ///
    /// ```text
    /// ceiling = min(cap, base · 2^attempt)
    /// delay   = FNV-1a-64(bytes of device_id ‖ attempt) mod (ceiling + 1)
    /// ```
    #[must_use]
    pub fn delay(&self, device_id: impl AsRef<str>, attempt: u32) -> Duration {
        // Beyond 2^63 every base is above every cap.
        let ceiling = 1_u64
            .checked_shl(attempt)
            .and_then(|factor| self.base_millis.checked_mul(factor))
            .map_or(self.cap_millis, |ceiling| ceiling.min(self.cap_millis));
        let hash = fnv1a_64(&[device_id.as_ref().as_bytes(), &attempt.to_be_bytes()]);
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

    const ID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

    const HARD_VALUES: [(&str, u32, u64); 16] = [
        (ID, 0, 999),
        (ID, 1, 806),
        (ID, 2, 251),
        (ID, 11, 1_201_081),
        (ID, 12, 2_567_677),
        (ID, 63, 1_034_644),
        (ID, 64, 205),
        (ID, u32::MAX, 2_495_056),
        ("a", 0, 513),
        ("a", 1, 1_454),
        ("a", 2, 1_436),
        ("a", 11, 1_653_348),
        ("a", 12, 3_266_152),
        ("a", 63, 1_128_502),
        ("a", 64, 2_233_623),
        ("a", u32::MAX, 2_992_101),
    ];

    fn millis(base: u64, cap: u64) -> Result<Backoff, BackoffError> {
        Backoff::new(Duration::from_millis(base), Duration::from_millis(cap))
    }

    /// Computed apart from this library, in Python.
    #[test]
    fn hard_values() {
        let backoff = Backoff::default();
        for (id, attempt, expected) in HARD_VALUES {
            let delay = backoff.delay(id, attempt);
            assert_eq!(delay, Duration::from_millis(expected), "{id} {attempt}");
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
                .map(|n| backoff.delay(format!("device-{n}"), attempt).as_millis())
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
        let delays = (0..100).map(|attempt| backoff.delay(ID, attempt).as_millis());
        let ones = delays.filter(|delay| *delay == 1).count();
        assert!((30..70).contains(&ones), "{ones}");
    }

    /// 16 classes; with 15 degrees of freedom chi-square exceeds 56 about once
    /// in a million uniform samples.
    #[test]
    fn delays_are_uniform_over_devices_and_over_attempts() {
        let backoff = Backoff::default();
        let over_devices = |n: u32| backoff.delay(format!("device-{n:06}"), 20);
        let over_attempts = |n: u32| backoff.delay(ID, 20 + n);
        for delay in [&over_devices as &dyn Fn(u32) -> Duration, &over_attempts] {
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
            id in ".{0,64}",
            attempt in prop_oneof![0..70_u32, any::<u32>()],
            base in 1..=Backoff::LONGEST.as_millis() as u64,
            extra in 0..=Backoff::LONGEST.as_millis() as u64,
        ) {
            let cap = (base + extra).min(Backoff::LONGEST.as_millis() as u64);
            let backoff = millis(base, cap).unwrap();
            let ceiling = u128::from(base)
                .checked_mul(1 << attempt.min(80))
                .map_or(cap.into(), |c| c.min(cap.into()));
            let delay = backoff.delay(&id, attempt);
            prop_assert!(delay.as_millis() <= ceiling);
            prop_assert_eq!(delay, backoff.delay(&id, attempt));
            let hash = fnv1a_64(&[id.as_bytes(), &attempt.to_be_bytes()]);
            prop_assert_eq!(delay.as_millis(), u128::from(hash) % (ceiling + 1));
        }
    }
}
