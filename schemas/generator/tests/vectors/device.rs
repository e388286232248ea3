//! `device.json`.

use iot4emissions_proto::device::{Input, OtaDevice, Output, Record};
use iot4emissions_proto::time::Now;
use serde_json::{Value, json};

use crate::common::{Check, bytes, member, same};

/// A device and what is on its disk.
#[derive(Clone, Default)]
struct Bench {
    device: OtaDevice,
    disk: Option<Vec<u8>>,
    /// The record that has been handed out to be stored, while nothing was said of it.
    storing: Option<Option<Vec<u8>>>,
}

pub(crate) fn check(cases: &[Value], case: &Value) -> Check {
    let mut bench = Bench::default();
    for case in lineage(cases, case)? {
        let steps: Vec<Value> = member(case, "steps")?;
        for (number, step) in steps.iter().enumerate() {
            // P-6.1: the same inputs, the same outputs.
            let mut twin = bench.clone();
            let checked = bench.step(step).and_then(|()| twin.step(step));
            checked.map_err(|error| format!("{} step {number}: {error}", case["name"]))?;
            same("a twin is the same", true, twin.device == bench.device)?;
        }
    }
    Ok(())
}

/// The traces that a trace goes on from, the first one first, and itself.
fn lineage<'a>(cases: &'a [Value], case: &'a Value) -> Result<Vec<&'a Value>, String> {
    let mut lineage = vec![case];
    while let Some(after) = lineage[0]["after"].as_str() {
        let earlier = cases.iter().find(|case| case["name"] == after);
        let earlier = earlier.ok_or_else(|| format!("there is no case {after:?}"))?;
        lineage.insert(0, earlier);
    }
    Ok(lineage)
}

impl Bench {
    fn step(&mut self, step: &Value) -> Check {
        let now: Now = member(step, "now")?;
        let mut input = step["input"].clone();
        if input == "powerLoss" {
            self.lose_power()?;
        } else {
            if input == "persistFailed" {
                self.storing = None;
            } else if input.get("persisted").is_some() {
                self.stored();
            }
            if input.get("message").is_some() {
                input["message"]["payload"] = json!(bytes(&input["message"], "payload")?);
            }
            let input = serde_json::from_value(input).map_err(|error| error.to_string())?;
            self.device.handle_input(now, input);
        }
        let expected: Vec<Output> = member(step, "outputs")?;
        let take = step.get("take").and_then(Value::as_u64);
        same(
            "take",
            take.is_none(),
            matches!(expected.last(), Some(Output::Wait(_))),
        )?;
        let mut found = Vec::new();
        while take.is_none_or(|take| (found.len() as u64) < take) {
            // A driver that goes on has stored what it was given, and says so.
            if self.storing.is_some() {
                self.stored();
                self.device.handle_input(now, Input::Persisted { bytes: 0 });
            }
            let output = self.device.poll_output();
            if output == Output::Persist {
                self.storing = Some(self.device.record().map(Record::to_bytes));
            }
            found.push(output);
            if let Some(Output::Wait(_)) = found.last() {
                break;
            }
        }
        same("outputs", expected, found)?;
        same("record", &step["record"], &record(self.device.record()))?;
        let accounts = self.device.status().accounts;
        same("P-6.16: the accounts balance", true, accounts.balance())
    }

    fn stored(&mut self) {
        if let Some(handed_out) = self.storing.take() {
            self.disk = handed_out;
        }
    }

    fn lose_power(&mut self) -> Check {
        self.storing = None;
        let record = self.disk.as_deref().map(Record::from_bytes).transpose();
        let record = record.map_err(|error| error.to_string())?;
        self.device = record.map_or_else(OtaDevice::new, OtaDevice::restore);
        Ok(())
    }
}

fn record(record: Option<&Record>) -> Value {
    let Some(record) = record else {
        return Value::Null;
    };
    let pending: Vec<_> = record
        .pending()
        .iter()
        .map(|snapshot| snapshot.acquired())
        .collect();
    let aside: Vec<_> = record
        .set_aside()
        .map(|(snapshot, _)| snapshot.acquired())
        .collect();
    json!({
        "accounts": record.accounts(),
        "configurationVersion": record.configuration().map(|status| status.configuration.version),
        "due": record.due(),
        "lastTest": record.last_test(),
        "pending": pending,
        "setAside": aside,
        "state": record.state(),
    })
}
