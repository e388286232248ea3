//! `messages.json`.

use iot4emissions_proto::message::{
    ConfigurationStatus, DataTransfer, Message, Profile, RegistrationRequest, RegistrationStatus,
};
use iot4emissions_proto::topic::TopicKind;
use serde_json::{Value, json};

use crate::common::{Check, bytes, member, same};

pub(crate) fn check(case: &Value) -> Check {
    let kind: TopicKind = member(case, "kind")?;
    let payload = bytes(case, "payload")?;
    let canonical: bool = member(case, "isCanonical")?;
    same(
        "isCanonical",
        canonical,
        Message::is_canonical(kind, &payload),
    )?;
    for (name, profile) in [("strict", Profile::Strict), ("tolerant", Profile::Tolerant)] {
        let expected = &case[name];
        match (
            Message::decode(kind, &payload, profile),
            expected.get("deviations"),
        ) {
            (Ok(decoded), Some(deviations)) => {
                let found = decoded.deviations.iter();
                let found =
                    found.map(|deviation| (deviation.code.as_str(), deviation.pointer.as_str()));
                same(name, places(deviations), sorted(found))?;
                accepted(case, &decoded.message).map_err(|error| format!("{name}: {error}"))?;
            }
            (Err(error), None) => {
                let found = error.issues().iter();
                let found = found.map(|issue| (issue.code.as_str(), issue.pointer.as_str()));
                same(name, places(&expected["issues"]), sorted(found))?;
                if let Some(position) = case.get("position") {
                    let at = error.issues()[0].position;
                    let found = json!({"column": at.column, "line": at.line});
                    same("position", position, &found)?;
                }
            }
            (Ok(_), None) => return Err(format!("{name}: it is accepted")),
            (Err(error), Some(_)) => return Err(format!("{name}: {error}")),
        }
    }
    Ok(())
}

fn sorted<'a>(places: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    let owned = places.map(|(code, pointer)| (code.to_owned(), pointer.to_owned()));
    let mut places: Vec<_> = owned.collect();
    places.sort();
    places
}

fn places(value: &Value) -> Vec<(String, String)> {
    let text = |place: &'static str, value| Value::as_str(value).unwrap_or(place);
    let places = value.as_array().into_iter().flatten();
    sorted(places.map(|place| {
        (
            text("no code", &place["code"]),
            text("no pointer", &place["pointer"]),
        )
    }))
}

fn accepted(case: &Value, message: &Message) -> Check {
    let canonical: String = member(case, "canonical")?;
    let found = message.to_canonical();
    same(
        "canonical",
        canonical.as_str(),
        &String::from_utf8_lossy(&found),
    )?;
    same(
        "the canonical text is canonical",
        true,
        Message::is_canonical(message.topic_kind(), canonical.as_bytes()),
    )?;
    same("value", &value(case, message)?, message)?;
    if let Message::RegistrationRequest(request) = message {
        let info = &request.vehicle_info;
        let parsed = [
            ("vfnParses", info.interpolation_family().is_some()),
            ("tanParses", info.type_approval().is_some()),
        ];
        for (name, found) in parsed {
            if case.get(name).is_some() {
                same(name, member::<bool>(case, name)?, found)?;
            }
        }
    }
    Ok(())
}

/// The case's value as a message of the same kind.
fn value(case: &Value, message: &Message) -> Result<Message, String> {
    Ok(match message {
        Message::RegistrationRequest(_) => {
            Message::RegistrationRequest(member::<RegistrationRequest>(case, "value")?)
        }
        Message::RegistrationStatus(_) => {
            Message::RegistrationStatus(member::<RegistrationStatus>(case, "value")?)
        }
        Message::ConfigurationStatus(_) => {
            Message::ConfigurationStatus(member::<ConfigurationStatus>(case, "value")?)
        }
        Message::DataTransfer(_) => Message::DataTransfer(member::<DataTransfer>(case, "value")?),
    })
}
