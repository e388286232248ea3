//! What an operator has to know about each broker.

use super::{Difference, Format};

/// The broker does not tell a publish with RETAIN from one without.
const RETAIN: Difference = Difference {
    name: "retain",
    text: "A device may set RETAIN on what it may publish.",
};

/// `+` and `*` match more than device IDs.
const NO_DEVICE_ID: Difference = Difference {
    name: "no-device-id",
    text: "A service may publish to a topic whose last level is no device ID, the empty text and the services' default names excepted.",
};

/// A pattern that says so would be beyond anybody who is to read it.
const VIN_SHAPE: Difference = Difference {
    name: "vin-shape",
    text: "A service may publish to a topic whose last level is no device ID because something in it has the shape of a VIN; not where the whole of it has 17 characters.",
};

/// A shared subscription is checked by its filter alone.
const CONTROL_CHARACTERS: Difference = Difference {
    name: "control-characters",
    text: "A control character in a topic or filter ends the connection, which MQTT permits; no device ID contains one.",
};

const SHARED_OWN_TOPIC: Difference = Difference {
    name: "shared-own-topic",
    text: "A device may share a subscription of its own topic.",
};

const NO_RECEIVE: Difference = Difference {
    name: "no-receive",
    text: "Deliveries are not checked; whoever could subscribe receives.",
};

impl Format {
    /// What a client sees that is denied something, in sentences.
    #[must_use]
    pub const fn denied(self) -> &'static str {
        match self {
            Self::Mosquitto => {
                "A publish is dropped: MQTT 3.1.1 still gets a PUBACK, MQTT 5 reason code 0x87. A SUBSCRIBE is granted whatever it asks for; what may not be received is not delivered."
            }
            Self::MosquittoDynsec => {
                "A publish is dropped: MQTT 3.1.1 still gets a PUBACK, MQTT 5 reason code 0x87. A SUBSCRIBE is refused with 0x80, in MQTT 5 with 0x87."
            }
            Self::Emqx => "The connection is closed, for a publish and for a SUBSCRIBE.",
            Self::AwsIot => {
                "The connection is closed for a publish; a SUBSCRIBE is refused with 0x80 or closes it. What may not be received is not delivered."
            }
            Self::RabbitMq => {
                "The connection is closed, for a publish and for a SUBSCRIBE; versions with MQTT 5 refuse a SUBSCRIBE with 0x80 or 0x87 instead."
            }
            Self::Rmqtt => {
                "The connection is closed for a publish; a SUBSCRIBE is refused with 0x80, in MQTT 5 with 0x87."
            }
        }
    }

    /// What an operator has to know besides, one sentence or two each.
    #[must_use]
    pub const fn pitfalls(self) -> &'static [&'static str] {
        match self {
            Self::Mosquitto => &[
                "Patterns hold for every user, the services too; hence the deny lines under their names, which a hand-written file forgets.",
                "A user name of \"+\" or \"#\" would widen a pattern. Mosquitto refuses such names since CVE-2017-7650; the rest is for the CA to refuse: it must issue certificates for device IDs only (P-2.1).",
                "\"+\" matches an empty level, and names of services. The deny lines keep the service from publishing there.",
                "A certificate with an empty common name ends Mosquitto 2.0.11 with a segmentation fault when its client speaks MQTT 5: the CA must issue certificates for device IDs only (P-2.1).",
                "Without use_username_as_clientid one device can connect with another's client id and destroy its session.",
                "SUBSCRIBE is not checked, so a rogue device can join a service's shared subscription; it receives nothing, but it swallows messages. Use dynamic security where the services share subscriptions.",
                "A revoked client stays connected, and what it had retained is delivered where check_retain_source is off (CVE-2018-12546). Use a revocation list and restart.",
                "An empty acl_file, or one of comments alone, allowed everything before 1.5.6 (CVE-2018-12550).",
            ],
            Self::MosquittoDynsec => &[
                "A certificate with an empty common name ends Mosquitto 2.0.11 with a segmentation fault when its client speaks MQTT 5: the CA must issue certificates for device IDs only (P-2.1).",
                "\"disabled\": true is ignored for a client with a certificate. To revoke a device, take its role away, or leave it out of the list and restart.",
                "Mosquitto 2.0 has no %u here, so each device has a role of its own. A device that is not listed has no right.",
                "No administrator is in the file, so nothing can be changed over MQTT: change the list, export again and restart.",
                "Before 2.0.12 a session that was offline kept its subscriptions when the right to them was taken away (CVE-2021-34434). Devices have clean sessions (P-3.9).",
                "The plugin reads and may rewrite its file: it belongs to the broker's user, with mode 0600.",
            ],
            Self::Emqx => &[
                "EMQX allows what no rule matches unless authorization.no_match = deny is set.",
                "${cert_common_name} in topics needs 5.8.1; earlier versions take it for a text.",
                "A rule for \"+\" also grants a SUBSCRIBE of \"#\" in its place; hence the deny lines before it.",
                "Deliveries are not checked: a subscription that was granted once goes on after a rule has changed, until the client connects again.",
                "Authorization decisions are cached; the exported settings turn that off, as a revoked right would live on in the cache. Revocation lists come from the certificates' distribution points (enable_crl_check).",
                "The HTTP authorizer: any answer but 200 and 204, and a body that cannot be read, counts as \"ignore\", and then no_match decides.",
            ],
            Self::AwsIot => &[
                "\"*\" spans levels, \"+\" and \"#\" are literal: hence the Deny statements.",
                "A service's certificate must be registered, with the service's policy, before its first connection: just-in-time provisioning gives every other certificate of the CA the device's policy, which refuses a service's name.",
                "A changed policy takes minutes to be in force.",
                "Limits: a policy 2,048 characters without white space (checked), a topic 256 bytes and 7 slashes, a payload 128 KiB, a client id 128 bytes.",
            ],
            Self::RabbitMq => &[
                "A user without topic permission may publish and subscribe anything on the exchange: a user is added only together with its topic permission.",
                "{username} in a topic permission is not escaped before 4.2.4 (CVE-2026-44838): a common name of \".*\" publishes everywhere. So each device has permissions of its own.",
                "\".\" is the same as \"/\" to RabbitMQ, and \"*\" the same as \"+\".",
                "Patterns end with \\z, not with $, which also matches before a line feed.",
                "RabbitMQ does not compare client id and common name. Queues are named after the client id and permissions go by user, so a device with another one's client id gets at no queue, but it ends that one's connection. Version 4 can compare it with a subject alternative name (mqtt.ssl_cert_client_id_from), if the CA puts the device ID there too.",
                "A common name that is no user cannot connect.",
                "At a first start the listener is open before the definitions are loaded: let clients reach the broker only when it says that its start is complete.",
                "There are no shared subscriptions, and no revocation lists without an advanced configuration of Erlang's TLS.",
                "A subscription that was granted goes on after a permission was taken away, until the client connects again.",
            ],
            Self::Rmqtt => &[
                "%u and %c are not guarded against \"+\" and \"#\" in a name, are filled in only after the client is connected, and are kept under the client id, which is not compared with the certificate: whoever takes another one's client id could use its rights. So each device has rules of its own, for its name and the same client id. A device that is not listed cannot connect.",
                "Neither deliveries nor revocation are checked.",
                "A program that embeds rmqtt calls the rules themselves instead, from a hook, and gets all four decisions: examples/network/src/rights.rs and broker/gatekeeper.rs.",
            ],
        }
    }

    /// Where the broker decides otherwise than the rules, with the exported
    /// configuration and for certificates that bear device IDs or the services' names.
    #[must_use]
    pub const fn differences(self) -> &'static [Difference] {
        match self {
            Self::Mosquitto => &[
                RETAIN,
                NO_DEVICE_ID,
                CONTROL_CHARACTERS,
                Difference {
                    name: "any-subscription",
                    text: "Everybody may subscribe anything, and receives of it what it may receive.",
                },
                Difference {
                    name: "own-name",
                    text: "A service neither publishes nor receives on a topic whose last level is its own name.",
                },
            ],
            Self::MosquittoDynsec => &[RETAIN, NO_DEVICE_ID, CONTROL_CHARACTERS],
            Self::Emqx => &[NO_DEVICE_ID, SHARED_OWN_TOPIC, NO_RECEIVE],
            Self::AwsIot => &[NO_DEVICE_ID],
            Self::RabbitMq => &[
                RETAIN,
                VIN_SHAPE,
                NO_RECEIVE,
                Difference {
                    name: "separators",
                    text: "\".\" in a topic is the same as \"/\", and \"*\" in a filter the same as \"+\".",
                },
                Difference {
                    name: "no-sharing",
                    text: "Nobody may share a subscription.",
                },
            ],
            Self::Rmqtt => &[
                RETAIN,
                NO_DEVICE_ID,
                SHARED_OWN_TOPIC,
                Difference {
                    name: "dollar-levels",
                    text: "A topic or filter is refused if a level but the first starts with a dollar sign; no device ID contains one.",
                },
                NO_RECEIVE,
            ],
        }
    }
}
