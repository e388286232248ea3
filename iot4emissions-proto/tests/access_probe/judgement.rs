//! Nothing is found of a broker that follows the rules, and each slip by its name.

use std::collections::BTreeSet;

use iot4emissions_proto::access::RULES;
use iot4emissions_proto::access::export::Format;
use iot4emissions_proto::access::probe::{
    Answer, Credential, Disguise, FindingCode, MqttVersion, Report, Seen, judge, plan,
};
use iot4emissions_proto::delivery::BrokerRole;

use crate::fake::{Fake, Slip};

const ROLES: [BrokerRole; 2] = [BrokerRole::Registration, BrokerRole::Data];

fn probe(fake: &Fake, known: &[&str]) -> Report {
    let questions = plan(&fake.world);
    let answers: Vec<Answer> = questions.iter().map(|each| fake.answer(each)).collect();
    judge(&questions, &answers, known, &[])
}

fn codes(report: &Report) -> BTreeSet<FindingCode> {
    report.findings.iter().map(|found| found.code).collect()
}

fn texts(report: &Report) -> Vec<String> {
    report.findings.iter().map(ToString::to_string).collect()
}

#[test]
fn p_4_1_nothing_is_found_of_a_broker_that_follows_the_rules() {
    for role in ROLES {
        let fake = Fake::new(role, Slip::Nothing);
        let report = probe(&fake, &[]);
        assert_eq!(texts(&report), [""; 0]);
        assert_eq!(report.not_asked, []);
        assert_eq!(report.answered, plan(&fake.world).len());
    }
}

#[test]
fn p_4_1_every_slip_is_found_by_its_name() {
    use FindingCode as Code;
    let cases: [(Slip, &[FindingCode]); 15] = [
        (Slip::NoCertificateNeeded, &[Code::NoCertificate]),
        (Slip::NoCommonNameNeeded, &[Code::NoCommonName]),
        (Slip::NamelessByUserName, &[Code::NoCommonName]),
        (Slip::OldTls, &[Code::OldTls]),
        (Slip::UserNameCounts, &[Code::UserName]),
        (Slip::GuestMayEverything, &[Code::Password]),
        (Slip::ClientIdCounts, &[Code::ClientId]),
        (Slip::ClientIdTakesOver, &[Code::ClientId]),
        (Slip::DevicesPublishAnywhere, &[Code::Publish]),
        (Slip::DevicesRetain, &[Code::Retained]),
        (Slip::WillsUnchecked, &[Code::Will]),
        (
            Slip::SubscriptionsUnchecked,
            &[Code::Subscribe, Code::Shared, Code::System],
        ),
        (Slip::DevicesShare, &[Code::Shared]),
        (Slip::SystemForAll, &[Code::System]),
        (Slip::DeliveriesUnchecked, &[Code::Receive]),
    ];
    for role in ROLES {
        for (slip, expected) in cases {
            let report = probe(&Fake::new(role, slip), &[]);
            let expected: BTreeSet<FindingCode> = expected.iter().copied().collect();
            assert_eq!(codes(&report), expected, "{role:?} {slip:?}: {report:#?}");
            assert!(report.findings.iter().all(|found| found.known.is_none()));
        }
    }
}

#[test]
fn p_4_1_every_missing_rule_is_found_and_never_known() {
    let known = ["retain", "any-subscription", "shared-own-topic"];
    for rule in RULES {
        let mut fake = Fake::new(rule.broker, Slip::Nothing);
        fake.rules.retain(|each| *each != rule);
        let report = probe(&fake, &known);
        let refused = BTreeSet::from([FindingCode::Refused]);
        assert_eq!(codes(&report), refused, "{rule:?}");
        assert!(report.findings.iter().all(|found| found.known.is_none()));
    }
}

#[test]
fn a_finding_says_who_does_what_where_it_was_seen_and_by_which_rule() {
    let report = probe(&Fake::new(BrokerRole::Data, Slip::DevicesRetain), &[]);
    assert_eq!(
        texts(&report),
        [
            "a device publishes to iot4emissions/dataDevice/test-1 with RETAIN in MQTT 3.1.1 and 5 \
             (the message was kept, against P-4.2)"
        ]
    );
    let report = probe(&Fake::new(BrokerRole::Data, Slip::NamelessByUserName), &[]);
    assert_eq!(
        texts(&report)[0],
        "a certificate without a common name with another's ID as user name connects in MQTT \
         3.1.1 and 5 (the connection was taken, against P-2.2)"
    );
}

#[test]
fn what_a_configuration_cannot_avoid_is_known_and_nothing_else() {
    let known: Vec<&str> = Format::Mosquitto
        .differences()
        .iter()
        .map(|difference| difference.name)
        .collect();
    for (slip, name) in [
        (Slip::DevicesRetain, "retain"),
        (Slip::SubscriptionsUnchecked, "any-subscription"),
    ] {
        let report = probe(&Fake::new(BrokerRole::Data, slip), &known);
        assert!(!report.findings.is_empty());
        for found in &report.findings {
            assert_eq!(found.known, Some(name), "{found}");
        }
    }
    let report = probe(
        &Fake::new(BrokerRole::Data, Slip::DeliveriesUnchecked),
        &known,
    );
    assert!(report.findings.iter().all(|found| found.known.is_none()));
}

#[test]
fn what_needs_no_disguise_is_found_once() {
    let fake = Fake::new(BrokerRole::Data, Slip::NoCertificateNeeded);
    let connects = "a client without a certificate connects";
    let report = probe(&fake, &[]);
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].what, connects);
}

#[test]
fn what_could_not_be_asked_is_not_passed() {
    let questions = plan(&Fake::new(BrokerRole::Data, Slip::Nothing).world);
    for why in [
        Seen::Unreachable,
        Seen::Silent,
        Seen::NoWitness,
        Seen::NoTime,
        Seen::Stopped,
        Seen::NotGiven,
    ] {
        let answers = vec![Answer::of(why); questions.len()];
        let report = judge(&questions, &answers, &[], &[]);
        assert_eq!((report.answered, report.findings.len()), (0, 0));
        assert_eq!(report.not_asked.len(), questions.len());
        assert!(report.not_asked.iter().all(|each| each.why == why));
    }
    let report = judge(&questions, &[], &[], &[]);
    assert_eq!(report.not_asked[0].why, Seen::Stopped);
    assert_eq!(
        report.not_asked[0].what,
        "the other device connects in MQTT 3.1.1"
    );
}

#[test]
fn a_broker_need_not_speak_mqtt_5_but_has_to_speak_3_1_1() {
    let fake = Fake::new(BrokerRole::Data, Slip::Nothing);
    let questions = plan(&fake.world);
    for refusal in [Seen::VersionRefused, Seen::Closed] {
        for (version, found) in [(MqttVersion::V5, false), (MqttVersion::V3_1_1, true)] {
            let answers: Vec<Answer> = questions
                .iter()
                .map(|each| match each.guise.version == version {
                    true => Answer::of(refusal),
                    false => fake.answer(each),
                })
                .collect();
            let report = judge(&questions, &answers, &[], &[]);
            assert_eq!(report.speaks_mqtt_5, found);
            let expected: &[&str] = match found {
                false => &[],
                true => &[
                    "the other device connects",
                    "a device connects",
                    "the service connects",
                ],
            };
            let what: Vec<&str> = report
                .findings
                .iter()
                .map(|each| each.what.as_str())
                .collect();
            assert_eq!(what, expected);
        }
    }
}

#[test]
fn retain_that_is_taken_away_is_no_right() {
    let fake = Fake::new(BrokerRole::Data, Slip::DevicesRetain);
    let questions = plan(&fake.world);
    let answers: Vec<Answer> = questions
        .iter()
        .map(
            |each| match (each.action.retains(), fake.answer(each).seen) {
                (true, Seen::Kept) => Answer::of(Seen::Delivered),
                _ => fake.answer(each),
            },
        )
        .collect();
    let report = judge(&questions, &answers, &[], &[]);
    // But a service must be able to.
    assert_eq!(codes(&report), BTreeSet::from([FindingCode::Refused]));
    let service = Credential::Service;
    assert!(questions.iter().any(|each| each.guise.credential == service
        && each.guise.disguise == Disguise::Plain
        && each.allowed
        && each.action.retains()));
}

#[test]
fn what_is_left_behind_is_found() {
    let fake = Fake::new(BrokerRole::Data, Slip::Nothing);
    let questions = plan(&fake.world);
    let answers: Vec<Answer> = questions.iter().map(|each| fake.answer(each)).collect();
    let left = ["iot4emissions/dataDevice/test-1".to_owned()];
    let report = judge(&questions, &answers, &[], &left);
    assert_eq!(
        texts(&report),
        ["iot4emissions/dataDevice/test-1 still keeps a message of the probe"]
    );
    assert_eq!(report.findings[0].code, FindingCode::LeftBehind);
}

#[test]
fn codes_and_texts_are_stable() {
    let codes = FindingCode::ALL.map(FindingCode::as_str);
    assert_eq!(
        codes,
        [
            "no-certificate",
            "no-common-name",
            "old-tls",
            "user-name",
            "password",
            "client-id",
            "publish",
            "retained",
            "will",
            "subscribe",
            "shared",
            "system",
            "receive",
            "refused",
            "left-behind"
        ]
    );
    let texts: BTreeSet<&str> = Seen::ALL.iter().map(|seen| seen.as_str()).collect();
    assert_eq!(texts.len(), Seen::ALL.len());
    let texts: BTreeSet<&str> = Seen::ALL.iter().map(|seen| seen.described()).collect();
    assert_eq!(texts.len(), Seen::ALL.len());
    let texts: BTreeSet<&str> = Disguise::ALL.iter().map(|each| each.as_str()).collect();
    assert_eq!(texts.len(), Disguise::ALL.len());
    let texts: BTreeSet<&str> = Credential::ALL.iter().map(|each| each.as_str()).collect();
    assert_eq!(texts.len(), Credential::ALL.len());
}
