//! The packets, against another implementation of them.

use iot4emissions_proto::access::probe::packets::{
    Packet, PacketError, Will, connect, disconnect, pingreq, puback, publish, read, subscribe,
};
use iot4emissions_proto::access::probe::{Credential, Disguise, Guise, MqttVersion};
use iot4emissions_proto::delivery::BrokerRole;
use proptest::prelude::*;

use crate::fake::world;

fn guise(credential: Credential, disguise: Disguise, version: MqttVersion) -> Guise {
    Guise {
        credential,
        disguise,
        version,
    }
}

#[test]
fn connect_says_who_it_poses_as() {
    let world = world(BrokerRole::Data);
    let plain = guise(Credential::Device, Disguise::Plain, MqttVersion::V3_1_1);
    assert_eq!(
        connect(&world, &plain, true, None),
        b"\x10\x12\0\x04MQTT\x04\x02\0\x3c\0\x06test-1"
    );
    let service = guise(
        Credential::Absent,
        Disguise::PasswordOfService,
        MqttVersion::V5,
    );
    assert_eq!(
        connect(&world, &service, false, None),
        [
            b"\x10\x49\0\x04MQTT\x05\xc0\0\x3c\0".as_slice(),
            b"\0\x13iot4emissions-probe",
            b"\0\x12obfcm-data-service",
            b"\0\x13iot4emissions-probe",
        ]
        .concat()
    );
    let other = guise(
        Credential::Device,
        Disguise::ClientIdOfOther,
        MqttVersion::V3_1_1,
    );
    let bytes = connect(&world, &other, true, None);
    assert!(bytes.ends_with(b"\0\x06test-2"));
    let will = Will {
        topic: "t",
        payload: b"p",
        retain: true,
    };
    assert_eq!(
        connect(&world, &plain, true, Some(will)),
        b"\x10\x18\0\x04MQTT\x04\x2e\0\x3c\0\x06test-1\0\x01t\0\x01p"
    );
    let guest = guise(Credential::Device, Disguise::Guest, MqttVersion::V3_1_1);
    let bytes = connect(&world, &guest, true, None);
    assert!(bytes.ends_with(b"\0\x06test-1\0\x05guest\0\x05guest"));
}

#[test]
fn what_a_client_sends_is_what_another_implementation_reads() {
    use mqttbytes::{QoS, v4, v5};
    let payload = [b'p'; 200];
    let mut bytes =
        bytes::BytesMut::from(publish(MqttVersion::V3_1_1, 9, "a/b", &payload, true).as_slice());
    let Ok(v4::Packet::Publish(read)) = v4::read(&mut bytes, 1000) else {
        panic!()
    };
    assert_eq!(
        (read.topic.as_str(), read.pkid, read.retain),
        ("a/b", 9, true)
    );
    assert_eq!(
        (read.qos, read.payload.as_ref()),
        (QoS::AtLeastOnce, &payload[..])
    );
    let mut bytes =
        bytes::BytesMut::from(publish(MqttVersion::V5, 9, "a/b", &payload, false).as_slice());
    let Ok(v5::Packet::Publish(read)) = v5::read(&mut bytes, 1000) else {
        panic!()
    };
    assert_eq!(
        (read.topic.as_str(), read.pkid, read.retain),
        ("a/b", 9, false)
    );
    assert_eq!(read.payload.as_ref(), &payload[..]);
    for version in MqttVersion::ALL {
        let packet = subscribe(version, 3, "$share/g/+/#");
        let mut bytes = bytes::BytesMut::from(packet.as_slice());
        let filter = match version {
            MqttVersion::V3_1_1 => match v4::read(&mut bytes, 1000) {
                Ok(v4::Packet::Subscribe(read)) => read.filters[0].path.clone(),
                other => panic!("{other:?}"),
            },
            MqttVersion::V5 => match v5::read(&mut bytes, 1000) {
                Ok(v5::Packet::Subscribe(read)) => read.filters[0].path.clone(),
                other => panic!("{other:?}"),
            },
        };
        assert_eq!(filter, "$share/g/+/#");
    }
    let world = world(BrokerRole::Data);
    let will = Will {
        topic: "w",
        payload: b"x",
        retain: true,
    };
    let posing = guise(Credential::Device, Disguise::Guest, MqttVersion::V5);
    let packet = connect(&world, &posing, true, Some(will));
    let mut bytes = bytes::BytesMut::from(packet.as_slice());
    let Ok(v5::Packet::Connect(read)) = v5::read(&mut bytes, 1000) else {
        panic!()
    };
    let (login, will) = (read.login.unwrap(), read.last_will.unwrap());
    assert_eq!(
        (login.username.as_str(), login.password.as_str()),
        ("guest", "guest")
    );
    assert_eq!((will.topic.as_str(), will.retain), ("w", true));
    assert_eq!(
        (read.client_id.as_str(), read.clean_session),
        ("test-1", true)
    );
    assert_eq!(puback(0x102), b"\x40\x02\x01\x02");
    assert_eq!((pingreq(), disconnect()), (vec![0xc0, 0], vec![0xe0, 0]));
}

#[test]
fn what_a_broker_sends_is_read() {
    use MqttVersion::{V3_1_1, V5};
    let delivery = |retain| Packet::Publish {
        topic: "a".to_owned(),
        payload: b"p".to_vec(),
        retain,
        id: Some(7),
    };
    let connack = |code, session_present| Packet::ConnAck {
        code,
        session_present,
    };
    let cases: [(MqttVersion, &[u8], Packet); 16] = [
        (V3_1_1, b"\x20\x02\0\x05", connack(5, false)),
        (V3_1_1, b"\x20\x02\x01\0", connack(0, true)),
        (V5, b"\x20\x06\0\x87\x03\x21\0\x14", connack(0x87, false)),
        (V3_1_1, b"\x32\x06\0\x01a\0\x07p", delivery(false)),
        (V5, b"\x33\x07\0\x01a\0\x07\0p", delivery(true)),
        (
            V5,
            b"\x30\x07\0\x01a\x02\x01\0p",
            Packet::Publish {
                topic: "a".to_owned(),
                payload: b"p".to_vec(),
                retain: false,
                id: None,
            },
        ),
        (V3_1_1, b"\x40\x02\0\x07", Packet::PubAck { id: 7, code: 0 }),
        (V5, b"\x40\x02\0\x07", Packet::PubAck { id: 7, code: 0 }),
        (
            V5,
            b"\x40\x03\0\x07\x87",
            Packet::PubAck { id: 7, code: 0x87 },
        ),
        (
            V5,
            b"\x40\x04\0\x07\x10\0",
            Packet::PubAck { id: 7, code: 0x10 },
        ),
        (
            V3_1_1,
            b"\x90\x03\0\x07\x80",
            Packet::SubAck { id: 7, code: 0x80 },
        ),
        (
            V5,
            b"\x90\x04\0\x07\0\x01",
            Packet::SubAck { id: 7, code: 1 },
        ),
        (V3_1_1, b"\xd0\0", Packet::PingResp),
        (V5, b"\xe0\0", Packet::Disconnect { code: 0 }),
        (V5, b"\xe0\x02\x8e\0", Packet::Disconnect { code: 0x8e }),
        (V3_1_1, b"\xb0\x02\0\x07", Packet::Other),
    ];
    for (version, bytes, packet) in cases {
        let found = read(version, bytes, 100);
        assert_eq!(found, Ok(Some((packet, bytes.len()))), "{bytes:x?}");
        for end in 0..bytes.len() {
            assert_eq!(read(version, &bytes[..end], 100), Ok(None), "{bytes:x?}");
        }
    }
}

#[test]
fn what_is_too_long_or_no_packet_is_an_error_as_soon_as_it_shows() {
    let fits = [b"\x30\x62\0\x01a".as_slice(), &[b'p'; 95]].concat();
    assert_eq!(fits.len(), 100);
    assert!(matches!(read(MqttVersion::V3_1_1, &fits, 100), Ok(Some(_))));
    let error = read(MqttVersion::V3_1_1, b"\x30\x63", 100).unwrap_err();
    assert_eq!(error.code(), "too-long");
    assert_eq!(
        error.to_string(),
        "expected a packet of at most 100 bytes from the broker, found 101 bytes"
    );
    for bytes in [
        b"\x30\xff\xff\xff\xff\x01".as_slice(),
        b"\x30\x01\0",
        b"\x30\x03\0\x09a",
        b"\x32\x03\0\x01a",
        b"\x20\x01\0",
        b"\x40\0",
        b"\x90\x02\0\x01",
    ] {
        let error = read(MqttVersion::V3_1_1, bytes, 1 << 30).unwrap_err();
        assert_eq!(error.code(), "malformed");
        assert_eq!(
            error.to_string(),
            "expected a packet of MQTT 3.1.1 from the broker, found other bytes"
        );
        assert!(matches!(error, PacketError::Malformed { .. }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        for version in MqttVersion::ALL {
            if let Ok(Some((_, length))) = read(version, &bytes, 64) {
                prop_assert!((2..=bytes.len()).contains(&length));
            }
        }
    }
}
