//! Keeping vehicle identification numbers out of texts that people and logs
//! see: VINs are personal data (JRC127600 §1.2, (EU) 2021/392).

mod escape;
mod shape;

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

pub(crate) use shape::{contains_spread, has_vin_shape};

/// What stands in a text where a VIN stood.
pub const HIDDEN_VIN: &str = "<VIN hidden>";

/// `text` with everything that has the shape of a VIN replaced by
/// [`HIDDEN_VIN`]: each run of letters and digits that is 17 characters of the
/// VIN alphabet (P-5.11), or that contains 17 of them in a row, letters and digits both or
/// capitals, in either letter case. An escape of JSON, HTML and the like counts as the one
/// character that it stands for, one of a URL also as what it is written with; characters
/// that nobody sees count for nothing.
///
/// For traces and logs: what has the shape but is no VIN goes too. Numbers stay, of
/// however many digits, and so do 32 hexadecimal digits or more, such as a UUID without
/// hyphens.
#[must_use]
pub fn hide_vins(text: &str) -> Cow<'_, str> {
    hide_ranges(text, vin_ranges(text))
}

/// Where [`hide_vins`] finds something in `text`, in the order of their starts.
pub(crate) fn vin_ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut ranges: Vec<_> = runs(text, escape::character, holds_vin).collect();
    // What looks like an escape may be none: the other reading is searched, too.
    let bytes = text.as_bytes();
    let first = ranges.len();
    if memchr::memchr(b'%', bytes).is_some() {
        ranges.extend(runs(text, escape::character_of_url, holds_vin));
    }
    if memchr::memchr2(b'\\', b'&', bytes).is_some() {
        ranges.extend(runs(text, |bytes| (bytes[0], 1), holds_capitals));
    }
    if ranges.len() > first {
        ranges.sort_by_key(|range| range.start);
    }
    ranges.into_iter()
}

/// The runs of letters and digits that hold a VIN, where `read` gives the character that
/// bytes begin with, and its length.
fn runs(
    text: &str,
    read: impl Fn(&[u8]) -> (u8, usize),
    holds: impl Fn(&[u8]) -> bool,
) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let mut run = Vec::new();
    iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            run.clear();
            while at < text.len() {
                let (character, length) = read(&text.as_bytes()[at..]);
                if character == escape::NOTHING && !run.is_empty() {
                    at += length;
                    continue;
                }
                if !character.is_ascii_alphanumeric() {
                    break;
                }
                run.push(character);
                at += length;
            }
            if holds(&run) {
                return Some(start..at);
            }
            if run.is_empty() {
                at += read(&text.as_bytes()[at..]).1;
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

fn holds_vin(run: &[u8]) -> bool {
    let in_a_row = |window: &[u8]| {
        let letters = window.iter().any(u8::is_ascii_alphabetic);
        let digits = window.iter().any(u8::is_ascii_digit);
        letters && digits && window.iter().all(is_in_alphabet)
    };
    run.len() >= 17
        && !is_number(run)
        && !is_hexadecimal(run)
        && ((run.len() == 17 && run.iter().all(is_in_alphabet))
            || run.windows(17).any(in_a_row)
            || holds_capitals(run))
}

/// Whether 17 characters in a row are capitals and digits.
fn holds_capitals(run: &[u8]) -> bool {
    let letters = |window: &[u8]| window.iter().any(u8::is_ascii_alphabetic);
    let capitals = |window: &[u8]| window.iter().all(|byte| is_vin_byte(*byte));
    run.len() >= 17
        && !is_number(run)
        && !is_hexadecimal(run)
        && run
            .windows(17)
            .any(|window| capitals(window) && letters(window))
}

fn is_in_alphabet(byte: &u8) -> bool {
    is_vin_byte(byte.to_ascii_uppercase())
}

/// Whether the run is an identifier of 128 bits or more, in hexadecimal digits.
fn is_hexadecimal(run: &[u8]) -> bool {
    run.len() >= 32 && run.iter().all(u8::is_ascii_hexdigit)
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

/// How much of it is looked at for a VIN with something between its characters: more than
/// is shown, so that none is cut in two.
const LOOKED_AT: usize = 4 * SHOWN;

/// `text` as an error may show it: without VINs, cut after [`SHOWN`] characters. A foreign
/// text in which one stands with something between its characters is hidden as a whole: it is
/// short, and no log of many words (P-1.5).
pub(crate) fn shown(text: &str) -> String {
    let end = text.char_indices().nth(LOOKED_AT);
    if has_vin_shape(&text[..end.map_or(text.len(), |(end, _)| end)]) {
        return HIDDEN_VIN.to_owned();
    }
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
            (r"\njfxhf05k1l4104934", r"\<VIN hidden>"),
            ("xjfxhf05k1l4104934y", HIDDEN_VIN),
            (r"\u000bjfxhf05k1l4104934", r"\u000b<VIN hidden>"),
            (
                r"\u0022jfxhf05k1l4104934\u0022",
                r"\u0022<VIN hidden>\u0022",
            ),
            ("%22jfxhf05k1l4104934%22", "%<VIN hidden>%22"),
            ("%4aFXHF05K1L410493%34", HIDDEN_VIN),
            (r"\xffjfxhf05k1l4104934", r"\xff<VIN hidden>"),
            (r"\x4afxhf05k1l4104934", HIDDEN_VIN),
            ("&quot;jfxhf05k1l4104934&quot;", "&quot;<VIN hidden>&quot;"),
            ("&#74;FXHF05K1L410493&#x34;", HIDDEN_VIN),
            // What looks like an escape and is none.
            ("100%4A3AK24F36E026691", HIDDEN_VIN),
            ("100%4a3ak24f36e026691", HIDDEN_VIN),
            (r"C:\nm0gxxttpge123456", r"C:\<VIN hidden>"),
            (r"C:\xa0JR0R00RPJRPAPJJJ", r"C:\<VIN hidden>"),
            ("a&b0;JFXHF05K1L4104934", "a&b0;<VIN hidden>"),
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
            "9A7D21E786524442B1A01234567890AB9A7D21E7",
            "DataTransferReader",
            "%22%22%22%22%22%22%22%22%22%22%22%22%22%22%22%22%22",
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
