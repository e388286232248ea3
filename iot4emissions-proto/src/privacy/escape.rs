//! Characters as JSON, URLs, HTML and programming languages write them where they may not
//! stand as they are.

/// How many characters a name in HTML has at most.
const NAME: usize = 31;

/// What a character is that is no letter and no digit of ASCII.
const OTHER: u8 = b' ';

/// What stands for a character that nobody sees, and that stands between others as if it
/// were not there.
pub(super) const NOTHING: u8 = 0;

/// The character that `bytes`, of which there are some, begin with, and how many bytes it
/// takes: an escape is taken whole. A space stands for any that is not in ASCII.
pub(super) fn character(bytes: &[u8]) -> (u8, usize) {
    match bytes {
        [b'\\', ..] => backslash(bytes),
        [b'&', rest @ ..] => match ampersand(rest) {
            Some((character, length)) => (character, 1 + length),
            None => (OTHER, 1),
        },
        _ => match unseen(bytes) {
            Some(length) => (NOTHING, length),
            None => (bytes[0], 1),
        },
    }
}

/// How many bytes a character that nobody sees takes: soft hyphen, combining marks (U+0300 to
/// U+036F), zero-width ones (U+200B to U+200F, U+2060 to U+2064), byte order mark.
fn unseen(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0xc2, 0xad, ..] | [0xcc, 0x80..=0xbf, ..] | [0xcd, 0x80..=0xaf, ..] => Some(2),
        [0xe2, 0x80, 0x8b..=0x8f, ..] | [0xe2, 0x81, 0xa0..=0xa4, ..] | [0xef, 0xbb, 0xbf, ..] => {
            Some(3)
        }
        _ => None,
    }
}

/// The text with every escape as the character that it stands for.
pub(super) fn unescaped(text: &str, read: impl Fn(&[u8]) -> (u8, usize)) -> String {
    let mut characters = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let (character, length) = read(&text.as_bytes()[at..]);
        characters.push(match character.is_ascii() {
            true => char::from(character),
            false => char::from(OTHER),
        });
        at += length;
    }
    characters
}

/// The same where `%4a` is an escape too.
pub(super) fn character_of_url(bytes: &[u8]) -> (u8, usize) {
    let escape = bytes.strip_prefix(b"%").and_then(percent);
    escape.map_or_else(
        || character(bytes),
        |(character, length)| (character, 1 + length),
    )
}

/// `\u004a`, `\u{4a}`, `\U0000004a`, `\x4a`, `\"`, `\n`: behind any number of backslashes, as
/// a text that was escaped twice has them.
fn backslash(bytes: &[u8]) -> (u8, usize) {
    let slashes = bytes.iter().take_while(|byte| **byte == b'\\').count();
    let rest = &bytes[slashes..];
    let (character, length) = match rest {
        [b'u', b'{', rest @ ..] => match number(rest, 16, b'}') {
            Some((character, length)) => (character, 2 + length),
            None => (OTHER, 0),
        },
        [b'u', rest @ ..] => fixed(rest, 4).map_or((OTHER, 0), |character| (character, 5)),
        [b'U', rest @ ..] => fixed(rest, 8).map_or((OTHER, 0), |character| (character, 9)),
        [b'x', rest @ ..] => fixed(rest, 2).map_or((OTHER, 0), |character| (character, 3)),
        // The letter of `\\n` is read with what follows it: it hides nothing there.
        _ => (OTHER, 0),
    };
    (character, slashes + length)
}

/// `%4a`, `%254a`, `%u004a`.
fn percent(rest: &[u8]) -> Option<(u8, usize)> {
    if let [b'u', rest @ ..] = rest {
        return Some((fixed(rest, 4)?, 5));
    }
    let again = rest
        .chunks_exact(2)
        .take_while(|pair| *pair == b"25")
        .count();
    match fixed(&rest[2 * again..], 2) {
        Some(character) => Some((character, 2 * again + 2)),
        None => Some((fixed(rest, 2)?, 2)),
    }
}

/// `&#74;`, `&#x4a;`, `&quot;`.
fn ampersand(rest: &[u8]) -> Option<(u8, usize)> {
    match rest {
        [b'#', b'x' | b'X', rest @ ..] => {
            number(rest, 16, b';').map(|(character, length)| (character, 2 + length))
        }
        [b'#', rest @ ..] => {
            number(rest, 10, b';').map(|(character, length)| (character, 1 + length))
        }
        _ => {
            let name = rest.iter().take(NAME + 1);
            let length = name.take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let ends = length > 0 && rest.get(length) == Some(&b';');
            ends.then_some((OTHER, length + 1))
        }
    }
}

/// The character whose code `digits` hexadecimal digits are.
fn fixed(bytes: &[u8], digits: usize) -> Option<u8> {
    code(bytes.get(..digits)?, 16)
}

/// The character whose code stands before `end`, and the length with it.
fn number(bytes: &[u8], radix: u32, end: u8) -> Option<(u8, usize)> {
    let length = bytes.iter().take(9).position(|byte| *byte == end)?;
    Some((code(&bytes[..length], radix)?, length + 1))
}

fn code(digits: &[u8], radix: u32) -> Option<u8> {
    if digits.is_empty() {
        return None;
    }
    let digit = |code: u32, digit: &u8| Some(code * radix + char::from(*digit).to_digit(radix)?);
    let code = digits.iter().try_fold(0, digit)?;
    Some(
        u8::try_from(code)
            .ok()
            .filter(u8::is_ascii)
            .unwrap_or(OTHER),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_one_character_and_taken_whole() {
        for (text, expected) in [
            (r"\u004ax", (b'J', 6)),
            (r"\\u004ax", (b'J', 7)),
            (r"\u{4a}x", (b'J', 6)),
            (r"\U0000004ax", (b'J', 10)),
            (r"\x4ax", (b'J', 4)),
            (r"\xff", (b' ', 4)),
            (r"\u000b", (0x0b, 6)),
            ("%4ax", (b'J', 3)),
            ("%254ax", (b'J', 5)),
            ("%25254ax", (b'J', 7)),
            ("%25x", (b'%', 3)),
            ("%u004ax", (b'J', 6)),
            ("&#74;x", (b'J', 5)),
            ("&#x4A;x", (b'J', 6)),
            ("&quot;x", (b' ', 6)),
            // None.
            ("x", (b'x', 1)),
            ("%", (b'%', 1)),
            ("%4", (b'%', 1)),
            ("&", (b' ', 1)),
            ("&#;", (b' ', 1)),
            ("&x y;", (b' ', 1)),
            (r"\", (b' ', 1)),
            (r"\u00", (b' ', 1)),
            (r"\n", (b' ', 1)),
            ("\u{e9}", (0xc3, 1)),
        ] {
            assert_eq!(character_of_url(text.as_bytes()), expected, "{text}");
        }
    }
}
