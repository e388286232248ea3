//! Decimal numbers as text, read exactly (P-5.5).

/// A number in the form `-?(0|[1-9][0-9]*)(\.[0-9]+)?`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    integer: &'a str,
    fraction: &'a str,
}

impl<'a> Decimal<'a> {
    /// The number that all of `text` is, if it has the form of P-5.5: no plus
    /// sign, no white space, no exponent, no leading zeros.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (integer, fraction) = match rest.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (rest, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let well_formed = !integer.is_empty()
            && digits(integer)
            && digits(fraction)
            && (integer == "0" || !integer.starts_with('0'));
        well_formed.then_some(Self {
            negative,
            integer,
            fraction,
        })
    }

    /// How many decimals the text has.
    pub(crate) fn decimals(&self) -> usize {
        self.fraction.len()
    }

    /// Whether it has no fraction but zeros.
    pub(crate) fn is_whole(&self) -> bool {
        self.fraction.bytes().all(|digit| digit == b'0')
    }

    /// The number times 10^`decimals`, what is less cut off; `None` where that is negative or
    /// does not fit.
    pub(crate) fn floored(&self, decimals: usize) -> Option<u64> {
        let kept = decimals.min(self.fraction.len());
        let fraction = &self.fraction[..kept];
        Self { fraction, ..*self }.scaled(decimals)
    }

    /// The number times 10^`decimals`, rounded half away from zero (P-5.4);
    /// `None` where that is negative or does not fit. `-0` is 0 (P-5.5).
    pub(crate) fn scaled(&self, decimals: usize) -> Option<u64> {
        let fraction = self.fraction.as_bytes();
        let kept = fraction.iter().copied().chain(std::iter::repeat(b'0'));
        let mut value = 0u64;
        for digit in self.integer.bytes().chain(kept.take(decimals)) {
            value = value
                .checked_mul(10)?
                .checked_add(u64::from(digit - b'0'))?;
        }
        if fraction.get(decimals).is_some_and(|digit| *digit >= b'5') {
            value = value.checked_add(1)?;
        }
        (!self.negative || value == 0).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p_5_5_form() {
        for good in [
            "0",
            "-0",
            "0.0",
            "10",
            "1.05",
            "-1.5",
            "123456789012345678901234567890.1",
        ] {
            assert!(Decimal::parse(good).is_some(), "{good}");
        }
        for bad in [
            "", "-", "+1", "01", "-01", "00", "1.", ".5", "1e3", "1E3", " 1", "1 ", "1,5", "0x1",
            "--1", "1.5.1", "1.-5", "٣", "NaN",
        ] {
            assert!(Decimal::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn p_5_4_rounded_half_away_from_zero() {
        let tenths = |text| Decimal::parse(text).unwrap().scaled(1);
        assert_eq!(tenths("32"), Some(320));
        assert_eq!(tenths("32.5"), Some(325));
        assert_eq!(tenths("32.50"), Some(325));
        assert_eq!(tenths("32.54"), Some(325));
        assert_eq!(tenths("32.549999"), Some(325));
        assert_eq!(tenths("32.55"), Some(326));
        assert_eq!(tenths("0.04"), Some(0));
        assert_eq!(tenths("0.05"), Some(1));
        assert_eq!(tenths("9.99"), Some(100));
    }

    #[test]
    fn p_5_5_minus_zero_is_zero_and_less_is_nothing() {
        let tenths = |text| Decimal::parse(text).unwrap().scaled(1);
        assert_eq!(tenths("-0"), Some(0));
        assert_eq!(tenths("-0.04"), Some(0));
        assert_eq!(tenths("-0.05"), None);
        assert_eq!(tenths("-1"), None);
    }

    #[test]
    fn numbers_that_do_not_fit() {
        let whole = |text| Decimal::parse(text).unwrap().scaled(0);
        assert_eq!(whole("18446744073709551615"), Some(u64::MAX));
        assert_eq!(whole("18446744073709551616"), None);
        assert_eq!(whole("18446744073709551615.5"), None);
    }
}
