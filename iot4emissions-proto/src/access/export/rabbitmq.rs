//! RabbitMQ with its MQTT plugin: definitions in JSON, settings, enabled plugins.
//!
//! A topic is a routing key: `/` becomes `.`, `+` becomes `*`. Who publishes needs
//! *write* on the exchange and on the topic; who subscribes needs *read* on both, and
//! all three on the queue that the plugin makes for the client, which is called
//! `mqtt-subscription-<client id>qos0` or `qos1`. Permissions are regular expressions
//! (PCRE) that may match anywhere, hence `^` and `\z`.

use super::grants::Grants;
use super::header::header;
use super::json::Json;
use super::{File, Format, Settings};
use crate::access::{Right, Rule, Scope};
use crate::delivery::Party;
use crate::identity::ServiceNames;

const FOLDER: &str = "/etc/rabbitmq";
const VIRTUAL_HOST: &str = "/";
const EXCHANGE: &str = "amq.topic";

/// The user that a node makes at its first start, with its name for a password. User name
/// and password win over a certificate, so whoever may connect could be that one.
const FIRST_USER: &str = "guest";

/// Matches no name. RabbitMQ takes an empty pattern for the same.
const NOTHING: &str = "^$";

pub(super) fn files(grants: &Grants<'_>, settings: &Settings) -> Vec<File> {
    vec![
        File {
            name: "definitions.json",
            purpose: "users and rights, for load_definitions",
            text: definitions(grants, settings).file(),
        },
        File {
            name: "rabbitmq.conf",
            purpose: "the listener and the settings without which the rights protect nothing",
            text: conf(grants, settings),
        },
        File {
            name: "enabled_plugins",
            purpose: "the plugin that the settings belong to",
            text: "[rabbitmq_mqtt].\n".to_owned(),
        },
    ]
}

fn definitions(grants: &Grants<'_>, settings: &Settings) -> Json {
    let mut users = Vec::new();
    let mut permissions = Vec::new();
    let mut topic_permissions = Vec::new();
    let services = grants.services();
    let devices = settings.devices.iter();
    let principals = services
        .iter()
        .map(|service| (service.party, service.name))
        .chain(devices.map(|device| (Party::Device, device.as_str())));
    let mut known = Vec::new();
    for (party, name) in principals {
        known.push(name);
        let publishes = patterns(grants, party, Right::Publish, name);
        let subscribes = patterns(grants, party, Right::Subscribe, name);
        users.push(user(name));
        permissions.push(permission(
            name,
            !publishes.is_empty(),
            !subscribes.is_empty(),
        ));
        topic_permissions.push(topic_permission(name, &publishes, &subscribes));
    }
    // An import replaces what it names and deletes nothing.
    if !known.contains(&FIRST_USER) {
        users.push(user(FIRST_USER));
        permissions.push(permission(FIRST_USER, false, false));
        topic_permissions.push(topic_permission(FIRST_USER, &[], &[]));
    }
    let virtual_host = Json::Object(vec![("name", VIRTUAL_HOST.into())]);
    Json::Object(vec![
        ("vhosts", Json::List(vec![virtual_host])),
        ("users", Json::List(users)),
        ("permissions", Json::List(permissions)),
        ("topic_permissions", Json::List(topic_permissions)),
    ])
}

fn user(name: &str) -> Json {
    Json::Object(vec![
        ("name", name.into()),
        // No password has an empty hash: only the certificate opens the door.
        ("password_hash", "".into()),
        ("hashing_algorithm", "rabbit_password_hashing_sha256".into()),
        ("tags", "".into()),
    ])
}

/// What the user may do with the exchange and with its own queues, which it has only
/// where it subscribes.
fn permission(name: &str, publishes: bool, subscribes: bool) -> Json {
    let exchange = escape(EXCHANGE);
    let queues = format!("mqtt-subscription-{}qos[01]", escape(name));
    let resources = |exchange_too: bool| match (subscribes, exchange_too) {
        (false, false) => NOTHING.to_owned(),
        (false, true) => format!(r"^{exchange}\z"),
        (true, false) => format!(r"^{queues}\z"),
        (true, true) => format!(r"^({exchange}|{queues})\z"),
    };
    Json::Object(vec![
        ("user", name.into()),
        ("vhost", VIRTUAL_HOST.into()),
        ("configure", resources(false).into()),
        ("write", resources(publishes).into()),
        ("read", resources(subscribes).into()),
    ])
}

fn topic_permission(name: &str, publishes: &[String], subscribes: &[String]) -> Json {
    Json::Object(vec![
        ("user", name.into()),
        ("vhost", VIRTUAL_HOST.into()),
        ("exchange", EXCHANGE.into()),
        ("write", any_of(publishes).into()),
        ("read", any_of(subscribes).into()),
    ])
}

fn patterns(grants: &Grants<'_>, party: Party, right: Right, name: &str) -> Vec<String> {
    grants
        .of(party, right)
        .map(|rule| pattern(rule, name))
        .collect()
}

/// The routing keys that the rule grants: those of the topics to publish, or those of
/// the filters to subscribe.
fn pattern(rule: &Rule, name: &str) -> String {
    let prefix = escape(&rule.kind.prefix().replace('/', "."));
    let last = match (rule.scope, rule.right) {
        (Scope::OwnId, _) => escape(name),
        // One level, "*" included, but not "#".
        (Scope::AnyDevice, Right::Subscribe) => "[^.#]*".to_owned(),
        (Scope::AnyDevice, Right::Publish | Right::PublishRetained) => device_id(),
    };
    format!("{prefix}{last}")
}

/// The device IDs of P-2.1 and P-2.4, and what contains the shape of a VIN (P-1.5).
fn device_id() -> String {
    let default = ServiceNames::default();
    format!(
        r"(?![A-HJ-NPR-Za-hj-npr-z0-9]{{17}}\z)(?!(?:{}|{})\z)[A-Za-z0-9_-]{{1,64}}",
        escape(default.registration()),
        escape(default.data())
    )
}

fn any_of(patterns: &[String]) -> String {
    match patterns {
        [] => NOTHING.to_owned(),
        [one] => format!(r"^{one}\z"),
        several => format!(r"^(?:{})\z", several.join("|")),
    }
}

/// The text as a pattern that matches nothing else.
fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        // A hyphen means itself outside of brackets.
        if !(character.is_ascii_alphanumeric() || matches!(character, '_' | '-')) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

fn conf(grants: &Grants<'_>, settings: &Settings) -> String {
    let tls = settings.tls(FOLDER);
    // Before 4.0 there is no such setting, and an unknown one keeps the node from starting.
    let anonymous = match settings.is_from(Format::RabbitMq, 4, 0) {
        true => "anonymous_login_user = none\n",
        false => "",
    };
    format!(
        "{}\n\
         listeners.tcp = none\n\
         mqtt.listeners.tcp = none\n\
         mqtt.listeners.ssl.default = {}:{}\n\
         ssl_options.cacertfile = {}\n\
         ssl_options.certfile = {}\n\
         ssl_options.keyfile = {}\n\
         {}\
         ssl_options.verify = verify_peer\n\
         ssl_options.fail_if_no_peer_cert = true\n\
         \n\
         # The user name, and with it every right, is the certificate's common name (P-2.2).\n\
         mqtt.ssl_cert_login = true\n\
         ssl_cert_login_from = common_name\n\
         mqtt.allow_anonymous = false\n\
         {anonymous}\
         mqtt.vhost = {VIRTUAL_HOST}\n\
         mqtt.exchange = {EXCHANGE}\n\
         auth_backends.1 = internal\n\
         \n\
         load_definitions = {}/definitions.json\n",
        header(
            "#",
            Format::RabbitMq,
            grants,
            "the listener and the MQTT plugin (rabbitmq.conf)"
        ),
        settings.listen.ip(),
        settings.listen.port(),
        tls.client_authority,
        tls.certificate,
        tls.key,
        settings
            .tls_versions()
            .zip(1..)
            .map(|(version, place)| {
                let version = version.as_str();
                format!("ssl_options.versions.{place} = tlsv{version}\n")
            })
            .collect::<String>(),
        settings.folder(FOLDER),
    )
}
