//! AWS IoT Core: a policy for the devices, one for each service, and the template that
//! gives each new device its policy.
//!
//! `*` stands for any text, slashes included; `+` and `#` stand for themselves. A Deny
//! statement wins over every Allow.

use super::grants::{Grants, no_device, topics};
use super::json::Json;
use super::{ExportError, File, Settings};
use crate::access::Right;
use crate::delivery::{BrokerRole, Party};

/// The longest policy that AWS accepts, in characters that are not white space.
const POLICY_LIMIT: usize = 2048;

/// The name in the certificate, in a policy's resources.
const COMMON_NAME: &str = "${iot:Certificate.Subject.CommonName}";

pub(super) fn files(grants: &Grants<'_>, settings: &Settings) -> Result<Vec<File>, ExportError> {
    let arns = Arns(settings);
    let mut files = vec![policy(
        "device-policy.json",
        "the devices' policy; its name in AWS is in the provisioning template",
        device_statements(grants, &arns),
    )?];
    for service in grants.services() {
        files.push(policy(
            "service-policy.json",
            "the service's policy, attached to its certificate alone",
            service_statements(grants, &arns, service.party, service.name),
        )?);
    }
    files.push(File {
        name: "provisioning-template.json",
        purpose: "the body of a just-in-time provisioning template for the clients' authority",
        text: template(grants.broker()).file(),
    });
    Ok(files)
}

/// Resource names of one account and region.
struct Arns<'a>(&'a Settings);

impl Arns<'_> {
    fn resource(&self, kind: &str, name: &str) -> String {
        let aws = &self.0.aws;
        let (partition, region, account) = (aws.partition(), &aws.region, &aws.account);
        format!("arn:{partition}:iot:{region}:{account}:{kind}/{name}")
    }

    fn client(&self, name: &str) -> String {
        self.resource("client", name)
    }

    fn topic(&self, name: &str) -> String {
        self.resource("topic", name)
    }

    fn filter(&self, name: &str) -> String {
        self.resource("topicfilter", name)
    }
}

fn statement(effect: &str, action: &str, mut resources: Vec<String>) -> Option<Json> {
    let resource = match resources.len() {
        0 => return None,
        1 => Json::Text(resources.remove(0)),
        _ => resources.into_iter().collect(),
    };
    Some(Json::Object(vec![
        ("Effect", effect.into()),
        ("Action", format!("iot:{action}").into()),
        ("Resource", resource),
    ]))
}

fn device_statements(grants: &Grants<'_>, arns: &Arns<'_>) -> Vec<Json> {
    let own = |right| {
        grants
            .of(Party::Device, right)
            .map(|rule| topics(rule, COMMON_NAME, "*"))
            .collect::<Vec<_>>()
    };
    let topics = |right| own(right).iter().map(|name| arns.topic(name)).collect();
    let filters = own(Right::Subscribe)
        .iter()
        .map(|name| arns.filter(name))
        .collect();
    let reserved = grants
        .reserved_names()
        .iter()
        .map(|name| arns.client(name))
        .collect();
    [
        statement("Allow", "Connect", vec![arns.client(COMMON_NAME)]),
        // A service's certificate got this policy by mistake, or a device a service's
        // name (P-2.4).
        statement("Deny", "Connect", reserved),
        statement("Allow", "Publish", topics(Right::Publish)),
        statement("Allow", "RetainPublish", topics(Right::PublishRetained)),
        statement("Allow", "Subscribe", filters),
        statement("Allow", "Receive", topics(Right::Subscribe)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn service_statements(grants: &Grants<'_>, arns: &Arns<'_>, party: Party, name: &str) -> Vec<Json> {
    let families = |right| {
        grants
            .of(party, right)
            .map(|rule| rule.kind.prefix())
            .collect::<Vec<_>>()
    };
    let (publish, retained, subscribe) = (
        families(Right::Publish),
        families(Right::PublishRetained),
        families(Right::Subscribe),
    );
    let topics_of = |prefixes: &[&str], last: &str| {
        prefixes
            .iter()
            .map(|prefix| arns.topic(&format!("{prefix}{last}")))
            .collect::<Vec<_>>()
    };
    let mut filters = Vec::new();
    let mut no_filters = Vec::new();
    for prefix in &subscribe {
        for family in [(*prefix).to_owned(), format!("$share/*/{prefix}")] {
            filters.push(arns.filter(&format!("{family}*")));
            no_filters.push(arns.filter(&format!("{family}#")));
            no_filters.push(arns.filter(&format!("{family}*/*")));
        }
        // "*" for the group must not swallow the beginning of another filter.
        no_filters.push(arns.filter(&format!("$share/*/*/{prefix}*")));
    }
    // "*" must not swallow further levels, nor stand for what is no ID.
    let mut no_publish = topics_of(&publish, "*/*");
    for rule in grants.of(party, Right::Publish) {
        no_publish.extend(no_device(rule.kind).iter().map(|name| arns.topic(name)));
    }
    [
        statement("Allow", "Connect", vec![arns.client(name)]),
        statement("Allow", "Publish", topics_of(&publish, "*")),
        statement("Allow", "RetainPublish", topics_of(&retained, "*")),
        statement("Deny", "Publish", no_publish),
        statement("Allow", "Subscribe", filters),
        statement("Deny", "Subscribe", no_filters),
        statement("Allow", "Receive", topics_of(&subscribe, "*")),
        statement("Deny", "Receive", topics_of(&subscribe, "*/*")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn policy(
    name: &'static str,
    purpose: &'static str,
    statements: Vec<Json>,
) -> Result<File, ExportError> {
    let document = Json::Object(vec![
        ("Version", "2012-10-17".into()),
        ("Statement", Json::List(statements)),
    ]);
    let text = document.file();
    let characters = text.chars().filter(|c| !c.is_whitespace()).count();
    if characters > POLICY_LIMIT {
        return Err(ExportError::PolicyTooLong {
            file: name,
            characters,
            limit: POLICY_LIMIT,
        });
    }
    Ok(File {
        name,
        purpose,
        text,
    })
}

/// Names the devices' policy instead of containing it, so that no certificate's name is
/// spliced into a policy's text.
fn template(broker: BrokerRole) -> Json {
    const NAME: &str = "AWS::IoT::Certificate::CommonName";
    const ID: &str = "AWS::IoT::Certificate::Id";
    let policy = match broker {
        BrokerRole::Registration => "iot4emissions-registration-device",
        BrokerRole::Data => "iot4emissions-data-device",
    };
    let text = || Json::Object(vec![("Type", "String".into())]);
    let reference = |parameter: &str| Json::Object(vec![("Ref", parameter.into())]);
    let resource = |kind: &str, properties| {
        Json::Object(vec![
            ("Type", format!("AWS::IoT::{kind}").into()),
            ("Properties", Json::Object(properties)),
        ])
    };
    Json::Object(vec![
        (
            "Parameters",
            Json::Object(vec![(NAME, text()), (ID, text())]),
        ),
        (
            "Resources",
            Json::Object(vec![
                (
                    "thing",
                    resource("Thing", vec![("ThingName", reference(NAME))]),
                ),
                (
                    "certificate",
                    resource(
                        "Certificate",
                        vec![
                            ("CertificateId", reference(ID)),
                            ("Status", "ACTIVE".into()),
                        ],
                    ),
                ),
                (
                    "policy",
                    resource("Policy", vec![("PolicyName", policy.into())]),
                ),
            ]),
        ),
    ])
}
