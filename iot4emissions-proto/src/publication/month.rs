//! Calendar months, as a publication has them in place of seconds (P-10.3).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike};

use crate::time::UnixSeconds;

/// A calendar month in UTC, 1970-01 to 9999-12, written `2025-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: u16,
    month: u8,
}

/// No month. It does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a month such as 2025-03, found another text")]
pub struct MonthError;

impl MonthError {
    /// The stable code, `month`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "month"
    }
}

impl Month {
    /// The month that a time lies in; none after the year 9999.
    #[must_use]
    pub fn of(time: UnixSeconds) -> Option<Self> {
        let date = DateTime::from_timestamp(i64::try_from(time.0).ok()?, 0)?;
        let year = u16::try_from(date.year())
            .ok()
            .filter(|year| *year <= 9999)?;
        let month = u8::try_from(date.month()).ok()?;
        Some(Self { year, month })
    }

    /// The month after this one; none after 9999-12.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match (self.year, self.month) {
            (9999.., 12) => None,
            (year, 12) => Some(Self {
                year: year + 1,
                month: 1,
            }),
            (year, month) => Some(Self {
                year,
                month: month + 1,
            }),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let digits = |text: &str, length: usize| {
            let all = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
            all.then(|| text.parse::<u16>().ok()).flatten()
        };
        let (year, month) = text.split_once('-').ok_or(MonthError)?;
        let year = digits(year, 4)
            .filter(|year| *year >= 1970)
            .ok_or(MonthError)?;
        let month = digits(month, 2).filter(|month| (1..=12).contains(month));
        let month = month
            .and_then(|month| u8::try_from(month).ok())
            .ok_or(MonthError)?;
        Ok(Self { year, month })
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(time: u64) -> String {
        Month::of(UnixSeconds(time)).map_or("none".to_owned(), |month| month.to_string())
    }

    #[test]
    fn p_10_3_months_end_with_their_last_second() {
        assert_eq!(of(0), "1970-01");
        assert_eq!(of(1_738_367_999), "2025-01");
        assert_eq!(of(1_738_368_000), "2025-02");
        assert_eq!(of(1_709_251_199), "2024-02");
        assert_eq!(of(9_999_999_999), "2286-11");
        assert_eq!(of(253_402_300_799), "9999-12");
        assert_eq!(of(253_402_300_800), "none");
        assert_eq!(of(u64::MAX), "none");
    }

    #[test]
    fn text_is_read_and_written_the_same() {
        for text in ["1970-01", "2025-12", "9999-12"] {
            assert_eq!(text.parse::<Month>().unwrap().to_string(), text);
        }
        for text in [
            "", "2025", "2025-00", "2025-13", "1969-12", "2025-1", "+025-01", "2025-+1", "10000-01",
        ] {
            assert_eq!(text.parse::<Month>(), Err(MonthError), "{text}");
        }
        let next = |text: &str| {
            text.parse::<Month>()
                .unwrap()
                .next()
                .map(|next| next.to_string())
        };
        assert_eq!(next("2025-11").as_deref(), Some("2025-12"));
        assert_eq!(next("2025-12").as_deref(), Some("2026-01"));
        assert_eq!(next("9999-12"), None);
    }
}
