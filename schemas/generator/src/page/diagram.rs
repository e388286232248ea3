//! The device's states as a drawing, from the transition table and nothing else: where a
//! state stands is written here, what leads where is not.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};

use iot4emissions_proto::device::{DeviceState, Trigger, transition};

use super::markup::escape;

/// Half a box.
const HALF_WIDTH: i32 = 70;
const HALF_HEIGHT: i32 = 24;

/// The middle of a state's box, in a drawing of 420 by 540.
const fn middle(state: DeviceState) -> (i32, i32) {
    match state {
        DeviceState::PreProvisioning => (210, 54),
        DeviceState::Provisioned => (210, 148),
        DeviceState::Registered => (210, 242),
        DeviceState::Initialized => (210, 366),
        DeviceState::Operational => (80, 496),
        DeviceState::Standby => (340, 496),
    }
}

/// The rules of each change, and of each state that stays as it is, by their numbers.
type Rules = BTreeMap<(DeviceState, DeviceState), Vec<u8>>;

fn rules() -> Rules {
    let mut rules = Rules::new();
    for from in DeviceState::ALL {
        for taken in Trigger::ALL
            .map(|trigger| transition(from, trigger))
            .into_iter()
            .flatten()
        {
            let numbers = rules.entry((from, taken.to)).or_default();
            numbers.extend(taken.rule["T-".len()..].parse::<u8>().ok());
            numbers.sort_unstable();
            numbers.dedup();
        }
    }
    rules
}

/// `T-3, T-9 to T-11`.
fn listed(numbers: &[u8]) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(first, last): &(u8, u8)| match last - first {
        0 => format!("T-{first}"),
        1 => format!("T-{first}, T-{last}"),
        _ => format!("T-{first} to T-{last}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

/// A change: its line, and where its label stands.
fn line(from: DeviceState, to: DeviceState, both_ways: bool) -> (String, (i32, i32)) {
    let ((x1, y1), (x2, y2)) = (middle(from), middle(to));
    // Past what stands between: out at the side, then down to the top.
    if y2 - y1 > 200 {
        let side = (x2 - x1).signum();
        let (start, end) = (x1 + side * HALF_WIDTH, x2 + side * 30);
        let top = y2 - HALF_HEIGHT - 3;
        return (
            format!("M{start} {y1} C{end} {y1} {end} {} {end} {top}", y1 + 60),
            (end + side * -4, y1 + 92),
        );
    }
    if y1 == y2 {
        let side = (x2 - x1).signum();
        let y = y1 - side * 10;
        let (start, end) = (x1 + side * HALF_WIDTH, x2 - side * (HALF_WIDTH + 3));
        return (
            format!("M{start} {y} L{end} {y}"),
            ((x1 + x2) / 2, y + if side > 0 { -12 } else { 12 }),
        );
    }
    let down = (y2 - y1).signum();
    let aside = match both_ways {
        true => 9 * down,
        false => 0,
    };
    // At a slant the line leaves and arrives nearer to the other box.
    let lean = (x2 - x1).signum() * 26;
    let start = (x1 + lean + aside, y1 + down * HALF_HEIGHT);
    let end = (x2 - lean + aside, y2 - down * (HALF_HEIGHT + 3));
    (
        format!("M{} {} L{} {}", start.0, start.1, end.0, end.1),
        (
            (start.0 + end.0) / 2 + 16 * if aside == 0 { 1 } else { aside.signum() },
            (start.1 + end.1) / 2,
        ),
    )
}

/// The drawing, in the page's colours.
pub(super) fn diagram() -> String {
    let rules = rules();
    let mut svg = String::from(
        "<svg viewBox=\"0 0 420 540\" role=\"img\" aria-labelledby=\"states-title states-text\">\n\
         <title id=\"states-title\">States of the OTA Device</title>\n\
         <desc id=\"states-text\">The table below says the same in words.</desc>\n\
         <defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" markerWidth=\"7\" \
         markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\" class=\"head\"/></marker>\
         </defs>\n\
         <circle cx=\"210\" cy=\"8\" r=\"5\" class=\"head\"/>\n\
         <path d=\"M210 13 L210 27\" class=\"line\" marker-end=\"url(#arrow)\"/>\n",
    );
    for ((from, to), numbers) in rules.iter().filter(|((from, to), _)| from != to) {
        let both_ways = rules.contains_key(&(*to, *from));
        let (path, (x, y)) = line(*from, *to, both_ways);
        let label = listed(numbers);
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" class=\"line\" marker-end=\"url(#arrow)\"/>\
             <text x=\"{x}\" y=\"{y}\" class=\"rule\">{label}</text>"
        );
    }
    for state in DeviceState::ALL {
        let (x, y) = middle(state);
        let (left, top) = (x - HALF_WIDTH, y - HALF_HEIGHT);
        let (width, height) = (2 * HALF_WIDTH, 2 * HALF_HEIGHT);
        let stays = rules.get(&(state, state)).map(|numbers| listed(numbers));
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"8\" class=\"state\"/>\
             <text x=\"{x}\" y=\"{}\" class=\"name\">{state:?}</text>\
             <text x=\"{x}\" y=\"{}\" class=\"stays\">{}</text>",
            y - 7,
            y + 11,
            stays.unwrap_or_default()
        );
    }
    svg + "</svg>\n"
}

/// The words of a variant's name: `acquisition due`.
fn words(name: &impl Debug) -> String {
    let mut words = String::new();
    for letter in format!("{name:?}")
        .replace(')', "")
        .replace('(', "")
        .chars()
    {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter);
    }
    words.replace("Ota ", "OTA ")
}

/// A row: what holds in several states is one.
struct Row {
    from: Vec<String>,
    to: Vec<String>,
    trigger: String,
    function: String,
}

/// Rows of rule, from, on, to, function.
pub(super) fn rows() -> Vec<Vec<String>> {
    let mut rows = BTreeMap::<(u8, usize), Row>::new();
    for from in DeviceState::ALL {
        for (at, trigger) in Trigger::ALL.into_iter().enumerate() {
            let Some(taken) = transition(from, trigger) else {
                continue;
            };
            let number = taken.rule["T-".len()..].parse().unwrap_or_default();
            let row = rows.entry((number, at)).or_insert_with(|| Row {
                from: Vec::new(),
                to: Vec::new(),
                trigger: words(&trigger).to_lowercase(),
                function: words(&taken.function),
            });
            row.from.push(format!("{from:?}"));
            let to = match taken.to == from {
                true => "the same".to_owned(),
                false => format!("{:?}", taken.to),
            };
            if !row.to.contains(&to) {
                row.to.push(to);
            }
        }
    }
    rows.into_iter()
        .map(|((number, _), row)| {
            let from = match row.from.len() == DeviceState::ALL.len() {
                true => "any".to_owned(),
                false => row.from.join(", "),
            };
            // Where it is that state already, it stays so.
            let to = row.to.iter().find(|to| *to != "the same");
            let to = to.or(row.to.first()).cloned().unwrap_or_default();
            vec![
                format!("T-{number}"),
                escape(&from),
                escape(&row.trigger),
                escape(&to),
                escape(&row.function),
            ]
        })
        .collect()
}
