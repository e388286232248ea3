//! Times before 1970 in a certificate's validity: UTCTime goes back to 1950, and some who
//! issue certificates write such a notBefore to say "from ever". The `der` crate counts from
//! 1970 and refuses them, and with them a certificate that OpenSSL takes.

use std::borrow::Cow;
use std::ops::Range;

use super::der::{VALIDITY, elements, field};

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// The certificate with every time before 1970 moved to a later year of the same calendar,
/// so that whatever else is wrong with it still is; and which of notBefore and notAfter
/// that were. All lengths stay.
pub(super) fn after_1970(der: &[u8]) -> (Cow<'_, [u8]>, [bool; 2]) {
    let mut moved = Cow::Borrowed(der);
    let mut early = [false; 2];
    let times = field(der, VALIDITY).into_iter().flat_map(elements);
    for (early, (tag, time)) in early.iter_mut().zip(times) {
        let Some(year) = later_year(tag, time) else {
            continue;
        };
        if let Some(place) = place(der, time) {
            *early = true;
            moved.to_mut()[place.start..place.start + year.len()].copy_from_slice(year.as_bytes());
        }
    }
    (moved, early)
}

/// The digits of a later year with the same calendar; `None` for a time that is not before
/// 1970, or none at all.
fn later_year(tag: u8, time: &[u8]) -> Option<String> {
    let number = |digits: &[u8]| {
        let all = digits.iter().all(u8::is_ascii_digit);
        let text = std::str::from_utf8(digits).ok().filter(|_| all)?;
        text.parse::<u16>().ok()
    };
    match (tag, time) {
        // 50 to 99 are 1950 to 1999 (RFC 5280 §4.1.2.5.1). Until 2100 the calendar is the
        // same every 28 years.
        (UTC_TIME, [a, b, _, ..]) => {
            let year = number(&[*a, *b])?;
            (50..70).contains(&year).then(|| format!("{}", year + 28))
        }
        // By RFC 5280 such times are UTCTime, but one before 1950 cannot be. The calendar is
        // the same every 400 years.
        (GENERALIZED_TIME, [a, b, c, d, _, ..]) => {
            let year = number(&[*a, *b, *c, *d])?;
            let later = (year..).step_by(400).find(|year| *year >= 1970)?;
            (later != year).then(|| format!("{later:04}"))
        }
        _ => None,
    }
}

/// Where `part` lies in `whole`, which it is a part of.
fn place(whole: &[u8], part: &[u8]) -> Option<Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    let end = start.checked_add(part.len())?;
    (end <= whole.len()).then_some(start..end)
}
