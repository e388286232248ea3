//! Certificates with names that no CA should have signed (P-2.1, P-2.4), and with
//! somebody else's client id.
//!
//! The example's CA issues device certificates for device IDs only; these come through
//! its door for HTTP clients, which takes any name. What each broker does with each is
//! asserted, and that nobody gets a right on somebody else's topics.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpStream};
use std::thread::sleep;
use std::time::Duration;

use iot4emissions_proto::access::export::Format;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, Service, ServiceNames};

use crate::asking::{Asker, Extent};
use crate::certificates::{Certificates, Subject, valid};
use crate::client::{Client, Door};
use crate::differences::Enforced;
use crate::packets::Version;
use crate::question::Action;
use crate::site::Site;
use crate::world::{filters, topics};

/// What a broker does with a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// It may not connect.
    Refused,
    /// It may connect, and publishes and receives nothing.
    Powerless,
    /// The broker ends, for everybody.
    EndsTheBroker,
    /// It publishes and receives what a device of that ID would, and nothing else.
    OwnTopics,
}

const FAMILIES: [&str; 4] = [
    "registerDevice",
    "registerServer",
    "configServer",
    "dataDevice",
];

use Treatment::{EndsTheBroker, OwnTopics, Powerless, Refused};

/// A name, and what becomes of who bears it.
pub(crate) type Case = (&'static str, Treatment);

/// A broker that admits only names that it knows.
pub(crate) const REFUSES_ALL: [Case; 8] = [
    ("+", Refused),
    ("#", Refused),
    ("A/B", Refused),
    (".*", Refused),
    ("%c", Refused),
    ("%u", Refused),
    (OTHER_SERVICE, Refused),
    ("", Refused),
];

/// Mosquitto's patterns, which it does not apply to names with wildcards.
pub(crate) const PATTERNS: [Case; 7] = [
    ("+", Powerless),
    ("#", Powerless),
    ("A/B", OwnTopics),
    (".*", OwnTopics),
    ("%c", OwnTopics),
    ("%u", OwnTopics),
    (OTHER_SERVICE, Powerless),
];

/// A broker that admits every certificate, and gives rights to names that it knows.
pub(crate) const LISTED: [Case; 7] = [
    ("+", Powerless),
    ("#", Powerless),
    ("A/B", Powerless),
    (".*", Powerless),
    ("%c", Powerless),
    ("%u", Powerless),
    (OTHER_SERVICE, Powerless),
];

/// Stands for the name of the service that belongs to the other broker.
const OTHER_SERVICE: &str = "the other broker's service";

/// What happens to a device that names another one's client id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ForeignClientId {
    /// It may not connect.
    Refused,
    /// It connects under its own.
    Ignored,
    /// The other one's connection ends. It has no more rights than before.
    TakenOver,
}

/// Tries them all.
pub(crate) fn check(site: &Site, version: Version, cases: &[Case], foreign: ForeignClientId) {
    check_reserved(site);
    check_client_id(site, version, foreign);
    check_will(site, version);
    for (name, expected) in cases {
        let name = match *name {
            OTHER_SERVICE => service(site, true),
            name => name,
        };
        check_name(site, version, name, *expected);
    }
}

/// Tries one. A broker that it ends has to be the last.
pub(crate) fn check_name(site: &Site, version: Version, name: &str, expected: Treatment) {
    assert_eq!(treatment(site, version, name), expected, "{name:?}");
}

/// By what is granted of everything that anybody could want.
fn treatment(site: &Site, version: Version, name: &str) -> Treatment {
    let door = site.door(name, version);
    if Client::connect(&door).is_err() {
        return if has_ended(site) {
            EndsTheBroker
        } else {
            Refused
        };
    }
    let own: Vec<String> = FAMILIES
        .map(|family| format!("iot4emissions/{family}/{name}"))
        .into();
    let sendable = |topic: &&String| !topic.contains(['+', '#']);
    let mut asked = Extent::Families.of(topics());
    asked.extend(own.iter().filter(sendable).cloned());
    let granted = granted(site, door, asked, Extent::Families.of(filters()));
    for topic in &granted {
        assert!(own.contains(topic), "{name:?} has a right on {topic:?}");
    }
    if granted.is_empty() {
        Powerless
    } else {
        OwnTopics
    }
}

/// What a broker gives to a certificate that should not be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    /// It may not connect.
    Nothing,
    /// The broker ends, for everybody.
    TheEnd,
    /// The rights of those, by the last level of the topics; none for a connection that
    /// is good for nothing.
    RightsOf(Vec<String>),
}

impl Given {
    /// The rights of one.
    pub(crate) fn rights_of(name: &str) -> Self {
        Self::RightsOf(vec![name.to_owned()])
    }
}

/// A certificate's subject, and what its bearer says in CONNECT.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stranger {
    pub(crate) subject: Subject,
    pub(crate) client_id: &'static str,
    pub(crate) user: Option<&'static str>,
    pub(crate) password: Option<&'static str>,
}

/// Device 2 or nobody, who says that it is device 1, a service, or RabbitMQ's first user.
/// What the broker gives to each is asserted.
pub(crate) fn check_strangers(
    site: &Site,
    version: Version,
    expected: impl Fn(&Stranger) -> Given,
) {
    let service = service(site, false);
    let said = |subject, client_id, user, password| Stranger {
        subject,
        client_id,
        user,
        password,
    };
    let mut strangers = Vec::new();
    for subject in [Subject::NoCommonName, Subject::Empty] {
        strangers.extend([
            said(subject, "device-1", None, None),
            said(subject, "device-1", Some("device-1"), None),
            said(subject, "device-1", Some("CN=device-1"), None),
            said(subject, service, Some(service), None),
            said(subject, "device-1", Some("guest"), Some("guest")),
        ]);
    }
    for subject in [Subject::Name("device-2"), Subject::NameOf("device-2")] {
        strangers.extend([
            said(subject, "device-2", None, None),
            said(subject, "device-2", Some("device-1"), None),
            said(subject, "device-2", Some(service), Some("x")),
            said(subject, "device-2", Some("guest"), Some("guest")),
        ]);
    }
    let two = Subject::TwoNames;
    strangers.extend([
        said(two("device-1", "device-2"), "device-1", None, None),
        said(two("device-2", "device-1"), "device-1", None, None),
        said(two("device-2", "device-1"), "device-2", None, None),
    ]);
    let mut occurred = BTreeSet::new();
    for stranger in strangers {
        let given = given(site, version, stranger);
        assert_eq!(given, expected(&stranger), "{version:?} {stranger:?}");
        occurred.extend(difference(&stranger, &given));
    }
    assert_eq!(occurred, told(site.enforced), "{version:?}");
}

/// The name of what a broker gives although the rules give nothing (P-2.2).
fn difference(stranger: &Stranger, given: &Given) -> Option<&'static str> {
    match (given, stranger.subject) {
        (Given::Nothing, _) | (_, Subject::Name(_) | Subject::NameOf(_)) => None,
        (_, Subject::TwoNames(..)) => Some("two-common-names"),
        (_, Subject::Empty) => Some("empty-subject"),
        (_, Subject::NoCommonName) => Some("no-common-name"),
    }
}

/// What operators are told of that.
fn told(enforced: Enforced) -> BTreeSet<&'static str> {
    let subjects = ["two-common-names", "empty-subject", "no-common-name"];
    let mut told = differences(enforced);
    told.retain(|name| subjects.contains(name));
    told
}

/// All that they are told.
fn differences(enforced: Enforced) -> BTreeSet<&'static str> {
    let format = match enforced {
        Enforced::Mosquitto => Format::Mosquitto,
        Enforced::MosquittoDynsec => Format::MosquittoDynsec,
        Enforced::RabbitMq => Format::RabbitMq,
        Enforced::Rmqtt | Enforced::RmqttUnshared => Format::Rmqtt,
        Enforced::Embedded => return BTreeSet::new(),
        other => panic!("no broker runs here for {other:?}"),
    };
    let names = format
        .differences()
        .iter()
        .map(|difference| difference.name);
    names.collect()
}

fn given(site: &Site, version: Version, stranger: Stranger) -> Given {
    let mut door = site.stranger(stranger.subject, stranger.client_id, version);
    door.user = stranger.user.map(str::to_owned);
    door.password = stranger.password.map(str::to_owned);
    if Client::connect(&door).is_err() {
        return if has_ended(site) {
            Given::TheEnd
        } else {
            Given::Nothing
        };
    }
    let below = |last: &str| FAMILIES.map(|family| format!("iot4emissions/{family}/{last}"));
    let topics = ["device-1", "device-2"].map(below).concat();
    let mut filters = ["device-1", "device-2", "+", "#"].map(below).concat();
    filters.push("#".to_owned());
    let granted = granted(site, door, topics, filters);
    let last = |topic: &String| topic.rsplit('/').next().unwrap_or_default().to_owned();
    let names: BTreeSet<String> = granted.iter().map(last).collect();
    Given::RightsOf(names.into_iter().collect())
}

/// The topics of those asked that it may publish, or receive by what it may subscribe of
/// these filters.
fn granted(site: &Site, door: Door, topics: Vec<String>, filters: Vec<String>) -> BTreeSet<String> {
    let mut granted = BTreeSet::new();
    let mut ask = |action: Action<'_>, found: bool| {
        if let (Action::Publish { topic, .. } | Action::Receive { topic }, true) = (action, found) {
            granted.insert(topic.to_owned());
        }
    };
    let mut asker = Asker::new(site, door, topics, filters);
    asker.publish(&mut ask);
    let subscribed = asker.subscribe(&mut ask);
    asker.receive(None, &subscribed, &mut ask);
    granted
}

/// Whether nobody can connect any more, soon after.
fn has_ended(site: &Site) -> bool {
    (0..10).any(|_| {
        sleep(Duration::from_millis(20));
        TcpStream::connect((Ipv4Addr::LOCALHOST, site.port)).is_err()
    })
}

/// No broker can tell a device from a service if it bears a service's name: it is the
/// CA that does not let it (P-2.4).
fn check_reserved(site: &Site) {
    let own = service(site, false);
    assert!(own.parse::<DeviceId>().is_err());
    let authority = Certificates::new().authority;
    let which = match site.role {
        BrokerRole::Registration => Service::Registration,
        BrokerRole::Data => Service::Data,
    };
    authority
        .issue_service(which, &ServiceNames::default(), valid())
        .expect("the service gets it");
    assert!(authority.issue_http_client(own, valid()).is_err());
}

/// What a device leaves to be published when its connection breaks goes where it may publish,
/// or operators are told (P-3.9).
fn check_will(site: &Site, version: Version) {
    let family = match site.role {
        BrokerRole::Registration => "registerDevice",
        BrokerRole::Data => "dataDevice",
    };
    let topic = format!("iot4emissions/{family}/device-1");
    let mut watcher = Client::connect(&site.door(service(site, false), version)).expect("it may");
    let filter = format!("iot4emissions/{family}/+");
    watcher.subscribe(&filter).expect("an answer");
    let mut door = site.door("device-2", version);
    door.will = Some(topic.clone());
    // Dropped without a DISCONNECT, where it is let in at all.
    drop(Client::connect(&door));
    let mut left = Vec::new();
    for _ in 0..20 {
        sleep(Duration::from_millis(100));
        watcher.ping().expect("it is there");
        left.extend(watcher.deliveries());
    }
    let forged = left.iter().any(|delivery| delivery.topic == topic);
    assert_eq!(forged, differences(site.enforced).contains("will"));
}

/// A device whose client id is another one's does not have that one's rights.
fn check_client_id(site: &Site, version: Version, expected: ForeignClientId) {
    let family = match site.role {
        BrokerRole::Registration => "registerDevice",
        BrokerRole::Data => "dataDevice",
    };
    let topic = |id: &str| format!("iot4emissions/{family}/{id}");
    let mut victim = Client::connect(&site.door("device-1", version)).expect("it may");
    let mut door = site.door("device-2", version);
    door.client_id = "device-1".to_owned();
    let asked = vec![topic("device-1"), topic("device-2")];
    let mut granted = BTreeSet::new();
    let intruder = Client::connect(&door);
    // RabbitMQ takes a moment to end the other connection.
    let moments = if expected == ForeignClientId::TakenOver {
        50
    } else {
        3
    };
    let undisturbed = (0..moments).try_for_each(|_| {
        sleep(Duration::from_millis(100));
        victim.ping()
    });
    let found = match (&intruder, undisturbed) {
        (Err(_), Ok(())) => ForeignClientId::Refused,
        (Ok(_), Ok(())) => ForeignClientId::Ignored,
        (Ok(_), Err(_)) => ForeignClientId::TakenOver,
        (Err(gone), Err(_)) => panic!("both are gone: {gone:?}"),
    };
    assert_eq!(found, expected);
    let named = differences(site.enforced).contains("client-id");
    assert_eq!(named, found == ForeignClientId::TakenOver);
    drop(intruder);
    Asker::new(site, door, asked, Vec::new()).publish(&mut |action: Action<'_>, found| {
        if let (Action::Publish { topic, .. }, true) = (action, found) {
            granted.insert(topic.to_owned());
        }
    });
    let own = match expected {
        ForeignClientId::Refused => BTreeSet::new(),
        ForeignClientId::Ignored | ForeignClientId::TakenOver => {
            BTreeSet::from([topic("device-2")])
        }
    };
    assert_eq!(granted, own);
}

fn service(site: &Site, other: bool) -> &'static str {
    match (site.role, other) {
        (BrokerRole::Registration, false) | (BrokerRole::Data, true) => "ota-registration-service",
        (BrokerRole::Data, false) | (BrokerRole::Registration, true) => "obfcm-data-service",
    }
}
