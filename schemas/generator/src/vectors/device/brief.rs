//! Outputs and records in the words of the tables.

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{EventKind, OtaDevice, Output};
use iot4emissions_proto::message::DataTransfer;
use iot4emissions_proto::time::Now;
use iot4emissions_proto::topic::TopicKind;
use serde_json::{Value, json};

use super::{DEVICE, START};

/// The ID that a renewed certificate bears.
const OTHER_DEVICE: &str = "acc510ae";

/// `connect 3 data`, `publish 3 dataDevice 3600`, `!provisioned>registered`, `wait 30s`.
pub(super) fn output(output: &Output, now: Now) -> String {
    match output {
        Output::Persist => "persist".to_owned(),
        Output::ReadVehicle { .. } => "read vehicle".to_owned(),
        Output::Connect {
            connection,
            broker,
            endpoint,
            device,
        } => {
            let host = endpoint.host.as_str();
            let (broker, usual) = match broker {
                BrokerRole::Registration => ("registration", "registration.example.eu"),
                BrokerRole::Data => ("data", "data.example.eu"),
            };
            let elsewhere = if host == usual {
                String::new()
            } else {
                format!(" at {host}")
            };
            let other = match device.as_str() {
                DEVICE | OTHER_DEVICE => String::new(),
                other => format!(" as {other}"),
            };
            format!("connect {} {broker}{elsewhere}{other}", connection.0)
        }
        Output::Subscribe { connection, topic } => {
            format!("subscribe {} {}", connection.0, topic.kind())
        }
        Output::Publish {
            connection,
            publish,
            topic,
            payload,
        } => match topic.kind() {
            TopicKind::DataDevice => {
                let message = DataTransfer::decode_canonical(payload.as_bytes());
                let snapshots = message
                    .map(DataTransfer::into_snapshots)
                    .unwrap_or_default();
                let times = snapshots.iter().map(|snapshot| snapshot.acquired().0);
                format!(
                    "publish {}:{} dataDevice{}",
                    connection.0,
                    publish.0,
                    seconds(times)
                )
            }
            kind => format!("publish {} {kind}", connection.0),
        },
        Output::Disconnect { connection } => format!("disconnect {}", connection.0),
        Output::Acquire { .. } => "acquire".to_owned(),
        Output::Notify(event) => event_kind(&event.kind),
        Output::Status(_) => "status".to_owned(),
        Output::Restart => "restart".to_owned(),
        Output::Wait(waiting) => match waiting.duration_from(now) {
            None => "wait for ever".to_owned(),
            Some(left) => wait(left.as_millis() as u64),
        },
    }
}

/// `wait 30s`, `wait 999ms`.
pub(super) fn wait(millis: u64) -> String {
    match millis % 1000 {
        0 => format!("wait {}s", millis / 1000),
        _ => format!("wait {millis}ms"),
    }
}

fn seconds(times: impl Iterator<Item = u64>) -> String {
    times
        .map(|time| format!(" {}", time.saturating_sub(START)))
        .collect()
}

fn event_kind(kind: &EventKind) -> String {
    if let EventKind::StateChanged { from, to } = kind {
        return format!("!{from}>{to}");
    }
    let details = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => match other.as_u64() {
            Some(time) if time > START => (time - START).to_string(),
            _ => other.to_string(),
        },
    };
    match json!(kind) {
        Value::Object(kind) => {
            let mut words = Vec::new();
            for (name, members) in &kind {
                words.push(name.clone());
                words.extend(
                    members
                        .as_object()
                        .into_iter()
                        .flatten()
                        .map(|(_, value)| details(value)),
                );
            }
            format!("!{}", words.join(" "))
        }
        name => format!("!{}", details(&name)),
    }
}

/// `operational 3600 7200 | acknowledged 1`: the state, the stored snapshots, and the
/// accounts that are not 0.
pub(super) fn end(device: &OtaDevice) -> String {
    let status = device.status();
    let pending = device
        .record()
        .map(|record| record.pending())
        .unwrap_or_default();
    let mut text = format!(
        "{}{}",
        status.state,
        seconds(pending.iter().map(|snapshot| snapshot.acquired().0))
    );
    let accounts = [
        ("acknowledged", status.accounts.acknowledged),
        ("erased", status.accounts.erased),
        ("evicted", status.accounts.evicted),
        ("aside", status.accounts.set_aside),
    ];
    let counted = accounts.into_iter().filter(|(_, count)| *count > 0);
    for (number, (name, count)) in counted.enumerate() {
        let separator = if number == 0 { " |" } else { "" };
        text.push_str(&format!("{separator} {name} {count}"));
    }
    text
}
