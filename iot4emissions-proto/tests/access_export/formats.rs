//! Each format: rendered, read by its evaluator, compared.

use std::collections::BTreeSet;

use iot4emissions_proto::access::export::{Export, Format, Settings, export};
use iot4emissions_proto::access::{RULES, Right, Rules};
use iot4emissions_proto::delivery::BrokerRole;

use crate::aws_iot::AwsIot;
use crate::compare::compare;
use crate::differences::Enforced;
use crate::dynsec::DynamicSecurity;
use crate::emqx::EmqxAcl;
use crate::emqx_http::EmqxHttp;
use crate::enforcer::Enforcer;
use crate::mosquitto::MosquittoAcl;
use crate::outcome::{Outcome, listed};
use crate::rabbitmq::RabbitMq;
use crate::rmqtt::RmqttAcl;
use crate::world::{BROKERS, DEVICES};

fn settings(broker: BrokerRole) -> Settings {
    let devices = DEVICES.map(|id| id.parse().expect("an ID"));
    Settings::new(broker).with_devices(devices)
}

fn enforced(format: Format) -> Enforced {
    match format {
        Format::Mosquitto => Enforced::Mosquitto,
        Format::MosquittoDynsec => Enforced::MosquittoDynsec,
        Format::Emqx => Enforced::Emqx,
        Format::AwsIot => Enforced::AwsIot,
        Format::RabbitMq => Enforced::RabbitMq,
        Format::Rmqtt => Enforced::Rmqtt,
    }
}

/// The evaluator of the rendered rules.
fn read(format: Format, export: &Export, broker: BrokerRole) -> Box<dyn Enforcer> {
    let rules = export.files[0].text.as_str();
    match format {
        Format::Mosquitto => Box::new(MosquittoAcl::read(rules)),
        Format::MosquittoDynsec => Box::new(DynamicSecurity::read(rules)),
        Format::Emqx => Box::new(EmqxAcl::read(rules)),
        Format::AwsIot => {
            let service = match broker {
                BrokerRole::Registration => "ota-registration-service",
                BrokerRole::Data => "obfcm-data-service",
            };
            let policies: Vec<_> = export
                .file("service-policy.json")
                .iter()
                .map(|file| (service, file.text.as_str()))
                .collect();
            Box::new(AwsIot::read(rules, &policies))
        }
        Format::RabbitMq => Box::new(RabbitMq::read(rules)),
        Format::Rmqtt => Box::new(RmqttAcl::read(rules)),
    }
}

/// Both brokers' comparisons as one.
fn compared(format: Enforced, enforcers: impl Fn(BrokerRole) -> Box<dyn Enforcer>) -> Outcome {
    let mut sum = Outcome::default();
    for broker in BROKERS {
        sum.add(compare(enforcers(broker).as_ref(), format, broker));
    }
    sum
}

fn prove_format(format: Format) {
    let outcome = compared(enforced(format), |broker| {
        let export = export(format, &settings(broker)).expect("a rendering");
        read(format, &export, broker)
    });
    outcome.prove(enforced(format));
}

#[test]
fn p_4_1_mosquitto_decides_as_the_rules_do() {
    prove_format(Format::Mosquitto);
}

#[test]
fn p_4_1_mosquitto_dynsec_decides_as_the_rules_do() {
    prove_format(Format::MosquittoDynsec);
}

#[test]
fn p_4_1_emqx_decides_as_the_rules_do() {
    prove_format(Format::Emqx);
}

#[test]
fn p_4_1_the_emqx_authorizer_decides_as_the_rules_do() {
    let outcome = compared(Enforced::EmqxHttp, |broker| Box::new(EmqxHttp(broker)));
    outcome.prove(Enforced::EmqxHttp);
}

#[test]
fn p_4_1_aws_iot_decides_as_the_rules_do() {
    prove_format(Format::AwsIot);
}

#[test]
fn p_4_1_rabbitmq_decides_as_the_rules_do() {
    prove_format(Format::RabbitMq);
}

#[test]
fn p_4_1_rmqtt_decides_as_the_rules_do() {
    prove_format(Format::Rmqtt);
}

/// What no decision of a principal shows: deliveries that are not checked, as what is meant
/// for others could not be subscribed; and certificates of nobody in this world, which the
/// brokers themselves are asked about, as they are about client ids
/// and wills.
const OUTSIDE: [&str; 5] = [
    "will",
    "no-receive",
    "two-common-names",
    "empty-subject",
    "client-id",
];

/// What the library and its page tell operators is what the comparisons find.
#[test]
fn p_4_2_the_differences_are_those_that_operators_are_told() {
    for format in Format::ALL {
        let (outside, told): (BTreeSet<&str>, BTreeSet<_>) = format
            .differences()
            .iter()
            .map(|difference| difference.name)
            .partition(|name| OUTSIDE.contains(name));
        assert_eq!(
            !outside.contains("no-receive"),
            format.enforces().receive,
            "{format}"
        );
        assert_eq!(told, listed(enforced(format)), "{format}");
    }
}

/// Whatever rule is missing from the table, each format shows it.
///
/// A broker that does not see RETAIN cannot: there the services' right to set it is
/// part of their right to publish, and its absence shows in the words that go with
/// the rules.
#[test]
fn p_4_1_no_rule_can_be_deleted_unseen() {
    for format in Format::ALL {
        for missing in 0..RULES.len() {
            let mut rules = RULES.to_vec();
            let rule = rules.remove(missing);
            let settings = settings(rule.broker);
            let rendered = Rules(&rules)
                .export(format, &settings)
                .expect("a rendering");
            let enforcer = read(format, &rendered, rule.broker);
            let outcome = compare(enforcer.as_ref(), enforced(format), rule.broker);
            let visible =
                rule.right != Right::PublishRetained || format.enforces().publish_retained;
            assert_eq!(
                !outcome.unexplained.is_empty(),
                visible,
                "{format:?} without {rule:?}"
            );
            let complete = export(format, &settings);
            assert_ne!(Ok(rendered), complete, "{format:?} without {rule:?}");
        }
    }
}
