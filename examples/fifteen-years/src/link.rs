//! A unit's connection, and the broker at its other end: what is retained, what is
//! acknowledged, and what is lost on the way.

use std::collections::BTreeSet;

use iot4emissions_proto::delivery::BrokerRole;
use iot4emissions_proto::device::{
    ConnectionNumber, DisconnectReason, Input, PublishNumber, ReasonCode,
};
use iot4emissions_proto::identity::DeviceId;
use iot4emissions_proto::message::Endpoint;
use iot4emissions_proto::topic::{Topic, TopicKind};

use crate::agenda::Arrival;
use crate::brokers::Reception;
use crate::days::{Millis, SECOND};
use crate::failure::Check;
use crate::habits::TellsCoverage;
use crate::ledger::{Place, number_of};
use crate::life::Life;
use crate::meters::Exception;
use crate::mishap::Mishap;
use crate::services::{Fate, News};

/// A connection that is being tried, or open.
#[derive(Debug)]
pub(crate) struct Link {
    number: ConnectionNumber,
    role: BrokerRole,
    opened: Millis,
    /// What the broker is like; `None` where there is none at the other end.
    reception: Option<Reception>,
    device: DeviceId,
    subscribed: bool,
    luck: Luck,
}

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Luck {
    Good,
    LostWhenConnected,
    LostWhenSubscribed,
    LostAtPublish,
    LostAtPuback,
    LatePuback,
    SubscriptionRefused,
}

impl Life<'_> {
    pub(crate) fn connect(
        &mut self,
        number: ConnectionNumber,
        role: BrokerRole,
        endpoint: &Endpoint,
    ) {
        self.hang_up();
        let cap = self.habits.settings.daily_connections;
        let (count, most) = self.meters.connection(self.now, cap);
        self.trace(|| format!("connect to {endpoint}"));
        if count > most {
            let what = format!("{count} connections in 24 hours, at most {most}");
            self.fail(Check::Connections, what);
        }
        let device = match self.device.record() {
            Some(record) => record.device().clone(),
            None => self.identity.clone(),
        };
        let mut link = Link {
            number,
            role,
            opened: self.now,
            reception: None,
            device,
            subscribed: false,
            luck: Luck::Good,
        };
        if !self.covered {
            let reason = match self.habits.coverage {
                TellsCoverage::AsName => {
                    self.mishaps.count(Mishap::GapMisreported);
                    DisconnectReason::NameResolution
                }
                TellsCoverage::ByFailure => {
                    self.mishaps.count(Mishap::GapNotTold);
                    DisconnectReason::NoNetwork
                }
                TellsCoverage::InTime => DisconnectReason::NoNetwork,
            };
            let arrival = Arrival::Disconnected(number, reason);
            self.agenda.add(self.now + 4 * SECOND, arrival);
            self.link = Some(link);
            return;
        }
        let draws = &mut self.draws;
        let received = self
            .brokers
            .receive(role, endpoint, self.now, self.index, draws);
        match received {
            Err(unreachable) => {
                self.mishaps.count(match unreachable.gone {
                    true => Mishap::OldBrokerGone,
                    false => Mishap::BrokerDown,
                });
                if unreachable.reason != DisconnectReason::TimedOut {
                    let arrival = Arrival::Disconnected(number, unreachable.reason);
                    self.agenda.add(self.now + 2 * SECOND, arrival);
                }
            }
            Ok(reception) => {
                link.reception = Some(reception);
                link.luck = self.luck();
                self.note_generation(role, reception.generation);
                let takes = self.draws.between(400, 3000);
                let arrival = match link.luck {
                    Luck::LostWhenConnected => {
                        self.mishaps.count(Mishap::ConnectionLost);
                        Arrival::Disconnected(number, DisconnectReason::Closed)
                    }
                    _ => Arrival::Connected(number),
                };
                self.agenda.add(self.now + takes, arrival);
            }
        }
        self.link = Some(link);
    }

    fn luck(&mut self) -> Luck {
        if self.undisturbed {
            return Luck::Good;
        }
        let bad = match self.radio_bad {
            true => 200,
            false => 10,
        };
        if self.draws.in_a_thousand(bad) {
            return self.draws.one_of(&[
                Luck::LostWhenConnected,
                Luck::LostWhenSubscribed,
                Luck::LostAtPublish,
                Luck::LostAtPuback,
            ]);
        }
        match self.draws.long_below(1000) {
            0..=2 => Luck::LatePuback,
            3 => Luck::SubscriptionRefused,
            _ => Luck::Good,
        }
    }

    fn note_generation(&mut self, role: BrokerRole, generation: usize) {
        let seen = &mut self.generation_seen[role as usize];
        if generation > *seen {
            *seen = generation;
            self.mishaps.count(Mishap::Migrated);
        }
    }

    /// The open connection, if `number` names it.
    fn open(&mut self, number: ConnectionNumber) -> Option<&mut Link> {
        self.link.as_mut().filter(|link| link.number == number)
    }

    pub(crate) fn subscribe(&mut self, number: ConnectionNumber, topic: &str) {
        let (now, takes) = (self.now, self.draws.between(60, 600));
        let early = self.draws.in_a_thousand(50);
        let Some(link) = self.open(number) else {
            return;
        };
        let (role, device, luck) = (link.role, link.device.clone(), link.luck);
        let retains = link.reception.is_some_and(|reception| reception.retains);
        let suback = now + takes;
        match luck {
            Luck::SubscriptionRefused => {
                self.mishaps.count(Mishap::SubscriptionRefused);
                let code = ReasonCode::UNSPECIFIED_ERROR;
                self.agenda
                    .add(suback, Arrival::SubscribeRefused(number, code));
                return;
            }
            Luck::LostWhenSubscribed => {
                self.mishaps.count(Mishap::ConnectionLost);
                let reason = DisconnectReason::Closed;
                self.agenda
                    .add(suback, Arrival::Disconnected(number, reason));
                return;
            }
            _ => link.subscribed = true,
        }
        self.agenda.add(suback, Arrival::Subscribed(number));
        if !retains {
            self.mishaps.count(Mishap::RetainedLost);
            return;
        }
        let payload = self.services.retained(role, &device).to_vec();
        if !payload.is_empty() {
            let at = match early {
                true => now + takes / 2,
                false => suback + 40,
            };
            let message = Arrival::Message {
                connection: number,
                topic: topic.to_owned(),
                payload,
                retain: true,
            };
            self.agenda.add(at, message);
        }
    }

    pub(crate) fn publish(
        &mut self,
        number: ConnectionNumber,
        publish: PublishNumber,
        topic: &Topic,
        payload: &[u8],
    ) {
        let (now, takes) = (self.now, self.draws.between(80, 900));
        let reason_codes = self.habits.reason_codes;
        let Some(link) = self.open(number) else {
            return;
        };
        let (luck, device) = (link.luck, link.device.clone());
        let limit = link
            .reception
            .map_or(0, |reception| reception.payload_limit);
        if payload.len() > limit {
            let arrival = if reason_codes {
                self.mishaps.count(Mishap::PayloadRefused);
                Arrival::Refused(number, publish, ReasonCode::PACKET_TOO_LARGE)
            } else {
                self.mishaps.count(Mishap::PayloadTooLarge);
                Arrival::Disconnected(number, DisconnectReason::Closed)
            };
            return self.agenda.add(now + takes, arrival);
        }
        if luck == Luck::LostAtPublish {
            self.mishaps.count(Mishap::ConnectionLost);
            let arrival = Arrival::Disconnected(number, DisconnectReason::TimedOut);
            return self.agenda.add(now + takes, arrival);
        }
        let carried = match topic.kind() {
            TopicKind::RegisterDevice => {
                self.services.request(&device, payload, now);
                Vec::new()
            }
            _ => self.data_arrives(&device, payload),
        };
        self.take_news();
        let (at, arrival) = match luck {
            Luck::LostAtPuback => {
                self.mishaps.count(Mishap::PubackLost);
                (
                    takes,
                    Arrival::Disconnected(number, DisconnectReason::Closed),
                )
            }
            Luck::LatePuback => {
                self.mishaps.count(Mishap::PubackLate);
                (70 * SECOND, Arrival::Acknowledged(number, publish, carried))
            }
            _ => (takes, Arrival::Acknowledged(number, publish, carried)),
        };
        self.agenda.add(now + at, arrival);
    }

    /// A Data Transfer reaches the Data Service: the numbers of its snapshots.
    fn data_arrives(&mut self, device: &DeviceId, payload: &[u8]) -> Vec<u32> {
        let Some(fates) = self.services.receive(device, payload, self.now) else {
            self.fail(Check::Arrived, "a payload cannot be read".to_owned());
            return Vec::new();
        };
        if fates.iter().any(|(_, fate)| *fate == Fate::Unknown)
            && self.services.has_forgotten(device)
        {
            self.mishaps.count(Mishap::IgnoredAsForgotten);
        }
        let mut numbers = Vec::with_capacity(fates.len());
        for (snapshot, fate) in fates {
            let number = number_of(&snapshot);
            if matches!(
                self.ledger.place_of(number),
                Some(Place::Erased | Place::LostWithRecord)
            ) {
                let what = format!("snapshot {number} was sent, and had been erased");
                self.fail(Check::Privacy, what);
            }
            self.ledger.arrived(number, fate);
            numbers.push(number);
        }
        self.judge_erasure();
        numbers
    }

    /// Has what the services publish delivered to the unit, if it is there to hear it.
    pub(crate) fn take_news(&mut self) {
        for News {
            role,
            device,
            payload,
        } in std::mem::take(&mut self.services.news)
        {
            self.trace(|| format!("{role:?} publishes {}", String::from_utf8_lossy(&payload)));
            let hears = self
                .link
                .as_ref()
                .filter(|link| link.subscribed && link.role == role && link.device == device);
            if let Some(link) = hears {
                let kind = match role {
                    BrokerRole::Registration => TopicKind::RegisterServer,
                    BrokerRole::Data => TopicKind::ConfigServer,
                };
                let message = Arrival::Message {
                    connection: link.number,
                    topic: Topic::new(kind, device).to_string(),
                    payload,
                    retain: false,
                };
                self.agenda.add(self.now + 120, message);
            }
        }
        self.erased_at_service();
        for (at, errand) in std::mem::take(&mut self.services.errands) {
            self.trace(|| format!("to do on day {}: {errand:?}", crate::days::day_of(at)));
            self.agenda.add(at, Arrival::Errand(errand));
        }
    }

    /// Tells the ledger what the Data Service has erased, but for what it has under another
    /// of the unit's identities.
    fn erased_at_service(&mut self) {
        let erased = std::mem::take(&mut self.services.erased);
        if erased.is_empty() {
            return;
        }
        self.mishaps.count(Mishap::ErasedAtService);
        let stored = self.services.stored();
        let stored: BTreeSet<_> = stored.map(|it| number_of(&it.snapshot)).collect();
        let erased = erased.iter().map(number_of);
        for number in erased.filter(|number| !stored.contains(number)) {
            self.ledger.erased_at_service(number);
        }
    }

    pub(crate) fn disconnect(&mut self, number: ConnectionNumber) {
        if self.open(number).is_some() {
            self.hang_up();
        }
    }

    /// The connection, if there is one, is open no longer.
    pub(crate) fn hang_up(&mut self) {
        if let Some(link) = self.link.take() {
            self.meters.connected(self.now - link.opened);
        }
    }

    /// The connection is lost for want of coverage.
    pub(crate) fn coverage_gone(&mut self) {
        if let Some(link) = &self.link {
            let arrival = Arrival::Disconnected(link.number, DisconnectReason::NoNetwork);
            self.agenda.add(self.now + SECOND, arrival);
        }
    }

    pub(crate) fn disconnected(&mut self, number: ConnectionNumber, reason: DisconnectReason) {
        self.disconnect(number);
        self.give(Input::Disconnected {
            connection: number,
            reason,
        });
    }

    pub(crate) fn test(&mut self) {
        self.mishaps.count(Mishap::Tested);
        self.meters.exception(self.now, Exception::Test);
        self.give(Input::CommunicationTest);
    }
}
