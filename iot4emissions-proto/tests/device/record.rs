//! P-6.2: the record's bytes.

use iot4emissions_proto::device::{DeviceState, Input, OtaDevice, Output, Record};
use iot4emissions_proto::message::{ConfigurationStatus, Profile};
use iot4emissions_proto::time::UnixMillis;
use iot4emissions_proto::topic::TopicKind;

use crate::factory::{HOUR, START, operational, provisioning, rules, with};
use crate::world::World;

/// A record that version 0.1 has written, in hexadecimal digits. Written anew by
/// `IOT4EMISSIONS_GOLDEN=write cargo test -p iot4emissions-proto --test device golden`
/// while 0.1 is not released, and never after.
const GOLDEN: &str = include_str!("golden/record_0_1.hex");

/// Operational under the default settings: acknowledged, kept and pending snapshots,
/// a new endpoint that failed twice, a test's result, and a log.
fn of_every_kind() -> World {
    let settings = rules(|settings| {
        settings.resend_window = 2;
        settings.storage_limit = 12;
    });
    let mut world = World::configured(settings, &operational(1));
    world.start_transfer();
    world.puback();
    world.take_snapshots(1);
    world.give(Input::CommunicationTest);
    world.acquisition_failed();
    world.connect_and_subscribe();
    let mut status = operational(2);
    status.configuration.obfcm_data_mqtt = crate::factory::endpoint("new.example.eu");
    world.configure(&status);
    for _ in 0..2 {
        if world.link.number().is_none() {
            world.sleep_until_connect();
        }
        world.disconnected();
    }
    world
}

fn hex(bytes: &[u8]) -> String {
    let lines = bytes.chunks(32).map(|line| {
        let digits: String = line.iter().map(|byte| format!("{byte:02x}")).collect();
        digits + "\n"
    });
    lines.collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

#[test]
fn golden_a_record_of_version_0_1_is_read_and_written_the_same() {
    let record = of_every_kind().device.record().unwrap().clone();
    if std::env::var_os("IOT4EMISSIONS_GOLDEN").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/device/golden/record_0_1.hex"
        );
        std::fs::write(path, hex(&record.to_bytes())).unwrap();
        return;
    }
    let bytes = from_hex(GOLDEN);
    let read = Record::from_bytes(&bytes).unwrap();
    assert_eq!(read.to_bytes(), bytes);
    assert_eq!(read.device().as_str(), crate::factory::DEVICE);
    assert_eq!(read.state().as_str(), "operational");
    let version = read.configuration().unwrap().configuration.version;
    assert_eq!(version.get(), 2);
    assert!(!read.pending().is_empty());
    assert!(!read.events().is_empty());
    assert_eq!(read.last_test().map(|test| test.passed), Some(false));
    assert!(read.accounts().balance());
    // The life that wrote it still writes it.
    assert_eq!(record, read);
    assert_eq!(hex(&record.to_bytes()), GOLDEN);
}

fn error(bytes: &[u8]) -> String {
    Record::from_bytes(bytes).unwrap_err().to_string()
}

/// FNV-1a-64, apart from the library's own.
pub(crate) fn with_checksum(content: &[u8]) -> Vec<u8> {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in content {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    [content, &hash.to_be_bytes()].concat()
}

/// The fields of a record's bytes, without frame and checksum.
pub(crate) fn fields_of(bytes: &[u8]) -> &[u8] {
    let start = 1 + varint((bytes.len() - 11) as u64).len();
    let fields = &bytes[start..bytes.len() - 8];
    assert_eq!(framed(fields), bytes);
    fields
}

/// A record of these fields.
pub(crate) fn framed(fields: &[u8]) -> Vec<u8> {
    let length = varint(fields.len() as u64);
    with_checksum(&[&[1], &length[..], fields].concat())
}

#[test]
fn p_6_2_damage_is_noticed_at_every_bit_and_every_length() {
    let bytes = of_every_kind().device.record().unwrap().to_bytes();
    assert_eq!(Record::from_bytes(&bytes).unwrap().to_bytes(), bytes);
    for bit in 0..bytes.len() * 8 {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(
            error(&damaged),
            format!(
                "expected a device record, found {} bytes whose checksum does not fit",
                bytes.len()
            )
        );
    }
    for length in 0..bytes.len() {
        assert_eq!(
            error(&bytes[..length]),
            format!("expected a device record, found {length} bytes whose checksum does not fit")
        );
    }
    assert!(error(&[bytes, vec![0]].concat()).contains("checksum"));
}

#[test]
fn p_6_2_a_later_version_is_named() {
    let bytes = of_every_kind().device.record().unwrap().to_bytes();
    let content = &bytes[..bytes.len() - 8];
    assert_eq!(with_checksum(content), bytes);
    for version in [0, 2, 255] {
        let mut later = content.to_vec();
        later[0] = version;
        assert_eq!(
            error(&with_checksum(&later)),
            format!("expected a device record of version 1, found version {version}")
        );
    }
}

#[test]
fn p_6_2_fields_that_contradict_each_other_are_refused() {
    let expected = "expected a device record, found one whose fields contradict each other";
    let bytes = of_every_kind().device.record().unwrap().to_bytes();
    let fields = fields_of(&bytes);
    // Half a field at the end, and no field at all.
    assert_eq!(error(&framed(&fields[..fields.len() - 1])), expected);
    assert_eq!(error(&framed(&[fields, &[0]].concat())), expected);
    assert_eq!(error(&framed(&[])), expected);
    assert_eq!(
        error(&with_checksum(&[1])),
        "expected a device record, found 9 bytes whose checksum does not fit"
    );
    assert_eq!(
        error(&with_checksum(&[])),
        "expected a device record, found 8 bytes whose checksum does not fit"
    );
}

/// A device restored from whatever is read never panics and never spins, even
/// where a byte was changed and the checksum with it.
#[test]
fn p_6_2_what_is_read_can_be_lived_with() {
    let bytes = of_every_kind().device.record().unwrap().to_bytes();
    let fields = fields_of(&bytes);
    let mut read = 0;
    for place in 0..fields.len() {
        for change in [0x01, 0x42] {
            let mut changed = fields.to_vec();
            changed[place] ^= change;
            let Ok(record) = Record::from_bytes(&framed(&changed)) else {
                continue;
            };
            read += 1;
            let commanded = record.configuration().map(|status| status.device_state);
            assert!(commanded.is_none_or(|state| DeviceState::from(state) == record.state()));
            let due = record.due();
            let dues = due.acquisition.is_some() || due.transfer.is_some();
            assert!(!dues || record.state() == DeviceState::Operational);
            let mut world = World::new();
            world.now = UnixMillis(START.0 + 12 * HOUR * 1000);
            world.device = OtaDevice::restore(record);
            let trusted = Input::ClockTrusted { trusted: true };
            world.device.handle_input(world.time(), trusted);
            for _ in 0..6 {
                let wait = loop {
                    match world.device.poll_output() {
                        Output::Wait(wait) => break wait,
                        Output::Persist => {
                            let stored = Input::Persisted { bytes: 400 };
                            world.device.handle_input(world.time(), stored);
                        }
                        _ => {}
                    }
                };
                let Some(duration) = wait.duration_from(world.time()) else {
                    break;
                };
                world.skip(u64::try_from(duration.as_millis()).unwrap());
                let wake = Input::Wake;
                world.device.handle_input(world.time(), wake);
                let record = world.device.record().unwrap();
                assert!(record.accounts().balance());
                assert!(Record::from_bytes(&record.to_bytes()).is_ok());
            }
        }
    }
    assert!(read > 200, "{read}");
}

/// Box 3's endpoints, as they are in the report, in factory and configuration.
#[test]
fn p_6_2_the_record_is_small() {
    let box_3 = include_bytes!("../boxes/box_3.json");
    let status = ConfigurationStatus::decode(box_3, Profile::Tolerant)
        .unwrap()
        .message;
    let mut provisioning = provisioning(with(|settings| {
        settings.event_log_limit = 0;
    }));
    let factory = &mut provisioning.factory;
    factory.registration_mqtt = status.configuration.registration_mqtt.clone();
    factory.obfcm_data_mqtt = status.configuration.obfcm_data_mqtt.clone();
    factory.permitted_domains = vec!["amazonaws.com".parse().unwrap()];
    let mut world = World::new();
    world.give(Input::ClockTrusted { trusted: true });
    let provisioned = Input::ProvisioningComplete;
    world.give(provisioned(Box::new(provisioning)));
    world.connect_and_subscribe();
    let registered = r#"{"deviceState":"registered"}"#;
    let kind = TopicKind::RegisterServer;
    world.deliver(kind, registered, true);
    world.connect_and_subscribe();
    world.configure(&status);
    assert_eq!(world.device.state().as_str(), "operational");
    let size = |world: &World| world.device.record().unwrap().to_bytes().len();
    let empty = size(&world);
    assert!(empty <= 512, "{empty}");
    let mut first = 0;
    // Box 3 checks and transfers at midnight, too: spread, and so not yet.
    for number in 1..=20 {
        world.sleep_until(|output| matches!(output, Output::Acquire { .. }));
        world.acquired();
        // With the first come fields that are left out before.
        match number {
            1 => first = size(&world),
            _ => assert!(size(&world) <= first + 24 * (number - 1), "{number}"),
        }
        if world.link.number().is_some() {
            world.disconnected();
        }
    }
    assert_eq!(world.pending().len(), 20);
}

/// A number as the record has it: seven bits a byte.
pub(crate) fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// Kept and pending snapshots are one ascending sequence: no transfer could be built
/// of another.
#[test]
fn p_6_2_snapshots_out_of_order_are_refused() {
    let settings = with(|settings| {
        settings.resend_window = 2;
    });
    let mut world = World::configured(settings, &operational(1));
    world.start_transfer();
    world.puback();
    world.take_snapshots(2);
    let bytes = world.device.record().unwrap().to_bytes();
    let content = fields_of(&bytes);
    let midnight = START.0 / 1000;
    let hour = |hour: u64| varint(midnight + hour * HOUR);
    // Of 11:00 and 12:00, which are kept, and 13:00 and 14:00, which are pending.
    for (from, to) in [(11, 15), (13, 15), (11, 12), (12, 13), (13, 10), (14, 20)] {
        let (old, new) = (hour(from), hour(to));
        // The time, and which of its values are there.
        let old = [&old[..], &[3]].concat();
        let new = [&new[..], &[3]].concat();
        let places: Vec<usize> = (0..content.len() - old.len())
            .filter(|place| content[*place..].starts_with(&old))
            .collect();
        assert_eq!(places.len(), 1, "{from}");
        let mut changed = content.to_vec();
        changed[places[0]..places[0] + old.len()].copy_from_slice(&new);
        assert_eq!(
            error(&framed(&changed)),
            "expected a device record, found one whose fields contradict each other",
            "{from} {to}"
        );
    }
}

/// Nothing is due in Standby (P-6.11): state and commanded state changed together,
/// wherever in the bytes the two stand.
#[test]
fn p_6_2_due_times_in_another_state_are_refused() {
    let bytes = World::operational().device.record().unwrap().to_bytes();
    let content = fields_of(&bytes);
    let places = || (0..content.len()).filter(|place| content[*place] == 4);
    let mut refused = 0;
    for state in places() {
        for commanded in places().filter(|commanded| *commanded > state) {
            let mut changed = content.to_vec();
            changed[state] = 5;
            changed[commanded] = 5;
            match Record::from_bytes(&framed(&changed)) {
                Ok(record) => assert_eq!(record.state(), DeviceState::Operational),
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 0);
}
