//! `device.json`: the OTA device, input by input (P-6, T-1 to T-13, S-1 to S-18).

mod brief;
#[rustfmt::skip] // One row a line.
mod configuring;
#[rustfmt::skip] // One row a line.
mod failing;
mod inputs;
#[rustfmt::skip] // One row a line.
mod life;
#[rustfmt::skip] // One row a line.
mod lives;
#[rustfmt::skip] // One row a line.
mod registering;
#[rustfmt::skip] // One row a line.
mod transferring;

use std::collections::BTreeMap;

use iot4emissions_proto::device::{Input, OtaDevice, Output, Record, RequestNumber};
use iot4emissions_proto::time::{MonotonicMillis, Now, UnixMillis};
use serde::Serialize;
use serde_json::{Value, json};

use super::siphash::{self, COUNTED};
use super::{Case, Vectors, Wrong};

type Rules = &'static [&'static str];

/// When it is (seconds after [`START`]), what happens, what the device asks for in this
/// order, and what it is then: state, times of the stored snapshots, accounts; see
/// [`inputs`] and [`brief`].
type Step = (u64, &'static str, &'static str, &'static str);

/// A name, rules, the trace that it goes on from, and the steps.
type Scenario = (&'static str, Rules, Option<&'static str>, &'static [Step]);

/// 2021-06-01T00:00:00Z.
const START: u64 = 1_622_505_600;
const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;
const DEVICE: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

pub(super) fn file() -> Vectors {
    let mut ends = BTreeMap::new();
    let traces = [
        lives::TRACES,
        registering::TRACES,
        configuring::TRACES,
        transferring::TRACES,
        failing::TRACES,
        life::TRACES,
    ];
    let cases = traces
        .into_iter()
        .flatten()
        .map(|trace| case(trace, &mut ends));
    Vectors {
        name: "device",
        description: "What an OTA device does: at `now`, milliseconds on the monotonic clock and \
            of UNIX time on the wall clock, something happens (`input`); what it asks for until it \
            waits, or as many as `take` says (`outputs`); and what it then remembers (`record`). \
            Whoever takes an output after a Persist has said \"persisted\", with 0 bytes and at the \
            same time, before. A trace goes on from the end of the one that it is `after`. At a \
            power loss, the device is restored from the record of its last Persist that was \
            persisted; the monotonic clock goes on. A back-off's episode is the number of the last \
            connection, 0 before the first, be it one that was never asked for as a Persist failed; a device in another vehicle, or with another ID, goes on \
            with the secret whose halves are SipHash-2-4, keyed with the one before, of the seven \
            letters \"renewed\" and 0 and 1 in eight bytes, big-endian, each half little-endian.",
        cases: cases.collect(),
    }
}

/// A device, its disk, and the time.
#[derive(Clone)]
struct Bench {
    device: OtaDevice,
    disk: Option<Vec<u8>>,
    /// What was handed out to be stored and has not been answered.
    storing: Option<Option<Vec<u8>>>,
    now: Now,
    /// The last question to the vehicle, for an answer to it.
    request: RequestNumber,
    /// The number of the last connection, which the back-off takes in (P-6.14).
    connection: u32,
}

#[derive(Serialize)]
struct Written {
    now: Now,
    input: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    take: Option<usize>,
    outputs: Vec<Output>,
    record: Value,
}

fn case(
    (name, rules, after, steps): &Scenario,
    ends: &mut BTreeMap<&'static str, Bench>,
) -> Result<Case, Wrong> {
    let case = Case::new(*name, rules);
    let mut bench = match after {
        None => Bench {
            device: OtaDevice::new(),
            disk: None,
            storing: None,
            now: at(Now::default(), START * 1000),
            request: RequestNumber::default(),
            connection: 0,
        },
        Some(name) => match ends.get(name) {
            Some(bench) => bench.clone(),
            None => return Err(case.wrong(format!("there is no trace {name:?} before it"))),
        },
    };
    let mut written = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let wrong = |reason: String| case.wrong(format!("step {number}, {:?}: {reason}", step.1));
        written.push(run(&mut bench, step).map_err(wrong)?);
    }
    ends.insert(name, bench);
    case.with("after", after)?.with("steps", &written)
}

fn run(bench: &mut Bench, (seconds, input, outputs, end): &Step) -> Result<Written, String> {
    let now = at(bench.now, (START + seconds) * 1000);
    let value = inputs::value(input, bench.request)?;
    let by_hand: Vec<&str> = outputs.split(", ").collect();
    let whole = by_hand.last().is_some_and(|last| last.starts_with("wait"));
    let take = (!whole).then_some(by_hand.len());
    let outputs = bench.give(now, value.clone(), take)?;
    let found: Vec<String> = outputs
        .iter()
        .map(|output| brief::output(output, now))
        .collect();
    let same = by_hand.len() == found.len()
        && by_hand.iter().zip(&found).all(|(by_hand, found)| {
            *by_hand == found
                || (*by_hand == "wait *" && found.starts_with("wait"))
                || held_back(by_hand, bench.connection)
                    .is_some_and(|millis| *found == brief::wait(millis))
        });
    if !same {
        return Err(format!(
            "by hand {:?}, but the library says {:?}",
            by_hand.join(", "),
            found.join(", ")
        ));
    }
    let found = brief::end(&bench.device);
    if found != *end {
        return Err(format!(
            "by hand {end:?} afterwards, but the library says {found:?}"
        ));
    }
    if !bench.device.status().accounts.balance() {
        return Err("P-6.16: the accounts do not balance".to_owned());
    }
    Ok(Written {
        now,
        input: value,
        take,
        outputs,
        record: record(bench.device.record()),
    })
}

/// The moment at which the wall clock shows `wall`: a wall clock that goes forwards took its
/// time, and one that goes back was set.
fn at(before: Now, wall: u64) -> Now {
    let passed = wall.saturating_sub(before.wall.0);
    let first = before == Now::default();
    Now {
        monotonic: MonotonicMillis(if first {
            0
        } else {
            before.monotonic.0 + passed
        }),
        wall: UnixMillis(wall),
    }
}

/// The milliseconds of `wait backoff 2`, the delay after the third attempt in vain, of
/// `wait refusal 2`, that after the third refusal, of `wait asking 2`, that after the third
/// reading in vain (P-6.14), of `wait renewed 2`, a back-off by the secret that follows the
/// first one (P-6.20), and of `wait spread 3`, three seconds less than the offset from
/// [`START`] within a day (P-6.12); by the rules' formulas.
fn held_back(by_hand: &str, connection: u32) -> Option<u64> {
    if let Some(passed) = by_hand.strip_prefix("wait spread ") {
        let offset = siphash::spread(COUNTED, START, DAY);
        return offset.checked_sub(passed.parse().ok()?)?.checked_mul(1000);
    }
    let (kind, attempt) = by_hand.strip_prefix("wait ")?.split_once(' ')?;
    let (base, cap): (u64, u64) = match kind {
        "backoff" | "renewed" => (1, HOUR),
        "refusal" => (60, DAY),
        "asking" => (10, 6 * HOUR),
        _ => return None,
    };
    // What could not be stored had a connection in it already, which nobody heard of.
    let (attempt, connection) = match attempt.strip_suffix(" unheard") {
        Some(attempt) => (attempt, connection + 1),
        None => (attempt, connection),
    };
    let attempt: u32 = attempt.parse().ok()?;
    let ceiling = (base * 1000).checked_shl(attempt)?.min(cap * 1000);
    let secret = match kind {
        "renewed" => siphash::renewed(COUNTED),
        _ => COUNTED.to_owned(),
    };
    Some(siphash::backoff(&secret, attempt, connection, ceiling))
}

impl Bench {
    fn give(&mut self, now: Now, input: Value, take: Option<usize>) -> Result<Vec<Output>, String> {
        self.now = now;
        if input == "powerLoss" {
            self.lose_power()?;
        } else {
            let input = inputs::input(input)?;
            match input {
                Input::PersistFailed => self.storing = None,
                Input::Persisted { .. } => self.stored(),
                _ => {}
            }
            self.device.handle_input(now, input);
        }
        let mut outputs = Vec::new();
        while take.is_none_or(|count| outputs.len() < count) {
            if self.storing.is_some() {
                self.stored();
                self.device.handle_input(now, Input::Persisted { bytes: 0 });
            }
            let output = self.device.poll_output();
            match &output {
                Output::Persist => {
                    self.storing = Some(self.device.record().map(Record::to_bytes));
                }
                Output::Acquire { request } | Output::ReadVehicle { request } => {
                    self.request = *request;
                }
                Output::Connect { connection, .. } => self.connection = connection.0,
                _ => {}
            }
            let waits = matches!(output, Output::Wait(_));
            outputs.push(output);
            if waits {
                break;
            }
        }
        Ok(outputs)
    }

    /// What was handed out is on the disk, whatever the record has become since (P-6.2).
    fn stored(&mut self) {
        if let Some(handed_out) = self.storing.take() {
            self.disk = handed_out;
        }
    }

    fn lose_power(&mut self) -> Result<(), String> {
        self.storing = None;
        self.device = match &self.disk {
            None => OtaDevice::new(),
            Some(bytes) => {
                OtaDevice::restore(Record::from_bytes(bytes).map_err(|error| error.to_string())?)
            }
        };
        Ok(())
    }
}

/// What every implementation's record has; `null` before there is one.
fn record(record: Option<&Record>) -> Value {
    let Some(record) = record else {
        return Value::Null;
    };
    json!({
        "accounts": record.accounts(),
        "configurationVersion": record.configuration().map(|status| status.configuration.version),
        "due": record.due(),
        "lastTest": record.last_test(),
        "pending": record.pending().iter().map(|snapshot| snapshot.acquired()).collect::<Vec<_>>(),
        "setAside": record.set_aside().map(|(snapshot, _)| snapshot.acquired()).collect::<Vec<_>>(),
        "state": record.state(),
    })
}
