//! Fifteen years in a vehicle: clocks that lie, networks that are not there, brokers that
//! refuse, units that are swapped (P-6.8, P-6.11, P-6.13, P-6.18 to P-6.21, T-12, T-13).

use super::{HOUR, Scenario};

/// From [`super::START`] to 2045-01-01T00:00:00Z.
const IN_2045: u64 = 744_422_400;

pub(super) const TRACES: &[Scenario] = &[
    ("one wrong time in 2045, and the right one again", &["P-6.13", "P-6.16", "P-6.17"], Some("a snapshot"), &[
        (IN_2045, "trusted", "acquire, wait 60s", "operational 3600"),
        (IN_2045, "acquired 2", "persist, connect 3 data, wait 30s", "operational 3600 744422400"),
        (HOUR + 10, "wake", "persist, !clockWentBack 744422400, !snapshotsSetAside 1 laterThanClock, wait 30s", "operational 3600 | aside 1"),
        (HOUR + 11, "disconnected 3", "!connectionFailed data closed, wait 1789s", "operational 3600 | aside 1"),
        (2 * HOUR, "wake", "acquire, wait 60s", "operational 3600 | aside 1"),
    ]),
    ("no network, and no attempt", &["P-6.21"], Some("a snapshot"), &[
        (HOUR + 1, "noNetwork", "wait 3599s", "operational 3600"),
        (5400, "wake", "wait 1800s", "operational 3600"),
        (5401, "network", "connect 3 data, wait 30s", "operational 3600"),
    ]),
    ("a connection that failed for want of a network", &["P-6.21", "P-6.8"], Some("connected for a transfer"), &[
        (5402, "disconnected 3 noNetwork", "!connectionLost data noNetwork, wait backoff 0", "operational 3600"),
        (5402, "noNetwork", "wait 1798s", "operational 3600"),
        (5403, "network", "persist, connect 4 data, wait 30s", "operational 3600"),
    ]),
    ("control units that sleep are not asked", &["P-6.21"], Some("operational"), &[
        (10, "ignitionOff", "wait 1790s", "operational"),
        (HOUR, "wake", "persist, wait 1800s", "operational"),
        (HOUR + 60, "ignition", "acquire, wait 60s", "operational"),
    ]),
    ("the daily cap of connections", &["P-6.19"], None, &[
        (0, "trusted", "wait for ever", "preProvisioning"),
        (0, "provision daily_connections=2", "persist, !preProvisioning>provisioned, connect 1 registration, wait 30s", "provisioned"),
        (2, "disconnected 1", "!connectionFailed registration closed, !dailyCapReached connections, wait 86398s", "provisioned"),
        (86_399, "wake", "wait 1s", "provisioned"),
        (86_400, "wake", "connect 2 registration, wait 30s", "provisioned"),
    ]),
    ("a version that is too far", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 16777222", "!configurationRefused versionTooFar 16777222, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("a version that is as far as may be", &["P-6.8"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 16777221", "persist, !configurationApplied 16777221, disconnect 3, restart, connect 4 data, wait 30s", "operational 3600"),
    ]),
    ("a schedule that is too frequent", &["P-6.11"], Some("connected for a transfer"), &[
        (5402, "config 3 operational 6 acquire=*_*_*_*_*_?", "!configurationRefused tooFrequent 6, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("a publish that nobody may read", &["P-6.18"], Some("published"), &[
        (5403, "pubrefused 3 1 135", "persist, !transferRefused 135, disconnect 3, wait refusal 0", "operational 3600"),
        (5404, "puback 3 1", "wait *", "operational 3600"),
    ]),
    ("a payload that is refused once", &["P-6.18"], Some("published"), &[
        (5403, "pubrefused 3 1 153", "persist, !transferRefused 153, disconnect 3, wait backoff 0", "operational 3600"),
    ]),
    ("a payload that is refused alone, set aside, and pending again", &["P-6.18", "P-6.16"], None, &[
        (0, "trusted", "wait for ever", "preProvisioning"),
        (0, "provision refusals_alone=1", "persist, !preProvisioning>provisioned, connect 1 registration, wait 30s", "provisioned"),
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
        (1, "registered 1 retained", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
        (2, "connected 2", "subscribe 2 configServer, wait 30s", "registered"),
        (2, "subscribed 2", "wait 5s", "registered"),
        (3, "config 2 operational 1", "persist, !registered>initialized, !initialized>operational, !configurationApplied 1, disconnect 2, restart, wait 1797s", "operational"),
        (1800, "wake", "persist, wait 1800s", "operational"),
        (HOUR, "wake", "acquire, wait 60s", "operational"),
        (HOUR, "acquired 1", "persist, wait 1800s", "operational 3600"),
        (5400, "wake", "connect 3 data, wait 30s", "operational 3600"),
        (5400, "connected 3", "subscribe 3 configServer, wait 30s", "operational 3600"),
        (5400, "subscribed 3", "wait 5s", "operational 3600"),
        (5400, "config 3 operational 1", "publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
        (5401, "pubrefused 3 1 149", "persist, !transferRefused 149, !snapshotsSetAside 1 refused, disconnect 3, wait 1799s", "operational | aside 1"),
        (2 * HOUR, "wake", "acquire, wait 60s", "operational | aside 1"),
        (2 * HOUR, "acquired 2", "persist, wait 1800s", "operational 7200 | aside 1"),
        (9000, "wake", "connect 4 data, wait 30s", "operational 7200 | aside 1"),
        (9000, "connected 4", "subscribe 4 configServer, wait 30s", "operational 7200 | aside 1"),
        (9000, "subscribed 4", "wait 5s", "operational 7200 | aside 1"),
        (9000, "config 4 operational 2", "persist, !configurationApplied 2, !snapshotsReadmitted 1, disconnect 4, restart, connect 5 data, wait 30s", "operational 3600 7200"),
    ]),
    ("a batch that is lost is halved", &["P-6.18", "P-6.6"], Some("a snapshot"), &[
        (HOUR + 1, "communicationTest", "acquire, wait 60s", "operational 3600"),
        (HOUR + 2, "acquired 2", "persist, connect 3 data, wait 30s", "operational 3600 3602"),
        (HOUR + 3, "connected 3", "subscribe 3 configServer, wait 30s", "operational 3600 3602"),
        (HOUR + 3, "subscribed 3", "wait 5s", "operational 3600 3602"),
        (HOUR + 4, "config 3 operational 5", "publish 3:1 dataDevice 3600 3602, wait 60s", "operational 3600 3602"),
        (HOUR + 5, "disconnected 3", "persist, !connectionLost data closed, !testEnded false, wait 1795s", "operational 3600 3602"),
        (5400, "wake", "connect 4 data, wait 30s", "operational 3600 3602"),
        (5400, "connected 4", "subscribe 4 configServer, wait 30s", "operational 3600 3602"),
        (5400, "subscribed 4", "wait 5s", "operational 3600 3602"),
        (5400, "config 4 operational 5", "publish 4:2 dataDevice 3600, wait 60s", "operational 3600 3602"),
        (5401, "puback 4 2", "persist, publish 4:3 dataDevice 3602, wait 60s", "operational 3602 | acknowledged 1"),
        (5402, "disconnected 4", "persist, !connectionLost data closed, wait backoff 0", "operational 3602 | acknowledged 1"),
    ]),
    ("registering again, at the configured broker", &["P-6.20", "P-6.4", "T-12"], Some("a snapshot"), &[
        (HOUR + 1, "registerAgain", "persist, !operational>provisioned, connect 3 registration, wait 30s", "provisioned 3600"),
        (HOUR + 2, "connected 3", "subscribe 3 registerServer, wait 30s", "provisioned 3600"),
        (HOUR + 2, "subscribed 3", "wait 5s", "provisioned 3600"),
        (HOUR + 2, "registered 3 retained", "wait 5s", "provisioned 3600"),
        (HOUR + 7, "wake", "read vehicle, wait 60s", "provisioned 3600"),
        (HOUR + 7, "vehicle", "publish 3 registerDevice, wait 60s", "provisioned 3600"),
        (HOUR + 8, "registered 3", "persist, !provisioned>registered, disconnect 3, connect 4 data, wait 30s", "registered 3600"),
        (HOUR + 9, "connected 4", "subscribe 4 configServer, wait 30s", "registered 3600"),
        (HOUR + 9, "subscribed 4", "wait 5s", "registered 3600"),
        (HOUR + 10, "config 4 operational 1", "persist, !registered>initialized, !initialized>operational, !configurationApplied 1, disconnect 4, restart, wait 1790s", "operational 3600"),
    ]),
    ("registering again while consent is withdrawn", &["P-6.10", "P-6.20", "T-4"], Some("a snapshot"), &[
        (HOUR + 1, "registerAgain", "persist, !operational>provisioned, connect 3 registration, wait 30s", "provisioned 3600"),
        (HOUR + 2, "connected 3", "subscribe 3 registerServer, wait 30s", "provisioned 3600"),
        (HOUR + 2, "subscribed 3", "wait 5s", "provisioned 3600"),
        (HOUR + 2, "registered 3 retained", "wait 5s", "provisioned 3600"),
        (HOUR + 7, "wake", "read vehicle, wait 60s", "provisioned 3600"),
        (HOUR + 7, "vehicle", "publish 3 registerDevice, wait 60s", "provisioned 3600"),
        (HOUR + 8, "registered 3", "persist, !provisioned>registered, disconnect 3, connect 4 data, wait 30s", "registered 3600"),
        (HOUR + 9, "connected 4", "subscribe 4 configServer, wait 30s", "registered 3600"),
        (HOUR + 9, "subscribed 4", "wait 5s", "registered 3600"),
        (HOUR + 10, "config 4 initialized 6", "persist, !registered>initialized, !snapshotsErased 1, !configurationApplied 6, disconnect 4, restart, wait 17990s", "initialized | erased 1"),
    ]),
    ("its owner had the data erased", &["P-6.23", "P-6.16"], Some("connected for a transfer"), &[
        (5402, "dataErased", "persist, disconnect 3, !snapshotsErased 1", "operational | erased 1"),
    ]),
    ("the unit sits in another vehicle", &["P-6.20", "T-12", "P-6.16"], Some("connected for a transfer"), &[
        (5402, "vehicleChanged", "persist, disconnect 3, !vehicleChanged, !snapshotsErased 1, !operational>provisioned, connect 4 registration, wait 30s", "provisioned | erased 1"),
        (5403, "disconnected 4", "!connectionFailed registration closed, wait renewed 0", "provisioned | erased 1"),
    ]),
    ("another ID for the Data Service", &["P-6.24", "P-1.7", "P-6.16"], Some("connected for a transfer"), &[
        (5402, "pseudonym", "persist, disconnect 3, !pseudonymRenewed, !snapshotsErased 1, !operational>provisioned, connect 4 registration, wait 30s", "provisioned | erased 1"),
        (5403, "pseudonym", "wait 29s", "provisioned | erased 1"),
        (5403, "connected 4", "subscribe 4 registerServer, wait 30s", "provisioned | erased 1"),
        (5403, "subscribed 4", "wait 5s", "provisioned | erased 1"),
        (5408, "wake", "read vehicle, wait 60s", "provisioned | erased 1"),
        (5408, "vehicle", "publish 4 registerDevice, wait 60s", "provisioned | erased 1"),
        (5409, "registered 4", "persist, !provisioned>registered, disconnect 4, connect 5 data as 0b7c1a52, wait 30s", "registered | erased 1"),
        (5410, "connected 5", "subscribe 5 configServer, wait 30s", "registered | erased 1"),
    ]),
    ("a certificate with the same device ID", &["P-6.20"], Some("a snapshot"), &[
        (HOUR + 1, "certificate", "persist, !certificateRenewed false, wait 1799s", "operational 3600"),
    ]),
    ("a certificate with another device ID", &["P-6.20", "T-12"], Some("a snapshot"), &[
        (HOUR + 1, "certificate acc510ae", "persist, !certificateRenewed true, !operational>provisioned, connect 3 registration, wait 30s", "provisioned 3600"),
    ]),
    ("a new factory configuration, and a domain that was foreign", &["P-6.20", "P-6.8"], Some("a snapshot"), &[
        (HOUR + 1, "factory domains=none", "persist, !factoryConfigured, wait 1799s", "operational 3600"),
        (5400, "wake", "connect 3 data, wait 30s", "operational 3600"),
        (5400, "connected 3", "subscribe 3 configServer, wait 30s", "operational 3600"),
        (5400, "subscribed 3", "wait 5s", "operational 3600"),
        (5400, "config 3 operational 6", "!configurationRefused foreignEndpoint 6, publish 3:1 dataDevice 3600, wait 60s", "operational 3600"),
    ]),
    ("the vehicle is scrapped", &["P-6.20", "T-13"], Some("connected for a transfer"), &[
        (5402, "decommissioned", "persist, disconnect 3, !snapshotsErased 1, !operational>preProvisioning, wait for ever", "preProvisioning"),
        (5403, "powerLoss", "wait for ever", "preProvisioning"),
    ]),
    ("what is stored cannot be deleted", &["P-6.20", "P-6.2"], Some("a snapshot"), &[
        (HOUR + 1, "decommissioned", "persist", "preProvisioning"),
        (HOUR + 1, "persistFailed", "!persistFailed, wait *", "operational 3600"),
    ]),
    ("a record that cannot be read: anew from the factory", &["P-6.2"], Some("provisioned"), &[
        (1, "damagedRecord", "persist, !recordUnreadable {\"damaged\":{\"length\":100}}, wait 29s", "provisioned"),
    ]),
    ("an asynchronous store: nothing runs past it", &["P-6.2"], Some("a snapshot"), &[
        (HOUR + 5, "communicationTest", "acquire, wait 60s", "operational 3600"),
        (HOUR + 6, "acquired 2", "persist", "operational 3600 3606"),
        (HOUR + 7, "persisted", "connect 3 data, wait *", "operational 3600 3606"),
    ]),
];
