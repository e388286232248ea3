//! Regular expressions for numbers in texts, made from the limits that the decoder
//! checks. They keep to what JSON Schema 2020-12 §6.4 recommends, so that every
//! validator reads them alike: classes, groups, alternatives and counts.
//!
//! What they do not read alike is an anchor beside the end of a line: Python's, Java's and
//! .NET's `$` also matches before a last line feed, and Ruby's `^` and `$` at every line.
//! So no pattern with anchors stands alone: [`anchored`] refuses beside it what could end
//! a line.

use serde_json::{Value, json};

use crate::message::reading::member::NumberRule;
use crate::schedule::narrowing::digits as digits_of;

/// Whatever is not printable ASCII, the ends of lines of every dialect among it. The
/// patterns of names and numbers match nothing of it.
const NOT_PRINTABLE_ASCII: &str = "[^ -~]";

/// Unicode's category Cc, by escapes that Go's dialect reads too.
const CONTROL_CHARACTER: &str = r"[\x00-\x1f\x7f-\x9f]";

/// The keywords for texts that `pattern` matches from `^` to `$`, and that are printable
/// ASCII.
pub(super) fn anchored(pattern: impl Into<String>) -> Value {
    json!({ "pattern": pattern.into(), "not": not_printable_ascii() })
}

/// The schema of texts with anything but printable ASCII.
pub(super) fn not_printable_ascii() -> Value {
    json!({ "title": "anything else than printable ASCII", "pattern": NOT_PRINTABLE_ASCII })
}

/// The keyword for texts without a control character: it has no anchor, and needs none.
pub(super) fn without_control_characters() -> Value {
    json!({ "not": { "title": "a control character", "pattern": CONTROL_CHARACTER } })
}

/// `^(…)$`.
pub(super) fn whole(alternatives: &[String]) -> String {
    format!("^({})$", alternatives.join("|"))
}

/// The class of the ASCII characters that `accepts` accepts, such as `[0-9A-Z]`.
pub(super) fn class(accepts: impl Fn(char) -> bool) -> String {
    let mut ranges: Vec<(char, char)> = Vec::new();
    for character in ('\0'..='\x7f').filter(|c| accepts(*c) && *c != '-') {
        match ranges.last_mut() {
            Some((_, last)) if *last as u32 + 1 == character as u32 => *last = character,
            _ => ranges.push((character, character)),
        }
    }
    let range = |(first, last): &(char, char)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    // A hyphen between two others would make a range of them.
    let hyphen = if accepts('-') { "-" } else { "" };
    format!("[{}{hyphen}]", ranges.iter().map(range).collect::<String>())
}

/// `word` in any letter case.
pub(super) fn any_case(word: &str) -> String {
    let either = |c: char| match c.is_ascii_alphabetic() {
        true => format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase()),
        false => c.to_string(),
    };
    word.chars().map(either).collect()
}

/// `count` digits.
fn digits(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "[0-9]".to_owned(),
        _ => format!("[0-9]{{{count}}}"),
    }
}

fn one_of(first: char, last: char) -> String {
    match first == last {
        true => first.to_string(),
        false => format!("[{first}-{last}]"),
    }
}

/// The numbers of exactly as many digits as both ends have, from `low` to `high`, as
/// alternatives.
fn between(low: &str, high: &str) -> Vec<String> {
    let (Some(first), Some(last)) = (low.chars().next(), high.chars().next()) else {
        return vec![String::new()];
    };
    let (low_rest, high_rest) = (&low[1..], &high[1..]);
    let rest = low_rest.len();
    let prefixed = |digit: char, rest: Vec<String>| {
        rest.into_iter()
            .map(move |tail| format!("{digit}{tail}"))
            .collect::<Vec<_>>()
    };
    let from_all = low_rest.bytes().all(|digit| digit == b'0');
    let to_all = high_rest.bytes().all(|digit| digit == b'9');
    if first == last && !(from_all && to_all) {
        return prefixed(first, between(low_rest, high_rest));
    }
    let mut alternatives = Vec::new();
    let (mut full_first, mut full_last) = (first, last);
    if !from_all {
        alternatives.extend(prefixed(first, between(low_rest, &"9".repeat(rest))));
        full_first = following(first);
    }
    if !to_all {
        full_last = preceding(last);
    }
    if full_first <= full_last {
        alternatives.push(one_of(full_first, full_last) + &digits(rest));
    }
    if !to_all {
        alternatives.extend(prefixed(last, between(&"0".repeat(rest), high_rest)));
    }
    alternatives
}

fn following(digit: char) -> char {
    char::from(digit as u8 + 1)
}

fn preceding(digit: char) -> char {
    char::from(digit as u8 - 1)
}

/// Whole numbers from 1 to `most` without leading zeros, as alternatives; none for 0.
fn positive_up_to(most: u64) -> Vec<String> {
    let of_up_to = |digits: usize| match digits {
        0 => Vec::new(),
        1 => vec!["[1-9]".to_owned()],
        _ => vec![format!("[1-9][0-9]{{0,{}}}", digits - 1)],
    };
    let high = most.to_string();
    if most == 0 {
        return Vec::new();
    }
    if high.bytes().all(|digit| digit == b'9') {
        return of_up_to(high.len());
    }
    let mut alternatives = of_up_to(high.len() - 1);
    let low = format!("1{}", "0".repeat(high.len() - 1));
    alternatives.extend(between(&low, &high));
    alternatives
}

/// Numbers from `first` to `last` with leading zeros, at most as many digits as `last`
/// has, as alternatives: how cron expressions may write them (P-5.33).
pub(super) fn padded(first: u16, last: u16) -> Vec<String> {
    let mut alternatives = Vec::new();
    for width in 1..=digits_of(last) {
        let most = u32::from(last).min(10u32.pow(width as u32) - 1);
        if u32::from(first) <= most {
            let low = format!("{first:0width$}");
            alternatives.extend(between(&low, &format!("{most:0width$}")));
        }
    }
    alternatives
}

/// The canonical text of a number by `rule`: no sign, no leading zeros, exactly the
/// rule's decimals (P-5.14, P-5.16).
pub(super) fn canonical_number(rule: &NumberRule) -> String {
    let scale = 10u64.pow(rule.decimals as u32);
    let (whole_part, fraction) = (rule.most / scale, rule.most % scale);
    let decimals = |alternatives: Vec<String>| match rule.decimals {
        0 => String::new(),
        _ => format!(r"\.({})", alternatives.join("|")),
    };
    let all = vec![digits(rule.decimals)];
    if fraction == scale - 1 {
        let mut wholes = positive_up_to(whole_part);
        wholes.extend((rule.least == 0).then(|| "0".to_owned()));
        return whole(&[format!("({}){}", wholes.join("|"), decimals(all))]);
    }
    let mut below = positive_up_to(whole_part.saturating_sub(1));
    below.extend((rule.least == 0).then(|| "0".to_owned()));
    let width = rule.decimals;
    let last = between(&"0".repeat(width), &format!("{fraction:0width$}"));
    whole(&[
        format!("({}){}", below.join("|"), decimals(all)),
        format!("{whole_part}{}", decimals(last)),
    ])
}

/// Every text of P-5.5 whose number, rounded half away from zero to the decimals of
/// `rule`, is within its limits (P-5.4). The limits are 0 or a whole number from 1
/// below, anything above.
pub(super) fn accepted_number(rule: &NumberRule) -> String {
    if rule.is_whole {
        let numbers = positive_up_to(rule.most).join("|");
        return whole(&[format!("({numbers})(\\.0+)?")]);
    }
    // One digit more than the rule has decides how it is rounded: 4 stays.
    let scale = 10u64.pow(rule.decimals as u32);
    let (whole_part, fraction) = (rule.most / scale, rule.most % scale);
    let width = rule.decimals;
    let limit = match width {
        0 => "4".to_owned(),
        _ => format!("{fraction:0width$}4"),
    };
    let mut alternatives = vec![
        format!(
            "({})(\\.[0-9]+)?",
            positive_up_to(whole_part.saturating_sub(1)).join("|")
        ),
        format!("{whole_part}(\\.{})?", fraction_up_to(&limit)),
    ];
    match rule.least {
        0 => {
            alternatives.push("0(\\.[0-9]+)?".to_owned());
            // What rounds to zero is zero, the sign notwithstanding.
            let nothing = format!("{}4", "0".repeat(width));
            alternatives.push(format!("-0(\\.{})?", fraction_up_to(&nothing)));
        }
        // Half of the least rounds up to it.
        _ => alternatives.push("0\\.[5-9][0-9]*".to_owned()),
    }
    whole(&alternatives)
}

/// The decimals that, cut after as many as `limit` has, are at most `limit`.
fn fraction_up_to(limit: &str) -> String {
    let Some(first) = limit.chars().next() else {
        return String::new();
    };
    let rest = &limit[1..];
    let mut alternatives = Vec::new();
    if rest.is_empty() {
        return format!("{}[0-9]*", one_of('0', first));
    }
    if first > '0' {
        alternatives.push(format!("{}[0-9]*", one_of('0', preceding(first))));
    }
    alternatives.push(format!("{first}({})?", fraction_up_to(rest)));
    format!("({})", alternatives.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::configuration_status::{PORT, VERSION};
    use crate::message::registration_request::quantity_rule;

    #[test]
    fn p_2_1_p_5_11_classes_are_the_decoders_own() {
        assert_eq!(
            class(|c| crate::privacy::is_vin_byte(c as u8)),
            "[0-9A-HJ-NPR-Z]"
        );
        assert_eq!(class(crate::identity::is_name_character), "[0-9A-Z_a-z-]");
    }

    #[test]
    fn numbers_with_limits() {
        assert_eq!(padded(0, 59).join("|"), "[0-9]|[0-5][0-9]");
        assert_eq!(padded(1, 31).join("|"), "[1-9]|0[1-9]|[1-2][0-9]|3[0-1]");
        assert_eq!(padded(1, 7).join("|"), "[1-7]|0[1-7]");
        assert_eq!(padded(0, 23).join("|"), "[0-9]|[0-1][0-9]|2[0-3]");
        assert_eq!(padded(1970, 2099).join("|"), "19[7-9][0-9]|20[0-9]{2}");
        assert_eq!(
            canonical_number(&quantity_rule(0, "")),
            "^(([1-9][0-9]{0,4}|0))$"
        );
        assert_eq!(
            canonical_number(&quantity_rule(2, "")),
            r"^(([1-9][0-9]{0,2}|0)\.([0-9]{2}))$"
        );
    }

    #[test]
    fn p_5_4_rounding_is_in_the_pattern_where_it_is_allowed() {
        assert_eq!(
            accepted_number(&PORT),
            r"^(([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])(\.0+)?)$"
        );
        assert!(accepted_number(&VERSION).ends_with(r"|429496729[0-5])(\.0+)?)$"));
        assert!(
            accepted_number(&quantity_rule(2, ""))
                .ends_with(r"|999(\.([0-8][0-9]*|9(([0-8][0-9]*|9([0-4][0-9]*)?))?))?|0(\.[0-9]+)?|-0(\.(0((0([0-4][0-9]*)?))?))?)$")
        );
    }
}
