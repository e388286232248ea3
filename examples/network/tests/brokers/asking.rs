//! Every question of the small world, put to a running broker.
//!
//! What a publish came to is seen in what the oracle receives, because MQTT 3.1.1 has
//! no answer that says it; the answer of MQTT 5 has to agree. What may be received is
//! found out by subscribing all that the broker grants, and having the oracle publish
//! everything. The known last message is the barrier: what comes after it was not
//! sent.

use std::collections::BTreeSet;

use iot4emissions_proto::access::Principal;
use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::identity::{DeviceId, ServiceNames};
use iot4emissions_proto::topic::TopicFilter;

use crate::client::{Client, Delivery, Door, Gone};
use crate::outcome::Outcome;
use crate::packets::Version;
use crate::question::{Action, Question};
use crate::site::Site;
use crate::world::{DEVICES, filters, principals, topics};

/// How many publishes the oracle may be behind.
const BATCH: usize = 100;

/// The oracle's topic for the last of a batch, which nobody else may have.
const LAST: &str = "oracle/last";

const FAMILIES: [&str; 4] = [
    "registerDevice",
    "registerServer",
    "configServer",
    "dataDevice",
];

/// How much of the world is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it.
    Everything,
    /// All IDs under root and families as they should be written; under others, and in
    /// shared subscriptions, one ID and the wildcards. For where a denial ends the
    /// connection, so that most questions cost a new one.
    Families,
}

/// Asks, in the given version of MQTT.
pub(crate) fn compare(site: &Site, version: Version, extent: Extent) -> Outcome {
    let mut outcome = Outcome::default();
    for who in &principals() {
        let name = who.name(&ServiceNames::default()).to_owned();
        let mut ask = |action: Action<'_>, found: bool| {
            let question = Question {
                who,
                broker: site.role,
                action,
            };
            outcome.record(site.enforced, &question, found);
        };
        let door = site.door(&name, version);
        let mut asker = Asker::new(site, door, extent.of(topics()), extent.of(filters()));
        asker.publish(&mut ask);
        let granted = asker.subscribe(&mut ask);
        asker.receive(Some(who), &granted, &mut ask);
    }
    outcome
}

impl Extent {
    /// Those texts that are within it.
    pub(crate) fn of(self, mut texts: Vec<String>) -> Vec<String> {
        let kept = |text: &str| {
            let plain = text.strip_prefix("$share/g/").unwrap_or(text);
            let mut levels = plain.splitn(3, '/');
            let (root, family, id) = (levels.next(), levels.next(), levels.next());
            let is_family = FAMILIES.contains(&family.unwrap_or_default());
            if root == Some("iot4emissions") && is_family && plain == text {
                return true;
            }
            id.is_none_or(|id| ["+", "#", DEVICES[0]].contains(&id))
        };
        if self == Self::Families {
            texts.retain(|text| kept(text));
        }
        texts
    }
}

/// One principal's connection, and the oracle's.
pub(crate) struct Asker<'a> {
    site: &'a Site,
    door: Door,
    client: Option<Client>,
    oracle: Client,
    /// It may not connect, so it may nothing.
    locked_out: bool,
    topics: Vec<String>,
    filters: Vec<String>,
}

impl<'a> Asker<'a> {
    /// Somebody who will ask for these.
    pub(crate) fn new(
        site: &'a Site,
        door: Door,
        topics: Vec<String>,
        filters: Vec<String>,
    ) -> Self {
        let mut asker = Self {
            site,
            oracle: site.oracle(door.version),
            door,
            client: None,
            locked_out: false,
            topics,
            filters,
        };
        // Messages that are retained from somebody else's questions.
        asker.seen_by_the_oracle();
        asker
    }

    /// Does something on the principal's connection, a new one if the last was closed.
    /// `None` if it is closed for that, or refused at once.
    fn try_to<T>(&mut self, act: impl FnOnce(&mut Client) -> Result<T, Gone>) -> Option<T> {
        let mut client = match self.client.take() {
            Some(client) => client,
            None => self.connect()?,
        };
        let done = act(&mut client).ok()?;
        self.client = Some(client);
        Some(done)
    }

    fn connect(&mut self) -> Option<Client> {
        if self.locked_out {
            return None;
        }
        match self.site.connect(&self.door) {
            Ok(client) => Some(client),
            Err(_) => {
                self.locked_out = true;
                None
            }
        }
    }

    pub(crate) fn publish(&mut self, ask: &mut impl FnMut(Action<'_>, bool)) {
        let topics = self.topics.clone();
        let questions: Vec<(&str, bool)> = topics
            .iter()
            .flat_map(|topic| [(topic.as_str(), false), (topic.as_str(), true)])
            .collect();
        for batch in questions.chunks(BATCH) {
            let mut answers = Vec::new();
            for (number, (topic, retain)) in batch.iter().enumerate() {
                let payload = format!("p{number}");
                answers.push(self.try_to(|c| c.publish(topic, payload.as_bytes(), *retain)));
            }
            let seen = self.seen_by_the_oracle();
            for (number, ((topic, retain), answer)) in batch.iter().zip(answers).enumerate() {
                let found = seen.contains(&number);
                let granted = answer.is_some_and(|code| code < 0x80);
                if self.door.version == Version::V5 || answer.is_none() {
                    assert_eq!(found, granted, "{topic} {retain}: answered {answer:?}");
                }
                ask(
                    Action::Publish {
                        topic,
                        retain: *retain,
                    },
                    found,
                );
            }
        }
    }

    fn seen_by_the_oracle(&mut self) -> BTreeSet<usize> {
        let oracle = &mut self.oracle;
        oracle
            .publish(LAST, b"last", false)
            .expect("the oracle may");
        oracle.wait_for(is_last).expect("the oracle may");
        numbers('p', &oracle.deliveries())
    }

    /// Returns what was granted.
    pub(crate) fn subscribe(&mut self, ask: &mut impl FnMut(Action<'_>, bool)) -> Vec<String> {
        let mut granted = Vec::new();
        for filter in self.filters.clone() {
            let code = self.try_to(|client| {
                let code = client.subscribe(&filter)?;
                if code < 0x80 {
                    client.unsubscribe(&filter)?;
                }
                Ok(code)
            });
            let found = code.is_some_and(|code| code < 0x80);
            ask(Action::Subscribe { filter: &filter }, found);
            if found {
                granted.push(filter);
            }
        }
        granted
    }

    pub(crate) fn receive(
        &mut self,
        who: Option<&Principal>,
        granted: &[String],
        ask: &mut impl FnMut(Action<'_>, bool),
    ) {
        for filter in widest(granted) {
            let code = self.try_to(|client| client.subscribe(&filter));
            assert!(code.is_some_and(|code| code < 0x80), "{filter}: {code:?}");
        }
        let topics = self.topics.clone();
        let mut seen = BTreeSet::new();
        for (batch, some) in topics.chunks(BATCH).enumerate() {
            for (at, topic) in some.iter().enumerate() {
                self.publish_as_oracle(topic, &format!("r{}", batch * BATCH + at));
            }
            seen.extend(self.seen_by(who));
        }
        for (number, topic) in topics.iter().enumerate() {
            ask(Action::Receive { topic }, seen.contains(&number));
        }
    }

    /// A topic that the broker does not take from anybody is one that nobody receives.
    fn publish_as_oracle(&mut self, topic: &str, payload: &str) {
        // Mosquitto keeps these for itself; to the second it does not even answer.
        if topic.starts_with("$SYS/") || topic.starts_with("$CONTROL/") {
            return;
        }
        if let Err(gone) = self.oracle.publish(topic, payload.as_bytes(), false) {
            assert!(topic.contains(char::is_control), "{topic}: {gone:?}");
            self.oracle = self.site.oracle(self.door.version);
        }
        self.oracle.deliveries();
    }

    /// What has been sent to the principal.
    fn seen_by(&mut self, who: Option<&Principal>) -> BTreeSet<usize> {
        let family = match (who, self.site.role) {
            (Some(Principal::Device(_)), BrokerRole::Registration) => "registerServer",
            (Some(Principal::Device(_)), BrokerRole::Data) => "configServer",
            (Some(Principal::RegistrationService), BrokerRole::Registration) => "registerDevice",
            (Some(Principal::DataService), BrokerRole::Data) => "dataDevice",
            // It receives nothing that could be its last message. A broker that lets it
            // connect at all is one that takes one thing after the other.
            _ => {
                let arrived = self.try_to(|client| {
                    client.ping()?;
                    Ok(client.deliveries())
                });
                return numbers('r', &arrived.unwrap_or_default());
            }
        };
        let id = who
            .and_then(Principal::device)
            .map_or(DEVICES[0], DeviceId::as_str);
        let last = format!("iot4emissions/{family}/{id}");
        self.publish_as_oracle(&last, "last");
        let arrived = self.try_to(|client| {
            client.wait_for(is_last)?;
            Ok(client.deliveries())
        });
        numbers('r', &arrived.expect("whoever has a right stays connected"))
    }
}

fn is_last(delivery: &Delivery) -> bool {
    delivery.payload == b"last"
}

/// The numbers in the payloads that start with this letter. Retained messages of an
/// earlier question may have the same, and come at any time.
fn numbers(letter: char, deliveries: &[Delivery]) -> BTreeSet<usize> {
    deliveries
        .iter()
        .filter(|delivery| !delivery.retained)
        .filter_map(|delivery| std::str::from_utf8(&delivery.payload).ok())
        .filter_map(|payload| payload.strip_prefix(letter)?.parse().ok())
        .collect()
}

/// Those that no other one covers, and one of those that say the same. Shared ones are
/// left out: they take messages from each other.
fn widest(granted: &[String]) -> Vec<String> {
    let mut kept: Vec<TopicFilter> = Vec::new();
    for filter in granted.iter().filter(|text| !text.starts_with("$share/")) {
        let filter: TopicFilter = filter.parse().expect("a filter");
        if !kept.iter().any(|wide| wide.covers(&filter)) {
            kept.retain(|narrow| !filter.covers(narrow));
            kept.push(filter);
        }
    }
    kept.iter()
        .map(|filter| filter.as_str().to_owned())
        .collect()
}
