//! The small world: everybody who can ask, and everything that can be asked for.

use iot4emissions_proto::access::Principal;
use iot4emissions_proto::delivery::BrokerRole;

/// Two devices; a third one's topics exist, but it never asks.
pub(crate) const DEVICES: [&str; 2] = ["device-1", "device-2"];

/// Both brokers.
pub(crate) const BROKERS: [BrokerRole; 2] = [BrokerRole::Registration, BrokerRole::Data];

/// Two devices and both services.
pub(crate) fn principals() -> [Principal; 4] {
    let [first, second] = DEVICES.map(|id| Principal::Device(id.parse().expect("an ID")));
    [
        first,
        second,
        Principal::RegistrationService,
        Principal::DataService,
    ]
}

const ROOTS: [&str; 3] = ["iot4emissions", "iot4Emissions", "$iot4emissions"];

/// Every family, and what a slip makes of one.
const FAMILIES: [&str; 9] = [
    "registerDevice",
    "registerServer",
    "configServer",
    "dataDevice",
    "datadevice",
    "dataDevices",
    "dataDevic",
    "DataDevice",
    "",
];

/// What may stand where the device ID does.
const IDS: [&str; 33] = [
    "device-1",
    "device-2",
    "device-3",
    // Not in the world's list of devices, longer and shorter than one that is.
    "device-11",
    "device-",
    "DEVICE-1",
    "ota-registration-service",
    "obfcm-data-service",
    // No device IDs.
    "",
    " ",
    "device-1 ",
    "$SYS",
    "$device-1",
    "device.1",
    "device-1.x",
    "*",
    "?",
    "device-?",
    "%c",
    "%u",
    "${username}",
    "{username}",
    ".*",
    "device-1\n",
    "\u{e4}",
    // Made up, in a VIN's shape.
    "WVWZZZ1JZXW000001",
    "wvwzzz1jzxw000001",
    "car-WVWZZZ1JZXW000001",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    // More than one level.
    "device-1/",
    "/device-1",
    "device-1/x",
    "x/device-1",
];

/// Topic names that MQTT lets somebody publish to.
pub(crate) fn topics() -> Vec<String> {
    let mut topics = Vec::new();
    for root in ROOTS {
        topics.push(root.to_owned());
        topics.push(format!("{root}/"));
        for family in FAMILIES {
            topics.push(format!("{root}/{family}"));
            for id in IDS {
                topics.push(format!("{root}/{family}/{id}"));
            }
        }
    }
    for (other, _) in strays() {
        topics.push(other.to_owned());
    }
    topics
}

/// Topics of no family; and whether a filter of the same text is worth asking.
fn strays() -> [(&'static str, bool); 15] {
    [
        ("/", true),
        ("x", true),
        ("device-1", true),
        ("dataDevice/device-1", true),
        ("/iot4emissions/dataDevice/device-1", true),
        ("x/iot4emissions/dataDevice/device-1", true),
        ("iot4emissions.dataDevice.device-1", true),
        ("iot4emissions.configServer.device-1", true),
        ("iot4emissions/registerDevice.device-1", true),
        ("iot4emissions/registerServer.device-2", true),
        // What a dot that is not escaped would match too.
        ("iot4emissions-dataDevice-device-1", true),
        ("iot4emissions-registerDevice-device-1", true),
        ("$SYS/broker/uptime", true),
        ("$CONTROL/dynamic-security/v1", true),
        ("iot4emissions/dataDevice/device-1/x/y", false),
    ]
}

/// Filters with `+` and `#` at every level, alone and shared.
pub(crate) fn filters() -> Vec<String> {
    let mut plain: Vec<String> = ["#", "+", "/#", "+/+", "/", "$SYS/#", "iot4emissions"]
        .map(str::to_owned)
        .into();
    for root in ["iot4emissions", "+", "iot4Emissions", "$iot4emissions", ""] {
        plain.push(format!("{root}/#"));
        for family in FAMILIES.into_iter().chain(["+"]) {
            plain.push(format!("{root}/{family}"));
            plain.push(format!("{root}/{family}/#"));
            for tail in ["+", "+/+", "+/#", "device-1/#", "device-1/+", "+/device-1"] {
                plain.push(format!("{root}/{family}/{tail}"));
            }
            for id in IDS {
                plain.push(format!("{root}/{family}/{id}"));
            }
        }
    }
    for (stray, wanted) in strays() {
        if wanted {
            plain.push(stray.to_owned());
        }
    }
    plain.sort();
    plain.dedup();
    let shared: Vec<String> = plain
        .iter()
        .filter(|filter| !filter.starts_with(['$', '/']))
        .filter(|filter| !filter.starts_with("iot4Emissions"))
        .map(|filter| format!("$share/g/{filter}"))
        .collect();
    plain.into_iter().chain(shared).collect()
}
