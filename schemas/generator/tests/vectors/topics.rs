//! `topics.json`.

use iot4emissions_proto::topic::{Topic, TopicError, TopicKind, TopicName};
use serde_json::{Value, json};

use crate::common::{Check, either, member, text};

pub(crate) fn check(case: &Value) -> Check {
    match member::<String>(case, "function")?.as_str() {
        "topic" => {
            let found = text(case, "text")?.parse::<Topic>();
            let refusal = |error: TopicError| error.code().to_owned();
            let value = |topic: Topic| json!({"device": topic.device(), "kind": topic.kind()});
            either(case, "topic", found.map(value).map_err(refusal))
        }
        "topicName" => {
            let text = text(case, "text")?;
            let found = TopicName::new(&text).map_err(|error| error.code().to_owned());
            either(case, "", found.map(|_| Value::Null))
        }
        "delivery" => {
            let travels = member::<TopicKind>(case, "kind")?.delivery();
            let found = json!({
                "broker": travels.broker,
                "publisher": travels.publisher,
                "qos": travels.qos.level(),
                "retained": travels.retained,
                "subscriber": travels.subscriber,
            });
            either(case, "delivery", Ok(found))
        }
        other => Err(format!("there is no function {other}")),
    }
}
