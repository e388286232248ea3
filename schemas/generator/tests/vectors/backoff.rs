//! `backoff.json`.

use std::time::Duration;

use iot4emissions_proto::backoff::Backoff;
use iot4emissions_proto::identity::DeviceSecret;
use serde_json::Value;

use crate::common::{Check, either, member, same};

pub(crate) fn check(case: &Value) -> Check {
    let millis = |name| member(case, name).map(Duration::from_millis);
    let backoff = Backoff::new(millis("baseMillis")?, millis("capMillis")?);
    match member::<String>(case, "function")?.as_str() {
        "settings" => either(
            case,
            "",
            backoff
                .map(|_| Value::Null)
                .map_err(|error| error.code().to_owned()),
        ),
        "delay" => {
            let backoff = backoff.map_err(|error| error.to_string())?;
            let secret: DeviceSecret = member(case, "secret")?;
            let found = backoff.delay(&secret, member(case, "attempt")?, member(case, "episode")?);
            let (expected, ceiling) = (millis("delayMillis")?, millis("ceilingMillis")?);
            same("delayMillis", expected, found)?;
            same("within the ceiling", true, found <= ceiling)
        }
        other => Err(format!("there is no function {other}")),
    }
}
