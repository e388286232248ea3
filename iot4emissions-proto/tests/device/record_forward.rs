//! P-6.2: records of a later version of the library, damaged ones, and appended ones.

use iot4emissions_proto::device::{
    EventKind, Input, OtaDevice, Record, RecordError, SetAsideReason, SettingsValues,
};
use iot4emissions_proto::time::{UnixMillis, UnixSeconds};
use proptest::prelude::*;

use crate::factory::{HOUR, START, operational, settings, with};
use crate::record::{fields_of, framed, with_checksum};
use crate::world::World;

/// The tags that these tests write by hand.
const PENDING: u8 = 14;
const ASIDE: u8 = 16;
const SETTINGS: u8 = 6;
const REFUSED: u8 = 9;
const EVENTS: u8 = 26;

fn varint(number: u64) -> Vec<u8> {
    crate::record::varint(number)
}

fn field(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag], &varint(content.len() as u64)[..], content].concat()
}

/// The fields of a record, one by one: tag and content.
pub(crate) fn split(mut fields: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut split = Vec::new();
    while let [tag, rest @ ..] = fields {
        let mut length = 0_usize;
        let mut used = 0;
        for (place, byte) in rest.iter().enumerate() {
            length |= usize::from(byte & 0x7f) << (7 * place);
            used = place + 1;
            if *byte < 0x80 {
                break;
            }
        }
        let content = &rest[used..used + length];
        split.push((*tag, content.to_vec()));
        fields = &rest[used + length..];
    }
    split
}

pub(crate) fn join(fields: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let bytes: Vec<u8> = fields
        .iter()
        .flat_map(|(tag, it)| field(*tag, it))
        .collect();
    framed(&bytes)
}

/// Operational with snapshots, events and all that a life brings.
fn lived() -> World {
    let settings = with(|settings| settings.resend_window = 2);
    let mut world = World::configured(settings, &operational(5));
    world.start_transfer();
    world.puback();
    world.take_snapshots(3);
    world
}

fn bytes(world: &World) -> Vec<u8> {
    world.device.record().unwrap().to_bytes()
}

/// Once, firmware that was rolled back lost its registration and its data.
#[test]
fn p_6_2_an_event_kind_of_a_later_version_is_skipped() {
    let world = lived();
    let record = world.device.record().unwrap();
    let mut fields = split(fields_of(&bytes(&world)));
    let (_, events) = fields.iter_mut().find(|(tag, _)| *tag == EVENTS).unwrap();
    // Kind 200, and one that is known with content that is not.
    let mut later = field(200, &[1, 2, 3, 4, 5, 6]);
    later.extend(field(2, &[1, 0, 1, 1, 99]));
    later.extend(field(34, &[]));
    later.extend_from_slice(events);
    later.extend(field(255, &[0; 300]));
    *events = later;
    let read = Record::from_bytes(&join(&fields)).unwrap();
    assert_eq!(&read, record);
    assert_eq!(read.pending().len(), 3);
}

/// More in an event of a known kind than this version knows.
#[test]
fn p_6_2_an_event_with_more_in_it_is_read() {
    let world = lived();
    let mut fields = split(fields_of(&bytes(&world)));
    let (_, events) = fields.iter_mut().find(|(tag, _)| *tag == EVENTS).unwrap();
    // RegistrationRefused at 100, seven times until 120, with a detail of a later version.
    *events = field(5, &[100, 20, 7, 42, 43]);
    let read = Record::from_bytes(&join(&fields)).unwrap();
    let [event] = read.events() else {
        panic!("{:?}", read.events());
    };
    assert_eq!(event.kind, EventKind::RegistrationRefused);
    assert_eq!(
        (event.first, event.last),
        (UnixSeconds(100), UnixSeconds(120))
    );
    assert_eq!(event.count, 7);
}

#[test]
fn p_6_2_a_field_of_a_later_version_is_skipped() {
    let world = lived();
    let record = world.device.record().unwrap();
    let fields = split(fields_of(&bytes(&world)));
    for place in 0..=fields.len() {
        let mut fields = fields.clone();
        fields.insert(place, (77, vec![9; 200]));
        let read = Record::from_bytes(&join(&fields));
        assert_eq!(read.as_ref(), Ok(record), "{place}");
    }
}

/// A setting of a later version, and one that an earlier version has not written.
#[test]
fn p_6_2_settings_of_other_versions() {
    let world = lived();
    let mut fields = split(fields_of(&bytes(&world)));
    let (_, settings) = fields.iter_mut().find(|(tag, _)| *tag == SETTINGS).unwrap();
    settings.extend([5, 99]);
    let read = Record::from_bytes(&join(&fields)).unwrap();
    assert_eq!(&read, world.device.record().unwrap());
    let (_, settings) = fields.iter_mut().find(|(tag, _)| *tag == SETTINGS).unwrap();
    // Three numbers of one byte each, and no more.
    settings.splice(.., [7, 8, 9]);
    let read = Record::from_bytes(&join(&fields)).unwrap();
    let expected = SettingsValues {
        connect_timeout_seconds: 7,
        retained_wait_seconds: 8,
        answer_wait_seconds: 9,
        ..SettingsValues::default()
    };
    assert_eq!(*read.factory().settings, expected);
    let (_, settings) = fields.iter_mut().find(|(tag, _)| *tag == SETTINGS).unwrap();
    settings.clear();
    let read = Record::from_bytes(&join(&fields)).unwrap();
    assert_eq!(*read.factory().settings, SettingsValues::default());
    // One that no device could live with is none.
    let (_, settings) = fields.iter_mut().find(|(tag, _)| *tag == SETTINGS).unwrap();
    *settings = vec![0];
    assert_eq!(
        Record::from_bytes(&join(&fields)),
        Err(RecordError::Inconsistent)
    );
}

/// Numbers that no device reaches, in a record whose checksum fits: read or refused, and
/// nothing overflows.
#[test]
fn p_6_2_numbers_at_their_types_end() {
    let world = lived();
    let largest = varint(u64::MAX);
    let fields = split(fields_of(&bytes(&world)));
    for tag in 7..=30_u8 {
        for count in 1..20 {
            let mut fields = fields.clone();
            fields.retain(|(other, _)| *other != tag);
            fields.push((tag, largest.repeat(count)));
            let Ok(record) = Record::from_bytes(&join(&fields)) else {
                continue;
            };
            let mut world = world.clone();
            world.device = OtaDevice::restore(record);
            world.link = crate::world::Link::Down;
            world.give(Input::ClockTrusted { trusted: true });
            world.give(Input::CommunicationTest);
            world.acquired();
            if world.link.number().is_some() {
                world.disconnected();
            }
            world.status();
        }
    }
}

/// A reason of a later version: the snapshot is kept all the same.
#[test]
fn p_6_2_a_snapshot_set_aside_for_an_unknown_reason_is_kept() {
    let world = lived();
    let mut fields = split(fields_of(&bytes(&world)));
    let place = fields.iter().position(|(tag, _)| *tag == PENDING).unwrap();
    let mut aside = Vec::new();
    aside.push(200);
    aside.extend_from_slice(&fields[place].1);
    // One snapshot: what is pending has three.
    let one = split_snapshots(&fields[place].1);
    let aside = [&[200], &one[0][..]].concat();
    fields[place].1 = one[1..].concat();
    fields.insert(place + 1, (ASIDE, aside));
    let read = Record::from_bytes(&join(&fields)).unwrap();
    assert_eq!(read.pending().len(), 2);
    let (snapshot, reason) = read.set_aside().next().unwrap();
    assert_eq!(reason, SetAsideReason::Refused);
    assert_eq!(snapshot.acquired().0, START.0 / 1000 + 13 * HOUR);
    assert!(read.accounts().balance());
}

/// Snapshots have two values here: a time of five bytes, which are there, two of three.
fn split_snapshots(content: &[u8]) -> Vec<Vec<u8>> {
    let count = 3;
    let length = content.len() / count;
    assert_eq!(length * count, content.len());
    content.chunks(length).map(<[u8]>::to_vec).collect()
}

#[test]
fn p_6_2_a_refusal_for_an_unknown_reason_is_left_out() {
    let world = lived();
    let mut fields = split(fields_of(&bytes(&world)));
    let place = fields.iter().position(|(tag, _)| *tag == PENDING).unwrap();
    fields.insert(place, (REFUSED, vec![10, 9, 200]));
    let read = Record::from_bytes(&join(&fields)).unwrap();
    assert_eq!(&read, world.device.record().unwrap());
}

/// Rolled back, and rolled forward again: what the earlier version does not know is lost,
/// and nothing else.
#[test]
fn p_6_2_a_device_lives_on_after_a_roll_back() {
    let mut world = lived();
    let mut fields = split(fields_of(&bytes(&world)));
    fields.push((90, vec![1; 50]));
    let record = Record::from_bytes(&join(&fields)).unwrap();
    world.device = OtaDevice::restore(record);
    world.give(Input::ClockTrusted { trusted: true });
    assert_eq!(world.pending().len(), 3);
    world.take_snapshots(1);
    assert_eq!(world.start_transfer().len(), 2 + 24);
}

/// Each kind of damage is a named error, with its code.
#[test]
fn p_6_2_damage_is_a_named_error() {
    let bytes = bytes(&lived());
    let length = bytes.len();
    let mut torn = bytes.clone();
    torn.truncate(length / 2);
    let error = Record::from_bytes(&torn).unwrap_err();
    assert_eq!(error, RecordError::Damaged { length: length / 2 });
    assert_eq!(error.code(), "damaged");
    let mut later = bytes[..length - 8].to_vec();
    later[0] = 2;
    let error = Record::from_bytes(&with_checksum(&later)).unwrap_err();
    assert_eq!(
        (error, error.code()),
        (RecordError::Version { found: 2 }, "version")
    );
    let error = Record::from_bytes(&framed(&[7, 1, 4])).unwrap_err();
    assert_eq!(
        (error, error.code()),
        (RecordError::Inconsistent, "inconsistent")
    );
    for bytes in [&[][..], &[0; 600], &[0xff; 600]] {
        let length = bytes.len();
        assert_eq!(
            Record::from_bytes(bytes),
            Err(RecordError::Damaged { length })
        );
        assert_eq!(Record::last_of(bytes), Err(RecordError::Damaged { length }));
    }
}

/// The records of a life, one behind the other, as a driver may append them.
fn life() -> Vec<Vec<u8>> {
    let mut world = World::configured(settings(), &operational(1));
    let mut records = vec![bytes(&world)];
    for _ in 0..6 {
        world.take_snapshots(1);
        records.push(bytes(&world));
        if world.link.number().is_some() {
            world.disconnected();
        }
    }
    records.retain(|bytes| !bytes.is_empty());
    records
}

#[test]
fn p_6_2_the_last_of_appended_records() {
    let records = life();
    let all = records.concat();
    let (last, end) = Record::last_of(&all).unwrap();
    assert_eq!(last.to_bytes(), *records.last().unwrap());
    assert_eq!(end, all.len());
    // Cut at any place: the last that is whole, and where it ends.
    for length in 0..all.len() {
        let mut end = 0;
        let mut whole = None;
        for record in &records {
            if end + record.len() > length {
                break;
            }
            end += record.len();
            whole = Some(record);
        }
        match (Record::last_of(&all[..length]), whole) {
            (Ok((record, at)), Some(whole)) => {
                assert_eq!(at, end);
                // Encoding takes long; at every boundary and now and then is enough.
                if length % 16 == 0 || length == end {
                    assert_eq!(record.to_bytes(), *whole, "{length}");
                }
            }
            (Err(error), None) => assert_eq!(error, RecordError::Damaged { length }),
            (found, _) => panic!("{length} {found:?}"),
        }
    }
}

/// Flash that was erased, or that holds something older behind.
#[test]
fn p_6_2_what_follows_the_last_record_says_nothing() {
    let records = life();
    let all = records.concat();
    let old = bytes(&World::operational());
    for tail in [vec![0xff; 400], vec![0; 400], old[5..].to_vec()] {
        let (last, end) = Record::last_of(&[&all[..], &tail].concat()).unwrap();
        assert_eq!(end, all.len());
        assert_eq!(last.to_bytes(), *records.last().unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any bytes at all, and any change of a record: a named error or a record that can be
    /// written again; never a panic.
    #[test]
    fn p_6_2_any_bytes_are_read_or_named(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        fields in prop::collection::vec((0..40_u8, prop::collection::vec(any::<u8>(), 0..40)), 0..20),
    ) {
        for bytes in [bytes.clone(), framed(&bytes), join(&fields)] {
            match Record::from_bytes(&bytes) {
                Ok(record) => {
                    let again = Record::from_bytes(&record.to_bytes());
                    prop_assert_eq!(again.as_ref(), Ok(&record));
                }
                Err(error) => prop_assert!(!error.code().is_empty()),
            }
        }
    }

    #[test]
    fn p_6_2_any_change_of_a_record_is_damage(
        place in any::<prop::sample::Index>(),
        change in 1..=255_u8,
        cut in any::<prop::sample::Index>(),
    ) {
        let bytes = &life()[3];
        let mut changed = bytes.clone();
        let at = place.index(changed.len());
        changed[at] ^= change;
        let length = changed.len();
        prop_assert_eq!(Record::from_bytes(&changed), Err(RecordError::Damaged { length }));
        let length = cut.index(length);
        prop_assert_eq!(Record::from_bytes(&bytes[..length]), Err(RecordError::Damaged { length }));
    }

    /// A known field with any content: read to something consistent, or refused.
    #[test]
    fn p_6_2_any_content_of_a_known_field(
        place in any::<prop::sample::Index>(),
        content in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let world = lived();
        let mut fields = split(fields_of(&bytes(&world)));
        let at = place.index(fields.len());
        fields[at].1 = content;
        if let Ok(record) = Record::from_bytes(&join(&fields)) {
            prop_assert!(record.accounts().balance());
            let again = Record::from_bytes(&record.to_bytes());
            prop_assert_eq!(again.as_ref(), Ok(&record));
            let mut device = OtaDevice::restore(record);
            device.handle_input(world.time(), Input::ClockTrusted { trusted: true });
            prop_assert!(device.status().accounts.balance());
        }
    }

    /// Records one behind the other with a torn tail: the last intact one, and its end.
    #[test]
    fn p_6_2_any_sequence_of_records_with_a_torn_tail(
        which in prop::collection::vec(0..7_usize, 1..8),
        torn in 0..7_usize,
        cut in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 1..=255_u8), 0..3),
    ) {
        let records = life();
        let whole: Vec<u8> = which.iter().flat_map(|it| records[*it].clone()).collect();
        let mut tail = records[torn].clone();
        tail.truncate(cut.index(tail.len()));
        for (place, change) in flips {
            if !tail.is_empty() {
                let at = place.index(tail.len());
                tail[at] ^= change;
            }
        }
        let (record, end) = Record::last_of(&[&whole[..], &tail].concat()).unwrap();
        prop_assert_eq!(end, whole.len());
        prop_assert_eq!(record.to_bytes(), records[*which.last().unwrap()].clone());
    }
}

/// A clock of zero: the first seconds of 1970 are a time like any other.
#[test]
fn p_6_2_a_record_of_a_unit_without_a_clock() {
    let mut world = World::new();
    world.now = UnixMillis(0);
    let provisioning = crate::factory::provisioning(settings());
    world.give(Input::ProvisioningComplete(Box::new(provisioning)));
    let bytes = bytes(&world);
    assert_eq!(Record::from_bytes(&bytes).unwrap().to_bytes(), bytes);
}
