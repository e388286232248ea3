//! The search.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use iot4emissions_proto::schema::{self, INEXPRESSIBLE};
use iot4emissions_proto::topic::TopicKind;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestError, TestRunner};
use serde_json::json;

use crate::corpus::messages;
use crate::judge::{PROFILES, Schemas, Verdicts};
use crate::mutate::{KINDS, Mutation, bytes, mutate};
use crate::tree::Tree;

/// The least number of messages that are looked at.
const MESSAGES: u32 = 120_000;

/// What the bytes of a message can differ in from its canonical ones, where Strict
/// accepts it.
const BYTE_FORMS: [&str; 4] = ["escapes", "member-order", "negative-zero", "white-space"];

fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let mutation = (0..KINDS, any::<u32>(), any::<u32>(), any::<u32>()).prop_map(
        |(what, place, choice, more)| Mutation {
            what,
            place,
            choice,
            more,
        },
    );
    vec(mutation, 0..4)
}

#[derive(Default)]
struct Found {
    looked_at: usize,
    accepted: [usize; 2],
    reasons: BTreeMap<(TopicKind, usize, &'static str), usize>,
    bytes: BTreeMap<&'static str, usize>,
}

impl Found {
    fn count(&mut self, kind: TopicKind, verdicts: &Verdicts) {
        self.looked_at += 1;
        for (place, reasons) in verdicts.reasons.iter().enumerate() {
            self.accepted[place] += usize::from(verdicts.decoder[place]);
            for reason in reasons {
                *self.reasons.entry((kind, place, reason)).or_default() += 1;
            }
        }
        for reason in &verdicts.bytes {
            *self.bytes.entry(reason).or_default() += 1;
        }
    }
}

/// One line for the other validators.
fn line(kind: TopicKind, payload: &[u8], verdicts: &Verdicts) -> Option<String> {
    let payload = std::str::from_utf8(payload).ok()?;
    let [strict, tolerant] = verdicts.decoder;
    let [beyond_strict, beyond_tolerant] = &verdicts.reasons;
    let line = json!({
        "message": schema::canonical_name(kind).trim_end_matches(".canonical"),
        "payload": payload,
        "strict": strict,
        "tolerant": tolerant,
        "beyondStrict": beyond_strict,
        "beyondTolerant": beyond_tolerant,
        "valid": verdicts.schema,
    });
    Some(line.to_string())
}

#[test]
fn p_5_2_schemas_and_decoder_agree() {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|cases| cases.parse().ok()).unwrap_or(0);
    let config = ProptestConfig {
        cases: MESSAGES.max(asked),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutated-messages.ndjson");
    let file = RefCell::new(BufWriter::new(File::create(&path).unwrap()));
    let schemas = TopicKind::ALL.map(Schemas::of);
    let messages = messages();
    let found = RefCell::new(Found::default());
    let strategy = (
        any::<prop::sample::Index>(),
        mutations(),
        0..64u32,
        any::<u32>(),
    );
    let result = TestRunner::new(config).run(&strategy, |(base, mutations, form, place)| {
        let (kind, message): &(TopicKind, Tree) = base.get(&messages);
        let mut message = message.clone();
        for mutation in mutations {
            mutate(&mut message, mutation);
        }
        let payload = bytes(&message, form, place);
        let schemas = &schemas[TopicKind::ALL.iter().position(|k| k == kind).unwrap()];
        let verdicts = schemas.judge(&payload).map_err(|difference| {
            let payload: String = String::from_utf8_lossy(&payload)
                .chars()
                .take(900)
                .collect();
            TestCaseError::fail(format!("{kind}: {difference}\n{payload}"))
        })?;
        found.borrow_mut().count(*kind, &verdicts);
        // A payload that is too large is a matter of its length alone.
        if payload.len() < 0x1_0000
            && let Some(line) = line(*kind, &payload, &verdicts)
        {
            writeln!(file.borrow_mut(), "{line}").unwrap();
        }
        Ok(())
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
    file.borrow_mut().flush().unwrap();
    report(&found.borrow(), &path);
}

#[allow(clippy::print_stdout)] // The numbers are what a reader of the test run wants.
fn report(found: &Found, path: &Path) {
    println!(
        "{} messages, accepted: {:?}",
        found.looked_at, found.accepted
    );
    for ((kind, place, reason), count) in &found.reasons {
        println!("{kind:>16} {:>8?} {reason:<20} {count}", PROFILES[*place]);
    }
    println!("{:?}", found.bytes);
    println!("written to {}", path.display());
    // Each named reason where it is said to be, and nowhere else.
    for kind in TopicKind::ALL {
        for (place, profile) in PROFILES.into_iter().enumerate() {
            for rule in INEXPRESSIBLE {
                assert_eq!(
                    found.reasons.contains_key(&(kind, place, rule.name)),
                    rule.concerns(kind, profile),
                    "{} of {kind} in {profile:?}",
                    rule.name
                );
            }
        }
    }
    assert!(found.bytes.keys().copied().eq(BYTE_FORMS), "in the bytes");
    // A search that hardly ever meets a message finds nothing.
    assert!(
        found.accepted[0] * 10 > found.looked_at,
        "few canonical ones"
    );
    assert!(found.accepted[1] * 4 > found.looked_at, "few accepted ones");
}
