//! `spread.json`.

use iot4emissions_proto::identity::DeviceSecret;
use iot4emissions_proto::schedule::{Schedule, spread_offset};
use serde_json::{Value, json};

use crate::common::{Check, either, member};

pub(crate) fn check(case: &Value) -> Check {
    let secret: DeviceSecret = member(case, "secret")?;
    let window: u64 = member(case, "windowSeconds")?;
    match member::<String>(case, "function")?.as_str() {
        "offset" => {
            let found = spread_offset(
                &secret,
                window,
                member(case, "occurrence")?,
                member(case, "next")?,
            );
            either(case, "offset", Ok(found.into()))
        }
        "after" => {
            let schedule: Schedule = member(case, "schedule")?;
            let found = schedule.spread_after(&secret, window, member(case, "after")?);
            either(case, "spread", Ok(json!(found)))
        }
        other => Err(format!("there is no function {other}")),
    }
}
