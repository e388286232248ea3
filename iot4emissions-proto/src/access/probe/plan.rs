//! Which questions are asked, in which order.
//!
//! Those of one guise stand together, so that they can share a connection. Nobody is a witness
//! whose name the guise takes: a broker that believes it would end the witness's connection.

use super::{Action, Credential, Disguise, Guise, MqttVersion, Question, Witness, World};
use crate::access;
use crate::identity::DeviceId;

/// What excuses a SUBSCRIBE that is granted to whoever asks.
const ANY_SUBSCRIPTION: &[&str] = &["any-subscription"];

/// All questions to a broker: in MQTT 3.1.1 and in 5 those of certificates with a name and of
/// clients without a certificate, and then of certificates without a name, which have ended
/// brokers. The last ask whether it is still there.
#[must_use]
pub fn plan(world: &World) -> Vec<Question> {
    let mut plan = Plan {
        world,
        questions: Vec::new(),
    };
    for version in MqttVersion::ALL {
        plan.named(version);
        plan.nameless(Credential::Absent, version);
    }
    for version in MqttVersion::ALL {
        plan.nameless(Credential::WithoutCommonName, version);
    }
    for version in MqttVersion::ALL {
        plan.connect(Credential::Device, Disguise::Plain, version);
    }
    plan.questions
}

struct Plan<'w> {
    world: &'w World,
    questions: Vec<Question>,
}

/// A guise, while its questions are added.
struct Visit<'p, 'w> {
    plan: &'p mut Plan<'w>,
    guise: Guise,
}

impl<'w> Plan<'w> {
    fn visit(
        &mut self,
        credential: Credential,
        disguise: Disguise,
        version: MqttVersion,
    ) -> Visit<'_, 'w> {
        Visit {
            plan: self,
            guise: Guise {
                credential,
                disguise,
                version,
            },
        }
    }

    fn connect(&mut self, credential: Credential, disguise: Disguise, version: MqttVersion) {
        self.visit(credential, disguise, version).connect();
    }

    fn named(&mut self, version: MqttVersion) {
        let world = self.world;
        let (device, other) = (world.device(), world.other());
        self.connect(Credential::Other, Disguise::Plain, version);

        let mut visit = self.visit(Credential::Device, Disguise::Plain, version);
        visit.connect();
        for topic in [world.up(other), world.down(other)] {
            visit.will(topic);
        }
        visit.publish_everywhere();
        visit.subscribe_everything();
        for (topic, from) in [
            (world.down(device), Witness::Service),
            (world.down(other), Witness::Service),
            (world.up(other), Witness::Other),
        ] {
            visit.receive(topic, from);
        }
        visit.receive_system();

        let mut visit = self.visit(Credential::Service, Disguise::Plain, version);
        visit.connect();
        visit.publish_everywhere();
        visit.subscribe_everything();
        for (topic, from) in [
            (world.up(device), Witness::Device),
            (world.up(other), Witness::Other),
            (world.down(other), Witness::Asker),
        ] {
            visit.receive(topic, from);
        }
        visit.receive_system();

        for disguise in Disguise::ALL {
            if disguise != Disguise::Plain {
                self.visit(Credential::Device, disguise, version)
                    .disguised();
            }
        }
    }

    fn nameless(&mut self, credential: Credential, version: MqttVersion) {
        for disguise in [
            Disguise::Plain,
            Disguise::UserNameOfOther,
            Disguise::UserNameOfService,
            Disguise::PasswordOfService,
            Disguise::Guest,
        ] {
            let mut visit = self.visit(credential, disguise, version);
            visit.connect();
            visit.disguised();
        }
    }
}

impl Visit<'_, '_> {
    /// The rights that matter, of whoever the guise poses as.
    fn disguised(&mut self) {
        let world = self.plan.world;
        let (up, down) = (world.up(world.other()), world.down(world.other()));
        let all_up = world.up_filter();
        match self.guise.disguise {
            Disguise::OldTls => self.connect(),
            Disguise::ClientIdOfOther => {
                self.take_over();
                self.publish(up, Witness::Service);
            }
            Disguise::UserNameOfOther => {
                self.publish(up, Witness::Service);
                self.subscribe(down.clone());
                self.receive(down, Witness::Service);
            }
            Disguise::UserNameOfService | Disguise::PasswordOfService => {
                self.publish(down, Witness::Other);
                self.subscribe(all_up);
                self.receive(up, Witness::Other);
            }
            Disguise::Plain | Disguise::Guest => {
                self.publish(up.clone(), Witness::Service);
                self.publish(down.clone(), Witness::Other);
                for filter in ["#".to_owned(), "$SYS/#".to_owned(), all_up, down.clone()] {
                    self.subscribe(filter);
                }
                self.receive(up, Witness::Other);
                self.receive(down, Witness::Service);
                self.receive_system();
            }
        }
    }

    fn connect(&mut self) {
        let (allowed, clause) = match (self.guise.credential, self.guise.disguise) {
            (Credential::Absent | Credential::WithoutCommonName, _) => (false, "P-2.2"),
            (_, Disguise::OldTls) => (self.plan.world.permits_tls_1_2(), "P-3.10"),
            _ => (true, "P-4.1"),
        };
        self.add(Action::Connect, allowed, clause, &[]);
    }

    fn take_over(&mut self) {
        self.add(Action::TakeOver, false, "P-3.9", &["client-id"]);
    }

    fn publish_everywhere(&mut self) {
        let world = self.plan.world;
        let device: &DeviceId = world.device();
        let is_service = self.guise.credential == Credential::Service;
        // Who asks as somebody sees for himself what only that one may receive.
        let (sees_up, sees_down) = if is_service {
            (Witness::Asker, Witness::Device)
        } else {
            (Witness::Service, Witness::Asker)
        };
        for (topic, witness) in [
            (world.up(device), sees_up),
            (world.up(world.other()), sees_up),
            (world.down(device), sees_down),
            (world.down(world.other()), Witness::Other),
            (world.on_the_other_broker(), Witness::Asker),
            (world.elsewhere(), Witness::Asker),
        ] {
            self.publish(topic, witness);
        }
        if is_service {
            self.publish(world.up_of_the_service(), Witness::Asker);
        }
    }

    /// Without RETAIN and with it.
    fn publish(&mut self, topic: String, witness: Witness) {
        for retain in [false, true] {
            let (allowed, clause) = self.judged(|principal| {
                access::publish(principal, self.plan.world.role(), &topic, retain)
            });
            let owned = self.judged(|principal| {
                access::publish(principal, self.plan.world.role(), &topic, false)
            });
            // The service may; a device may without.
            let excused = !allowed && owned.0;
            let excuses: &[&str] = if excused { &["retain"] } else { &[] };
            let topic = topic.clone();
            let action = Action::Publish {
                topic,
                retain,
                witness,
            };
            self.add(action, allowed, clause, excuses);
        }
    }

    /// To another one's topics. What devices publish is not left retained, as no service could
    /// clear it.
    fn will(&mut self, topic: String) {
        let world = self.plan.world;
        let retain = topic == world.down(world.other());
        let witness = if retain {
            Witness::Other
        } else {
            Witness::Service
        };
        let action = Action::Will {
            topic,
            retain,
            witness,
        };
        self.add(action, false, "P-3.9", &[]);
    }

    fn subscribe_everything(&mut self) {
        let world = self.plan.world;
        let (device, other) = (world.device(), world.other());
        let (all_up, own) = (world.up_filter(), world.down(device));
        for filter in [
            "#".to_owned(),
            "+/+/+".to_owned(),
            "iot4emissions/#".to_owned(),
            "$SYS/#".to_owned(),
            all_up.clone(),
            world.up(device),
            world.up(other),
            world.down_filter(),
            own.clone(),
            world.down(other),
            world.elsewhere(),
            format!("$share/iot4emissions-probe/{all_up}"),
            format!("$share/iot4emissions-probe/{own}"),
        ] {
            self.subscribe(filter);
        }
    }

    fn subscribe(&mut self, filter: String) {
        let (allowed, clause) =
            self.judged(|principal| access::subscribe(principal, self.plan.world.role(), &filter));
        let excuses: &[&str] = match filter.strip_prefix("$share/iot4emissions-probe/") {
            Some(_) if allowed => &["no-sharing"],
            Some(shared) => {
                let own = self.judged(|principal| {
                    access::subscribe(principal, self.plan.world.role(), shared)
                });
                if own.0 {
                    &["any-subscription", "shared-own-topic"]
                } else {
                    ANY_SUBSCRIPTION
                }
            }
            None if allowed => &[],
            None => ANY_SUBSCRIPTION,
        };
        self.add(Action::Subscribe { filter }, allowed, clause, excuses);
    }

    fn receive(&mut self, topic: String, from: Witness) {
        let (allowed, clause) =
            self.judged(|principal| access::receive(principal, self.plan.world.role(), &topic));
        self.add(Action::Receive { topic, from }, allowed, clause, &[]);
    }

    fn receive_system(&mut self) {
        self.add(Action::ReceiveSystem, false, "P-4.1", &[]);
    }

    /// What the rules say to whoever the certificate names, whatever else it says of itself.
    fn judged(
        &self,
        ask: impl FnOnce(&access::Principal) -> Result<(), access::Denied>,
    ) -> (bool, &'static str) {
        match self.plan.world.principal(self.guise.credential) {
            None => (false, "P-2.2"),
            Some(principal) => match ask(&principal) {
                Ok(()) => (true, "P-4.1"),
                Err(denied) => (false, denied.rule()),
            },
        }
    }

    fn add(
        &mut self,
        action: Action,
        allowed: bool,
        clause: &'static str,
        excuses: &'static [&'static str],
    ) {
        self.plan.questions.push(Question {
            guise: self.guise,
            action,
            allowed,
            clause,
            excuses,
        });
    }
}
