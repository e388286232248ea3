//! From the factory to the first transfer: what the other traces go on from.

use super::{HOUR, Scenario};

pub(super) const TRACES: &[Scenario] = &[
    ("provisioned", &["T-1", "P-6.3", "P-6.2", "P-6.1"], None, &[
        (0, "trusted", "wait for ever", "preProvisioning"),
        (0, "provision", "persist, !preProvisioning>provisioned, connect 1 registration, wait 30s", "provisioned"),
    ]),
    ("awaiting a status", &["P-6.4"], Some("provisioned"), &[
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
        (1, "subscribed 1", "wait 5s", "provisioned"),
    ]),
    ("asking the vehicle", &["P-6.4", "P-6.3"], Some("awaiting a status"), &[
        (6, "wake", "read vehicle, wait 60s", "provisioned"),
    ]),
    ("requested", &["P-6.4", "P-6.3", "P-3.1"], Some("asking the vehicle"), &[
        (6, "vehicle", "publish 1 registerDevice, wait 60s", "provisioned"),
    ]),
    ("registered", &["T-2", "T-9", "P-6.4", "P-3.2"], Some("requested"), &[
        (7, "registered 1", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
    ]),
    ("awaiting a configuration", &["P-6.5", "P-3.3"], Some("registered"), &[
        (8, "connected 2", "subscribe 2 configServer, wait 30s", "registered"),
        (8, "subscribed 2", "wait 5s", "registered"),
    ]),
    ("initialized", &["T-4", "P-6.9"], Some("awaiting a configuration"), &[
        (9, "config 2 initialized 5", "persist, !registered>initialized, !configurationApplied 5, disconnect 2, restart, wait 21591s", "initialized"),
    ]),
    ("operational", &["T-5", "P-6.9", "P-6.11"], Some("awaiting a configuration"), &[
        (9, "config 2 operational 5", "persist, !registered>initialized, !initialized>operational, !configurationApplied 5, disconnect 2, restart, wait 1791s", "operational"),
    ]),
    ("standby", &["T-5", "P-6.10"], Some("awaiting a configuration"), &[
        (9, "config 2 standby 5", "persist, !registered>initialized, !initialized>standby, !configurationApplied 5, disconnect 2, restart, wait 21591s", "standby"),
    ]),
    ("nothing to transfer", &["P-6.11", "P-6.12", "T-8"], Some("operational"), &[
        (1800, "wake", "persist, wait 1800s", "operational"),
    ]),
    ("a snapshot", &["T-7", "P-6.11"], Some("nothing to transfer"), &[
        (HOUR, "wake", "acquire, wait 60s", "operational"),
        (HOUR, "acquired 1", "persist, wait 1800s", "operational 3600"),
    ]),
    ("connected for a transfer", &["T-8", "P-6.5"], Some("a snapshot"), &[
        (5400, "wake", "connect 3 data, wait 30s", "operational 3600"),
        (5401, "connected 3", "subscribe 3 configServer, wait 30s", "operational 3600"),
        (5401, "subscribed 3", "wait 5s", "operational 3600"),
    ]),
    ("published", &["T-8", "P-6.5", "P-6.6", "P-6.8", "P-3.4"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 5", "publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("transferred", &["T-8", "P-6.6", "P-6.16"], Some("published"), &[
        (5403, "puback 3 1", "persist, disconnect 3, wait 1797s", "operational | acknowledged 1"),
    ]),
    ("cleared at the next check", &["T-6", "P-6.9"], Some("initialized"), &[
        (6 * HOUR, "wake", "connect 3 data, wait 30s", "initialized"),
        (6 * HOUR, "connected 3", "subscribe 3 configServer, wait 30s", "initialized"),
        (6 * HOUR, "subscribed 3", "wait 5s", "initialized"),
        (6 * HOUR + 1, "config 3 operational 6", "persist, !initialized>operational, !configurationApplied 6, disconnect 3, restart, wait 1799s", "operational"),
    ]),
    ("a whole life", &["P-6.1", "T-1", "T-2", "T-4", "T-6", "T-7", "T-8", "P-6.10", "P-6.16"], Some("cleared at the next check"), &[
        (6 * HOUR + 1800, "wake", "persist, wait 1800s", "operational"),
        (7 * HOUR, "wake", "acquire, wait 60s", "operational"),
        (7 * HOUR + 2, "acquired 1", "persist, wait 1798s", "operational 25202"),
        (7 * HOUR + 1800, "wake", "connect 4 data, wait 30s", "operational 25202"),
        (7 * HOUR + 1801, "connected 4", "subscribe 4 configServer, wait 30s", "operational 25202"),
        (7 * HOUR + 1801, "subscribed 4", "wait 5s", "operational 25202"),
        (7 * HOUR + 1802, "config 4 operational 6", "publish 4:1 dataDevice 25202, wait 60s", "operational 25202"),
        (7 * HOUR + 1803, "puback 4 1", "persist, disconnect 4, wait 1797s", "operational | acknowledged 1"),
        (8 * HOUR, "wake", "acquire, wait 60s", "operational | acknowledged 1"),
        (8 * HOUR, "acquired 2", "persist, wait 1800s", "operational 28800 | acknowledged 1"),
        (8 * HOUR + 1800, "wake", "connect 5 data, wait 30s", "operational 28800 | acknowledged 1"),
        (8 * HOUR + 1801, "connected 5", "subscribe 5 configServer, wait 30s", "operational 28800 | acknowledged 1"),
        (8 * HOUR + 1801, "subscribed 5", "wait 5s", "operational 28800 | acknowledged 1"),
        (8 * HOUR + 1802, "config 5 standby 7", "persist, !operational>standby, !configurationApplied 7, disconnect 5, restart, wait 77398s", "standby 28800 | acknowledged 1"),
        (30 * HOUR, "wake", "connect 6 data, wait 30s", "standby 28800 | acknowledged 1"),
        (30 * HOUR, "connected 6", "subscribe 6 configServer, wait 30s", "standby 28800 | acknowledged 1"),
        (30 * HOUR, "subscribed 6", "wait 5s", "standby 28800 | acknowledged 1"),
        (30 * HOUR, "config 6 operational 8", "persist, !standby>operational, !configurationApplied 8, disconnect 6, restart, wait 1800s", "operational 28800 | acknowledged 1"),
        (30 * HOUR + 1800, "wake", "connect 7 data, wait 30s", "operational 28800 | acknowledged 1"),
        (30 * HOUR + 1800, "connected 7", "subscribe 7 configServer, wait 30s", "operational 28800 | acknowledged 1"),
        (30 * HOUR + 1800, "subscribed 7", "wait 5s", "operational 28800 | acknowledged 1"),
        (30 * HOUR + 1801, "config 7 initialized 9", "persist, !operational>initialized, !snapshotsErased 1, !configurationApplied 9, disconnect 7, restart, wait 84599s", "initialized | acknowledged 1 erased 1"),
        (30 * HOUR + 1802, "statusQuery", "status, wait 84598s", "initialized | acknowledged 1 erased 1"),
    ]),
];
