//! Dates as people write them, so that a hand-written verdict can be read.

/// The UNIX time in seconds of a UTC date and time in the form `2021-06-01 09:00:00`;
/// 0 for another text. By the Gregorian calendar, and not by the library's.
pub(super) fn utc(text: &str) -> u64 {
    let numbers: Vec<u64> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|part| part.parse().ok())
        .collect();
    let &[year, month, day, hour, minute, second] = numbers.as_slice() else {
        return 0;
    };
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let length = |month| match month {
        2 => 28 + u64::from(leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let years: u64 = (1970..year).map(|year| 365 + u64::from(leap(year))).sum();
    let months: u64 = (1..month).map(length).sum();
    (((years + months + day - 1) * 24 + hour) * 60 + minute) * 60 + second
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn published_values() {
        assert_eq!(utc("1970-01-01 00:00:00"), 0);
        assert_eq!(utc("2021-06-01 09:00:00"), 1_622_538_000);
        assert_eq!(utc("2000-02-29 12:00:01"), 951_825_601);
    }
}
