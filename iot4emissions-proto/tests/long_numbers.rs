//! A number is shown, however long it is, and never hidden as a VIN: of all error types of
//! the core through which a foreign text goes, those of certificates, packets and exports too.

use std::fmt::Display;

use iot4emissions_proto::envelope::{EnvelopeNames, LineForm, OpenedLine};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::{
    ConfigurationStatus, DataTransfer, Host, Profile, RegistrationRequest, RegistrationStatus,
};
use iot4emissions_proto::obfcm::{Kilometres, KilowattHours, Litres, Tenths};
use iot4emissions_proto::schedule::Schedule;
use iot4emissions_proto::services::registration::Country;
use iot4emissions_proto::topic::{Subscription, Topic, TopicFilter, TopicKind};
use iot4emissions_proto::vehicle::{AttributeName, TestMass, Vin};

const BOX_3: &str = include_str!("boxes/box_3.json");

/// As many digits as a VIN has, and as an error shows of a text.
const NUMBERS: [&str; 2] = [
    "12345678901234567",
    "1234567890123456789012345678901234567890",
];

/// Why it is refused.
fn refused<T, E: Display>(read: Result<T, E>) -> String {
    match read {
        Ok(_) => panic!("it is read"),
        Err(error) => error.to_string(),
    }
}

fn payloads(number: &str) -> Vec<String> {
    let transfer = |text: String| refused(DataTransfer::decode(text.as_bytes(), Profile::Tolerant));
    let snapshot = |members: String| transfer(format!(r#"{{"data":[{{{members}}}]}}"#));
    // With another value for the first member of this name.
    let status = |name: &str, value: String| {
        let (before, after) = BOX_3.split_once(&format!("\"{name}\":")).unwrap();
        let text = format!("{before}\"{name}\":{value},\"x\":{after}");
        refused(ConfigurationStatus::decode(
            text.as_bytes(),
            Profile::Tolerant,
        ))
    };
    vec![
        snapshot(format!(r#""acquired":{number},"tfc":1.0"#)),
        snapshot(format!(r#""acquired":"{number}","tfc":1.0"#)),
        snapshot(format!(r#""acquired":1,"tfc":{number}"#)),
        snapshot(format!(r#""acquired":1,"tfc":"{number}""#)),
        transfer(format!(r#"{{"data":"{number}"}}"#)),
        transfer(format!(r#"{{"data":[{number}]}}"#)),
        transfer(number.to_owned()),
        status("deviceState", number.to_owned()),
        status("configuration", format!("\"{number}\"")),
        status("endpoint", number.to_owned()),
        status("endpoint", format!("\"{number}:\"")),
        status("port", number.to_owned()),
        status("protocol", format!("\"{number}\"")),
        status("acquireFrequency", format!("\"{number}\"")),
        status("version", number.to_owned()),
        refused(RegistrationStatus::decode(
            format!(r#"{{"deviceState":{number}}}"#).as_bytes(),
            Profile::Strict,
        )),
        refused(RegistrationRequest::decode(
            format!(r#"{{"vin":"","vehicleInfo":{{"mt":{number}}}}}"#).as_bytes(),
            Profile::Strict,
        )),
    ]
}

fn texts(number: &str) -> Vec<String> {
    vec![
        refused(number.parse::<Tenths>()),
        refused(format!("{number}.55").parse::<Tenths>()),
        refused(number.parse::<Litres>()),
        refused(format!("{number}.0").parse::<Kilometres>()),
        refused(format!("-{number}").parse::<KilowattHours>()),
        refused(number.parse::<TestMass>()),
        refused(number.parse::<Country>()),
        refused(format!("{number}:").parse::<Host>()),
        refused(format!("{number} 0 0 1 * ?").parse::<Schedule>()),
        refused(format!("0 0 0 {number} * ?").parse::<Schedule>()),
        refused(format!("0 0 0 1/{number} * ?").parse::<Schedule>()),
        refused(number.parse::<Schedule>()),
    ]
}

#[test]
fn numbers_are_shown_however_long_they_are() {
    for number in NUMBERS {
        for text in [payloads(number), texts(number)].concat() {
            // A sign before it takes one of the characters that are shown.
            let shown = number.get(..39).unwrap_or(number);
            assert!(text.contains(shown), "{text}");
            assert!(!text.contains("VIN hidden"), "{text}");
        }
    }
}

/// These say what is wrong without the text, which is a name or a member of any kind.
#[test]
fn no_error_takes_a_number_for_a_vin() {
    for number in NUMBERS {
        let open = |line: String| {
            let (names, kind) = (EnvelopeNames::default(), Some(TopicKind::DataDevice));
            let form = LineForm::Envelope;
            refused(OpenedLine::open(line.as_bytes(), form, &names, kind))
        };
        for text in [
            refused(format!("{number}#").parse::<DeviceId>()),
            refused(format!("{number}#").parse::<TopicFilter>()),
            refused(format!("$share/{number}").parse::<Subscription>()),
            refused(number.parse::<Topic>()),
            refused(format!("iot4emissions/dataDevice/{number}#").parse::<Topic>()),
            refused(format!("{number}x").parse::<Vin>()),
            refused(format!("{number}\n").parse::<AttributeName>()),
            open(format!(r#"{{"device":{number},"payload":{{}}}}"#)),
            open(format!(r#"{{"topic":{number},"payload":{{}}}}"#)),
            open(format!(r#"{{"topic":"{number}","payload":{{}}}}"#)),
            open(format!(r#"{{"device":"a","payload":{number}}}"#)),
            open(number.to_owned()),
        ] {
            assert!(!text.contains("VIN hidden"), "{text}");
        }
    }
}

#[cfg(feature = "export")]
mod exports {
    use iot4emissions_proto::access::export::{
        AwsPlace, BrokerVersion, ExportError, Format, Settings, export,
    };
    use iot4emissions_proto::delivery::BrokerRole;

    use super::{NUMBERS, refused};

    /// What an operator writes where something else belongs.
    fn texts(found: &str) -> [String; 4] {
        let settings = |region: &str, account: &str| {
            let (region, account) = (region.to_owned(), account.to_owned());
            Settings::new(BrokerRole::Data).with_aws(AwsPlace { region, account })
        };
        [
            refused(found.parse::<Format>()),
            refused(found.parse::<BrokerVersion>()),
            refused(export(Format::AwsIot, &settings(found, "123456789012"))),
            refused(export(Format::AwsIot, &settings("eu-central-1", found))),
        ]
    }

    #[test]
    fn an_operator_s_numbers_are_shown() {
        for number in NUMBERS {
            for text in texts(number) {
                assert!(text.contains(number), "{text}");
            }
        }
        let number = usize::MAX;
        for error in [
            ExportError::DeviceTwice {
                first: 1,
                second: number,
            },
            ExportError::PolicyTooLong {
                file: "policy.json",
                characters: number,
                limit: 2048,
            },
        ] {
            let text = error.to_string();
            assert!(text.contains(&number.to_string()), "{text}");
        }
    }

    #[test]
    fn p_1_5_an_operator_s_vins_are_not() {
        for vin in ["JFXHF05K1L4104934", "jfxhf05k1l4104934"] {
            for text in texts(vin) {
                assert!(text.contains("<VIN hidden>"), "{text}");
                assert!(!text.to_lowercase().contains("jfxhf"), "{text}");
            }
        }
        for text in texts(&"1".repeat(100_000)) {
            assert!(text.len() < 200, "{text}");
        }
    }

    #[test]
    fn no_path_is_taken_for_a_vin() {
        for number in NUMBERS {
            let settings = Settings::new(BrokerRole::Data).with_folder(format!("/{number} "));
            for format in Format::ALL {
                let text = refused(export(format, &settings));
                assert!(!text.contains("VIN"), "{text}");
            }
        }
    }
}

#[cfg(feature = "x509")]
mod certificates {
    use iot4emissions_proto::identity::{CertificateError, DeviceId};
    use iot4emissions_proto::time::UnixSeconds;
    use rcgen::{
        CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair,
        SerialNumber,
    };

    use super::{NUMBERS, refused};

    const NOW: UnixSeconds = UnixSeconds(1_700_000_000);

    /// With the number wherever a text stands.
    fn certificate(common_name: &str, number: &str) -> rcgen::Certificate {
        let mut params = CertificateParams::new(vec![format!("{number}.example")]).unwrap();
        params.distinguished_name = DistinguishedName::new();
        for (kind, text) in [
            (DnType::OrganizationName, number),
            (DnType::CommonName, common_name),
        ] {
            params.distinguished_name.push(kind, text);
        }
        params.serial_number = Some(SerialNumber::from(number.as_bytes()[..17].to_vec()));
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.self_signed(&KeyPair::generate().unwrap()).unwrap()
    }

    #[test]
    fn no_number_in_a_certificate_is_taken_for_a_vin() {
        for number in NUMBERS {
            let certificate = certificate(&format!("{number}#"), number);
            let text = refused(DeviceId::from_certificate_der(certificate.der(), NOW));
            let place = number.len() + 1;
            assert_eq!(
                text,
                format!("expected a device ID as common name, found '#' at character {place}")
            );
            let pem = format!("{number}\n{}", certificate.pem());
            let read = DeviceId::from_certificate_pem(pem.as_bytes(), NOW);
            assert_eq!(refused(read), text);
            let other = format!("{number}\n-----BEGIN X509 CERTIFICATE-----\n{number}\n");
            let text = refused(DeviceId::from_certificate(other.as_bytes(), NOW));
            assert!(!text.contains("VIN"), "{text}");
        }
    }

    #[test]
    fn numbers_of_a_certificate_are_shown() {
        let certificate = certificate("a", "12345678901234567");
        let late = UnixSeconds(12_345_678_901_234_567);
        let text = refused(DeviceId::from_certificate_der(certificate.der(), late));
        assert!(text.contains("valid at 12345678901234567, "), "{text}");
        let number = 12_345_678_901_234_567;
        for error in [
            CertificateError::Truncated {
                expected: number,
                found: 1,
            },
            CertificateError::TooLarge { length: number },
            CertificateError::TrailingBytes {
                length: 1,
                count: number,
            },
            CertificateError::DuplicateExtension {
                oid: format!("2.25.{number}"),
            },
            CertificateError::NotYetValid {
                not_before: late,
                now: NOW,
            },
        ] {
            let text = error.to_string();
            assert!(text.contains("12345678901234567"), "{text}");
        }
    }
}

#[cfg(feature = "mqtt")]
mod packets {
    use iot4emissions_proto::mqtt::{Session, SessionConfig, SessionError};
    use iot4emissions_proto::time::MonotonicMillis;

    use super::{NUMBERS, refused};

    const NOW: MonotonicMillis = MonotonicMillis(0);

    /// A session that has asked to connect.
    fn session(number: &str) -> Session {
        let config = SessionConfig::new(number).unwrap();
        let mut session = Session::new(config.with_max_packet_size(64));
        session.connect(NOW).unwrap();
        session
    }

    #[test]
    fn no_packet_s_number_is_taken_for_a_vin() {
        for number in NUMBERS {
            let connected = || {
                let mut session = session(number);
                session.handle_bytes(NOW, b"\x20\x02\x00\x00").unwrap();
                session
            };
            for text in [
                refused(SessionConfig::new(&format!("{number}\0"))),
                refused(connected().publish(&format!("{number}#"), b"")),
                refused(connected().publish(number, number.repeat(4).as_bytes())),
                refused(connected().subscribe(&format!("{number}/+"))),
                refused(session(number).handle_bytes(NOW, number.repeat(4).as_bytes())),
                refused(connected().handle_bytes(NOW, number.repeat(4).as_bytes())),
                refused(connected().handle_bytes(NOW, b"\x30\xff\xff\xff\x7f")),
                refused(connected().handle_bytes(NOW, b"\x40\x02\xff\xff")),
            ] {
                assert!(!text.contains("VIN"), "{text}");
                assert!(!text.contains(number), "{text}");
            }
        }
    }

    #[test]
    fn numbers_of_packets_are_shown() {
        let text = refused(session("a").handle_bytes(NOW, b"\x20\xff\xff\xff\x7f"));
        assert!(text.contains("268435460"), "{text}");
        let number = usize::MAX;
        for error in [
            SessionError::TooLarge {
                limit: 1,
                found: number,
            },
            SessionError::Oversized {
                limit: number,
                found: 1,
            },
        ] {
            let text = error.to_string();
            assert!(text.contains(&number.to_string()), "{text}");
        }
    }
}

#[cfg(feature = "probe")]
mod probes {
    use iot4emissions_proto::access::probe::packets::{PacketError, read};
    use iot4emissions_proto::access::probe::{MqttVersion, World};
    use iot4emissions_proto::delivery::BrokerRole;
    use iot4emissions_proto::identity::ServiceNames;

    use super::{NUMBERS, refused};

    #[test]
    fn no_answer_s_number_is_taken_for_a_vin() {
        for number in NUMBERS {
            let world = |other: &str, mark: &str| {
                let (device, other) = ("a".parse().unwrap(), other.parse().unwrap());
                refused(World::new(
                    BrokerRole::Data,
                    device,
                    other,
                    ServiceNames::default(),
                    mark,
                ))
            };
            for text in [
                world("a", number),
                world("b", &format!("{number}#")),
                refused(read(MqttVersion::V5, number.as_bytes(), 20)),
                refused(read(MqttVersion::V3_1_1, b"\x30\xff\xff\xff\xff\x7f", 20)),
            ] {
                assert!(!text.contains("VIN"), "{text}");
                assert!(!text.contains(number), "{text}");
            }
        }
        let text = refused(read(MqttVersion::V5, b"\x30\xff\xff\xff\x7f", 20));
        assert!(text.contains("268435460"), "{text}");
        let (limit, found) = (usize::MAX, 1);
        let text = PacketError::TooLong { limit, found }.to_string();
        assert!(text.contains(&usize::MAX.to_string()), "{text}");
    }
}
