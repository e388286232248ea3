//! Configurations that arrive, or do not (P-6.5, P-6.8 to P-6.10, T-4 to T-6).

use super::{HOUR, Scenario};

pub(super) const TRACES: &[Scenario] = &[
    ("no first configuration", &["P-6.5"], Some("awaiting a configuration"), &[
        (13, "wake", "persist, !noConfiguration, disconnect 2, wait refusal 0", "registered"),
        (48, "wake", "connect 3 data, wait 30s", "registered"),
    ]),
    ("the first configuration comes before the SUBACK", &["T-4", "P-6.5"], Some("registered"), &[
        (8, "connected 2", "subscribe 2 configServer, wait 30s", "registered"),
        (8, "config 2 initialized 5", "persist, !registered>initialized, !configurationApplied 5, disconnect 2, restart, wait 21592s", "initialized"),
    ]),
    ("a first configuration that cannot be read", &["P-5.3", "P-6.5"], Some("awaiting a configuration"), &[
        (9, "noConfig 2", "persist, !messageUnreadable data, disconnect 2, wait refusal 0", "registered"),
    ]),
    ("the first configuration's topic was cleared", &["P-3.6", "P-6.5"], Some("awaiting a configuration"), &[
        (9, "noPayload 2", "wait 4s", "registered"),
        (13, "wake", "persist, !noConfiguration, disconnect 2, wait refusal 0", "registered"),
    ]),
    ("a live first configuration", &["T-4"], Some("awaiting a configuration"), &[
        (9, "config 2 initialized 1 live", "persist, !registered>initialized, !configurationApplied 1, disconnect 2, restart, wait 21591s", "initialized"),
    ]),
    ("the factory's version is 0", &["P-6.8", "P-6.3"], Some("awaiting a configuration"), &[
        (9, "config 2 operational 1", "persist, !registered>initialized, !initialized>operational, !configurationApplied 1, disconnect 2, restart, wait 1791s", "operational"),
    ]),
    ("a first configuration with a foreign endpoint", &["P-6.8"], Some("awaiting a configuration"), &[
        (9, "config 2 operational 5 host=data.example.com", "persist, !configurationRefused foreignEndpoint 5, disconnect 2, wait refusal 0", "registered"),
    ]),
    ("a refused subscription to the configuration", &["P-6.5"], Some("registered"), &[
        (8, "connected 2", "subscribe 2 configServer, wait 30s", "registered"),
        (8, "refused 2", "persist, !subscriptionRefused data 128, disconnect 2, wait refusal 0", "registered"),
    ]),
    ("an empty list of domains permits none", &["P-6.8"], None, &[
        (0, "trusted", "wait for ever", "preProvisioning"),
        (0, "provision domains=none", "persist, !preProvisioning>provisioned, connect 1 registration, wait 30s", "provisioned"),
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
        (1, "registered 1 retained", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
        (2, "connected 2", "subscribe 2 configServer, wait 30s", "registered"),
        (2, "subscribed 2", "wait 5s", "registered"),
        (3, "config 2 operational 1", "persist, !configurationRefused foreignEndpoint 1, disconnect 2, wait refusal 0", "registered"),
    ]),
    ("the same configuration twice before the SUBACK", &["P-3.5", "P-6.8"], Some("a snapshot"), &[
        (5400, "wake", "connect 3 data, wait 30s", "operational 3600"),
        (5401, "connected 3", "subscribe 3 configServer, wait 30s", "operational 3600"),
        (5401, "config 3 operational 5", "wait 30s", "operational 3600"),
        (5401, "config 3 operational 5", "wait 30s", "operational 3600"),
        (5401, "subscribed 3", "publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("no configuration: the stored one is kept", &["P-6.5"], Some("connected for a transfer"), &[
        (5406, "wake", "!noConfiguration, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("a configuration that cannot be read: the stored one is kept", &["P-6.5", "P-5.3"], Some("connected for a transfer"), &[
        (5402, "noConfig 3", "!messageUnreadable data, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("the same meaning in other words", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 5 acquire=0_0_0-23_*_1-12_*_1970-2099", "publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("the same version with another state", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 standby 5", "!configurationRefused sameVersion 5, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("the same version with another schedule", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 5 acquire=0_0_0_1_*_?", "!configurationRefused sameVersion 5, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("a lower version", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 initialized 4", "!configurationRefused olderVersion 4, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("an old version with the content in force", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 1", "!configurationRefused olderVersion 1, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("a foreign data broker", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 host=example.eu.example.com", "!configurationRefused foreignEndpoint 6, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("a foreign registration broker", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 registration=registration.example.com", "!configurationRefused foreignEndpoint 6, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("a suffix that is not on a label's boundary", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 host=badexample.eu", "!configurationRefused foreignEndpoint 6, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("an IP address that is not listed", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 host=192.0.2.8", "!configurationRefused foreignEndpoint 6, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("an IP address that is listed; what is due stays due", &["P-6.8", "P-6.9"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 host=192.0.2.7", "persist, !configurationApplied 6, disconnect 3, restart, connect 4 data at 192.0.2.7, wait 30s", "operational 3600"),
    ]),
    ("the domain itself, in capitals", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 host=EXAMPLE.EU", "persist, !configurationApplied 6, disconnect 3, restart, connect 4 data at EXAMPLE.EU, wait 30s", "operational 3600"),
    ]),
    ("another schedule counts from now", &["P-6.11", "P-6.9"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 acquire=0_0_12_*_*_?", "persist, !configurationApplied 6, disconnect 3, restart, connect 4 data, wait 30s", "operational 3600"),
        (5403, "connected 4", "subscribe 4 configServer, wait 30s", "operational 3600"),
        (5403, "subscribed 4", "wait 5s", "operational 3600"),
        (5404, "config 4 operational 6 acquire=0_0_12_*_*_?", "publish 4:1 dataDevice 3600, wait 60s", "operational 3600"),
        (5405, "puback 4 1", "persist, disconnect 4, wait 3595s", "operational | acknowledged 1"),
    ]),
    ("standby keeps what is not sent", &["T-6", "P-6.10", "P-6.11"], Some("connected for a transfer"), &[
        (5402, "config 3 standby 6", "persist, !operational>standby, !configurationApplied 6, disconnect 3, restart, wait 16198s", "standby 3600"),
        (2 * HOUR, "wake", "wait 14400s", "standby 3600"),
        (6 * HOUR, "wake", "connect 4 data, wait 30s", "standby 3600"),
        (6 * HOUR, "connected 4", "subscribe 4 configServer, wait 30s", "standby 3600"),
        (6 * HOUR, "subscribed 4", "wait 5s", "standby 3600"),
        (6 * HOUR, "config 4 standby 6", "persist, disconnect 4, wait 86400s", "standby 3600"),
    ]),
    ("initialized erases what is not sent", &["T-6", "P-6.10", "P-6.16"], Some("connected for a transfer"), &[
        (5402, "config 3 initialized 6", "persist, !operational>initialized, !snapshotsErased 1, !configurationApplied 6, disconnect 3, restart, wait 16198s", "initialized | erased 1"),
        (2 * HOUR, "wake", "wait 14400s", "initialized | erased 1"),
    ]),
    ("initialized without anything to erase", &["T-6", "P-6.10"], Some("standby"), &[
        (6 * HOUR, "wake", "connect 3 data, wait 30s", "standby"),
        (6 * HOUR, "connected 3", "subscribe 3 configServer, wait 30s", "standby"),
        (6 * HOUR, "subscribed 3", "wait 5s", "standby"),
        (6 * HOUR, "config 3 initialized 6", "persist, !standby>initialized, !configurationApplied 6, disconnect 3, restart, wait 86400s", "initialized"),
    ]),
    ("standby, then operational: due times count from now", &["T-6", "P-6.11", "P-6.10"], Some("standby"), &[
        (6 * HOUR, "wake", "connect 3 data, wait 30s", "standby"),
        (6 * HOUR, "connected 3", "subscribe 3 configServer, wait 30s", "standby"),
        (6 * HOUR, "subscribed 3", "wait 5s", "standby"),
        (6 * HOUR, "config 3 operational 6", "persist, !standby>operational, !configurationApplied 6, disconnect 3, restart, wait 1800s", "operational"),
    ]),
    ("leaving Operational stops the publish; its late PUBACK counts", &["P-6.5", "P-6.10"], Some("published"), &[
        (5403, "config 3 standby 6", "persist, !operational>standby, !configurationApplied 6, disconnect 3, restart, wait 16197s", "standby 3600"),
        (5404, "puback 3 1", "persist, wait 16196s", "standby | acknowledged 1"),
    ]),
    ("erased, and then acknowledged after all", &["P-6.5", "P-6.10", "P-6.16"], Some("published"), &[
        (5403, "config 3 initialized 6", "persist, !operational>initialized, !snapshotsErased 1, !configurationApplied 6, disconnect 3, restart, wait 16197s", "initialized | erased 1"),
        (5404, "puback 3 1", "persist, wait 16196s", "initialized | acknowledged 1"),
    ]),
    ("the new endpoint does not answer: back to the last that worked", &["P-6.8"], None, &[
        (0, "trusted", "wait for ever", "preProvisioning"),
        (0, "provision endpoint_failures=2 endpoint_failure_seconds=3600", "persist, !preProvisioning>provisioned, connect 1 registration, wait 30s", "provisioned"),
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
        (1, "registered 1 retained", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
        (2, "connected 2", "subscribe 2 configServer, wait 30s", "registered"),
        (2, "subscribed 2", "wait 5s", "registered"),
        (3, "config 2 standby 1 host=new.example.eu", "persist, !registered>initialized, !initialized>standby, !configurationApplied 1, disconnect 2, restart, wait 21597s", "standby"),
        (6 * HOUR, "wake", "connect 3 data at new.example.eu, wait 30s", "standby"),
        (6 * HOUR + 1, "disconnected 3", "persist, !connectionFailed data closed, wait backoff 0", "standby"),
        (7 * HOUR, "wake", "connect 4 data at new.example.eu, wait 30s", "standby"),
        (7 * HOUR + 1, "disconnected 4", "persist, !connectionFailed data closed, !endpointSwitched data true, wait backoff 1", "standby"),
        (8 * HOUR, "wake", "connect 5 data, wait 30s", "standby"),
        (8 * HOUR + 1, "connected 5", "subscribe 5 configServer, wait 30s", "standby"),
        (8 * HOUR + 1, "subscribed 5", "wait 5s", "standby"),
    ]),
    ("the new endpoint answers: the old one is forgotten", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 host=new.example.eu", "persist, !configurationApplied 6, disconnect 3, restart, connect 4 data at new.example.eu, wait 30s", "operational 3600"),
        (5403, "connected 4", "subscribe 4 configServer, wait 30s", "operational 3600"),
        (5403, "subscribed 4", "persist, wait 5s", "operational 3600"),
    ]),
    ("a device that is restored in place goes on", &["P-6.9", "P-6.2"], Some("initialized"), &[
        (10, "powerLoss", "wait *", "initialized"),
        (10, "trusted", "wait 21590s", "initialized"),
    ]),
    ("an endpoint that has worked is not left for two failures", &["P-6.8"], None, &[
        (0, "trusted", "wait for ever", "preProvisioning"),
        (0, "provision endpoint_failures=2", "persist, !preProvisioning>provisioned, connect 1 registration, wait 30s", "provisioned"),
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
        (1, "registered 1 retained", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
        (2, "connected 2", "subscribe 2 configServer, wait 30s", "registered"),
        (2, "subscribed 2", "wait 5s", "registered"),
        (3, "config 2 standby 1 host=new.example.eu", "persist, !registered>initialized, !initialized>standby, !configurationApplied 1, disconnect 2, restart, wait 21597s", "standby"),
        (6 * HOUR, "wake", "connect 3 data at new.example.eu, wait 30s", "standby"),
        (6 * HOUR, "connected 3", "subscribe 3 configServer, wait 30s", "standby"),
        (6 * HOUR, "subscribed 3", "persist, wait 5s", "standby"),
        (6 * HOUR, "config 3 standby 1 host=new.example.eu", "persist, disconnect 3, wait 86400s", "standby"),
        (30 * HOUR, "wake", "connect 4 data at new.example.eu, wait 30s", "standby"),
        (30 * HOUR, "disconnected 4", "persist, !connectionFailed data closed, wait backoff 0", "standby"),
        (31 * HOUR, "wake", "connect 5 data at new.example.eu, wait 30s", "standby"),
        (31 * HOUR, "disconnected 5", "persist, !connectionFailed data closed, wait backoff 1", "standby"),
        (32 * HOUR, "wake", "connect 6 data at new.example.eu, wait 30s", "standby"),
    ]),
    ("the endpoint that worked fails, and works again", &["P-6.8", "P-6.14"], Some("the new endpoint does not answer: back to the last that worked"), &[
        (8 * HOUR + 2, "disconnected 5", "!connectionLost data closed, wait backoff 2", "standby"),
        (9 * HOUR, "wake", "persist, connect 6 data, wait 30s", "standby"),
        (9 * HOUR, "disconnected 6", "persist, !connectionFailed data closed, wait backoff 3", "standby"),
        (10 * HOUR, "wake", "connect 7 data, wait 30s", "standby"),
        (10 * HOUR, "connected 7", "subscribe 7 configServer, wait 30s", "standby"),
        (10 * HOUR, "subscribed 7", "persist, wait 5s", "standby"),
        (10 * HOUR, "config 7 standby 1 host=new.example.eu", "persist, disconnect 7, wait 72000s", "standby"),
        (30 * HOUR, "wake", "persist, connect 8 data at new.example.eu, wait 30s", "standby"),
    ]),
];
