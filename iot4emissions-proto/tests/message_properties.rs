//! Properties of reading and writing over arbitrary and mutated payloads.

use iot4emissions_proto::message::{DataTransfer, Message, Profile};
use iot4emissions_proto::obfcm::{Parameter, Snapshot, Tenths, Values};
use iot4emissions_proto::time::UnixSeconds;
use iot4emissions_proto::topic::TopicKind;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn values() -> impl Strategy<Value = Values> {
    let tenths = prop_oneof![Just(0), Just(u32::MAX - 1), 0..2_000_000u32, 0..u32::MAX];
    (vec(option::of(tenths), 8), 0..8usize).prop_map(|(tenths, one)| {
        let mut values = Values::default();
        for (parameter, tenths) in Parameter::ALL.into_iter().zip(tenths) {
            values.set(parameter, tenths.and_then(Tenths::new));
        }
        if values.is_empty() {
            values.set(Parameter::ALL[one], Tenths::new(1));
        }
        values
    })
}

fn data_transfer() -> impl Strategy<Value = DataTransfer> {
    let times = btree_set(prop_oneof![1..=9_999_999_999u64, 1..50u64], 1..6);
    (times, vec(values(), 6)).prop_map(|(times, values)| {
        let snapshots = times
            .into_iter()
            .zip(values)
            .map(|(acquired, values)| Snapshot::new(UnixSeconds(acquired), values).unwrap())
            .collect();
        DataTransfer::new(snapshots).unwrap()
    })
}

/// What a mutation puts into a payload: bytes that mean something in JSON or in
/// the protocol, and any others.
fn insertion() -> impl Strategy<Value = Vec<u8>> {
    let telling: Vec<&[u8]> = vec![
        b"0",
        b"1",
        b"9",
        b".",
        b"-",
        b",",
        b":",
        b"\"",
        b"{",
        b"}",
        b"[",
        b"]",
        b" ",
        b"e",
        b"null",
        b"\"tfc\":1.0",
        b",\"tdt\":2.5",
        b"\"acquired\":1,",
        b"\\u0031",
        b"\xff",
        b"\n",
    ];
    prop_oneof![
        select(telling).prop_map(<[u8]>::to_vec),
        vec(any::<u8>(), 0..4)
    ]
}

#[derive(Debug, Clone)]
struct Mutation {
    at: prop::sample::Index,
    remove: usize,
    insert: Vec<u8>,
}

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let mutation = (any::<prop::sample::Index>(), 0..4usize, insertion())
        .prop_map(|(at, remove, insert)| Mutation { at, remove, insert });
    vec(mutation, 0..3)
}

fn mutated(mut payload: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    for Mutation { at, remove, insert } in mutations {
        let start = at.index(payload.len() + 1);
        let end = (start + remove).min(payload.len());
        payload.splice(start..end, insert.iter().copied());
    }
    payload
}

/// The report's boxes, as payloads to mutate.
fn any_payload() -> impl Strategy<Value = (TopicKind, Vec<u8>)> {
    select(vec![
        (
            TopicKind::RegisterDevice,
            include_bytes!("boxes/box_1.json").to_vec(),
        ),
        (
            TopicKind::RegisterServer,
            include_bytes!("boxes/box_2.json").to_vec(),
        ),
        (
            TopicKind::ConfigServer,
            include_bytes!("boxes/box_3.json").to_vec(),
        ),
        (
            TopicKind::DataDevice,
            include_bytes!("boxes/box_4_as_printed.json").to_vec(),
        ),
    ])
}

fn assert_profiles_agree(kind: TopicKind, payload: &[u8]) -> Result<(), TestCaseError> {
    let strict = Message::decode(kind, payload, Profile::Strict);
    let tolerant = Message::decode(kind, payload, Profile::Tolerant);
    match (strict, tolerant) {
        (Ok(strict), Ok(tolerant)) => {
            // P-5.2: what Strict accepts, Tolerant reads to the same value.
            prop_assert_eq!(&strict, &tolerant);
            prop_assert!(strict.deviations.is_empty());
            // Writing is a fixed point: canonical bytes read back and write back.
            let canonical = strict.message.to_canonical();
            prop_assert!(Message::is_canonical(kind, &canonical));
        }
        (Ok(_), Err(error)) => prop_assert!(false, "only Strict accepts: {error}"),
        (Err(error), Ok(tolerant)) => {
            // Strict's problems are then Tolerant's deviations, in number too.
            prop_assert_eq!(error.issues().len(), tolerant.deviations.len());
            let canonical = tolerant.message.to_canonical();
            prop_assert!(Message::is_canonical(kind, &canonical));
        }
        (Err(strict), Err(tolerant)) => {
            prop_assert!(!strict.issues().is_empty());
            prop_assert!(strict.issues().len() >= tolerant.issues().len());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the fast path accepts, the thorough path reads to the same value
    /// without a deviation; and it accepts exactly the canonical bytes.
    #[test]
    fn fast_path_agrees_with_thorough_path(
        message in data_transfer(),
        mutations in mutations(),
    ) {
        let payload = mutated(message.to_canonical(), &mutations);
        let fast = DataTransfer::decode_canonical(&payload);
        let thorough = DataTransfer::decode_thoroughly(&payload, Profile::Strict);
        let canonical = thorough
            .as_ref()
            .is_ok_and(|decoded| decoded.message.to_canonical() == payload);
        prop_assert_eq!(fast.is_some(), canonical);
        if let Some(fast) = fast {
            let thorough = thorough.unwrap();
            prop_assert_eq!(&fast, &thorough.message);
            prop_assert!(thorough.deviations.is_empty());
        }
        if mutations.is_empty() {
            prop_assert!(canonical);
            prop_assert_eq!(DataTransfer::decode_canonical(&payload), Some(message));
        }
    }

    /// Which path a payload takes changes nothing but the time.
    #[test]
    fn every_path_agrees_with_thorough_path(
        message in data_transfer(),
        spaced in any::<bool>(),
        mutations in mutations(),
    ) {
        let mut text = String::from_utf8(message.to_canonical()).unwrap();
        if spaced {
            text = text.replace(',', " ,\n").replace(':', " : ");
        }
        let payload = mutated(text.into_bytes(), &mutations);
        for profile in [Profile::Strict, Profile::Tolerant] {
            let thorough = DataTransfer::decode_thoroughly(&payload, profile);
            prop_assert_eq!(DataTransfer::decode(&payload, profile), thorough);
        }
    }

    #[test]
    fn profiles_agree_on_mutated_payloads((kind, payload) in any_payload(), mutations in mutations()) {
        assert_profiles_agree(kind, &mutated(payload, &mutations))?;
    }

    #[test]
    fn profiles_agree_on_mutated_data_transfers(message in data_transfer(), mutations in mutations()) {
        assert_profiles_agree(TopicKind::DataDevice, &mutated(message.to_canonical(), &mutations))?;
    }

    #[test]
    fn arbitrary_bytes_never_panic(payload in vec(any::<u8>(), 0..200)) {
        for kind in TopicKind::ALL {
            assert_profiles_agree(kind, &payload)?;
        }
    }

    /// A batch is filled up to the limit, and not beyond (P-6.6).
    #[test]
    fn p_6_6_as_many_snapshots_as_fit(message in data_transfer(), limit in 0..600usize) {
        let snapshots = message.snapshots();
        let count = DataTransfer::fitting(snapshots, limit);
        let length = |count: usize| {
            let part = DataTransfer::new(snapshots[..count].to_vec()).unwrap();
            part.to_canonical().len()
        };
        prop_assert!(count == 0 || length(count) <= limit);
        prop_assert!(count == snapshots.len() || length(count + 1) > limit);
    }
}
