//! What a test asks of outputs.

use iot4emissions_proto::device::{ConnectionNumber, EventKind, Input, Output, Payload};
use iot4emissions_proto::message::{DataTransfer, Profile};
use iot4emissions_proto::obfcm::Snapshot;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::DEVICE;

pub(crate) fn message(
    connection: ConnectionNumber,
    kind: TopicKind,
    payload: &str,
    retain: bool,
) -> Input {
    Input::Message {
        connection,
        topic: format!("iot4emissions/{kind}/{DEVICE}").into(),
        payload: payload.as_bytes().into(),
        retain,
    }
}

pub(crate) fn events(outputs: &[Output]) -> Vec<EventKind> {
    let events = outputs.iter().filter_map(|output| match output {
        Output::Notify(event) => Some(event.kind),
        _ => None,
    });
    events.collect()
}

pub(crate) fn acquires(outputs: &[Output]) -> bool {
    let acquire = |output: &Output| matches!(output, Output::Acquire { .. });
    outputs.iter().any(acquire)
}

pub(crate) fn connects(outputs: &[Output]) -> bool {
    let connect = |output: &Output| matches!(output, Output::Connect { .. });
    outputs.iter().any(connect)
}

/// The snapshots of all Data Transfers among the outputs.
pub(crate) fn published(outputs: &[Output]) -> Vec<Snapshot> {
    let payloads = outputs.iter().filter_map(|output| match output {
        Output::Publish { topic, payload, .. } if topic.kind() == TopicKind::DataDevice => {
            Some(payload)
        }
        _ => None,
    });
    payloads.flat_map(snapshots).collect()
}

/// The snapshots of a Data Transfer.
pub(super) fn snapshots(payload: &Payload) -> Vec<Snapshot> {
    let decoded = DataTransfer::decode(payload.as_bytes(), Profile::Strict);
    decoded.unwrap().message.into_snapshots()
}

pub(crate) fn times(snapshots: &[Snapshot]) -> Vec<u64> {
    snapshots.iter().map(|s| s.acquired().0).collect()
}

/// The outputs but for notifications, in short.
pub(crate) fn brief(outputs: &[Output]) -> Vec<String> {
    let words = outputs.iter().filter_map(|output| {
        Some(match output {
            Output::Persist => "persist".to_owned(),
            Output::ReadVehicle { .. } => "read vehicle".to_owned(),
            Output::Connect {
                connection,
                endpoint,
                ..
            } => format!("connect {} {}", connection.0, endpoint.host.as_str()),
            Output::Subscribe { connection, topic } => {
                format!("subscribe {} {}", connection.0, topic.kind())
            }
            Output::Publish {
                connection, topic, ..
            } => format!("publish {} {}", connection.0, topic.kind()),
            Output::Disconnect { connection } => format!("disconnect {}", connection.0),
            Output::Acquire { .. } => "acquire".to_owned(),
            Output::Notify(_) => return None,
            Output::Status(_) => "status".to_owned(),
            Output::Restart => "restart".to_owned(),
            Output::Wait(_) => "wait".to_owned(),
        })
    });
    words.collect()
}
