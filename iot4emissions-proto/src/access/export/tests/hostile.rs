//! What is refused, and that no name that is accepted changes a language's structure.

use proptest::prelude::*;

use super::*;

fn refused(format: Format, settings: &Settings) -> String {
    export(format, settings).unwrap_err().to_string()
}

#[test]
fn p_2_4_refuses_a_device_that_a_service_is_called_like() {
    let settings = Settings::new(BrokerRole::Data)
        .with_services(ServiceNames::new("reg", "dat").unwrap())
        .with_devices([id("a"), id("dat")]);
    for format in Format::ALL {
        assert_eq!(
            refused(format, &settings),
            "expected a device ID as device 2, found the principal name of the OBFCM Data Service"
        );
    }
}

#[test]
fn refuses_a_device_that_is_listed_twice() {
    let settings = Settings::new(BrokerRole::Data).with_devices([id("a"), id("b"), id("a")]);
    assert_eq!(
        refused(Format::RabbitMq, &settings),
        "expected each device once, found device 1 again as device 3"
    );
}

#[test]
fn refuses_paths_that_would_need_an_escape() {
    let new = || Settings::new(BrokerRole::Data);
    let tls = |key: &str, revocation_list: Option<&str>| TlsFiles {
        client_authority: "ca".to_owned(),
        certificate: "cert".to_owned(),
        key: key.to_owned(),
        revocation_list: revocation_list.map(str::to_owned),
    };
    for (settings, text) in [
        (
            new().with_folder("/etc/a b"),
            r#"expected a path of ASCII letters, digits and "/._:@+-" for the folder, found ' ' at character 7"#,
        ),
        (
            new().with_folder(""),
            "expected a path for the folder, found an empty text",
        ),
        (
            new().with_tls(tls("k\nallow_anonymous true", None)),
            r#"expected a path of ASCII letters, digits and "/._:@+-" for the broker's key, found '\n' at character 2"#,
        ),
        (
            new().with_tls(tls("k", Some("\""))),
            r#"expected a path of ASCII letters, digits and "/._:@+-" for the revocation list, found '\"' at character 1"#,
        ),
        (
            new().with_plugin("%u"),
            r#"expected a path of ASCII letters, digits and "/._:@+-" for the plugin, found '%' at character 1"#,
        ),
        (
            new().with_aws(AwsPlace {
                region: "eu-central-1:*".to_owned(),
                ..AwsPlace::default()
            }),
            r#"expected an AWS region such as "eu-central-1", found "eu-central-1:*""#,
        ),
        (
            new().with_aws(AwsPlace {
                account: "*".to_owned(),
                ..AwsPlace::default()
            }),
            r#"expected an AWS account of 12 digits, found "*""#,
        ),
    ] {
        for format in Format::ALL {
            assert_eq!(refused(format, &settings), text);
        }
    }
}

#[test]
fn refuses_a_folder_of_state_that_would_need_an_escape() {
    let settings = Settings::new(BrokerRole::Data).with_state_folder("/var/lib/a\"b");
    for format in Format::ALL {
        assert_eq!(
            refused(format, &settings),
            r#"expected a path of ASCII letters, digits and "/._:@+-" for the folder of the broker's state, found '\"' at character 11"#
        );
    }
}

#[test]
fn refuses_a_version_that_the_format_does_not_know() {
    for (format, version, text) in [
        (
            Format::Mosquitto,
            "3.0",
            "expected a version of mosquitto among 2.0, 2.1, found 3.0",
        ),
        (
            Format::Rmqtt,
            "2.0.11",
            "expected a version of rmqtt among 0.23, 0.24, found 2.0.11",
        ),
        (
            Format::AwsIot,
            "1.0",
            "expected no version for aws-iot, which has none, found 1.0",
        ),
    ] {
        let settings = Settings::new(BrokerRole::Data).with_version(version.parse().unwrap());
        assert_eq!(refused(format, &settings), text);
    }
}

#[test]
fn only_mosquitto_takes_a_revocation_list() {
    let settings = Settings::new(BrokerRole::Data).with_tls(TlsFiles {
        client_authority: "ca".to_owned(),
        certificate: "cert".to_owned(),
        key: "key".to_owned(),
        revocation_list: Some("/crl.pem".to_owned()),
    });
    for format in Format::ALL {
        match format {
            Format::Mosquitto | Format::MosquittoDynsec => {
                let conf = lines(format, &settings, "mosquitto.conf");
                assert!(conf.contains(&"crlfile /crl.pem".to_owned()));
            }
            other => assert_eq!(
                refused(other, &settings),
                format!(
                    "expected no revocation list for {other}, which does not read one from a file"
                )
            ),
        }
    }
}

/// The longest policy that valid names and AWS's own regions make is within the limit,
/// so the limit is reached with an invented region only.
#[test]
fn aws_policies_are_within_the_limit_or_refused() {
    let longest = ServiceNames::new(&"r".repeat(64), &"d".repeat(64)).unwrap();
    for broker in BROKERS {
        let settings = Settings::new(broker).with_services(longest.clone());
        let with_region = |region: &str| {
            settings.clone().with_aws(AwsPlace {
                region: region.to_owned(),
                ..AwsPlace::default()
            })
        };
        for region in ["us-gov-west-1", "ap-southeast-2"] {
            export(Format::AwsIot, &with_region(region)).unwrap();
        }
        let text = refused(
            Format::AwsIot,
            &with_region(&format!("us-gov-{}-1", "x".repeat(20))),
        );
        assert!(
            text.starts_with("expected an AWS IoT policy of at most 2048 characters without white space in service-policy.json, found 2"),
            "{text}"
        );
    }
}

/// Every text that is not a name's own, with the names taken out.
fn skeleton(export: &Export, names: &[&str]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let without = |file: &File| {
        // Where JSON is broken into lines depends on how long the names are.
        let text = match serde_json::from_str::<serde_json::Value>(&file.text) {
            Ok(document) => document.to_string(),
            Err(_) => file.text.clone(),
        };
        names
            .iter()
            .fold(text, |text, name| text.replace(name, "\u{0}"))
    };
    export.files.iter().map(without).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever the names are, the text around them is the same: none of them is read
    /// as part of the language. The prefix keeps a name from being a word of it.
    #[test]
    fn p_2_1_no_name_changes_the_text_around_it(
        registration in "QQr[A-Za-z0-9_-]{0,40}",
        data in "QQd[A-Za-z0-9_-]{0,40}",
        device in "QQa[A-Za-z0-9_-]{0,61}",
        broker in 0usize..2,
    ) {
        let settings = |registration: &str, data: &str, device: &str| -> Option<Settings> {
            let services = ServiceNames::new(registration, data).ok()?;
            let device = services.admit(device.parse().ok()?).ok()?;
            Some(Settings::new(BROKERS[broker]).with_services(services).with_devices([device]))
        };
        let plain = ["QQr", "QQd", "QQa"];
        let plain_settings = settings(plain[0], plain[1], plain[2]).unwrap();
        // A name may have the shape of a VIN, and then there are no settings.
        if let Some(settings) = settings(&registration, &data, &device) {
            for format in Format::ALL {
                let expected = export(format, &plain_settings).unwrap();
                let found = export(format, &settings).unwrap();
                let names = [registration.as_str(), &data, &device];
                prop_assert_eq!(
                    sorted(skeleton(&expected, &plain)),
                    sorted(skeleton(&found, &names)),
                    "{}", format
                );
                for file in found.files.iter().filter(|file| file.name.ends_with(".json")) {
                    prop_assert!(serde_json::from_str::<serde_json::Value>(&file.text).is_ok());
                }
            }
        }
    }
}

/// Mosquitto's deny lines are sorted by their names.
fn sorted(files: Vec<String>) -> Vec<Vec<String>> {
    let lines = |text: String| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    files.into_iter().map(lines).collect()
}
