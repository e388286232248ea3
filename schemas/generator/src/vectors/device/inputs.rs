//! Inputs in the words of the tables, such as `config 2 operational 5 host=new.example.eu`.

use iot4emissions_proto::device::{Input, RequestNumber, Settings, SettingsValues};
use serde_json::{Value, json};

use super::DEVICE;
use crate::vectors::siphash::COUNTED;

/// The input in the library's serde form, but for the payload of a message.
/// Not one that could be opened: the device does not look into it.
const SEALED: &str = "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBedF6N8CgUxTXx4GwtGwe0kbzOtRZ1OZmmb5IjF0vDCK0JKKSmoh2lvW1ANTi_ImxoeT1lJ5j1txYwEAxUSl3o9CZcF4jvOw99nf0YiPIhdMA";

pub(super) fn value(words: &str, request: RequestNumber) -> Result<Value, String> {
    let mut parts = words.split(' ');
    let verb = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let number = |place: usize| -> Result<u64, String> {
        let text = rest
            .get(place)
            .ok_or_else(|| format!("{words:?} lacks a number"))?;
        text.parse().map_err(|_| format!("{text:?} is no number"))
    };
    let on = |name: &str| Ok(json!({name: {"connection": number(0)?}}));
    let option = |name: &str| {
        rest.iter()
            .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    };
    let answer = |name: &str| Ok(json!({name: {"request": request}}));
    let vehicle = |info: Value| {
        let vehicle = json!({"vin": "JFXHF05K1L4104934", "vehicleInfo": info});
        Ok(json!({"vehicleRead": {"request": request, "vehicle": vehicle}}))
    };
    let flag = |name: &str, member: &str, flag: bool| Ok(json!({name: {member: flag}}));
    let status = |text: &str| {
        message(
            number(0)?,
            "registerServer",
            DEVICE,
            text,
            rest.contains(&"retained"),
        )
    };
    match verb {
        "wake" | "persistFailed" | "statusQuery" | "communicationTest" | "powerLoss"
        | "registerAgain" | "vehicleChanged" | "dataErased" | "decommissioned" => Ok(json!(verb)),
        "vehicleUnreadable" | "acquisitionFailed" => answer(verb),
        "trusted" => flag("clockTrusted", "trusted", true),
        "untrusted" => flag("clockTrusted", "trusted", false),
        "network" => flag("networkAvailable", "available", true),
        "noNetwork" => flag("networkAvailable", "available", false),
        "ignition" => flag("ignition", "on", true),
        "ignitionOff" => flag("ignition", "on", false),
        "persisted" => Ok(json!({"persisted": {"bytes": 0}})),
        "damagedRecord" => Ok(json!({"recordUnreadable": {"damaged": {"length": 100}}})),
        "factory" => Ok(json!({"factoryConfigured": factory(&rest)?})),
        "certificate" => {
            let device = rest.first().copied().unwrap_or(DEVICE);
            Ok(json!({"certificateRenewed": {"device": device}}))
        }
        "pseudonym" => Ok(json!({"pseudonymRenewed": {"device": "0b7c1a52", "sealed": SEALED}})),
        "provision" => provision(&rest),
        "vehicle" => vehicle(json!({"mh": "FIAT GROUP", "mt": "1872"})),
        "vehicleWithVin" => vehicle(json!({"mh": "FIAT GROUP", "mk": "JFXHF05K1L4104934"})),
        "connected" | "subscribed" => on(verb),
        // `disconnected 3 tls`, `disconnected 3 refused=5`, by the broker where nothing is said.
        "disconnected" => {
            let reason = match option("refused") {
                Some(code) => {
                    let code: u8 = code.parse().map_err(|_| format!("{words:?} has no code"))?;
                    json!({"refused": {"code": code}})
                }
                None => json!(rest.get(1).copied().unwrap_or("closed")),
            };
            Ok(json!({"disconnected": {"connection": number(0)?, "reason": reason}}))
        }
        "refused" => Ok(json!({"subscribeRefused": {"connection": number(0)?, "reason": 0x80}})),
        "registered" => status(r#"{"deviceState":"registered"}"#),
        "error" => status(r#"{"deviceState":"error"}"#),
        "cleared" => status(""),
        "unreadable" => status(r#"{"deviceState":"#),
        "freeText" => status(r#"{"deviceState":"the vehicle is known already"}"#),
        "foreign" => message(
            number(0)?,
            "registerServer",
            "acc510ae",
            r#"{"deviceState":"registered"}"#,
            false,
        ),
        "elsewhere" => message(
            number(0)?,
            "configServer",
            DEVICE,
            r#"{"deviceState":"registered"}"#,
            false,
        ),
        "config" => {
            let state = rest.get(1).copied().unwrap_or_default();
            let text = configuration(state, number(2)?, &option);
            message(
                number(0)?,
                "configServer",
                DEVICE,
                &text,
                !rest.contains(&"live"),
            )
        }
        "noConfig" => message(number(0)?, "configServer", DEVICE, "{}", true),
        "noPayload" => message(number(0)?, "configServer", DEVICE, "", true),
        "puback" => {
            Ok(json!({"publishAcknowledged": {"connection": number(0)?, "publish": number(1)?}}))
        }
        // `pubrefused 3 1 135`: MQTT 5 only (P-6.18).
        "pubrefused" => Ok(json!({"publishRefused": {
            "connection": number(0)?,
            "publish": number(1)?,
            "reason": number(2)?,
        }})),
        "acquired" => Ok(json!({"acquired": {"request": request, "values": {
            "total_distance_travelled": 200_000 + 20 * number(0)?,
            "total_fuel_consumed": 10_000 + number(0)?,
        }}})),
        "acquiredNothing" => Ok(json!({"acquired": {"request": request, "values": {}}})),
        // An answer to the question before.
        "acquiredLate" => {
            let before = RequestNumber(request.0.saturating_sub(1));
            Ok(json!({"acquired": {"request": before, "values": {"total_fuel_consumed": 1}}}))
        }
        _ => Err(format!("there is no input {words:?}")),
    }
}

fn message(
    connection: u64,
    kind: &str,
    device: &str,
    text: &str,
    retain: bool,
) -> Result<Value, String> {
    Ok(json!({"message": {
        "connection": connection,
        "payload": {"text": text},
        "retain": retain,
        "topic": format!("iot4emissions/{kind}/{device}"),
    }}))
}

fn endpoint(host: &str) -> Value {
    json!({"endpoint": host, "port": 8883, "protocol": "mqtts"})
}

/// A factory configuration of [`factory`].
fn provision(changes: &[&str]) -> Result<Value, String> {
    let factory = factory(changes)?;
    Ok(json!({"provisioningComplete": {"device": DEVICE, "secret": COUNTED, "factory": factory}}))
}

/// Settings without spread, but for those named as `resend_window=2`.
fn factory(changes: &[&str]) -> Result<Value, String> {
    let settings = Settings::new(SettingsValues {
        spread_window_seconds: 0,
        ..SettingsValues::default()
    });
    let settings = settings.map_err(|error| error.to_string())?;
    let mut settings = json!(settings);
    let mut domains = json!(["example.eu", "192.0.2.7"]);
    let mut data = "data.example.eu";
    for change in changes {
        match change.split_once('=') {
            Some(("domains", "none")) => domains = json!([]),
            Some(("data", host)) => data = host,
            Some((name, number)) => {
                let number: u64 = number
                    .parse()
                    .map_err(|_| format!("{change:?} has no number"))?;
                settings[name] = json!(number);
            }
            None => return Err(format!("{change:?} is no change")),
        }
    }
    Ok(json!({
        "config_check_frequency": "0 0 3 * * ?",
        "obfcm_data_mqtt": endpoint(data),
        "permitted_domains": domains,
        "registration_mqtt": endpoint("registration.example.eu"),
        "settings": settings,
    }))
}

/// Acquires hourly, transfers at half past, and checks at 06:00, but for what is named
/// as `host=…`, `registration=…`, `acquire=…`, `transfer=…` and `check=…`.
fn configuration<'a>(
    state: &str,
    version: u64,
    option: &impl Fn(&str) -> Option<&'a str>,
) -> String {
    let schedule = |name, usual: &str| {
        option(name).map_or_else(|| usual.to_owned(), |text| text.replace('_', " "))
    };
    let host = |name, usual| endpoint(option(name).unwrap_or(usual)).to_string();
    let (registration, data) = (
        host("registration", "registration.example.eu"),
        host("host", "data.example.eu"),
    );
    let acquire = schedule("acquire", "0 0 * * * ?");
    let transfer = schedule("transfer", "0 30 * * * ?");
    let check = schedule("check", "0 0 6 * * ?");
    format!(
        r#"{{"deviceState":"{state}","configuration":{{"registrationMqtt":{registration},"obfcmDataMqtt":{data},"acquireFrequency":"{acquire}","transferFrequency":"{transfer}","configCheckFrequency":"{check}","version":{version}}}}}"#
    )
}

/// The input itself.
pub(super) fn input(mut value: Value) -> Result<Input, String> {
    if let Some(payload) = value.pointer_mut("/message/payload") {
        let bytes = payload["text"]
            .as_str()
            .unwrap_or_default()
            .as_bytes()
            .to_vec();
        *payload = json!(bytes);
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}
