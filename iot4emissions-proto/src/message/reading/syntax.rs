//! What is wrong with a text that is no RFC 8259 JSON, in words that say what stands there.

use std::fmt;

use super::foreign;
use super::report::Report;
use crate::message::IssueCode;
use crate::privacy::shown;

/// Reports why `text`, the whole payload, is no JSON.
pub(super) fn report(text: &str, error: &serde_json::Error, report: &mut Report<'_>) {
    let place = Place::of(text, error);
    // serde_json places the error at the bracket after the comma, and words it differently
    // for objects and arrays.
    let before = text[..place.end]
        .strip_suffix(['}', ']'])
        .map(str::trim_end);
    if let Some(before) = before.and_then(|text| text.strip_suffix(',')) {
        let expected =
            "a member or element after the comma (JRC127600 Box 4 as printed is not JSON)";
        let (code, found) = (IssueCode::TrailingComma, "a trailing comma");
        report.whole(code, before.len(), expected, &found);
        return;
    }
    match foreign::text_name(text) {
        Some(name) => report.whole(IssueCode::Syntax, 0, "JSON", &name),
        None => {
            let (expected, found) = place.words();
            report.whole(IssueCode::Syntax, place.start, expected, &found);
        }
    }
}

/// What was expected in `text`, and what was found, without the place.
pub(crate) fn words(text: &str, error: &serde_json::Error) -> (&'static str, String) {
    let place = Place::of(text, error);
    let (expected, found) = place.words();
    (expected, found.to_string())
}

/// Where serde_json stopped.
struct Place<'t> {
    text: &'t str,
    reason: String,
    /// Where what was found begins, and the end of serde_json's last byte.
    start: usize,
    end: usize,
}

impl<'t> Place<'t> {
    fn of(text: &'t str, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let reason = said.split(" at line ").next().unwrap_or(&said).to_owned();
        let end = offset_of(text, error.line(), error.column());
        // Of a control character serde_json gives the place before.
        let mut start = match reason.starts_with("control character") {
            true => end.min(text.len()),
            false => end.saturating_sub(1),
        };
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        // A word such as NaN is one, wherever serde_json gave up on it.
        let word = text[..start]
            .bytes()
            .rev()
            .take(WORD)
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let is_word = text
            .as_bytes()
            .get(start)
            .is_some_and(u8::is_ascii_alphanumeric);
        if is_word && LITERALS.contains(&reason.as_str()) {
            start -= word;
        }
        Self {
            text,
            reason,
            start,
            end,
        }
    }

    fn words(&self) -> (&'static str, Found<'_>) {
        let expected = EXPECTED
            .into_iter()
            .find(|(reason, _)| self.reason.starts_with(reason))
            .map_or("JSON by RFC 8259", |(_, expected)| expected);
        let rest = match self.reason.starts_with("EOF") {
            true => "",
            false => self.text.get(self.start..).unwrap_or_default(),
        };
        (expected, Found(rest))
    }
}

/// How many letters of a word are looked for in front of the place.
const WORD: usize = 16;

/// serde_json's words where a value is expected.
const LITERALS: [&str; 3] = ["expected ident", "expected value", "invalid number"];

/// serde_json's reasons and what they mean to somebody who wrote the text.
const EXPECTED: [(&str, &str); 14] = [
    ("EOF while parsing a string", "the end of a string"),
    ("EOF", "the rest of the JSON"),
    ("expected `:`", "a colon after the member's name"),
    ("expected `,` or `]`", "a comma or the array's end"),
    ("expected `,` or `}`", "a comma or the object's end"),
    ("expected ident", "a JSON value"),
    ("expected value", "a JSON value"),
    ("key must be a string", "a member's name in quotation marks"),
    ("invalid number", "a number by RFC 8259 §6"),
    ("invalid escape", "an escape by RFC 8259 §7"),
    ("unexpected end of hex escape", "a whole pair of surrogates"),
    ("lone leading surrogate", "a whole pair of surrogates"),
    ("trailing characters", "nothing after the JSON value"),
    ("control character", "a control character as an escape"),
];

/// What stands where the JSON ends, in words.
struct Found<'t>(&'t str);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = self.0;
        let letters = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '+');
        let word = &rest[..rest.find(letters).unwrap_or(rest.len())];
        let Some(first) = rest.chars().next() else {
            return f.write_str("the end of the text");
        };
        if rest.starts_with("//") || rest.starts_with("/*") || first == '#' {
            return f.write_str("a comment");
        }
        if first.is_ascii_alphanumeric() && !word.is_empty() {
            return f.write_str(&shown(word));
        }
        match first {
            '\'' => f.write_str("a single quotation mark"),
            '{' => f.write_str("another object"),
            '\u{0}'..='\u{1f}' => write!(f, "U+{:04X}", u32::from(first)),
            _ => write!(f, "{first:?}"),
        }
    }
}

/// The byte offset of serde_json's line and column, which count bytes from 1; the end of
/// that byte.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut offset = (line_start + column).min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use crate::message::{DataTransfer, Profile};

    /// What a person reads of each.
    #[test]
    fn p_5_3_what_is_no_json_is_named() {
        for (text, column, words) in [
            ("", 1, "the rest of the JSON, found the end of the text"),
            (
                "{\"data\":[",
                9,
                "the rest of the JSON, found the end of the text",
            ),
            ("{\"data\":[NaN]}", 10, "a JSON value, found NaN"),
            ("{\"data\":[nan]}", 10, "a JSON value, found nan"),
            (
                "{\"data\":[-Infinity]}",
                11,
                "a number by RFC 8259 §6, found Infinity",
            ),
            ("{\"data\":[True]}", 10, "a JSON value, found True"),
            ("{\"data\":[None]}", 10, "a JSON value, found None"),
            (
                "{\"data\":[undefined]}",
                10,
                "a JSON value, found undefined",
            ),
            ("// a\n{}", 1, "a JSON value, found a comment"),
            (
                "{ /* a */ }",
                3,
                "a member's name in quotation marks, found a comment",
            ),
            (
                "{'data':[]}",
                2,
                "a member's name in quotation marks, found a single quotation mark",
            ),
            (
                "{data:[]}",
                2,
                "a member's name in quotation marks, found data",
            ),
            (
                "{\"data\"[]}",
                8,
                "a colon after the member's name, found '['",
            ),
            (
                "{\"data\":[1 2]}",
                12,
                "a comma or the array's end, found 2",
            ),
            ("{\"data\":[01]}", 10, "a number by RFC 8259 §6, found 01"),
            (
                "{\"data\":[]} x",
                13,
                "nothing after the JSON value, found x",
            ),
            (
                "{\"data\":[]}{\"data\":[]}",
                12,
                "nothing after the JSON value, found another object",
            ),
            (
                "{\"data\":\"\u{1}\"}",
                10,
                "a control character as an escape, found U+0001",
            ),
            (
                "{\"data\":\"\\x\"}",
                11,
                "an escape by RFC 8259 §7, found x",
            ),
            ("eyJkYXRhIjpbXX0=", 1, "JSON, found Base64 of a JSON object"),
            (
                "iot4emissions/dataDevice/a {}",
                1,
                "JSON, found a topic, as in front of a payload",
            ),
            ("PAR1", 1, "JSON, found a Parquet file"),
        ] {
            let error = DataTransfer::decode(text.as_bytes(), Profile::Tolerant).unwrap_err();
            let issue = &error.issues()[0];
            let found = format!("{}, found {}", issue.expected, issue.found);
            assert_eq!(found, words, "{text:?}");
            assert_eq!(issue.position.column, column, "{text:?}");
        }
    }
}
