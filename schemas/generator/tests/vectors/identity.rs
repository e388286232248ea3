//! `identity.json`.

use iot4emissions_proto::identity::{
    CertificateError, DeviceId, OpeningKey, SealedDeviceId, SealingKey, ServiceNames,
    ServiceNamesError, certificate_common_name,
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
        "seal" => {
            let key = SealingKey::from_bytes(&hex(case, "sealingKey")?);
            let key = key.map_err(|error| error.to_string())?;
            let opening = OpeningKey::from_bytes(&hex(case, "key")?);
            let opening = opening.map_err(|error| error.to_string())?;
            same("sealingKey", &key, &opening.sealing_key())?;
            let (device, data_device): (DeviceId, DeviceId) =
                (member(case, "deviceId")?, member(case, "dataDevice")?);
            let random = hex(case, "random")?
                .try_into()
                .map_err(|_| "not 32 bytes")?;
            let sealed = key.seal(&data_device, &device, random);
            let sealed = sealed.map(|sealed| json!(sealed));
            either(
                case,
                "sealed",
                sealed.map_err(|error| error.code().to_owned()),
            )
        }
        "open" => {
            let key = OpeningKey::from_bytes(&hex(case, "key")?);
            let key = key.map_err(|error| error.to_string())?;
            let sealed: SealedDeviceId = member(case, "sealed")?;
            let opened = key.open(&sealed, &member(case, "deviceId")?);
            let opened = opened.map(|device| json!(device));
            either(
                case,
                "dataDevice",
                opened.map_err(|error| error.code().to_owned()),
            )
        }
        other => Err(format!("there is no function {other}")),
    }
}

/// Bytes in hexadecimal digits.
fn hex(case: &Value, name: &str) -> Result<Vec<u8>, String> {
    let text = member::<String>(case, name)?;
    let pair = |at| u8::from_str_radix(text.get(at..at + 2).unwrap_or_default(), 16);
    let bytes: Result<_, _> = (0..text.len()).step_by(2).map(pair).collect();
    bytes.map_err(|error| error.to_string())
}
