//! A search for inputs that cost more than the documented bounds: shapes that are known to be
//! bad, and what mutations of them make worse. What is counted are steps and bytes.

use super::{Cost, of};
use crate::columns::TransferReader;
use crate::envelope::{EnvelopeNames, LineForm, OpenedLine};
use crate::message::{DecodeOptions, MAX_PAYLOAD, Message, Profile};
use crate::privacy::hide_vins;
use crate::schedule::Schedule;
use crate::topic::{Subscription, Topic, TopicFilter, TopicKind};

/// An input of any size: a head, a unit again and again, the same once more, and a tail. In
/// a unit `#` stands for a number that counts up.
#[derive(Debug, Clone)]
struct Shape([String; 5]);

impl Shape {
    fn of(parts: [&str; 5]) -> Self {
        Self(parts.map(str::to_owned))
    }

    /// The input of at most `size` bytes.
    fn bytes(&self, size: usize) -> Vec<u8> {
        let Self([head, first, middle, second, tail]) = self;
        let fixed = head.len() + middle.len() + tail.len();
        let share = size.saturating_sub(fixed) / 2;
        let mut bytes = head.clone();
        let end = bytes.len() + share;
        repeat(first, end, &mut bytes);
        bytes += middle;
        let end = bytes.len() + share;
        repeat(second, end, &mut bytes);
        bytes += tail;
        let mut bytes = bytes.into_bytes();
        bytes.truncate(size);
        bytes
    }
}

fn repeat(unit: &str, end: usize, text: &mut String) {
    if unit.is_empty() {
        return;
    }
    for number in 10.. {
        let unit = unit.replace('#', &number.to_string());
        if text.len() + unit.len() > end {
            return;
        }
        *text += &unit;
    }
}

/// What was slow, or large, in some version of this library or of another.
fn known() -> Vec<Shape> {
    let long = "n".repeat(64);
    [
        [r#"{"data":["#, "1,", "1,", "1,", "1]}"],
        [r#"{"data":["#, "{},", "", "{},", "{}]}"],
        [
            r#"{"data":["#,
            r#"{"acquired":#,"tfc":null},"#,
            "",
            "",
            "{}]}",
        ],
        [
            r#"{"data":["#,
            r#"{"acquired":1,"tfc":1},"#,
            "",
            "",
            r#"{"acquired":1,"tfc":1}]}"#,
        ],
        [
            r#"{"data":["#,
            r#"{"acquired":#,"tfc":"1.55","x#":1},"#,
            "",
            "",
            r#"{"acquired":1,"tfc":1}]}"#,
        ],
        ["{\"", &long, "\":[", "null,", "null]}"],
        ["{", "\"#\":1,", "", "\"a\":1,", "\"a\":1}"],
        ["{", "\"\":1,", "", "\"\":1,", "\"\":1}"],
        ["{", "\"\":[[[]]],", "", "\"#\":[{\"\":{}}],", "\"\":1}"],
        [
            "{",
            r#""vin":"vehicle#","#,
            r#""vehicleInfo":{"#,
            r#""vehicle#":1,"#,
            "\"a\":1}}",
        ],
        [
            r#"{"vin":"a"#,
            "a",
            r#"","vehicleInfo":{""#,
            "a",
            r#"":1}}"#,
        ],
        [
            r#"{"vin":"\u0061"#,
            "\\u0061",
            r#"","vehicleInfo":{"mk":""#,
            "a",
            r#""}}"#,
        ],
        [
            r#"{"vin":"JFXHF05K1L4104934","vehicleInfo":{"#,
            r#""a#":"x","#,
            "",
            r#""vfn":null,"#,
            r#""a":1}}"#,
        ],
        [
            r#"{"deviceState":"operational","configuration":{"#,
            r#""x#":[null],"#,
            "",
            r#""version":1,"#,
            r#""version":1}}"#,
        ],
        [r#"{"deviceState":""#, "é", "", "1", r#""}"#],
        ["", "[", "", "]", ""],
        ["", "[1,", "", "", ""],
        ["", "x\n", "", "{}\n", ""],
        ["", "e\n", "", "l\n", ""],
        ["", "{}", "", "{\"data\":[]} ", ""],
        [
            "",
            r#"{"data":[{"acquired":1,"tfc":1.0}]}"#,
            "",
            r#"{"device":"a","payload":{}} "#,
            "x",
        ],
        [
            "",
            "iot4emissions/dataDevice/a {}\n",
            "",
            "iot4emissions/\n",
            "",
        ],
        [r#"{"device":"a","payload":""#, "ey", "", "ey", "\"}"],
        [r#"{"device":"a","payload":""#, r"\u0022", "", r"\\", "\"}"],
        [r#"{"device":"a","x":"#, "[", "", "]", r#","payload":{}}"#],
        ["", "JFXHF05K1L4104934", "", "jfxhf05k1l410493 ", ""],
        ["0 0 0 ", "1,", "", "2,", "* * ?"],
        ["iot4emissions/", "+/", "", "#/", "#"],
    ]
    .map(Shape::of)
    .to_vec()
}

/// What a mutation puts in.
const TELLING: [&str; 36] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0031",
    "\\ud800",
    "1",
    "-",
    ".5",
    "e",
    "null",
    "true",
    "é",
    " ",
    "\n",
    "#",
    "\"#\":",
    "\"a\":1,",
    "\"vin\":\"abcdefgh#\",",
    "\"data\":[",
    "{},",
    "[],",
    "\"acquired\":#,",
    "\"tfc\":\"0.55\",",
    "\"device\":\"a\",",
    "\"payload\":{",
    "\"topic\":",
    "iot4emissions/",
    "aaaaaaaa",
    "JFXHF05K1L4104934",
    "~",
    "/",
];

/// What reads foreign bytes, and what it may cost for each of them.
struct Entry {
    name: &'static str,
    read: fn(&[u8]),
    /// The largest input that is looked at.
    size: usize,
    steps: usize,
    bytes: usize,
    /// What is held whatever the size.
    held: usize,
}

fn decode(kind: TopicKind, reading: DecodeOptions, payload: &[u8]) {
    if let Err(error) = Message::decode(kind, payload, reading) {
        assert!(error.issues().len() <= 64);
        let text = error.to_string();
        assert!(text.len() <= 8_100, "{} bytes", text.len());
    }
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// 4 MiB for 128 KiB.
const PAYLOAD_BYTES: usize = 32;

/// About a nanosecond a step: 4 ms for 128 KiB.
const PAYLOAD_STEPS: usize = 30;

fn entries() -> Vec<Entry> {
    const NULLS: DecodeOptions = DecodeOptions {
        profile: Profile::Tolerant,
        null_is_absent: true,
    };
    fn payload(name: &'static str, read: fn(&[u8])) -> Entry {
        Entry {
            name,
            read,
            size: MAX_PAYLOAD,
            steps: PAYLOAD_STEPS,
            bytes: PAYLOAD_BYTES,
            held: 0,
        }
    }
    vec![
        payload("Registration Request", |bytes| {
            decode(TopicKind::RegisterDevice, Profile::Tolerant.into(), bytes);
        }),
        payload("Registration Status", |bytes| {
            decode(TopicKind::RegisterServer, Profile::Tolerant.into(), bytes);
        }),
        payload("Configuration Status", |bytes| {
            decode(TopicKind::ConfigServer, Profile::Strict.into(), bytes);
        }),
        payload("Data Transfer", |bytes| {
            decode(TopicKind::DataDevice, NULLS, bytes)
        }),
        payload("Data Transfer, strict", |bytes| {
            decode(TopicKind::DataDevice, Profile::Strict.into(), bytes);
        }),
        payload("a line", |bytes| {
            let names = EnvelopeNames::default();
            drop(OpenedLine::open(bytes, LineForm::Each, &names, None));
        }),
        Entry {
            // As many rejected rows as are given at once, each with as many problems as are
            // listed.
            held: 16 << 20,
            steps: 2 * PAYLOAD_STEPS,
            ..payload("lines, rejected rows taken", |bytes| {
                let mut reader = TransferReader::<i64>::new(Profile::Tolerant);
                let (mut rest, mut row) = (bytes, 0);
                while !rest.is_empty() {
                    let (rows, after) = reader.read_part(LineForm::Each, rest, row);
                    row += rows;
                    rest = after;
                    drop(reader.take_rejected());
                }
            })
        },
        payload("a text with VINs", |bytes| drop(hide_vins(text(bytes)))),
        payload("a schedule", |bytes| drop(text(bytes).parse::<Schedule>())),
        payload("a topic", |bytes| drop(text(bytes).parse::<Topic>())),
        payload("a topic filter", |bytes| {
            drop(text(bytes).parse::<TopicFilter>())
        }),
        payload("a subscription", |bytes| {
            drop(text(bytes).parse::<Subscription>())
        }),
        payload("a device's record", |bytes| {
            drop(crate::device::Record::from_bytes(bytes))
        }),
    ]
}

/// What is mutated next.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        // Knuth's multiplier; the high bits are the better ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn mutate(&mut self, shape: &Shape) -> Shape {
        let mut shape = shape.clone();
        let part = &mut shape.0[self.below(5)];
        let places: Vec<usize> = (0..=part.len())
            .filter(|at| part.is_char_boundary(*at))
            .collect();
        let (from, to) = (
            places[self.below(places.len())],
            places[self.below(places.len())],
        );
        let insert = TELLING[self.below(TELLING.len())];
        match self.below(3) {
            0 => part.insert_str(from, insert),
            1 => part.replace_range(from.min(to)..from.max(to), insert),
            _ => part.replace_range(from.min(to)..from.max(to), ""),
        }
        shape
    }
}

/// How near to its bounds an input comes, in thousandths of the nearer one.
fn nearness(entry: &Entry, bytes: &[u8]) -> (usize, Cost) {
    let cost = of(|| (entry.read)(bytes));
    // What does not depend on the input is less than a page.
    let allowed = bytes.len() + 4096;
    let steps = 1000 * cost.steps / (entry.steps * allowed);
    let memory = 1000 * cost.bytes / (entry.bytes * allowed + entry.held);
    (steps.max(memory), cost)
}

/// Looks for worse inputs from each known shape on, in as many tries, and gives the worst.
fn search(entry: &Entry, tries: usize, size: usize) -> (usize, Cost, Shape) {
    let mut chance = Chance(entry.name.len() as u64);
    let mut worst: Option<(usize, Cost, Shape)> = None;
    for shape in known() {
        let (near, cost) = nearness(entry, &shape.bytes(size));
        let mut best = (near, cost, shape);
        for _ in 0..tries {
            let shape = chance.mutate(&best.2);
            let (near, cost) = nearness(entry, &shape.bytes(size));
            if near >= best.0 {
                best = (near, cost, shape);
            }
        }
        if worst.as_ref().is_none_or(|worst| best.0 > worst.0) {
            worst = Some(best);
        }
    }
    worst.unwrap_or_default()
}

impl Default for Shape {
    fn default() -> Self {
        Self::of([""; 5])
    }
}

#[allow(clippy::print_stdout)] // How near the worst one comes is what a person reads.
fn assert_bounded(tries: usize) {
    for entry in entries() {
        // Small inputs are tried by the thousand; what they find counts at full size.
        let (_, _, shape) = search(&entry, tries, 4096);
        let shapes = known().into_iter().chain([shape]);
        let measured = shapes.map(|shape| (nearness(&entry, &shape.bytes(entry.size)), shape));
        let worst = measured.max_by_key(|((near, _), _)| *near);
        let Some(((near, cost), shape)) = worst else {
            continue;
        };
        println!("{}: {near} of 1000, {cost:?}, {shape:?}", entry.name);
        assert!(near <= 1000, "{}: {cost:?} for {shape:?}", entry.name);
    }
}

#[test]
fn p_5_3_no_input_costs_more_than_its_share() {
    assert_bounded(12);
}

#[test]
#[ignore = "the same with 3,000 mutations of each shape; minutes in a release build"]
fn long_proof_no_input_costs_more_than_its_share() {
    assert_bounded(3_000);
}
