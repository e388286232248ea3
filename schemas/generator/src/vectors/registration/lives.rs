//! Vehicles' lives, event by event.

use serde_json::{Value, json};

use super::{Rules, Step};

pub(super) fn step(rules: Rules, name: &'static str, event: Value, effects: Value, record: &'static str) -> Step {
    Step {
        name,
        rules,
        event,
        effects,
        record,
    }
}

pub(super) fn request(device: &str) -> Value {
    json!({"requested": {"attributes": {"mh": "FIAT GROUP"}, "boundElsewhere": false, "device": device, "lastSequence": 0}})
}

pub(super) fn registered(country: &str, consent: bool) -> Value {
    json!({"registered": {"attributes": {"mh": "FIAT GROUP"}, "consent": consent, "country": country}})
}

pub(super) fn consent(consent: bool) -> Value {
    json!({"consentChanged": {"consent": consent}})
}

fn paused(paused: bool) -> Value {
    json!({"paused": {"paused": paused}})
}

fn answered(device: &str, sequence: u64, answer: Value) -> Value {
    json!({"callAnswered": {"answer": answer, "device": device, "sequence": sequence}})
}

pub(super) fn acknowledged(device: &str, sequence: u64) -> Value {
    answered(device, sequence, json!("applied"))
}

fn publish(device: &str, status: Value) -> Value {
    json!({"publishStatus": {"device": device, "status": status}})
}

pub(super) fn ok(device: &str) -> Value {
    publish(device, json!("registered"))
}

fn error(device: &str) -> Value {
    publish(device, json!({"error": {}}))
}

pub(super) fn clear(device: &str) -> Value {
    json!({"clearStatus": {"device": device}})
}

pub(super) fn call() -> Value {
    json!("callDataService")
}

fn taken(device: &str, by: &str) -> Value {
    json!({"raise": {"vehicleHasAnotherDevice": {"device": device, "registered": by}}})
}

pub(super) fn all() -> Vec<(&'static str, Vec<Step>)> {
    vec![
        ("an ID for the Data Service", pseudonyms()),
        ("registered first, then sold", first()),
        ("cleared before its device", early()),
        ("pauses and consent", pauses()),
        ("a foreign device", foreign()),
        ("a replaced device", replaced()),
        ("released in the midst", hasty()),
        ("calls overtake each other", overtaking()),
        ("withdrawn, and then another device", withdrawn()),
        ("attributes that change meanwhile", changing()),
        ("papers with everything", papers()),
        ("a Data Service that forgets", forgotten()),
        ("numbers that do not fit", misnumbered()),
        ("a device without a version left", exhausted()),
        ("outside the Union", outside()),
    ]
}

fn first() -> Vec<Step> {
    let mut moved = request("d1");
    moved["requested"]["attributes"] = json!({"mh": "FIAT GROUP", "mt": "1872"});
    vec![
        step(&["P-7.1", "P-1.2"], "a request from an unknown device for a free VIN", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-7.1", "P-7.2"], "the same again, not yet introduced", request("d1"), json!([]), "| d1 introducing 1 | 1"),
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
        step(&["P-7.1", "P-7.4"], "the device asks: introduced first", request("d1"), json!([call()]), "AT consent | d1 introducing 1 | 1"),
        step(&["P-7.1", "P-7.4"], "introduced: registered, and cleared right after", acknowledged("d1", 1), json!([ok("d1"), call()]), "AT consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "cleared", acknowledged("d1", 2), json!([]), "AT consent | d1 introduced cleared | 2"),
        step(&["P-7.4"], "it leaves the Union: suspended, and consent is void", json!("left"), json!([call()]), "| d1 introduced cleared 3:notCleared | 3"),
        step(&["P-7.4"], "it comes back; its owner has not been asked", registered("AT", false), json!([]), "AT | d1 introduced cleared 3:notCleared | 3"),
    ]
}

fn pauses() -> Vec<Step> {
    vec![
        step(&["P-7.4"], "paused before anything else", paused(true), json!([]), "paused | | 0"),
        step(&["P-7.1"], "a request while it is paused", request("d1"), json!([call()]), "paused | d1 introducing 1 | 1"),
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
        step(&["P-7.3", "P-7.1"], "the same device with good attributes", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-7.3"], "another device for the taken VIN", request("d2"), json!([taken("d2", "d1"), error("d2")]), "| d1 introducing 1 | refused:d2 1"),
        step(&["P-7.3"], "another device again", request("d2"), json!([taken("d2", "d1"), error("d2")]), "| d1 introducing 1 | refused:d2 1"),
        step(&["P-7.3"], "a device that has another vehicle", elsewhere, json!([another, error("d3")]), "| d1 introducing 1 | refused:d2 refused:d3 1"),
        step(&["P-7.3", "P-7.1"], "the first device is introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | refused:d2 refused:d3 1"),
        step(&["P-7.3", "P-1.5"], "the first device with a bad attribute", contains, json!([vin, error("d1")]), "| d1 introduced notCleared | refused:d1 refused:d2 refused:d3 1"),
        step(&["P-7.2", "P-7.3"], "the first device with good attributes again", request("d1"), json!([ok("d1")]), "| d1 introduced notCleared | refused:d2 refused:d3 1"),
    ]
}

fn replaced() -> Vec<Step> {
    let mut known = request("d2");
    known["requested"]["lastSequence"] = json!(9);
    vec![
        step(&["P-7.1"], "the old device", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-7.1"], "introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.4"], "cleared", registered("ES", true), json!([call()]), "ES consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "acknowledged", acknowledged("d1", 2), json!([]), "ES consent | d1 introduced cleared | 2"),
        step(&["P-7.3"], "the new device comes too early", request("d2"), json!([taken("d2", "d1"), error("d2")]), "ES consent | d1 introduced cleared | refused:d2 2"),
        step(&["P-7.3"], "released: the old device is suspended first", json!("released"), json!([call()]), "ES consent | d1 releasing 3 | refused:d2 3"),
        step(&["P-7.3"], "the old device asks meanwhile", request("d1"), json!([taken("d1", "d1"), error("d1")]), "ES consent | d1 releasing 3 | refused:d1 refused:d2 3"),
        step(&["P-7.3", "P-3.6"], "suspended: the binding ends and the errors are cleared", acknowledged("d1", 3), json!([clear("d1"), clear("d2")]), "ES consent | | 3"),
        step(&["P-7.3", "P-5.51"], "the new device, which was in another vehicle, goes on counting", known, json!([call()]), "ES consent | d2 introducing 10 | 10"),
        step(&["P-7.3", "P-7.4"], "the new device is introduced, and cleared", acknowledged("d2", 10), json!([ok("d2"), call()]), "ES consent | d2 introduced notCleared 11:cleared | 11"),
        step(&["P-5.51"], "an old device's acknowledgement says nothing", acknowledged("d1", 11), json!([]), "ES consent | d2 introduced notCleared 11:cleared | 11"),
    ]
}

fn hasty() -> Vec<Step> {
    vec![
        step(&["P-7.3"], "a free VIN is released", json!("released"), json!([]), "| | 0"),
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-7.3", "P-5.51"], "released before the introduction is acknowledged: suspended all the same", json!("released"), json!([call()]), "| d1 releasing 2 | 2"),
        step(&["P-7.3"], "released once more", json!("released"), json!([]), "| d1 releasing 2 | 2"),
        step(&["P-7.3", "P-5.51"], "the late answer to the introduction says nothing", acknowledged("d1", 1), json!([]), "| d1 releasing 2 | 2"),
        step(&["P-7.3", "P-3.6"], "acknowledged: told nothing but that its status is gone", acknowledged("d1", 2), json!([clear("d1")]), "| | 2"),
        step(&["P-7.1", "P-5.51"], "the next device has numbers of its own", request("d2"), json!([call()]), "| d2 introducing 1 | 1"),
        step(&["P-7.1"], "introduced", acknowledged("d2", 1), json!([ok("d2")]), "| d2 introduced notCleared | 1"),
        step(&["P-7.3", "P-3.6"], "a device that may not send needs no suspension", json!("released"), json!([clear("d2")]), "| | 1"),
    ]
}

fn changing() -> Vec<Step> {
    let mut moved = request("d1");
    moved["requested"]["attributes"] = json!({"mh": "FIAT GROUP", "mt": "1872"});
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-5.51", "P-7.2"], "other attributes: introduced by another number", moved.clone(), json!([call()]), "| d1 introducing 2 | 2"),
        step(&["P-5.51", "P-7.2"], "the same attributes again", moved, json!([]), "| d1 introducing 2 | 2"),
        step(&["P-5.51"], "the answer to the first introduction says nothing", acknowledged("d1", 1), json!([]), "| d1 introducing 2 | 2"),
        step(&["P-7.1"], "the answer to the second one", acknowledged("d1", 2), json!([ok("d1")]), "| d1 introduced notCleared | 2"),
    ]
}

fn pseudonyms() -> Vec<Step> {
    let asks = |sealed: &str| {
        let mut asks = request("d1");
        asks["requested"]["dataDevice"] = json!(sealed);
        asks
    };
    let (first, second) = ("aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBedF6N8CgUxTXx4GwtGwe0kbzOtRZ1OZmmb5IjF0vDCK0JKKSmoh2lvW1ANTi_ImxoeT1lJ5j1txYwEAxUSl3o9CZcF4jvOw99nf0YiPIhdMA", "aTZYJUYw9zrY2nj7Mxv5ds1C-Q4OnJ6D9AxRBypvdBfVDexnQxx8Byk5B0dblKE6JCr4BYQALzzR-sXbmuuDMQ1XYGLQ_xEXIyh1Nlew42JmNyExnkUVvfR8e21q7wJFvafEnSqNf6zyFrYezxMYGQ");
    let refused = json!({"raise": {"dataDeviceRefused": {"device": "d1"}}});
    vec![
        step(&["P-1.7", "P-7.1"], "it is passed on", asks(first), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-1.7"], "asked again meanwhile", asks(first), json!([]), "| d1 introducing 1 | 1"),
        step(&["P-7.1"], "introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-1.7", "P-7.2"], "the same again", asks(first), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.16", "P-6.24"], "another one: introduced again", asks(second), json!([call()]), "| d1 introducing 2 | 2"),
        step(&["P-7.16", "P-7.1"], "introduced under it", acknowledged("d1", 2), json!([ok("d1")]), "| d1 introduced notCleared | 2"),
        step(&["P-7.16", "P-7.11"], "a restored Data Service is told it again", json!("tellAgain"), json!([call()]), "| d1 introducing 3 | 3"),
        step(&["P-7.16"], "which refuses it: error, and released", answered("d1", 3, json!("dataDeviceRefused")), json!([refused, error("d1"), call()]), "| d1 releasing 4 | refused:d1 4"),
        step(&["P-7.16", "P-7.3"], "the Data Service has suspended it", acknowledged("d1", 4), json!([clear("d1")]), "| | 4"),
        step(&["P-1.7", "P-7.16"], "one ID for both services", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
    ]
}

fn papers() -> Vec<Step> {
    let asks = |attributes| {
        let mut asks = request("d1");
        asks["requested"]["attributes"] = attributes;
        asks
    };
    let all = json!({
        "vfn": "IP-03_MX_0169-1C4-1", "mh": "FIAT GROUP", "tan": "E4*2007/46*1410*01", "t": "MX", "va": "JHVFV",
        "ve": "K5LE1C", "mk": "JEEP", "mt": "1872", "ewltp": "157", "z": "180", "it": "e9 37", "erwltp": "1.50",
        "Fm": "p", "Ft": "PETROL/ELECTRIC", "cn": "COMPASS", "half": "4394014L",
    });
    let none = json!({"vfn": "03_MX_0169", "mh": "FIAT 500", "mk": "4394014L", "mt": "1849", "ft": "steam", "fm": "1"});
    vec![
        step(&["P-1.6", "P-7.1"], "what is on the list is introduced", asks(all), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-1.6", "P-5.51"], "what has not the form of the list is not", asks(none), json!([call()]), "| d1 introducing 2 | 2"),
    ]
}

fn forgotten() -> Vec<Step> {
    let forgotten = json!({"raise": {"notIntroduced": {"device": "d1"}}});
    let not_introduced = |sequence| answered("d1", sequence, json!("notIntroduced"));
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-7.1"], "introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.4"], "cleared", registered("SE", true), json!([call()]), "SE consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "acknowledged", acknowledged("d1", 2), json!([]), "SE consent | d1 introduced cleared | 2"),
        step(&["P-7.4"], "paused", paused(true), json!([call()]), "SE consent paused | d1 introduced cleared 3:pause | 3"),
        step(&["P-7.11", "P-5.51"], "the Data Service has forgotten it: introduced again", not_introduced(3), json!([forgotten, call()]), "SE consent paused | d1 introducing 4 | 4"),
        step(&["P-7.11"], "that answer again says nothing", not_introduced(3), json!([]), "SE consent paused | d1 introducing 4 | 4"),
        step(&["P-7.11", "P-7.1", "P-7.4"], "introduced, and told what holds", acknowledged("d1", 4), json!([ok("d1"), call()]), "SE consent paused | d1 introduced notCleared 5:pause | 5"),
        step(&["P-7.11"], "told again while a call is under way: made anew", json!("tellAgain"), json!([call()]), "SE consent paused | d1 introduced nothing 6:pause | 6"),
        step(&["P-7.11", "P-5.51"], "an answer from before says nothing", acknowledged("d1", 5), json!([]), "SE consent paused | d1 introduced nothing 6:pause | 6"),
        step(&["P-7.11"], "the call made anew is acknowledged", acknowledged("d1", 6), json!([]), "SE consent paused | d1 introduced pause | 6"),
        step(&["P-7.11"], "told again what is told", json!("tellAgain"), json!([call()]), "SE consent paused | d1 introduced nothing 7:pause | 7"),
        step(&["P-7.11"], "acknowledged again", acknowledged("d1", 7), json!([]), "SE consent paused | d1 introduced pause | 7"),
        step(&["P-7.3"], "released", json!("released"), json!([call()]), "SE consent paused | d1 releasing 8 | 8"),
        step(&["P-7.11"], "told again while it is released", json!("tellAgain"), json!([call()]), "SE consent paused | d1 releasing 9 | 9"),
        step(&["P-7.3", "P-7.11"], "forgotten once more: there is nothing to suspend", not_introduced(9), json!([clear("d1")]), "SE consent paused | | 9"),
        step(&["P-7.11"], "told again without a device", json!("tellAgain"), json!([]), "SE consent paused | | 9"),
    ]
}

fn misnumbered() -> Vec<Step> {
    const LARGEST: u64 = 9_007_199_254_740_991;
    let does_not_fit = |sequence: u64, last: u64| json!({"raise": {"misnumbered": {"device": "d1", "last": last, "sequence": sequence}}});
    let not_so = |sequence, answer: &str, last: u64| answered("d1", sequence, json!({answer: {"last": last}}));
    let mut last = request("d1");
    last["requested"]["lastSequence"] = json!(LARGEST);
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-5.51", "P-7.11"], "the Data Service has had 40 calls: made again as 41", not_so(1, "overtaken", 40), json!([does_not_fit(1, 40), call()]), "| d1 introducing 41 | 41"),
        step(&["P-7.1"], "introduced", acknowledged("d1", 41), json!([ok("d1")]), "| d1 introduced notCleared | 41"),
        step(&["P-7.4"], "cleared", registered("FI", true), json!([call()]), "FI consent | d1 introduced notCleared 42:cleared | 42"),
        step(&["P-5.51", "P-7.11"], "another call had that number: made again", not_so(42, "contradiction", 42), json!([does_not_fit(42, 42), call()]), "FI consent | d1 introduced notCleared 43:cleared | 43"),
        step(&["P-5.51"], "that answer again says nothing", not_so(42, "contradiction", 42), json!([]), "FI consent | d1 introduced notCleared 43:cleared | 43"),
        step(&["P-7.4"], "acknowledged", acknowledged("d1", 43), json!([]), "FI consent | d1 introduced cleared | 43"),
        step(&["P-7.3"], "released", json!("released"), json!([call()]), "FI consent | d1 releasing 44 | 44"),
        step(&["P-5.51", "P-7.3"], "the suspension is overtaken", not_so(44, "overtaken", 99), json!([does_not_fit(44, 99), call()]), "FI consent | d1 releasing 100 | 100"),
        step(&["P-7.3"], "suspended", acknowledged("d1", 100), json!([clear("d1")]), "FI consent | | 100"),
        step(&["P-5.51"], "a device whose numbers are used up", last, json!([call()]), "FI consent | d1 introducing 9007199254740991 | 9007199254740991"),
        step(&["P-5.51"], "no number is left: the call waits", not_so(LARGEST, "contradiction", LARGEST), json!([does_not_fit(LARGEST, LARGEST)]), "FI consent | d1 introducing 9007199254740991 | 9007199254740991"),
        step(&["P-5.51"], "the numbers are restarted", not_so(LARGEST, "tooFar", 0), json!([does_not_fit(LARGEST, 0), call()]), "FI consent | d1 introducing 1 | 1"),
    ]
}

fn exhausted() -> Vec<Step> {
    let raised = json!({"raise": {"versionsExhausted": {"device": "d1"}}});
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-7.1"], "introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.4"], "cleared", registered("LU", true), json!([call()]), "LU consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.6"], "it cannot be: no version is left", answered("d1", 2, json!("versionsExhausted")), json!([raised]), "LU consent | d1 introduced noVersionLeft | 2"),
        step(&["P-7.6"], "consent withdrawn: it may not send anyway", consent(false), json!([]), "LU | d1 introduced noVersionLeft | 2"),
        step(&["P-7.6"], "consent given: nothing to be done", consent(true), json!([]), "LU consent | d1 introduced noVersionLeft | 2"),
        step(&["P-7.3", "P-7.6"], "released at once", json!("released"), json!([clear("d1")]), "LU consent | | 2"),
    ]
}

fn withdrawn() -> Vec<Step> {
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-7.4"], "registered with consent", registered("DE", true), json!([]), "DE consent | d1 introducing 1 | 1"),
        step(&["P-7.4"], "introduced, and cleared at once", acknowledged("d1", 1), json!([ok("d1"), call()]), "DE consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "acknowledged", acknowledged("d1", 2), json!([]), "DE consent | d1 introduced cleared | 2"),
        step(&["P-7.4"], "withdrawn", consent(false), json!([call()]), "DE | d1 introduced cleared 3:notCleared | 3"),
        step(&["P-7.4"], "suspended", acknowledged("d1", 3), json!([]), "DE | d1 introduced notCleared | 3"),
        step(&["P-7.4"], "consent again", consent(true), json!([call()]), "DE consent | d1 introduced notCleared 4:cleared | 4"),
        step(&["P-7.4"], "cleared: the Data Service knows of the withdrawal", acknowledged("d1", 4), json!([]), "DE consent | d1 introduced cleared | 4"),
        step(&["P-7.3"], "released", json!("released"), json!([call()]), "DE consent | d1 releasing 5 | 5"),
        step(&["P-7.3"], "free", acknowledged("d1", 5), json!([clear("d1")]), "DE consent | | 5"),
        step(&["P-7.1"], "a request of the next device", request("d2"), json!([call()]), "DE consent | d2 introducing 1 | 1"),
        step(&["P-7.4", "P-7.7"], "introduced: of that one the Data Service knows nothing, so it is suspended first", acknowledged("d2", 1), json!([ok("d2"), call()]), "DE consent | d2 introduced introduction 2:notCleared | 2"),
        step(&["P-7.4"], "paused meanwhile: the suspension is told all the same", paused(true), json!([]), "DE consent paused | d2 introduced introduction 2:notCleared | 2"),
        step(&["P-7.4"], "suspended, and paused", acknowledged("d2", 2), json!([call()]), "DE consent paused | d2 introduced notCleared 3:pause | 3"),
        step(&["P-7.4"], "the pause is acknowledged", acknowledged("d2", 3), json!([]), "DE consent paused | d2 introduced pause | 3"),
        step(&["P-7.4"], "cleared", paused(false), json!([call()]), "DE consent | d2 introduced pause 4:cleared | 4"),
    ]
}

fn overtaking() -> Vec<Step> {
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-5.51", "P-7.4"], "cleared, but an introduction is never overtaken", registered("NL", true), json!([]), "NL consent | d1 introducing 1 | 1"),
        step(&["P-7.4"], "introduced, and cleared", acknowledged("d1", 1), json!([ok("d1"), call()]), "NL consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-5.51", "P-7.4"], "withdrawn before the clearance is acknowledged", consent(false), json!([call()]), "NL | d1 introduced notCleared 3:notCleared | 3"),
        step(&["P-5.51"], "the late answer to the clearance says nothing", acknowledged("d1", 2), json!([]), "NL | d1 introduced notCleared 3:notCleared | 3"),
        step(&["P-5.51"], "a number that was never given says nothing", acknowledged("d1", 4), json!([]), "NL | d1 introduced notCleared 3:notCleared | 3"),
        step(&["P-5.51"], "the answer to the suspension", acknowledged("d1", 3), json!([]), "NL | d1 introduced notCleared | 3"),
    ]
}

fn outside() -> Vec<Step> {
    vec![
        step(&["P-7.1"], "a request", request("d1"), json!([call()]), "| d1 introducing 1 | 1"),
        step(&["P-7.1"], "introduced", acknowledged("d1", 1), json!([ok("d1")]), "| d1 introduced notCleared | 1"),
        step(&["P-7.4"], "registered in another country: not cleared", registered("CH", true), json!([]), "CH consent | d1 introduced notCleared | 1"),
        step(&["P-7.4"], "registered in a Member State: cleared", registered("CZ", true), json!([call()]), "CZ consent | d1 introduced notCleared 2:cleared | 2"),
        step(&["P-7.4"], "exported: suspended", registered("GB", true), json!([call()]), "GB consent | d1 introduced notCleared 3:notCleared | 3"),
        step(&["P-7.4"], "an acknowledgement without a device", acknowledged("d9", 3), json!([]), "GB consent | d1 introduced notCleared 3:notCleared | 3"),
    ]
}
