//! What fails: the OBFCM device, the store (P-6.2, P-6.14), and inputs that do not fit.

use super::{HOUR, Scenario};

pub(super) const TRACES: &[Scenario] = &[
    ("the OBFCM device fails, and is asked again", &["T-7", "P-6.14"], Some("nothing to transfer"), &[
        (HOUR, "wake", "acquire, wait 60s", "operational"),
        (HOUR, "acquisitionFailed", "!acquisitionFailed, wait asking 0", "operational"),
        (HOUR + 6, "wake", "acquire, wait 60s", "operational"),
        (HOUR + 7, "acquired 1", "persist, wait 1793s", "operational 3607"),
    ]),
    ("the OBFCM device takes too long", &["T-7"], Some("nothing to transfer"), &[
        (HOUR, "wake", "acquire, wait 60s", "operational"),
        (HOUR + 60, "wake", "!acquisitionFailed, wait asking 0", "operational"),
        (HOUR + 60, "acquired 1", "wait *", "operational"),
        (HOUR + 66, "wake", "acquire, wait 60s", "operational"),
        (HOUR + 67, "acquiredLate", "wait 59s", "operational"),
        (HOUR + 68, "acquired 1", "persist, wait 1732s", "operational 3668"),
    ]),
    ("the OBFCM device has no value", &["P-5.43", "T-7"], Some("nothing to transfer"), &[
        (HOUR, "wake", "acquire, wait 60s", "operational"),
        (HOUR, "acquiredNothing", "!acquisitionFailed, wait asking 0", "operational"),
    ]),
    ("values that nobody asked for", &["T-7"], Some("operational"), &[
        (10, "acquired 1", "wait 1790s", "operational"),
    ]),
    ("values that nobody asked for, not Operational", &["P-6.10", "T-7"], Some("initialized"), &[
        (10, "acquired 1", "wait 21590s", "initialized"),
        (10, "acquisitionFailed", "wait 21590s", "initialized"),
    ]),
    ("the first record cannot be stored", &["P-6.2"], None, &[
        (0, "trusted", "wait for ever", "preProvisioning"),
        (0, "provision", "persist", "provisioned"),
        (0, "persistFailed", "!persistFailed, wait for ever", "preProvisioning"),
        (1, "provision", "persist, !preProvisioning>provisioned, connect 1 registration, wait 30s", "provisioned"),
    ]),
    ("the registration cannot be stored", &["P-6.2", "T-2"], Some("requested"), &[
        (7, "registered 1", "persist", "registered"),
        (7, "persistFailed", "!persistFailed, disconnect 1, wait backoff 0 unheard", "provisioned"),
        (10, "wake", "connect 3 registration, wait 30s", "provisioned"),
    ]),
    ("a configuration cannot be stored", &["P-6.2", "P-6.9"], Some("awaiting a configuration"), &[
        (9, "config 2 operational 5", "persist", "operational"),
        (9, "persistFailed", "!persistFailed, disconnect 2, wait backoff 0", "registered"),
    ]),
    ("a snapshot cannot be stored", &["P-6.2", "P-6.16"], Some("nothing to transfer"), &[
        (HOUR, "wake", "acquire, wait 60s", "operational"),
        (HOUR, "acquired 1", "persist", "operational 3600"),
        (HOUR, "persistFailed", "!persistFailed, wait backoff 0", "operational"),
        (HOUR + 10, "wake", "acquire, wait 60s", "operational"),
        (HOUR + 10, "acquired 2", "persist, wait 1790s", "operational 3610"),
    ]),
    ("an acknowledgement cannot be stored: the snapshot is still there", &["P-6.2", "P-6.6"], Some("published"), &[
        (5403, "puback 3 1", "persist", "operational | acknowledged 1"),
        (5403, "persistFailed", "!persistFailed, disconnect 3, wait backoff 0", "operational 3600"),
        (5403, "puback 3 1", "wait *", "operational 3600"),
    ]),
    ("power is lost before the snapshot is stored", &["P-6.2"], Some("nothing to transfer"), &[
        (HOUR, "wake", "acquire, wait 60s", "operational"),
        (HOUR, "acquired 1", "persist", "operational 3600"),
        (HOUR, "powerLoss", "wait 0s", "operational"),
        (HOUR + 10, "trusted", "acquire, wait 60s", "operational"),
    ]),
    ("what changes while a record is being stored is not stored with it", &["P-6.2"], Some("nothing to transfer"), &[
        (HOUR, "wake", "acquire, wait 60s", "operational"),
        (HOUR, "acquired 1", "persist", "operational 3600"),
        (HOUR + 1, "vehicleChanged", "persist", "provisioned | erased 1"),
        (HOUR + 1, "powerLoss", "wait 0s", "operational 3600"),
    ]),
    ("power is lost after the snapshot is stored", &["P-6.2"], Some("a snapshot"), &[
        (HOUR + 10, "powerLoss", "wait 0s", "operational 3600"),
        (HOUR + 20, "trusted", "wait 1780s", "operational 3600"),
        (5400, "wake", "persist, connect 3 data, wait 30s", "operational 3600"),
    ]),
    ("a failure to store that nobody asked for", &["P-6.2"], Some("a snapshot"), &[
        (HOUR + 10, "persistFailed", "wait 1790s", "operational 3600"),
    ]),
    ("inputs that do not fit change nothing", &["P-6.1"], Some("a snapshot"), &[
        (HOUR + 10, "connected 2", "wait 1790s", "operational 3600"),
        (HOUR + 10, "subscribed 2", "wait 1790s", "operational 3600"),
        (HOUR + 10, "refused 2", "wait 1790s", "operational 3600"),
        (HOUR + 10, "disconnected 2", "wait 1790s", "operational 3600"),
        (HOUR + 10, "config 2 standby 6", "wait 1790s", "operational 3600"),
        (HOUR + 10, "vehicle", "wait 1790s", "operational 3600"),
        (HOUR + 10, "vehicleUnreadable", "wait 1790s", "operational 3600"),
        (HOUR + 10, "puback 2 1", "wait 1790s", "operational 3600"),
        (HOUR + 10, "provision", "wait 1790s", "operational 3600"),
    ]),
    ("failures in a row, and a success between them", &["P-6.14"], Some("initialized"), &[
        (6 * HOUR, "wake", "connect 3 data, wait 30s", "initialized"),
        (6 * HOUR, "disconnected 3", "!connectionFailed data closed, wait backoff 0", "initialized"),
        (7 * HOUR, "wake", "persist, connect 4 data, wait 30s", "initialized"),
        (7 * HOUR, "disconnected 4", "!connectionFailed data closed, wait backoff 1", "initialized"),
        (8 * HOUR, "wake", "connect 5 data, wait 30s", "initialized"),
        (8 * HOUR, "connected 5", "subscribe 5 configServer, wait 30s", "initialized"),
        (8 * HOUR, "subscribed 5", "wait 5s", "initialized"),
        (8 * HOUR, "config 5 initialized 5", "persist, disconnect 5, wait 79200s", "initialized"),
        (30 * HOUR, "wake", "connect 6 data, wait 30s", "initialized"),
        (30 * HOUR, "disconnected 6", "!connectionFailed data closed, wait backoff 0", "initialized"),
    ]),
    ("a configuration that cannot be stored twice: success on the way is none", &["P-6.2", "P-6.14"], Some("awaiting a configuration"), &[
        (9, "config 2 operational 5", "persist", "operational"),
        (9, "persistFailed", "!persistFailed, disconnect 2, wait backoff 0", "registered"),
        (12, "wake", "connect 3 data, wait 30s", "registered"),
        (12, "connected 3", "subscribe 3 configServer, wait 30s", "registered"),
        (12, "subscribed 3", "wait 5s", "registered"),
        (13, "config 3 operational 5", "persist", "operational"),
        (13, "persistFailed", "!persistFailed, disconnect 3, wait backoff 1", "registered"),
    ]),
];
