//! `filters.json`.

use iot4emissions_proto::topic::{Subscription, SubscriptionError, TopicFilter};
use serde_json::{Value, json};

use crate::common::{Check, either, member, text};

pub(crate) fn check(case: &Value) -> Check {
    let filter = |name| -> Result<TopicFilter, String> {
        let text = text(case, name)?;
        text.parse().map_err(|error| format!("{name}: {error}"))
    };
    match member::<String>(case, "function")?.as_str() {
        "filter" => {
            let found = text(case, "text")?.parse::<TopicFilter>();
            either(
                case,
                "",
                found
                    .map(|_| Value::Null)
                    .map_err(|error| error.code().to_owned()),
            )
        }
        "subscription" => {
            let found = text(case, "text")?.parse::<Subscription>();
            let refusal = |error: SubscriptionError| error.code().to_owned();
            let value = |found: Subscription| {
                let group = found.group().map(|group| group.as_str());
                json!({"filter": found.filter().as_str(), "group": group})
            };
            either(case, "subscription", found.map(value).map_err(refusal))
        }
        "matches" => {
            let found = filter("filter")?.matches(&text(case, "topic")?);
            either(case, "matches", Ok(found.into()))
        }
        "covers" => {
            let found = filter("filter")?.covers(&filter("other")?);
            either(case, "covers", Ok(found.into()))
        }
        other => Err(format!("there is no function {other}")),
    }
}
