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

/// Of a certificate that no authority should issue (P-2.2).
const TWO_COMMON_NAMES: Difference = Difference {
    name: "two-common-names",
    text: "A certificate with several common names has the rights of the first.",
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
                "The connection is closed for a publish; a SUBSCRIBE is refused with 0x80, in MQTT 5 too."
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
                "Of several common names the first counts, and what stands beside it in the subject does not: the CA must issue one (P-2.2). A certificate without any is refused. User name and password of CONNECT are not looked at.",
                "Messages are written to disk once a second: what was acknowledged since is lost if the process is killed. \"autosave_on_changes true\" beside \"autosave_interval 1\" writes at every change, the whole file each time.",
                "2.1 says that acl_file and per_listener_settings are deprecated, and 3.0 has neither: --broker-version 2.1 writes the plugin instead, whose path differs between packages (--plugin).",
                "Without use_username_as_clientid one device can connect with another's client id and destroy its session.",
                "SUBSCRIBE is not checked, so a rogue device can join a service's shared subscription; it receives nothing, but it swallows messages. Use dynamic security where the services share subscriptions.",
                "A revoked client stays connected, and what it had retained is delivered where check_retain_source is off (CVE-2018-12546). Use a revocation list and restart.",
                "An empty acl_file, or one of comments alone, allowed everything before 1.5.6 (CVE-2018-12550).",
            ],
            Self::MosquittoDynsec => &[
                "A certificate with an empty common name ends Mosquitto 2.0.11 with a segmentation fault when its client speaks MQTT 5: the CA must issue certificates for device IDs only (P-2.1).",
                "\"disabled\": true is ignored for a client with a certificate. To revoke a device, take its role away, or leave it out of the list and restart.",
                "Of several common names the first counts: the CA must issue one (P-2.2). A certificate without any is refused.",
                "Messages are written to disk once a second: what was acknowledged since is lost if the process is killed. \"autosave_on_changes true\" beside \"autosave_interval 1\" writes at every change, the whole file each time.",
                "Mosquitto 2.0 has no %u here, and 2.1 none in subscribeLiteral, so each device has a role of its own. A device that is not listed has no right.",
                "No administrator is in the file, so nothing can be changed over MQTT: change the list, export again and restart.",
                "Before 2.0.12 a session that was offline kept its subscriptions when the right to them was taken away (CVE-2021-34434). Devices have clean sessions (P-3.9).",
                "The plugin reads and may rewrite its file: it belongs to the broker's user, with mode 0600.",
            ],
            Self::Emqx => &[
                "EMQX allowed what no rule matches before 6.0 unless authorization.no_match = deny is set.",
                "${cert_common_name} in topics needs 5.8.1; earlier versions take it for a text, and for a client without one every version writes \"undefined\".",
                "A certificate without a common name leaves user name and client id of CONNECT in force. So an authenticator (mechanism = cinfo) refuses it; it is also what the hardened profile of 6.3 asks for, which denies every client where no authenticator stands. The open-source edition of 5.8 has none and does not load the file: take the enterprise edition, or 5.9 and later, of which there is one.",
                "A certificate with several common names was not tried here: the CA must issue one (P-2.2).",
                "\"$delayed/<seconds>/\" before a topic is taken off before the rules are asked; the exported settings switch that off.",
                "The nodes' own ports (4370, 5370) open to whoever knows node.cookie, and every installation begins with the same: change it, and keep them from other networks. The dashboard on port 18083 begins with a known password.",
                "A rule for \"+\" also grants a SUBSCRIBE of \"#\" in its place; hence the deny lines before it.",
                "Deliveries are not checked: a subscription that was granted once goes on after a rule has changed, until the client connects again.",
                "Authorization decisions are cached for each client, and from 5.9 for the node; the exported settings turn both off, as a revoked right would live on in a cache. Revocation lists come from the certificates' distribution points (enable_crl_check).",
                "Retained messages are on disk and on every node of a cluster; sessions are in memory unless durable_sessions.enable is set before the first start.",
                "The HTTP authorizer: any answer but 200 and 204, and a body that cannot be read, counts as \"ignore\", and then no_match decides.",
            ],
            Self::AwsIot => &[
                "\"*\" spans levels, \"+\" and \"#\" are literal: hence the Deny statements.",
                "A service's certificate must be registered, with the service's policy, before its first connection: just-in-time provisioning gives every other certificate of the CA the device's policy, which refuses a service's name.",
                "A certificate authority is registered once in a Region of an account, and every certificate of it connects to the one endpoint there: the two brokers need different accounts or Regions (P-4.3).",
                "A provisioning template is made with provisioningRoleArn, a role that may register things and attach policies; without one it is refused.",
                "A certificate without a common name cannot be provisioned, as the template names the thing after it, and ${iot:Certificate.Subject.CommonName} is then no resource.",
                "What a subscription with $share needs besides the filter was not tried: have the service subscribe without it, or try it first.",
                "A changed policy takes minutes to be in force.",
                "Limits: a policy 2,048 characters without white space (checked), a topic 256 bytes and 7 slashes, a payload 128 KiB, a client id 128 bytes.",
            ],
            Self::RabbitMq => &[
                "User name and password of CONNECT win over the certificate. The user \"guest\", which a node makes at its first start with its name for a password, could be anybody who connects from the machine itself, or through a proxy on it. The definitions take its password and its rights; delete it all the same, and have no users with passwords.",
                "A user without topic permission may publish and subscribe anything on the exchange: a user is added only together with its topic permission.",
                "{username} in a topic permission is not escaped before 4.2.4 (CVE-2026-44838): a common name of \".*\" publishes everywhere. So each device has permissions of its own.",
                "\".\" is the same as \"/\" to RabbitMQ, and \"*\" the same as \"+\".",
                "Patterns end with \\z, not with $, which also matches before a line feed.",
                "RabbitMQ does not compare client id and common name. Queues are named after the client id and permissions go by user, so a device with another one's client id gets at no queue, but it ends that one's connection. Version 4 can compare it with a subject alternative name (mqtt.ssl_cert_client_id_from = subject_alternative_name, with mqtt.ssl_cert_login_san_type and mqtt.ssl_cert_login_san_index for which one), if the CA puts the device ID there too; of a certificate without one it takes the client's own.",
                "Devices must send neither user name nor password (P-3.9): with either, the certificate is not looked at.",
                "In a cluster a retained message is on the node alone that took it, and devices on another one do not get it: run one node for each broker, or a proxy that keeps all clients on one.",
                "The nodes' own ports (4369 and 25672) are open on all addresses, to whoever knows the cookie: keep them from other networks.",
                "A common name that is no user cannot connect.",
                "At a first start the listener is open before the definitions are loaded: let clients reach the broker only when it says that its start is complete.",
                "There are no shared subscriptions, and no revocation lists without an advanced configuration of Erlang's TLS.",
                "A subscription that was granted goes on after a permission was taken away, until the client connects again.",
            ],
            Self::Rmqtt => &[
                "A will goes round the rules: rmqtt publishes what a client has left without asking anybody, and keeps it where it says so. Whoever has one device's certificate can put a configuration on every other one's topic, and data beside theirs. No setting switches wills off: with devices that are not all your own, embed rmqtt and refuse a CONNECT with a will, as examples/network/src/broker/gatekeeper.rs does.",
                "%u and %c are not guarded against \"+\" and \"#\" in a name, are filled in only after the client is connected, and are kept under the client id, which is not compared with the certificate: whoever takes another one's client id could use its rights. So each device has rules of its own, for its name and the same client id. A device that is not listed cannot connect.",
                "A certificate whose subject is wholly empty leaves the user name of CONNECT in force, and its bearer is whoever it says, a service too. rmqtt has no setting against that: the CA must issue none (P-2.2), or embed rmqtt.",
                "The subject has to be the common name and nothing else. A certificate with an organisation beside it is refused, with two common names as well.",
                "Without the exported lines for plugins the program opens an HTTP interface on port 6060 to all, without a password, by which anybody publishes to any device; and an interface for other nodes on port 5363 of all addresses, which cannot be switched off: it is bound to the machine itself, for whose users it has no password. Two brokers on one machine need two ports there.",
                "The program starts with an open listener on port 1883 where it does not find its file, and reads /etc/rmqtt/rmqtt.toml and ./rmqtt.toml before the file of -f: have one file alone, and look at the open ports.",
                "Retained messages are written to disk twice a second, sessions are in memory alone: at a restart what waits for the services is lost. Queues that survive need the plugins rmqtt-session-storage and rmqtt-message-storage.",
                "There is no setting for the oldest version of TLS: 1.2 is spoken too, and whoever connects with it shows its certificate on the way (P-3.10).",
                "Neither deliveries nor revocation are checked: leave the device out of the list and restart, which ends its connection as well.",
                "A program that embeds rmqtt calls the rules themselves instead, from a hook, and gets all four decisions: examples/network/src/rights.rs and broker/gatekeeper.rs.",
            ],
        }
    }

    /// Where the broker decides otherwise than the rules, with the exported
    /// configuration, for certificates that bear device IDs or the services' names, and for
    /// those without one common name that were tried on it (P-2.2).
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
                TWO_COMMON_NAMES,
            ],
            Self::MosquittoDynsec => &[RETAIN, NO_DEVICE_ID, CONTROL_CHARACTERS, TWO_COMMON_NAMES],
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
                Difference {
                    name: "client-id",
                    text: "A device may connect by another one's client id, which ends that one's connection. It has none of its rights.",
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
                Difference {
                    name: "will",
                    text: "A device's will is published whatever its topic, and kept where it says so: a device can put a configuration on another one's topic.",
                },
                Difference {
                    name: "empty-subject",
                    text: "A certificate with a wholly empty subject has the rights of whoever its bearer names in CONNECT.",
                },
            ],
        }
    }
}
