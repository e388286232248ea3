//! The doors: where a text from outside comes in, and what becomes of it.

use iot4emissions_proto::access::export::emqx::AuthorizerRequest;
use iot4emissions_proto::device::{Input, ReceivedTopic};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{
    DataTransfer, Profile, RegistrationRequest, RegistrationStatus,
};
use iot4emissions_proto::privacy::hide_vins;
use iot4emissions_proto::services::call::{CallContent, Sequence};
use iot4emissions_proto::services::data::{ConfigurationParameters, DeviceEntry, answer};
use iot4emissions_proto::services::introduction::IntroductionScope;
use iot4emissions_proto::services::registration::{
    Event, OperatorNotice, StoredDataPolicy, VehicleRecord, decide,
};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::{Topic, TopicFilter, TopicName};
use iot4emissions_proto::vehicle::VehicleInfo;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, SanType,
};
use serde_json::json;

use crate::ways::VIN;

/// What becomes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// It is an error, whose text does not have it.
    Refused,
    /// It is taken, and not shown.
    Hidden,
    /// It is taken, and goes no further.
    NotPassedOn,
    /// It gets through.
    Through,
}

/// What a text becomes at one door.
type Open = fn(&str) -> Outcome;

pub(crate) const MINIMAL: &str = "an attribute, to the Data Service by the minimum";

/// Where there are many words: what stands apart there is hidden where it stands in a row, or
/// every other line would be.
pub(crate) const LOGS: [&str; 6] = [
    "a line of a log",
    "what a device heard, in a log",
    "a status in words, in a log",
    "a topic name, in a log",
    "a topic filter, in a log",
    "what a broker asks, in a log",
];

pub(crate) const DOORS: [(&str, Open); 17] = [
    ("a device ID", device_id),
    ("a topic", topic),
    ("a certificate's common name", common_name),
    ("a certificate's organization", organization),
    ("a certificate's alternative name", alternative_name),
    ("an attribute of a request", request),
    ("an attribute, its name", attribute_name),
    (
        "an attribute, to the Data Service by the report's set",
        report,
    ),
    (MINIMAL, minimal),
    ("a member of a Data Transfer", data_member),
    ("a value of a Data Transfer", data_value),
    (LOGS[0], log),
    (LOGS[1], heard),
    (LOGS[2], status),
    (LOGS[3], topic_name),
    (LOGS[4], topic_filter),
    (LOGS[5], asked),
];

/// Whether a text that somebody sees still says the VIN as it was written, or as JSON and
/// Rust write that.
fn shows(shown: &str, text: &str) -> bool {
    let json = serde_json::to_string(text).unwrap();
    let rust = format!("{text:?}");
    let quoted = [&json[1..json.len() - 1], &rust[1..rust.len() - 1], text];
    quoted.iter().any(|text| shown.contains(text)) || shown.to_uppercase().contains(VIN)
}

/// An error must not show what was refused; what it cuts or quotes is not the text.
fn refused(error: &str, text: &str) -> Outcome {
    match shows(error, text) {
        true => Outcome::Through,
        false => Outcome::Refused,
    }
}

fn device_id(text: &str) -> Outcome {
    match text.parse::<DeviceId>() {
        Ok(_) => Outcome::Through,
        Err(error) => refused(&error.to_string(), text),
    }
}

fn topic(text: &str) -> Outcome {
    match format!("iot4emissions/dataDevice/{text}").parse::<Topic>() {
        Ok(_) => Outcome::Through,
        Err(error) => refused(&error.to_string(), text),
    }
}

/// A certificate of the device `vehicle-7`, but for what `change` makes of it.
fn certificate(text: &str, change: impl FnOnce(&mut CertificateParams)) -> Outcome {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = DistinguishedName::new();
    let name = &mut parameters.distinguished_name;
    name.push(DnType::CommonName, "vehicle-7");
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    change(&mut parameters);
    let key = KeyPair::generate().unwrap();
    let Ok(certificate) = parameters.self_signed(&key) else {
        // No certificate can say it.
        return Outcome::Refused;
    };
    let now = UnixSeconds(1_700_000_000);
    match DeviceId::from_certificate_der(certificate.der(), now) {
        Ok(_) => Outcome::Through,
        Err(error) => refused(&error.to_string(), text),
    }
}

fn common_name(text: &str) -> Outcome {
    certificate(text, |parameters| {
        parameters.distinguished_name.push(DnType::CommonName, text);
    })
}

fn organization(text: &str) -> Outcome {
    certificate(text, |parameters| {
        let name = &mut parameters.distinguished_name;
        name.push(DnType::OrganizationName, text);
    })
}

fn alternative_name(text: &str) -> Outcome {
    let Ok(name) = text.try_into() else {
        return Outcome::Refused;
    };
    certificate(text, |parameters| {
        parameters.subject_alt_names = vec![SanType::URI(name)];
    })
}

fn attributes(text: &str) -> Result<VehicleInfo, Outcome> {
    let request = json!({"vin": "JFXHF05K1L4104934", "vehicleInfo": {"remark": text}});
    let decoded = RegistrationRequest::decode(request.to_string().as_bytes(), Profile::Tolerant);
    match decoded {
        Ok(decoded) => Ok(decoded.message.vehicle_info),
        Err(error) => Err(refused(&error.to_string(), text)),
    }
}

/// What a Registration Service makes of a request with the text.
fn decided(text: &str) -> Result<VehicleRecord, Outcome> {
    let attributes = attributes(text)?;
    let event = Event::Requested {
        data_device: None,
        device: "vehicle-7".parse().unwrap(),
        attributes,
        bound_elsewhere: false,
        last_sequence: Sequence::NONE,
    };
    let record = VehicleRecord::new("JFXHF05K1L4104934".parse().unwrap());
    let (record, effects) = decide(record, event, &StoredDataPolicy::default());
    let attribute = |effect: &_| {
        use iot4emissions_proto::services::registration::Effect;
        matches!(
            effect,
            Effect::Raise(OperatorNotice::AttributeContainsVin { .. })
        )
    };
    match effects.iter().any(attribute) {
        true => Err(refused(&format!("{effects:?}"), text)),
        false => Ok(record),
    }
}

fn request(text: &str) -> Outcome {
    match decided(text) {
        Err(outcome) => outcome,
        Ok(_) => Outcome::Through,
    }
}

fn attribute_name(text: &str) -> Outcome {
    let request = json!({"vin": "JFXHF05K1L4104934", "vehicleInfo": {text: "x"}});
    match RegistrationRequest::decode(request.to_string().as_bytes(), Profile::Tolerant) {
        Err(error) => refused(&error.to_string(), text),
        Ok(decoded) => {
            let kept = serde_json::to_string(&decoded.message.vehicle_info).unwrap();
            let vin = "JFXHF05K1L4104934".parse().unwrap();
            match decoded.message.vehicle_info.attribute_containing(&vin) {
                Some(_) => Outcome::Refused,
                None if shows(&kept, text) => Outcome::Through,
                None => Outcome::NotPassedOn,
            }
        }
    }
}

/// What the Data Service stores of a vehicle that a request with the text is about.
fn introduced(text: &str, scope: IntroductionScope) -> Outcome {
    let record = match decided(text) {
        Err(outcome) => return outcome,
        Ok(record) => record,
    };
    let call = record.outstanding(scope).expect("an introduction");
    assert!(matches!(call.content, CallContent::Introduced { .. }));
    let (entry, _) = answer(None, &call, &parameters(), UnixSeconds(1_622_505_600));
    let record = entry.and_then(DeviceEntry::into_record).expect("a record");
    match shows(&serde_json::to_string(&record).unwrap(), text) {
        true => Outcome::Through,
        false => Outcome::NotPassedOn,
    }
}

fn report(text: &str) -> Outcome {
    introduced(text, IntroductionScope::Report)
}

fn minimal(text: &str) -> Outcome {
    introduced(text, IntroductionScope::Minimal)
}

fn parameters() -> ConfigurationParameters {
    let endpoint = json!({"endpoint": "data.example", "port": 8883, "protocol": "mqtts"});
    let parameters = json!({
        "registrationMqtt": endpoint,
        "obfcmDataMqtt": endpoint,
        "acquireFrequency": "0 0 0 1 * ? *",
        "transferFrequency": "0 0 0 1 1/3 ? *",
        "configCheckFrequency": "0 0 0 1 1/3 ? *",
        "firstVersion": 1,
    });
    serde_json::from_value(parameters).unwrap()
}

/// A member that no snapshot has is read over (P-5.4), and nobody keeps its name.
fn data_member(text: &str) -> Outcome {
    let transfer = json!({"data": [{"acquired": 1_622_538_000, "tfc": 32.5, text: 1}]});
    match DataTransfer::decode(transfer.to_string().as_bytes(), Profile::Tolerant) {
        Err(error) => refused(&error.to_string(), text),
        Ok(decoded) => {
            let kept = String::from_utf8(decoded.message.to_canonical()).unwrap();
            let said: String = decoded.deviations.iter().map(|it| it.to_string()).collect();
            match (shows(&kept, text), shows(&hide_vins(&said), text)) {
                (true, _) => Outcome::Through,
                // Its name is said to whoever sent it.
                (false, true) => Outcome::Through,
                (false, false) => Outcome::NotPassedOn,
            }
        }
    }
}

fn data_value(text: &str) -> Outcome {
    let transfer = json!({"data": [{"acquired": 1_622_538_000, "tfc": text}]});
    match DataTransfer::decode(transfer.to_string().as_bytes(), Profile::Tolerant) {
        Err(error) => refused(&error.to_string(), text),
        Ok(_) => Outcome::Through,
    }
}

fn log(text: &str) -> Outcome {
    match shows(&hide_vins(&format!("found {text}")), text) {
        true => Outcome::Through,
        false => Outcome::Hidden,
    }
}

fn heard(text: &str) -> Outcome {
    let input = Input::Message {
        connection: Default::default(),
        topic: ReceivedTopic::from(text),
        payload: text.as_bytes().to_vec().into(),
        retain: false,
    };
    match shows(&format!("{input:?}"), text) {
        true => Outcome::Through,
        false => Outcome::Hidden,
    }
}

/// What becomes of a text in the `Debug` output of what was made of it, if anything was.
fn logged<T: std::fmt::Debug, E: ToString>(made: Result<T, E>, text: &str) -> Outcome {
    match made {
        Err(error) => refused(&error.to_string(), text),
        Ok(value) if shows(&format!("{value:?}"), text) => Outcome::Through,
        Ok(_) => Outcome::Hidden,
    }
}

fn status(text: &str) -> Outcome {
    let status = json!({"deviceState": text}).to_string();
    let decoded = RegistrationStatus::decode(status.as_bytes(), Profile::Tolerant);
    logged(decoded.map(|decoded| decoded.message), text)
}

fn topic_name(text: &str) -> Outcome {
    logged(TopicName::new(text), text)
}

fn topic_filter(text: &str) -> Outcome {
    logged(text.parse::<TopicFilter>(), text)
}

fn asked(text: &str) -> Outcome {
    let request = json!({"username": text, "action": "publish", "topic": text});
    logged(serde_json::from_value::<AuthorizerRequest>(request), text)
}
