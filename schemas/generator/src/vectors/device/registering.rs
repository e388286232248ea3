//! Registration and its refusals (P-6.4, T-1 to T-3), and what every connection may meet.

use super::{HOUR, Scenario};

pub(super) const TRACES: &[Scenario] = &[
    ("before provisioning there is no communication", &["T-1", "T-9", "T-10", "T-11"], None, &[
        (0, "wake", "wait for ever", "preProvisioning"),
        (0, "statusQuery", "status, wait for ever", "preProvisioning"),
        (0, "communicationTest", "!testEnded false, wait for ever", "preProvisioning"),
        (0, "registered 1", "wait for ever", "preProvisioning"),
        (0, "connected 1", "wait for ever", "preProvisioning"),
        (0, "acquired 1", "wait for ever", "preProvisioning"),
        (0, "powerLoss", "wait for ever", "preProvisioning"),
    ]),
    ("registration needs no trusted clock", &["P-6.13", "P-6.4"], None, &[
        (0, "provision", "persist, !preProvisioning>provisioned, connect 1 registration, wait 30s", "provisioned"),
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
    ]),
    ("provisioned twice", &["T-1"], Some("provisioned"), &[
        (1, "provision resend_window=7", "wait 29s", "provisioned"),
    ]),
    ("retained registered", &["P-6.4", "T-2", "P-3.6"], Some("awaiting a status"), &[
        (2, "registered 1 retained", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
    ]),
    ("registered before the SUBACK", &["P-6.4", "T-2"], Some("provisioned"), &[
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
        (1, "registered 1 retained", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
        (1, "subscribed 1", "wait 30s", "registered"),
    ]),
    ("registered while the vehicle is read", &["P-6.4", "T-2"], Some("asking the vehicle"), &[
        (7, "registered 1", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
        (8, "vehicle", "wait 29s", "registered"),
    ]),
    ("a retained error is old news", &["P-6.4", "T-3", "P-3.6"], Some("awaiting a status"), &[
        (2, "error 1 retained", "wait 4s", "provisioned"),
        (6, "wake", "read vehicle, wait 60s", "provisioned"),
        (6, "vehicle", "publish 1 registerDevice, wait 60s", "provisioned"),
        (7, "error 1 retained", "wait 59s", "provisioned"),
        (8, "error 1", "persist, !registrationRefused, disconnect 1, wait refusal 0", "provisioned"),
    ]),
    ("a live error before the request is no answer", &["P-6.4", "T-3"], Some("awaiting a status"), &[
        (2, "error 1", "wait 4s", "provisioned"),
    ]),
    ("refused, and asked again", &["T-3", "P-6.14"], Some("requested"), &[
        (7, "error 1", "persist, !registrationRefused, disconnect 1, wait refusal 0", "provisioned"),
        (7, "error 1", "wait *", "provisioned"),
        (58, "wake", "connect 2 registration, wait 30s", "provisioned"),
        (59, "connected 2", "subscribe 2 registerServer, wait 30s", "provisioned"),
        (59, "subscribed 2", "wait 5s", "provisioned"),
        (64, "wake", "read vehicle, wait 60s", "provisioned"),
        (64, "vehicle", "publish 2 registerDevice, wait 60s", "provisioned"),
        (65, "registered 2", "persist, !provisioned>registered, disconnect 2, connect 3 data, wait 30s", "registered"),
    ]),
    ("an error in the service's own words", &["T-3", "P-5.20", "P-5.4"], Some("requested"), &[
        (7, "freeText 1", "persist, !registrationRefused, disconnect 1, wait refusal 0", "provisioned"),
    ]),
    ("no answer", &["P-6.4", "P-6.14"], Some("requested"), &[
        (65, "wake", "wait 1s", "provisioned"),
        (66, "wake", "!registrationUnanswered, disconnect 1, wait backoff 0", "provisioned"),
    ]),
    ("the answer comes after the connection was given up", &["P-6.4"], Some("requested"), &[
        (66, "wake", "!registrationUnanswered, disconnect 1, wait backoff 0", "provisioned"),
        (66, "registered 1", "wait *", "provisioned"),
    ]),
    ("the request is published once", &["P-6.4"], Some("requested"), &[
        (7, "vehicle", "wait 59s", "provisioned"),
        (8, "wake", "wait 58s", "provisioned"),
    ]),
    ("a refused subscription counts as no answer", &["P-6.4"], Some("provisioned"), &[
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
        (1, "refused 1", "persist, !subscriptionRefused registration 128, disconnect 1, wait refusal 0", "provisioned"),
    ]),
    ("no SUBACK", &["P-6.4"], Some("provisioned"), &[
        (1, "connected 1", "subscribe 1 registerServer, wait 30s", "provisioned"),
        (31, "wake", "!connectionFailed registration timedOut, disconnect 1, wait backoff 0", "provisioned"),
    ]),
    ("no CONNACK", &["P-6.4"], Some("provisioned"), &[
        (29, "wake", "wait 1s", "provisioned"),
        (30, "wake", "!connectionFailed registration timedOut, disconnect 1, wait backoff 0", "provisioned"),
    ]),
    ("no connection", &["P-6.4", "P-6.14"], Some("provisioned"), &[
        (2, "disconnected 1", "!connectionFailed registration closed, wait backoff 0", "provisioned"),
        (2, "disconnected 1", "wait *", "provisioned"),
        (3, "wake", "connect 2 registration, wait 30s", "provisioned"),
        (4, "disconnected 2", "!connectionFailed registration closed, wait backoff 1", "provisioned"),
        (4 + HOUR, "wake", "persist, connect 3 registration, wait 30s", "provisioned"),
    ]),
    ("the connection is lost after the request", &["P-6.4"], Some("requested"), &[
        (7, "disconnected 1", "!connectionLost registration closed, wait backoff 0", "provisioned"),
        (7, "registered 1", "wait *", "provisioned"),
    ]),
    ("the vehicle gives no answer", &["P-6.3", "P-6.4"], Some("asking the vehicle"), &[
        (7, "vehicleUnreadable", "persist, !vehicleUnreadable, disconnect 1, wait refusal 0", "provisioned"),
    ]),
    ("the vehicle takes too long", &["P-6.3", "P-6.4"], Some("asking the vehicle"), &[
        (66, "wake", "persist, !vehicleUnreadable, disconnect 1, wait refusal 0", "provisioned"),
    ]),
    ("an attribute contains the VIN", &["P-1.5", "P-6.3"], Some("asking the vehicle"), &[
        (7, "vehicleWithVin", "persist, !vehicleRefused, disconnect 1, wait refusal 0", "provisioned"),
    ]),
    ("a status that cannot be read", &["P-5.3", "P-6.4"], Some("requested"), &[
        (7, "unreadable 1", "!messageUnreadable registration, wait 59s", "provisioned"),
        (8, "registered 1", "persist, !provisioned>registered, disconnect 1, connect 2 data, wait 30s", "registered"),
    ]),
    ("a cleared topic is no message", &["P-3.6"], Some("requested"), &[
        (7, "cleared 1 retained", "wait 59s", "provisioned"),
        (7, "cleared 1", "wait 59s", "provisioned"),
    ]),
    ("another device's status", &["P-4.1", "P-6.4"], Some("requested"), &[
        (7, "foreign 1", "wait 59s", "provisioned"),
    ]),
    ("a topic of the other broker", &["P-4.3"], Some("requested"), &[
        (7, "elsewhere 1", "wait 59s", "provisioned"),
        (7, "config 1 operational 1", "wait 59s", "provisioned"),
    ]),
    ("a message on another connection", &["P-6.4"], Some("requested"), &[
        (7, "registered 2", "wait 59s", "provisioned"),
        (7, "registered 0", "wait 59s", "provisioned"),
    ]),
    ("a message before the connection is there", &["P-6.4"], Some("provisioned"), &[
        (1, "registered 1", "wait 29s", "provisioned"),
    ]),
    ("registered twice", &["P-3.5", "T-2"], Some("registered"), &[
        (7, "registered 1", "wait 30s", "registered"),
    ]),
    ("power is lost after the request", &["P-6.2", "P-6.4"], Some("requested"), &[
        (7, "powerLoss", "wait *", "provisioned"),
        (20, "wake", "wait backoff 0", "provisioned"),
        (21, "wake", "persist, connect 2 registration, wait 30s", "provisioned"),
    ]),
    ("power is lost after registering", &["P-6.2", "T-2"], Some("registered"), &[
        (8, "powerLoss", "wait *", "registered"),
        (20, "wake", "wait backoff 0", "registered"),
        (21, "wake", "persist, connect 3 data, wait 30s", "registered"),
    ]),
];
