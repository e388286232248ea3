//! `access.json`.

use iot4emissions_proto::access::{self, Principal};
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::ServiceNames;
use serde_json::{Value, json};

use crate::common::{Check, either, member, same, text};

pub(crate) fn check(case: &Value) -> Check {
    let function: String = member(case, "function")?;
    if function == "principal" {
        let services: ServiceNames = member(case, "services")?;
        let found = Principal::from_name(&text(case, "text")?, &services);
        let found = found
            .map(|found| json!(found))
            .map_err(|error| error.code().to_owned());
        return either(case, "principal", found);
    }
    let principal: Principal = member(case, "principal")?;
    let broker: BrokerRole = member(case, "broker")?;
    let found = match function.as_str() {
        "publish" => access::publish(
            &principal,
            broker,
            &text(case, "topic")?,
            member(case, "retain")?,
        ),
        "subscribe" => access::subscribe(&principal, broker, &text(case, "filter")?),
        "receive" => access::receive(&principal, broker, &text(case, "topic")?),
        other => return Err(format!("there is no function {other}")),
    };
    let expected: Option<String> = member(case, "deniedBy")?;
    same(
        "deniedBy",
        expected.as_deref(),
        found.err().map(|denied| denied.rule()),
    )
}
