//! `identity.json`.

use iot4emissions_proto::identity::{
    CertificateError, DeviceId, ServiceNames, ServiceNamesError, certificate_common_name,
};
use iot4emissions_proto::time::UnixSeconds;
use serde_json::{Value, json};

use crate::common::{Check, bytes, either, member, same, text};

pub(crate) fn check(case: &Value) -> Check {
    match member::<String>(case, "function")?.as_str() {
        "deviceId" => {
            let found = text(case, "text")?.parse::<DeviceId>();
            either(
                case,
                "",
                found
                    .map(|_| Value::Null)
                    .map_err(|error| error.code().to_owned()),
            )
        }
        "serviceNames" => {
            let names = ServiceNames::new(&text(case, "registration")?, &text(case, "data")?);
            let refusal = |error: ServiceNamesError| error.code().to_owned();
            either(case, "", names.map(|_| Value::Null).map_err(refusal))
        }
        "certificate" => {
            let certificate = bytes(case, "certificate")?;
            let now: UnixSeconds = member(case, "now")?;
            let expected = case
                .get("commonName")
                .and_then(Value::as_str)
                .map(str::to_owned);
            same(
                "commonName",
                expected,
                certificate_common_name(&certificate, now).ok(),
            )?;
            let refusal = |error: CertificateError| error.code().to_owned();
            let found = DeviceId::from_certificate(&certificate, now);
            either(case, "deviceId", found.map(|id| json!(id)).map_err(refusal))
        }
        other => Err(format!("there is no function {other}")),
    }
}
