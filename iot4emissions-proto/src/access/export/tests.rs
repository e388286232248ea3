//! The renderings: what they say, what they refuse, and that they follow the table.

mod golden;
mod hostile;
mod table;

use super::*;
use crate::delivery::BrokerRole;
use crate::identity::{DeviceId, ServiceNames};

const BROKERS: [BrokerRole; 2] = [BrokerRole::Registration, BrokerRole::Data];

fn id(text: &str) -> DeviceId {
    text.parse().unwrap()
}

fn settings(broker: BrokerRole) -> Settings {
    Settings::new(broker).with_devices([id("a-1"), id("b_2")])
}

/// The text of a file without comments and empty lines.
fn lines(format: Format, settings: &Settings, file: &str) -> Vec<String> {
    let export = export(format, settings).unwrap();
    let text = &export.file(file).unwrap().text;
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '%']))
        .map(str::to_owned)
        .collect()
}

#[test]
fn formats_are_their_words() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
        let json = serde_json::to_string(&format).unwrap();
        assert_eq!(json, format!("\"{format}\""));
        assert_eq!(serde_json::from_str::<Format>(&json).unwrap(), format);
    }
    assert_eq!(
        "Mosquitto".parse::<Format>().unwrap_err().to_string(),
        r#"expected "mosquitto", "mosquitto-dynsec", "emqx", "aws-iot", "rabbitmq" or "rmqtt", found "Mosquitto""#
    );
}

/// A broker that checks neither of the two would let everybody read everything.
#[test]
fn p_4_2_every_broker_refuses_publishes_and_keeps_messages_from_others() {
    for format in Format::ALL {
        let enforces = format.enforces();
        assert!(enforces.publish, "{format}");
        assert!(enforces.subscribe || enforces.receive, "{format}");
    }
}

#[test]
fn each_file_ends_with_a_line_feed_and_comments_are_not_too_wide() {
    for broker in BROKERS {
        for format in Format::ALL {
            let export = export(format, &settings(broker)).unwrap();
            assert_eq!(Some(&export.files[0]), export.file(export.files[0].name));
            for file in &export.files {
                assert!(file.text.ends_with('\n') && !file.text.ends_with("\n\n"));
                for line in file
                    .text
                    .lines()
                    .filter(|line| line.starts_with(['#', '%']))
                {
                    assert!(line.chars().count() <= 88, "{line}");
                }
                if file.name.ends_with(".json") {
                    serde_json::from_str::<serde_json::Value>(&file.text).unwrap();
                }
            }
            // What an operator has to know stands in one of the files, where a
            // language has comments.
            let all: String = export.files.iter().map(|file| file.text.as_str()).collect();
            let says = all.contains("A denied client:") && all.contains("Not enforced:");
            assert_eq!(says, format != Format::AwsIot, "{format}");
        }
    }
}

#[test]
fn p_4_3_neither_brokers_files_name_the_others_families() {
    for format in Format::ALL {
        for (broker, families) in [
            (BrokerRole::Registration, ["configServer", "dataDevice"]),
            (BrokerRole::Data, ["registerDevice", "registerServer"]),
        ] {
            for file in export(format, &settings(broker)).unwrap().files {
                for family in families {
                    assert!(!file.text.contains(family), "{format} {}", file.name);
                }
            }
        }
    }
}

#[test]
fn paths_and_the_listener_are_the_callers() {
    let settings = settings(BrokerRole::Data)
        .with_listen("[::1]:18883".parse().unwrap())
        .with_folder("/srv/broker/")
        .with_tls(TlsFiles {
            client_authority: "/c/ca.pem".to_owned(),
            certificate: "/c/cert.pem".to_owned(),
            key: "/c/key.pem".to_owned(),
            revocation_list: None,
        });
    for (format, file, expected) in [
        (
            Format::Mosquitto,
            "mosquitto.conf",
            &[
                "listener 18883 ::1",
                "cafile /c/ca.pem",
                "certfile /c/cert.pem",
                "keyfile /c/key.pem",
                "acl_file /srv/broker/acl",
            ][..],
        ),
        (
            Format::MosquittoDynsec,
            "mosquitto.conf",
            &["plugin_opt_config_file /srv/broker/dynamic-security.json"],
        ),
        (
            Format::Emqx,
            "emqx.conf",
            &[
                "  bind = \"[::1]:18883\"",
                "    cacertfile = \"/c/ca.pem\"",
                "    { type = file, enable = true, path = \"/srv/broker/acl.conf\" }",
            ],
        ),
        (
            Format::RabbitMq,
            "rabbitmq.conf",
            &[
                "mqtt.listeners.ssl.default = ::1:18883",
                "ssl_options.keyfile = /c/key.pem",
                "load_definitions = /srv/broker/definitions.json",
            ],
        ),
        (
            Format::Rmqtt,
            "rmqtt.toml",
            &[
                "plugins.dir = \"/srv/broker\"",
                "listener.tls.external.addr = \"[::1]:18883\"",
                "listener.tls.external.client_ca_certs = \"/c/ca.pem\"",
            ],
        ),
    ] {
        let lines = lines(format, &settings, file);
        for line in expected {
            assert!(lines.iter().any(|found| found == line), "{format}: {line}");
        }
    }
    let root = Settings::new(BrokerRole::Data).with_folder("/");
    assert!(
        lines(Format::Mosquitto, &root, "mosquitto.conf").contains(&"acl_file /acl".to_owned())
    );
}

#[test]
fn p_2_4_the_services_names_are_the_callers() {
    let services = ServiceNames::new("reg", "dat").unwrap();
    for format in Format::ALL {
        let settings = settings(BrokerRole::Data).with_services(services.clone());
        let text = export(format, &settings).unwrap().files[0].text.clone();
        let named = match format {
            Format::AwsIot => continue,
            Format::Mosquitto => "user dat",
            Format::MosquittoDynsec => "\"service-dat\"",
            Format::Emqx => "{allow, {username, \"dat\"}, subscribe",
            Format::RabbitMq => "mqtt-subscription-datqos[01]",
            Format::Rmqtt => "{ user = \"CN=dat\", clientid = \"dat\" }, \"connect\"]",
        };
        assert!(text.contains(named), "{format}");
    }
}

/// The default names are no device IDs wherever the library reads one, and so have no
/// rights of a device on a broker either.
#[test]
fn p_2_4_all_names_of_services_are_kept_out_of_the_devices_rights() {
    // The other formats list the devices, and no list contains such a name.
    let services = ServiceNames::new("reg", "dat").unwrap();
    for broker in BROKERS {
        for name in [
            "reg",
            "dat",
            "ota-registration-service",
            "obfcm-data-service",
        ] {
            for (format, denied) in [
                (Format::Mosquitto, format!("\nuser {name}\ntopic deny ")),
                (
                    Format::Emqx,
                    format!("\n{{deny, {{username, \"{name}\"}}, all, [\"#\"]}}.\n"),
                ),
                (Format::AwsIot, format!(":client/{name}\"")),
            ] {
                let settings = settings(broker).with_services(services.clone());
                let text = export(format, &settings).unwrap().files[0].text.clone();
                assert!(text.contains(&denied), "{format} {name}");
            }
        }
    }
}
