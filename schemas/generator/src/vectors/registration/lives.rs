//! Vehicles' lives, event by event.

use serde_json::{Value, json};

use super::{Rules, Step};

fn step(rules: Rules, name: &'static str, event: Value, effects: Value, record: &'static str) -> Step {
    Step {
        name,
        rules,
        event,
        effects,
        record,
    }
}

fn request(device: &str) -> Value {
    json!({"requested": {"attributes": {"mh": "FIAT GROUP"}, "boundElsewhere": false, "device": device, "lastSequence": 0}})
}

fn registered(country: &str, consent: bool) -> Value {
    json!({"registered": {"attributes": {"mh": "FIAT GROUP"}, "consent": consent, "country": country}})
}

fn consent(consent: bool) -> Value {
    json!({"consentChanged": {"consent": consent}})
}

fn paused(paused: bool) -> Value {
    json!({"paused": {"paused": paused}})
}

fn acknowledged(device: &str, sequence: u64) -> Value {
    json!({"callAcknowledged": {"device": device, "sequence": sequence}})
}

fn publish(device: &str, status: Value) -> Value {
    json!({"publishStatus": {"device": device, "status": status}})
}

fn ok(device: &str) -> Value {
    publish(device, json!("registered"))
}

fn error(device: &str) -> Value {
    publish(device, json!({"error": {}}))
}

fn clear(device: &str) -> Value {
    publish(device, Value::Null)
}

fn call() -> Value {
    json!("callDataService")
}

fn taken(device: &str, by: &str) -> Value {
    json!({"raise": {"vehicleHasAnotherDevice": {"device": device, "registered": by}}})
}

pub(super) fn all() -> Vec<(&'static str, Vec<Step>)> {
    vec![
        ("registered first, then sold", first()),
        ("cleared before its device", early()),
        ("pauses and consent", pauses()),
        ("a foreign device", foreign()),
        ("a replaced device", replaced()),
        ("released in the midst", hasty()),
        ("calls overtake each other", overtaking()),
        ("outside the Union", outside()),
    ]
}

fn first() -> Vec<Step> {
    let mut moved = request("d1");
    moved["requested"]["attributes"] = json!({"mh": "FIAT GROUP", "mt": "1872"});
    vec![
        step(&["P-7.1", "P-1.2"], "a request from an unknown device for a free VIN", request("d1"), json!([call()]), "| d1 notCleared 1:introduced | 1"),
        step(&["P-7.1", "P-7.2"], "the same again, not yet introduced", request("d1"), json!([]), "| d1 notCleared 1:introduced | 1"),
        step(&["P-7.1", "P-7.8"], "the introduction is acknowledged", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.2"], "the same again: no second introduction, same answer", request("d1"), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.2"], "the same with other attributes", moved, json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.1"], "the acknowledgement again changes nothing", acknowledged("d1", 1), json!([]), "| d1 introduced notCleared | 1"),
        step(&["P-7.4", "P-5.50"], "registered without consent: not cleared", registered("DE", false), json!([]), "DE | d1 introduced notCleared | 1"),
        step(&["P-7.4", "P-5.50"], "consent: cleared", consent(true), json!([call()]), "DE consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "consent again changes nothing", consent(true), json!([]), "DE consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "the clearance is acknowledged", acknowledged("d1", 2), json!([]), "DE consent | d1 introduced cleared | 2"),
        step(&["P-7.2"], "the device asks again while it is cleared", request("d1"), json!([ok("d1")]), "DE consent | d1 introduced cleared | 2"),
        step(&["P-7.4"], "sold without consent: suspended", registered("FR", false), json!([call()]), "FR | d1 introduced cleared 3:notCleared | 3"),
        step(&["P-7.4"], "the suspension is acknowledged", acknowledged("d1", 3), json!([]), "FR | d1 introduced notCleared | 3"),
        step(&["P-7.4", "P-5.50"], "it leaves the Union", json!("left"), json!([]), "| d1 introduced notCleared | 3"),
        step(&["P-7.4"], "back with consent: cleared anew", registered("IT", true), json!([call()]), "IT consent | d1 introduced notCleared 4:cleared | 4"),
    ]
}

fn early() -> Vec<Step> {
    vec![
        step(&["P-7.4"], "registered with consent, no device yet", registered("AT", true), json!([]), "AT consent | | 0"),
        step(&["P-7.1", "P-7.4"], "the device asks: introduced first", request("d1"), json!([call()]), "AT consent | d1 notCleared 1:introduced | 1"),
        step(&["P-7.1", "P-7.4"], "introduced: registered, and cleared right after", acknowledged("d1", 1), json!([ok("d1"), call()]), "AT consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "cleared", acknowledged("d1", 2), json!([]), "AT consent | d1 introduced cleared | 2"),
        step(&["P-7.4"], "it leaves the Union: suspended, and consent is void", json!("left"), json!([call()]), "| d1 introduced cleared 3:notCleared | 3"),
        step(&["P-7.4"], "it comes back; its owner has not been asked", registered("AT", false), json!([]), "AT | d1 introduced cleared 3:notCleared | 3"),
    ]
}

fn pauses() -> Vec<Step> {
    vec![
        step(&["P-7.4"], "paused before anything else", paused(true), json!([]), "paused | | 0"),
        step(&["P-7.1"], "a request while it is paused", request("d1"), json!([call()]), "paused | d1 notCleared 1:introduced | 1"),
        step(&["P-7.4"], "introduced: not cleared, so there is nothing to pause", acknowledged("d1", 1), json!([ok("d1")]), "paused | d1 introduced notCleared | 1"),
        step(&["P-7.4"], "registered with consent: suspended for the pause", registered("PL", true), json!([call()]), "PL consent paused | d1 introduced notCleared 2:pause | 2"),
        step(&["P-7.4"], "the pause is acknowledged", acknowledged("d1", 2), json!([]), "PL consent paused | d1 introduced pause | 2"),
        step(&["P-7.4"], "resumed: cleared", paused(false), json!([call()]), "PL consent | d1 introduced pause 3:cleared | 3"),
        step(&["P-7.4"], "cleared", acknowledged("d1", 3), json!([]), "PL consent | d1 introduced cleared | 3"),
        step(&["P-7.4"], "paused: suspended, reason pause", paused(true), json!([call()]), "PL consent paused | d1 introduced cleared 4:pause | 4"),
        step(&["P-7.4"], "consent withdrawn while paused: reason notCleared", consent(false), json!([call()]), "PL paused | d1 introduced cleared 5:notCleared | 5"),
        step(&["P-7.4"], "acknowledged", acknowledged("d1", 5), json!([]), "PL paused | d1 introduced notCleared | 5"),
        step(&["P-7.4"], "resumed without consent: nothing", paused(false), json!([]), "PL | d1 introduced notCleared | 5"),
    ]
}

fn foreign() -> Vec<Step> {
    let mut elsewhere = request("d3");
    elsewhere["requested"]["boundElsewhere"] = json!(true);
    let mut contains = request("d1");
    contains["requested"]["attributes"] = json!({"mk": "jfxhf05k1l4104934"});
    let another = json!({"raise": {"deviceHasAnotherVehicle": {"device": "d3"}}});
    let vin = json!({"raise": {"attributeContainsVin": {"attribute": "mk", "device": "d1"}}});
    vec![
        step(&["P-7.3", "P-1.5"], "an attribute contains the VIN", contains.clone(), json!([vin, error("d1")]), "| | refused:d1 0"),
        step(&["P-7.3", "P-7.1"], "the same device with good attributes", request("d1"), json!([call()]), "| d1 notCleared 1:introduced | 1"),
        step(&["P-7.3"], "another device for the taken VIN", request("d2"), json!([taken("d2", "d1"), error("d2")]), "| d1 notCleared 1:introduced | refused:d2 1"),
        step(&["P-7.3"], "another device again", request("d2"), json!([taken("d2", "d1"), error("d2")]), "| d1 notCleared 1:introduced | refused:d2 1"),
        step(&["P-7.3"], "a device that has another vehicle", elsewhere, json!([another, error("d3")]), "| d1 notCleared 1:introduced | refused:d2 refused:d3 1"),
        step(&["P-7.3", "P-7.1"], "the first device is introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | refused:d2 refused:d3 1"),
        step(&["P-7.3", "P-1.5"], "the first device with a bad attribute", contains, json!([vin, error("d1")]), "| d1 introduced notCleared | refused:d1 refused:d2 refused:d3 1"),
        step(&["P-7.2", "P-7.3"], "the first device with good attributes again", request("d1"), json!([ok("d1")]), "| d1 introduced notCleared | refused:d2 refused:d3 1"),
    ]
}

fn replaced() -> Vec<Step> {
    let mut known = request("d2");
    known["requested"]["lastSequence"] = json!(9);
    vec![
        step(&["P-7.1"], "the old device", request("d1"), json!([call()]), "| d1 notCleared 1:introduced | 1"),
        step(&["P-7.1"], "introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.4"], "cleared", registered("ES", true), json!([call()]), "ES consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "acknowledged", acknowledged("d1", 2), json!([]), "ES consent | d1 introduced cleared | 2"),
        step(&["P-7.3"], "the new device comes too early", request("d2"), json!([taken("d2", "d1"), error("d2")]), "ES consent | d1 introduced cleared | refused:d2 2"),
        step(&["P-7.3"], "released: the old device is suspended first", json!("released"), json!([call()]), "ES consent | d1 introduced cleared 3:notCleared releasing | refused:d2 3"),
        step(&["P-7.3"], "the old device asks meanwhile", request("d1"), json!([taken("d1", "d1"), error("d1")]), "ES consent | d1 introduced cleared 3:notCleared releasing | refused:d1 refused:d2 3"),
        step(&["P-7.3", "P-3.6"], "suspended: the binding ends and the errors are cleared", acknowledged("d1", 3), json!([clear("d1"), clear("d2")]), "ES consent | | 3"),
        step(&["P-7.3", "P-5.51"], "the new device, which was in another vehicle, goes on counting", known, json!([call()]), "ES consent | d2 notCleared 10:introduced | 10"),
        step(&["P-7.3", "P-7.4"], "the new device is introduced, and cleared", acknowledged("d2", 10), json!([ok("d2"), call()]), "ES consent | d2 introduced notCleared 11:cleared | 11"),
        step(&["P-5.51"], "an old device's acknowledgement says nothing", acknowledged("d1", 11), json!([]), "ES consent | d2 introduced notCleared 11:cleared | 11"),
    ]
}

fn hasty() -> Vec<Step> {
    vec![
        step(&["P-7.3"], "a free VIN is released", json!("released"), json!([]), "| | 0"),
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 notCleared 1:introduced | 1"),
        step(&["P-7.3"], "released before the introduction is acknowledged", json!("released"), json!([]), "| d1 notCleared 1:introduced releasing | 1"),
        step(&["P-7.3", "P-3.6"], "acknowledged: told nothing but that its status is gone", acknowledged("d1", 1), json!([clear("d1")]), "| | 1"),
        step(&["P-7.1", "P-5.51"], "the next request counts on", request("d2"), json!([call()]), "| d2 notCleared 2:introduced | 2"),
        step(&["P-7.1"], "introduced", acknowledged("d2", 2), json!([ok("d2")]), "| d2 introduced notCleared | 2"),
        step(&["P-7.3", "P-3.6"], "a device that may not send needs no suspension", json!("released"), json!([clear("d2")]), "| | 2"),
    ]
}

fn overtaking() -> Vec<Step> {
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 notCleared 1:introduced | 1"),
        step(&["P-5.51", "P-7.4"], "cleared, but an introduction is never overtaken", registered("NL", true), json!([]), "NL consent | d1 notCleared 1:introduced | 1"),
        step(&["P-7.4"], "introduced, and cleared", acknowledged("d1", 1), json!([ok("d1"), call()]), "NL consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-5.51", "P-7.4"], "withdrawn before the clearance is acknowledged", consent(false), json!([call()]), "NL | d1 introduced notCleared 3:notCleared | 3"),
        step(&["P-5.51"], "the late answer to the clearance says nothing", acknowledged("d1", 2), json!([]), "NL | d1 introduced notCleared 3:notCleared | 3"),
        step(&["P-5.51"], "a number that was never given says nothing", acknowledged("d1", 4), json!([]), "NL | d1 introduced notCleared 3:notCleared | 3"),
        step(&["P-5.51"], "the answer to the suspension", acknowledged("d1", 3), json!([]), "NL | d1 introduced notCleared | 3"),
    ]
}

fn outside() -> Vec<Step> {
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 notCleared 1:introduced | 1"),
        step(&["P-7.1"], "introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.4"], "registered in another country: not cleared", registered("CH", true), json!([]), "CH consent | d1 introduced notCleared | 1"),
        step(&["P-7.4"], "registered in a Member State: cleared", registered("CZ", true), json!([call()]), "CZ consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "exported: suspended", registered("GB", true), json!([call()]), "GB consent | d1 introduced notCleared 3:notCleared | 3"),
        step(&["P-7.4"], "an acknowledgement without a device", acknowledged("d9", 3), json!([]), "GB consent | d1 introduced notCleared 3:notCleared | 3"),
    ]
}
