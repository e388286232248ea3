//! Keeping vehicle identification numbers out of texts that people and logs
//! see: VINs are personal data (JRC127600 §1.2, (EU) 2021/392).

mod shape;

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

pub(crate) use shape::{contains_spread, has_vin_shape};

/// What stands in a text where a VIN stood.
pub const HIDDEN_VIN: &str = "<VIN hidden>";

/// `text` with everything that has the shape of a VIN replaced by
/// [`HIDDEN_VIN`]: each run of letters and digits that is 17 characters of the
/// VIN alphabet in either letter case, or that contains 17 of them in a row in
/// capitals (P-5.11). JSON's escapes count as the characters that they stand for.
///
/// For traces and logs: what has the shape but is no VIN goes too. Numbers stay, of
/// however many digits, and so does a lower-case UUID without hyphens.
#[must_use]
pub fn hide_vins(text: &str) -> Cow<'_, str> {
    hide_ranges(text, vin_ranges(text))
}

/// Where [`hide_vins`] finds something in `text`, in order.
pub(crate) fn vin_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let mut run = Vec::new();
    iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            run.clear();
            while let Some((character, length)) = alphanumeric(&text.as_bytes()[at..]) {
                run.push(character);
                at += length;
            }
            if holds_vin(&run) {
                return Some(start..at);
            }
            if run.is_empty() {
                // The letter of an escape such as `\n` is no part of what follows it.
                let rest = &text.as_bytes()[at..];
                at += match rest {
                    [b'\\', b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
                    _ => 1,
                };
            }
        }
        None
    })
}

/// `text` with [`HIDDEN_VIN`] in place of each of `ranges`, which stand in the order of
/// their starts; those that overlap are one. All have been found before anything is
/// written: what is written is never searched.
pub(crate) fn hide_ranges(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Cow<'_, str> {
    let mut output = String::new();
    let mut copied = 0;
    for Range { start, end } in ranges {
        if start >= copied {
            output.push_str(&text[copied..start]);
            output.push_str(HIDDEN_VIN);
        }
        copied = copied.max(end);
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    output.push_str(&text[copied..]);
    Cow::Owned(output)
}

/// The letter or digit that `bytes` begin with, as itself or as JSON's `\u004a`, and
/// how many bytes it takes.
fn alphanumeric(bytes: &[u8]) -> Option<(u8, usize)> {
    let hexadecimal = |digit: u8| char::from(digit).to_digit(16);
    let (character, length) = match *bytes {
        [b'\\', b'u', b'0', b'0', high, low, ..] => {
            let code = hexadecimal(high)? * 16 + hexadecimal(low)?;
            (u8::try_from(code).ok()?, 6)
        }
        [character, ..] => (character, 1),
        [] => return None,
    };
    character
        .is_ascii_alphanumeric()
        .then_some((character, length))
}

fn holds_vin(run: &[u8]) -> bool {
    let any_case = |byte: &u8| is_vin_byte(byte.to_ascii_uppercase());
    let has_letter = |part: &[u8]| part.iter().any(u8::is_ascii_alphabetic);
    if is_number(run) {
        return false;
    }
    (run.len() == 17 && run.iter().all(any_case))
        || run
            .windows(17)
            .any(|window| window.iter().all(|byte| is_vin_byte(*byte)) && has_letter(window))
}

/// Whether the run is digits, or digits and an exponent without a sign of at most three:
/// numbers are shown, however long they are. A VIN ends with four digits (ISO 3779), so that
/// none is taken for a number for its letter E.
fn is_number(run: &[u8]) -> bool {
    let digits = run.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match &run[digits..] {
        [] => true,
        [b'e' | b'E', exponent @ ..] => {
            digits > 0 && exponent.len() <= 3 && exponent.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Whether `byte` is in the VIN alphabet: digits and capitals but I, O and Q
/// (P-5.11, ISO 3779).
pub(crate) const fn is_vin_byte(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'H' | b'J'..=b'N' | b'P' | b'R'..=b'Z')
}

/// How much of a foreign text an error shows, in characters.
const SHOWN: usize = 40;

/// `text` as an error may show it: without VINs, cut after [`SHOWN`] characters.
pub(crate) fn shown(text: &str) -> String {
    let hidden = hide_vins(text);
    match hidden.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &hidden[..end]),
        None => hidden.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vins_are_hidden_wherever_they_stand() {
        for (text, hidden) in [
            ("JFXHF05K1L4104934", HIDDEN_VIN),
            ("jfxhf05k1l4104934", HIDDEN_VIN),
            (
                r#"{"vin":"JFXHF05K1L4104934"}"#,
                r#"{"vin":"<VIN hidden>"}"#,
            ),
            ("äJFXHF05K1L4104934ß", "ä<VIN hidden>ß"),
            ("VINJFXHF05K1L4104934", HIDDEN_VIN),
            (r"\njfxhf05k1l4104934", r"\n<VIN hidden>"),
            (r"\u004aFXHF05K1L410493\u0034", HIDDEN_VIN),
            (
                r#"{"vin":"\u004AFXHF05K1L4104934"}"#,
                r#"{"vin":"<VIN hidden>"}"#,
            ),
        ] {
            assert_eq!(hide_vins(text), hidden);
        }
    }

    #[test]
    fn what_is_no_vin_stays() {
        for text in [
            "",
            "JFXHF05K1L410493",
            "IFXHF05K1L4104934",
            "9a7d21e7-8652-4442-b1a0-1234567890ab",
            "9a7d21e786524442b1a01234567890ab",
            "IP-03_MX_0169-1C4-1",
            r"\",
            r"\u00",
            r"\u00zz\u004a",
            r"\u002bFXHF05K1L410493",
            "0.30000000000000004",
            "1622538000000000000",
            "-12345678901234567",
            "1.2345678901234567E17",
            "12345678901234567e308",
        ] {
            assert!(matches!(hide_vins(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shown(&"é".repeat(40)), "é".repeat(40));
        assert_eq!(shown(&"é".repeat(41)), format!("{}…", "é".repeat(40)));
    }
}
