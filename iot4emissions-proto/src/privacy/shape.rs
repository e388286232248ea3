//! What has the shape of a VIN where none belongs: in attributes and device IDs (P-1.5).

use super::{escape, is_vin_byte};

/// The number of characters of a VIN (ISO 3779).
const LENGTH: usize = 17;

/// How many digits a VIN ends with (ISO 3779).
const SERIAL: usize = 4;

/// How many letters there are at least in what is put together out of several words. Two
/// letters and an act's number, such as `AP 715/2007*2018/1832`, are none.
const LETTERS: usize = 3;

/// Whether somewhere in the text stands what has the shape of a VIN, in either letter
/// case, whatever stands before and behind it (P-1.5):
///
/// - a word of 17 characters of the VIN alphabet, or in a longer word 17 of them that end
///   with four digits; letters and digits both;
/// - words that together have exactly 17 of them, end with four digits and have at least
///   three letters, whatever but letters and digits stands in between.
///
/// Words are runs of ASCII letters and digits. Digits alone are none, nor are UUIDs, nor
/// 32 hexadecimal digits or more. An escape of JSON, HTML, a URL and the like stands for its
/// character, and for what it is written with.
pub(crate) fn has_vin_shape(text: &str) -> bool {
    let escapes = |text: &str| text.contains(['\\', '&', '%']);
    has_shape(text)
        || escapes(text)
            && (has_shape(&escape::unescaped(text, escape::character))
                || has_shape(&escape::unescaped(text, escape::character_of_url)))
}

fn has_shape(text: &str) -> bool {
    let words: Vec<&[u8]> = text
        .as_bytes()
        .split(|byte| !byte.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().any(|word| is_one(word)) {
        return true;
    }
    let mut rest = &words[..];
    while let [_, after @ ..] = rest {
        match is_uuid(rest) {
            true => rest = &rest[UUID.len()..],
            false if are_one(rest) => return true,
            false => rest = after,
        }
    }
    false
}

/// Whether the letters and digits of `text` have those of `vin` in a row, in either letter
/// case, whatever stands between them.
pub(crate) fn contains_spread(text: &str, vin: &str) -> bool {
    let together: Vec<u8> = text
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .map(|byte| byte.to_ascii_uppercase())
        .collect();
    together
        .windows(vin.len())
        .any(|window| window == vin.as_bytes())
}

/// One word.
fn is_one(word: &[u8]) -> bool {
    let hexadecimal = word.len() >= 32 && word.iter().all(u8::is_ascii_hexdigit);
    let mixed = |window: &[u8]| {
        letters(window) > 0 && letters(window) < LENGTH && window.iter().all(is_vin_character)
    };
    !hexadecimal
        && word
            .windows(LENGTH)
            .any(|window| mixed(window) && (word.len() == LENGTH || ends_with_serial(window)))
}

/// The first words of these, together, up to a UUID.
fn are_one(words: &[&[u8]]) -> bool {
    let mut together = Vec::with_capacity(LENGTH);
    let mut place = 0;
    while place < words.len() && together.len() < LENGTH && !is_uuid(&words[place..]) {
        together.extend_from_slice(words[place]);
        place += 1;
    }
    together.len() == LENGTH
        && together.iter().all(is_vin_character)
        && ends_with_serial(&together)
        && letters(&together) >= LETTERS
}

/// The lengths of a UUID's parts (RFC 9562 §4).
const UUID: [usize; 5] = [8, 4, 4, 4, 12];

/// Whether these words begin with a UUID's.
fn is_uuid(words: &[&[u8]]) -> bool {
    let hexadecimal = |word: &[u8]| word.iter().all(u8::is_ascii_hexdigit);
    words.len() >= UUID.len()
        && words
            .iter()
            .zip(UUID)
            .all(|(word, length)| word.len() == length && hexadecimal(word))
}

fn letters(characters: &[u8]) -> usize {
    characters
        .iter()
        .filter(|c| c.is_ascii_alphabetic())
        .count()
}

fn ends_with_serial(characters: &[u8]) -> bool {
    let serial = characters.iter().rev().take(SERIAL);
    serial.clone().count() == SERIAL && serial.clone().all(u8::is_ascii_digit)
}

fn is_vin_character(byte: &u8) -> bool {
    is_vin_byte(byte.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn p_1_5_the_shape_of_a_vin_whatever_stands_in_between() {
        for text in [
            "WVWZZZ1JZXW000001",
            "wvwzzz1jzxw000001",
            "VIN: WVWZZZ1JZXW000001.",
            "vinWVWZZZ1JZXW000001x",
            "WVW-ZZZ1JZXW-000001",
            "WVW ZZZ 1J Z X W 000001",
            "W.V.W.Z.Z.Z.1.J.Z.X.W.0.0.0.0.0.1",
            "WVWZZZ1JZXW\u{200b}000001",
            "WVWZZZ1JZX\u{e9}W000001",
            "no wvw_zzz1jzxw_000001 here",
            // Another ending than ISO 3779's is one in a word of its own.
            "WVWZZZ1JZXW00000A",
            // Escapes.
            r"\u0057VWZZZ1JZXW000001",
            r"W\x56WZZZ1JZXW-000001",
            "%57VWZZZ1JZXW%2D000001",
            "&#87;VWZZZ1JZXW000001",
            // Fiat's begin with three letters.
            "ZFA 312 000 00 123456",
        ] {
            assert!(has_vin_shape(text), "{text:?}");
        }
    }

    #[test]
    fn p_1_5_what_is_no_vin_stays() {
        for text in [
            "",
            "-",
            "WVWZZZ1JZXW00001",
            "WVWZZZ1JZXW0000O1",
            "WVWZZZ1JZXW00000I",
            // Digits.
            "12345678901234567",
            "8949-0200-0012-3456-7890",
            "890123456789012345678",
            // UUIDs, and what stands around them.
            "f371cb00-68ea-4d5d-9bea-d24cbff2ed28",
            "F371CB00-68EA-4D5D-9BEA-D24CBFF21234",
            "truck-f371cb00-6812-4d5d-9bea-d24cbff2ed28",
            "f371cb00-68ea-4d5d-1234-d24cbff21234-12345",
            "f371cb0068ea4d5d9bead24cbff21234",
            "f371cb0068ea4d5d9bead24cbff21234f371cb0068ea4d5d9bead24cbff21234",
            // Acts, standards, numbers of approvals.
            "715/2007*2018/1832AP",
            "Euro 6 AP (715/2007*2018/1832AP)",
            "EURO 6 AP 715/2007*2018/1832",
            "e13*2007/46*1410*01",
            "FIAT GROUP AUTOMOBILES",
            // Two letters and the identity of a modem.
            "me-490154203237518",
            "2.0 TDI 110 kW 7-speed DSG",
        ] {
            assert!(!has_vin_shape(text), "{text:?}");
        }
    }

    #[test]
    fn p_1_5_a_known_vin_is_found_in_every_form() {
        let vin = "JFXHF05K1L410493A";
        for text in [
            vin,
            "jfxhf05k1l410493a",
            "VINJFXHF05K1-L410493Ax",
            "IP-J FXHF05K1L410493A",
        ] {
            assert!(contains_spread(text, vin), "{text:?}");
        }
        assert!(!contains_spread("JFXHF05K1L410493", vin));
        assert!(!contains_spread("", vin));
    }

    proptest! {
        #[test]
        fn p_1_5_a_vin_is_found_behind_and_before_anything_that_is_no_letter(
            vin in "[A-HJ-NPR-Z]{3}[A-HJ-NPR-Z0-9]{10}[0-9]{4}",
            separators in proptest::collection::vec("[ ._/*é-]{0,2}", 18),
            lower in any::<bool>(),
        ) {
            let vin = if lower { vin.to_lowercase() } else { vin };
            let mut text = separators[0].clone();
            for (character, separator) in vin.chars().zip(&separators[1..]) {
                text.push(character);
                text.push_str(separator);
            }
            prop_assert!(has_vin_shape(&text), "{:?}", separators);
            prop_assert!(contains_spread(&text, &vin.to_uppercase()));
        }

        #[test]
        fn p_2_1_no_uuid_has_the_shape(digits in "[0-9a-f]{32}", upper in any::<bool>()) {
            let mut uuid = digits.clone();
            for place in [20, 16, 12, 8] {
                uuid.insert(place, '-');
            }
            for text in [digits, uuid] {
                let text = if upper { text.to_uppercase() } else { text };
                prop_assert!(!has_vin_shape(&text), "{}", text);
            }
        }
    }
}
