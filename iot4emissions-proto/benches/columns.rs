//! How fast many Data Transfers are read, on one core, beside what else could be done
//! with the same bytes. `make bench` writes the results.
//!
//! All readers take turns in each round, so that what slows the machine down slows all
//! of them, and the fastest round counts. Without `--bench`, as in tests, one round of
//! few messages shows that it runs.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use iot4emissions_proto::columns::{ColumnNumber, TransferReader, line_blocks};
use iot4emissions_proto::envelope::LineForm;
use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
use iot4emissions_proto::time::UnixSeconds;
use serde::Deserialize;

/// Three months' snapshots a message, as at a quarterly transfer.
const SNAPSHOTS: u64 = 3;

fn main() {
    let measured = std::env::args().any(|argument| argument == "--bench");
    let (messages, rounds) = if measured { (100_000, 15) } else { (100, 1) };
    let files = Files::of(messages);
    let mut readers = readers(&files);
    for _ in 0..rounds {
        for reader in &mut readers {
            let start = Instant::now();
            (reader.read)();
            reader.fastest = reader.fastest.min(start.elapsed());
        }
    }
    println!(
        "{messages} messages of {SNAPSHOTS} snapshots, one vehicle in four with all eight values, \
         the others with two;\n{:.1} MB in canonical form; one core, fastest of {rounds} rounds\n",
        megabytes(files.canonical.len()),
    );
    println!("{:<58} {:>8} {:>8}", "", "MB/s", "ratio");
    let base = readers.iter().find(|reader| reader.name == BASE);
    let base = base.map_or(1.0, Reader::speed);
    for reader in &readers {
        let speed = reader.speed();
        println!("{:<58} {speed:>8.0} {:>8.2}", reader.name, speed / base);
    }
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

struct Reader<'f> {
    name: &'static str,
    bytes: usize,
    read: Box<dyn FnMut() + 'f>,
    fastest: Duration,
}

impl Reader<'_> {
    fn speed(&self) -> f64 {
        megabytes(self.bytes) / self.fastest.as_secs_f64()
    }
}

const BASE: &str = "serde_json's derive, no check, no columns";

fn readers<'f>(files: &'f Files) -> Vec<Reader<'f>> {
    let Files {
        canonical,
        spaced,
        deviating,
        unknown,
        enveloped,
    } = files;
    let payload = LineForm::Payload;
    let mut readers = Vec::new();
    let mut add = |name, bytes: usize, read: Box<dyn FnMut() + 'f>| {
        readers.push(Reader {
            name,
            bytes,
            read,
            fastest: Duration::MAX,
        });
    };
    // Each reader has its own closure, so that none pays for the choice of another.
    let file: &[u8] = canonical;
    let newlines = move || {
        black_box(memchr::memchr_iter(b'\n', black_box(file)).count());
    };
    add("newline scan", file.len(), Box::new(newlines));
    let columns = move || columns::<f64>(payload, file);
    add("columns, f64: canonical", file.len(), Box::new(columns));
    let blocks = move || {
        for block in line_blocks(file, 1 << 20) {
            self::columns::<f64>(payload, block);
        }
    };
    add(
        "columns, f64: canonical, 1 MiB at a time",
        file.len(),
        Box::new(blocks),
    );
    let columns = move || self::columns::<i64>(payload, file);
    add(
        "columns, i64 tenths: canonical",
        file.len(),
        Box::new(columns),
    );
    let columns = move || self::columns::<i128>(payload, file);
    add(
        "columns, i128 tenths: canonical",
        file.len(),
        Box::new(columns),
    );
    let decode = move || {
        for line in lines(file) {
            let decoded = DataTransfer::decode(black_box(line), Profile::Tolerant);
            black_box(decoded.expect("a message"));
        }
    };
    add(
        "DataTransfer::decode: canonical",
        file.len(),
        Box::new(decode),
    );
    let derive = move || {
        for line in lines(file) {
            black_box(serde_json::from_slice::<Unchecked>(black_box(line)).expect("JSON"));
        }
    };
    add(BASE, file.len(), Box::new(derive));
    for (name, form, file) in [
        (
            "columns, f64: in an envelope",
            LineForm::Envelope,
            enveloped,
        ),
        (
            "columns, f64: white space, other member order",
            payload,
            spaced,
        ),
        (
            "columns, f64: numbers as strings, two decimals",
            payload,
            deviating,
        ),
        (
            "columns, f64: an unknown member, thorough path",
            payload,
            unknown,
        ),
    ] {
        let read = move || self::columns::<f64>(form, file);
        add(name, file.len(), Box::new(read));
    }
    readers
}

fn columns<N: ColumnNumber>(form: LineForm, file: &[u8]) {
    let mut reader = TransferReader::<N>::new(Profile::Tolerant);
    reader.read_lines(form, black_box(file), 0);
    let columns = black_box(reader.finish());
    assert!(columns.rejected.is_empty());
}

fn lines(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    memchr::memchr_iter(b'\n', file).map(move |end| {
        let line = &file[start..end];
        start = end + 1;
        line
    })
}

/// What the standard choice makes of a payload, without checking a rule.
#[derive(Deserialize)]
#[expect(dead_code, reason = "read and thrown away")]
struct Unchecked {
    data: Vec<UncheckedSnapshot>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "read and thrown away")]
struct UncheckedSnapshot {
    acquired: u64,
    tfc: Option<f64>,
    tdt: Option<f64>,
    tfccdo: Option<f64>,
    tfcdscio: Option<f64>,
    tdtcdoeo: Option<f64>,
    tdtcdoer: Option<f64>,
    tdtdscio: Option<f64>,
    tgeib: Option<f64>,
}

/// The same messages in several forms.
#[derive(Default)]
struct Files {
    canonical: Vec<u8>,
    spaced: Vec<u8>,
    deviating: Vec<u8>,
    unknown: Vec<u8>,
    enveloped: Vec<u8>,
}

impl Files {
    fn of(messages: u64) -> Self {
        let mut files = Self::default();
        let mut state = 0x9e37_79b9_7f4a_7c15;
        for number in 0..messages {
            let message = message(number, &mut state);
            let text = String::from_utf8(message.to_canonical()).expect("UTF-8");
            let add = |file: &mut Vec<u8>, line: String| {
                file.extend_from_slice(line.as_bytes());
                file.push(b'\n');
            };
            add(&mut files.spaced, written(&message, " ", "", "", true));
            add(
                &mut files.deviating,
                written(&message, "", "\"", "0", false),
            );
            add(&mut files.unknown, text.replacen('{', "{\"v\":1,", 1));
            add(
                &mut files.enveloped,
                format!(
                    "{{\"device\":\"f371cb00-68ea-4d5d-9bea-{:012x}\",\"received\":1630454400,\"payload\":{text}}}",
                    number / 4
                ),
            );
            add(&mut files.canonical, text);
        }
        files
    }
}

/// The message with a blank after colons and commas, in quotation marks, with further
/// decimals, or with `acquired` last.
fn written(
    message: &DataTransfer,
    blank: &str,
    mark: &str,
    decimal: &str,
    acquired_last: bool,
) -> String {
    let snapshot = |snapshot: &Snapshot| {
        let mut members: Vec<_> = snapshot
            .values()
            .present()
            .map(|(parameter, tenths)| {
                let name = parameter.wire_name();
                format!("\"{name}\":{blank}{mark}{tenths}{decimal}{mark}")
            })
            .collect();
        let acquired = format!("\"acquired\":{blank}{}", snapshot.acquired());
        let place = if acquired_last { members.len() } else { 0 };
        members.insert(place, acquired);
        format!("{{{}}}", members.join(&format!(",{blank}")))
    };
    let snapshots: Vec<_> = message.snapshots().iter().map(snapshot).collect();
    let snapshots = snapshots.join(&format!(",{blank}"));
    format!("{{\"data\":{blank}[{snapshots}]}}")
}

fn message(number: u64, state: &mut u64) -> DataTransfer {
    let all = number % 4 == 0;
    let mut base: [u32; 8] = [0; 8];
    for value in &mut base {
        *value = (random(state) % 400_000) as u32 + 1;
    }
    base[1] = (random(state) % 2_500_000) as u32;
    let month = 30 * 86_400;
    let snapshots = (0..SNAPSHOTS).map(|step| {
        let mut values = Values::default();
        for parameter in Parameter::ALL.into_iter().take(if all { 8 } else { 2 }) {
            let tenths = base[parameter.index()] + 1_371 * step as u32;
            values.set(parameter, Tenths::new(tenths));
        }
        let acquired = UnixSeconds(1_622_538_000 + step * month + random(state) % 1000);
        Snapshot::new(acquired, values).expect("a snapshot")
    });
    DataTransfer::new(snapshots.collect()).expect("a message")
}

/// Marsaglia's xorshift: the same messages in every run.
fn random(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
