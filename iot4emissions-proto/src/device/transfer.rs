//! Data Transfer (P-6.5 to P-6.7, P-6.18, T-8, JRC127600 §4.2.3).

use super::connection::InFlight;
use super::event::{EventKind, SetAsideReason};
use super::input::{ConnectionNumber, PublishNumber};
use super::output::{Output, Payload};
use super::provisioned::Provisioned;
use super::reason::{DisconnectReason, ReasonCode};
use super::record::SetAside;
use super::state::{Trigger, transition};
use super::steps::Signal;
use crate::delivery::BrokerRole;
use crate::message::DataTransfer;
use crate::obfcm::Snapshot;
use crate::time::UnixSeconds;
use crate::topic::{Topic, TopicKind};

impl Provisioned {
    /// After the configuration: publishes what is due, if anything, and else ends the
    /// connection.
    pub(super) fn publish_or_finish(&mut self) {
        let test = self
            .connection
            .as_ref()
            .is_some_and(|connection| connection.test.is_some());
        let wanted = test || self.transfer_is_due();
        if !(wanted && self.publish(None)) {
            self.transfer_done();
            self.signal(Signal::NothingToPublish);
        }
    }

    /// Publishes the oldest snapshots later than `after`, as many as fit (P-6.6), and
    /// before them those that are sent again (P-6.7). `false` where there is none, or
    /// the state forbids it.
    fn publish(&mut self, after: Option<UnixSeconds>) -> bool {
        let record = &*self.record;
        let Some(connection) = &self.connection else {
            return false;
        };
        if transition(record.state, Trigger::TransferDue).is_none() {
            return false;
        }
        let kept = later(&record.kept, after);
        let pending = later(&record.pending, after);
        if pending.is_empty() {
            return false;
        }
        let most = record.batch.map_or(usize::MAX, |batch| batch as usize);
        let snapshots = || kept.iter().chain(pending).take(most);
        let limit = record.settings().payload_limit();
        let (payload, count) = DataTransfer::write_fitting(snapshots(), limit);
        let mut carried = snapshots().take(count);
        let (Some(first), last) = (carried.next(), carried.last()) else {
            self.raise(EventKind::PayloadLimitTooSmall);
            self.test_transferred_nothing();
            return false;
        };
        let acquired = first.acquired()..=last.unwrap_or(first).acquired();
        let connection = connection.number;
        let topic = Topic::new(
            TopicKind::DataDevice,
            record.device_at(BrokerRole::Data).clone(),
        );
        self.last_publish.0 = self.last_publish.0.wrapping_add(1);
        let publish = self.last_publish;
        self.in_flight = Some(InFlight {
            connection,
            publish,
            acquired,
            count: u32::try_from(count).unwrap_or(u32::MAX),
            erased: 0,
            evicted: 0,
        });
        self.outputs.push(Output::Publish {
            connection,
            publish,
            topic,
            payload: Payload::of(payload),
        });
        self.signal(Signal::Published)
    }

    /// A PUBACK: only now is a snapshot deleted, and only on the connection that
    /// carried it (P-6.6). One that comes after the connection was given up counts
    /// too (P-6.5).
    pub(super) fn acknowledged(&mut self, number: ConnectionNumber, publish: PublishNumber) {
        let Some(sent) = self.take_in_flight(number, publish) else {
            return;
        };
        self.account_for(&sent);
        let Some(connection) = self.connection.as_mut().filter(|it| it.number == number) else {
            return self.record.settle();
        };
        connection.acknowledged += 1;
        // The whole record for each part would wear the flash; so little as half of them is
        // sent twice after a power loss, and whoever loses it each time gets on (P-6.6).
        let is_milestone = connection.acknowledged.is_power_of_two();
        if is_milestone && self.record.allowance.persist_wait().is_none() {
            self.record.settle();
        }
        if !self.fits(Signal::Published) {
            return;
        }
        if !self.publish(Some(*sent.acquired.end())) {
            self.transfer_done();
            self.batch_may_grow();
            self.signal(Signal::NothingToPublish);
        }
    }

    fn take_in_flight(
        &mut self,
        number: ConnectionNumber,
        publish: PublishNumber,
    ) -> Option<InFlight> {
        self.in_flight
            .take_if(|sent| sent.connection == number && sent.publish == publish)
    }

    /// What was acknowledged is no longer pending; storing that may wait.
    fn account_for(&mut self, sent: &InFlight) {
        let now = Some(self.now()).filter(|now| now.0 > 0);
        let record = self.record.defer();
        let window = record.settings().resend_window as usize;
        let (pending, kept) = (&mut record.pending, &mut record.kept);
        let before = pending.len();
        pending.retain(|snapshot| {
            let acknowledged = sent.carries(snapshot);
            if acknowledged && window > 0 {
                kept.push(*snapshot);
            }
            !acknowledged
        });
        let surplus = kept.len().saturating_sub(window);
        kept.drain(..surplus);
        let acknowledged = (before - pending.len()) as u64;
        let counts = &mut record.counts;
        counts.acknowledged += acknowledged + sent.erased + sent.evicted;
        counts.erased -= sent.erased;
        counts.evicted -= sent.evicted;
        record.refused_alone = 0;
        record.last_success.transfer = now;
    }

    /// The broker answered a publish with a reason that is no success (P-6.18). Nothing is
    /// deleted; what will be refused again is published in smaller parts, and set aside
    /// where it is refused alone.
    pub(super) fn publish_refused(
        &mut self,
        number: ConnectionNumber,
        publish: PublishNumber,
        reason: ReasonCode,
    ) {
        let Some(sent) = self.take_in_flight(number, publish) else {
            // A Registration Request has no snapshots in flight.
            if self.present(number).is_some() && self.fits(Signal::RegistrationRefused) {
                self.request_refused(reason);
            }
            return;
        };
        let failures = &mut self.record.note().failures;
        failures.publishes = failures.publishes.saturating_add(1);
        self.raise(EventKind::TransferRefused { reason });
        let of_payload = reason.speaks_of_payload();
        if of_payload {
            self.batch_was_refused(&sent);
        }
        if self.present(number).is_none() {
            return;
        }
        match of_payload {
            true => self.signal(Signal::PublishRefused),
            false => self.refused(Signal::PublishRefused),
        };
    }

    /// A connection was lost while a PUBACK was awaited: the broker may not take so large a
    /// batch (P-6.18).
    pub(super) fn batch_was_lost(&mut self, reason: DisconnectReason) {
        // Want of coverage says nothing about the batch.
        if reason == DisconnectReason::NoNetwork {
            return;
        }
        if let Some(sent) = self.in_flight.take() {
            // Neither does a time-out speak of a snapshot that goes alone.
            match (sent.count, reason) {
                (1, DisconnectReason::TimedOut) => {}
                _ => self.batch_was_refused(&sent),
            }
        }
    }

    /// No PUBACK came in time: the same, but that a late one still counts (P-6.5).
    pub(super) fn batch_was_not_acknowledged(&mut self) {
        if let Some(count) = self.in_flight.as_ref().map(|sent| sent.count) {
            self.halve(count);
        }
    }

    /// Has the next publishes carry half of `count`; `false` where that is one.
    fn halve(&mut self, count: u32) -> bool {
        if count <= 1 {
            return false;
        }
        let record = self.record.edit();
        record.batch = Some(count / 2);
        record.refused_alone = 0;
        true
    }

    fn batch_was_refused(&mut self, sent: &InFlight) {
        if self.halve(sent.count) {
            return;
        }
        let record = self.record.edit();
        record.batch = Some(1);
        record.refused_alone = record.refused_alone.saturating_add(1);
        if record.refused_alone < record.settings().refusals_alone {
            return;
        }
        record.refused_alone = 0;
        // One that was acknowledged once is sent again for safety only.
        record.kept.retain(|snapshot| !sent.carries(snapshot));
        self.set_aside(SetAsideReason::Refused, |snapshot| sent.carries(snapshot));
    }

    /// A smaller batch was taken: the next transfer tries a larger one.
    fn batch_may_grow(&mut self) {
        if let Some(batch) = self.record.batch {
            let limit = self.record.settings().storage_limit;
            let larger = batch.saturating_mul(2);
            self.record.edit().batch = (larger < limit).then_some(larger);
        }
    }

    /// Sets pending snapshots aside: nothing is lost, and nothing stands in the way of the
    /// others.
    pub(super) fn set_aside(&mut self, reason: SetAsideReason, which: impl Fn(&Snapshot) -> bool) {
        let record = self.record.edit();
        let aside = &mut record.aside;
        let before = aside.len();
        record.pending.retain(|snapshot| {
            let goes = which(snapshot);
            if goes {
                let snapshot = *snapshot;
                aside.push(SetAside { snapshot, reason });
            }
            !goes
        });
        let count = u32::try_from(aside.len() - before).unwrap_or(u32::MAX);
        if count > 0 {
            self.raise(EventKind::SnapshotsSetAside { count, reason });
        }
    }

    /// Has pending again what was set aside for a reason that holds no longer.
    pub(super) fn readmit(&mut self, reason: SetAsideReason) {
        let now = self.now();
        // What is later than the clock would make everything after it too early: it may come
        // back at its time.
        let is_late = |aside: &SetAside| aside.reason == reason && aside.snapshot.acquired() > now;
        if reason == SetAsideReason::Refused && self.record.aside.iter().any(is_late) {
            let aside = &mut self.record.edit().aside;
            for aside in aside.iter_mut().filter(|aside| is_late(aside)) {
                aside.reason = SetAsideReason::LaterThanClock;
            }
        }
        let back = |aside: &SetAside| aside.reason == reason && !is_late(aside);
        // Nothing may come between what is in flight (P-6.6).
        let sent = self.in_flight.as_ref();
        if sent.is_some_and(|sent| !sent.is_forgotten()) || !self.record.aside.iter().any(back) {
            return;
        }
        let record = self.record.edit();
        let (returning, staying) = record.aside.drain(..).partition::<Vec<_>, _>(back);
        record.aside = staying;
        // What was sent already stands before it: a Data Transfer ascends (P-5.40).
        record.kept.clear();
        let count = u32::try_from(returning.len()).unwrap_or(u32::MAX);
        let snapshots = returning.into_iter().map(|aside| aside.snapshot);
        record.pending.extend(snapshots);
        record.pending.sort_by_key(Snapshot::acquired);
        // Two of one second: the clock had shown it twice. The first one counts.
        let mut twice = Vec::new();
        record.pending.dedup_by(|later, first| {
            let same = later.acquired() == first.acquired();
            twice.extend(same.then(|| later.acquired()));
            same
        });
        record.counts.evicted += twice.len() as u64;
        let last = record.pending.last().map(Snapshot::acquired);
        record.newest = record.newest.max(last.unwrap_or_default());
        self.raise(EventKind::SnapshotsReadmitted { count });
        for acquired in twice {
            self.raise(EventKind::SnapshotEvicted { acquired });
        }
    }
}

/// Those of `snapshots`, which ascend, that are later than `after`.
fn later(snapshots: &[Snapshot], after: Option<UnixSeconds>) -> &[Snapshot] {
    let first = after.map_or(0, |after| {
        snapshots.partition_point(|snapshot| snapshot.acquired() <= after)
    });
    &snapshots[first..]
}

impl Payload {
    /// The payload of canonical bytes, which are UTF-8 by their nature.
    pub(super) fn of(canonical: Vec<u8>) -> Self {
        match String::from_utf8(canonical) {
            Ok(text) => Self(text),
            Err(error) => Self(String::from_utf8_lossy(error.as_bytes()).into_owned()),
        }
    }
}
